"""Styles of what was published: the white dot of a figure that was revised, and the cards of releases."""

import streamlit as st

MARKS = """
.rev{display:inline-block;box-sizing:border-box;width:8px;height:8px;border-radius:50%;flex:none;
 background:var(--surface);border:1.5px solid var(--ink);vertical-align:super;margin:0 0 0 3px;cursor:help;}
.revised{position:relative;}
.revised>.rev{position:absolute;top:1px;right:1px;margin:0;width:7px;height:7px;border-width:1px;}
.calendar-key .revised{display:inline-block;}
"""

_CARDS = """
.rl-wrap{overflow-x:auto;}
table.rl{width:100%;border-collapse:collapse;font-size:15px;line-height:22px;margin:0;}
.rl th,.rl td{border:0;padding:8px 10px 8px 0;text-align:left;vertical-align:top;}
.rl th{font-size:13px;line-height:20px;font-weight:400;color:var(--ink-2);border-bottom:1px solid var(--line-2);}
.rl td{border-bottom:1px solid var(--line);overflow-wrap:anywhere;}
.rl .num{text-align:right;white-space:nowrap;}
.rl small{display:block;font-size:13px;line-height:20px;color:var(--ink-2);}
.rl tr.rl-past td{color:var(--ink-3);}
"""
_PHONE = """
@media (max-width:640px){
.rl thead{display:none;}
.rl tr{display:grid;grid-template-columns:1fr 1fr;gap:2px 12px;padding:8px 0;border-bottom:1px solid var(--line);}
.rl td,.rl .num{border:0;padding:0;text-align:left;white-space:normal;}
.rl td::before{content:attr(data-label);display:block;font-size:13px;line-height:20px;color:var(--ink-2);}
}
"""


def style() -> None:
    """Write the style block of the cards of releases."""
    st.html(f"<style>{_CARDS}{_PHONE}</style>")
