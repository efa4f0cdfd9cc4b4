"""The look of the escalation list and of the what-if of the ranking. Drawn by the page itself."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, SIDEBAR_FROM


def style(is_presentation: bool = False) -> None:
    """Write the style block into the page; before an audience none of it is shown."""
    css = ".ranking .c-loss{display:none;}" if is_presentation else f"{_LOSS}{_LIST}{_TRIAL}{_MIDDLE}{_PHONE}"
    st.html(f"<style>{css}</style>")


# What cost most stands where there is room; a narrower page has it in the bars and in the card of one score.
_LOSS = """
.ranking .c-loss{font-size:14px;line-height:18px;color:var(--ink-2);white-space:nowrap;}
.ranking.in-english .c-loss{white-space:normal;width:104px;}
.ranking.in-english .c-prob,.ranking.in-english .c-change{white-space:normal;line-height:19px;}
"""

# Urgency is weight, not hue: not sent is an ink outline, overdue a dark field.
_LIST = """
.escalations td,.escalations th{height:44px;border-bottom:1px solid var(--row-line) !important;}
.escalations tbody tr:last-child td,.escalations tbody tr:last-child th{border-bottom:0 !important;}
.escalations tbody th{font-weight:700;white-space:nowrap;}
.escalations .es-cell{display:flex;flex-wrap:wrap;align-items:center;gap:2px 8px;padding:5px 0;}
.escalations .es-why{font-size:13px;line-height:20px;color:var(--ink-2);}
.escalations .es-other{flex-basis:100%;font-size:13px;line-height:20px;color:var(--ink-2);}
.escalations .chosen th,.escalations .chosen td{background:var(--ground);}
.escalations .chosen th{box-shadow:inset 3px 0 0 var(--ink);}
.tag.es-not_sent{border:2px solid var(--ink);color:var(--ink);font-weight:700;line-height:20px;}
.tag.es-sent{border-color:var(--ink-2);color:var(--ink);}
.tag.es-overdue{background:var(--action);border-color:var(--action);color:var(--surface);font-weight:700;}
.tag.es-answered{background:var(--band);border-color:var(--band);color:var(--ink);}
"""

# A trial must not be taken for the ranking: no filled colours, dashed rims, its own ground.
_TRIAL = """
.st-key-card_whatif{border-style:dashed !important;border-color:var(--ink-3) !important;}
.wi-banner{margin:0;padding:8px 14px;border:2px solid var(--ink);border-radius:4px;font-weight:700;font-size:15px;
 line-height:22px;color:var(--ink);}
.wi-banner span{font-weight:400;}
.st-key-wi_weights,.st-key-wi_limits{display:grid !important;grid-template-columns:repeat(3,minmax(0,1fr));
 gap:4px 28px !important;}
.st-key-wi_limits{grid-template-columns:repeat(6,minmax(0,1fr));gap:4px 16px !important;}
.st-key-wi_weights>*,.st-key-wi_limits>*{width:auto !important;min-width:0;}
.trial-chip{display:inline-flex;align-items:center;justify-content:center;box-sizing:border-box;height:24px;
 min-width:34px;padding:0 7px;border:1.5px dashed var(--ink-2);border-radius:3px;font-size:14px;font-weight:700;
 background:var(--surface);color:var(--ink);white-space:nowrap;}
.whatif td,.whatif th{height:38px;border-bottom:1px solid var(--row-line) !important;}
.whatif .wi-changed th{font-weight:700;}
.whatif tr.wi-same-head td{font-size:13px;color:var(--ink-2);height:32px;border-bottom:1px solid var(--line-2) !important;}
.whatif .wi-arrow{color:var(--ink-3);padding:0 4px;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.ranking .c-loss{{display:none;}}
.st-key-wi_weights{{grid-template-columns:repeat(2,minmax(0,1fr));}}
.st-key-wi_limits{{grid-template-columns:repeat(4,minmax(0,1fr));}}
}}
"""

_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-wi_weights,.st-key-wi_limits{{grid-template-columns:minmax(0,1fr);}}
.escalations tbody tr{{grid-template-columns:minmax(0,1fr) !important;}}
.escalations tbody th,.escalations td{{grid-column:1 !important;}}
.escalations [data-label]::before{{display:block;}}
.escalations .es-cell{{padding:0;}}
.escalations tbody td,.escalations tbody th{{height:auto;border:0 !important;}}
.whatif tbody tr{{grid-template-columns:repeat(3,minmax(0,1fr)) !important;}}
.whatif tbody th,.whatif .wi-same-head td{{grid-column:1/4 !important;}}
.whatif [data-label]::before{{display:block;}}
.whatif tbody td,.whatif tbody th{{height:auto;border:0 !important;}}
.whatif .wi-arrow{{display:none;}}
}}
"""
