"""The look of the findings part: key row, rules with their findings, one finding with its rows."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, scaled


def style(is_presentation: bool = False) -> None:
    """Write the part's style block; in presentation it grows with the root font."""
    css = f"{_LIST}{_CARD}"
    st.html(f"<style>{scaled(css) if is_presentation else css + _MIDDLE + _PHONE + _PRINT}</style>")


_LIST = """
.st-key-fd_grid{display:grid !important;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px !important;
 align-items:start;}
.st-key-fd_grid>*{width:auto !important;min-width:0;}
.st-key-fd_grid>:only-child{grid-column:1/3;}
.fd-figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));background:var(--surface);
 border:1px solid var(--line);border-radius:6px;}
.fd-figures div{padding:12px 20px;min-width:0;}
.fd-figures div+div{border-left:1px solid var(--line);}
.fd-figures p{margin:0;font-size:15px;line-height:22px;color:var(--ink-2);}
.fd-figures strong{display:block;font-size:24px;line-height:32px;}
.fd-figures small{font-size:13px;line-height:20px;color:var(--ink-2);}
.st-key-card_fd_list{gap:0 !important;}
.fd-rule{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 10px;padding:14px 0 6px;}
.fd-rule h3{margin:0;padding:0;font-size:15px;line-height:22px;font-weight:700;}
.fd-rule>span:not(.tag){font-size:13px;line-height:20px;color:var(--ink-2);}
.fd-rule p{flex:1 0 100%;margin:0;font-size:13px;line-height:20px;color:var(--ink-2);}
.tag.fd-tag.solid{background:var(--action);border-color:var(--action);color:var(--surface);}
.tag.fd-tag.outline{border:1px solid var(--line-2);color:var(--ink);}
.fd-heads{padding-right:64px;border-bottom:1px solid var(--line-2);}
.fd-heads .fd-line{font-size:13px;line-height:20px;color:var(--ink-2);min-height:0;padding-bottom:4px;}
.fd-line{display:grid;grid-template-columns:minmax(110px,1.3fr) minmax(0,2fr) 56px minmax(80px,1fr) minmax(72px,.8fr);
 gap:0 12px;align-items:center;min-height:36px;font-size:15px;line-height:20px;}
.fd-line>*{min-width:0;overflow-wrap:anywhere;}
.fd-line b{font-weight:400;}
.fd-line .num{text-align:right;}
.fd-line .fd-state{color:var(--ink-2);}
.fd-line .fd-open{color:var(--ink);font-weight:700;}
[class*=st-key-fd_row_]{display:grid !important;grid-template-columns:minmax(0,1fr) 52px;gap:0 12px !important;
 align-items:center;border-bottom:1px solid var(--row-line);}
[class*=st-key-fd_row_]>*{width:auto !important;min-width:0;}
[class*=st-key-fd_row_] button{min-height:30px;padding:2px 0;}
[class*=st-key-fd_row_x]{background:var(--ground);box-shadow:inset 3px 0 0 var(--ink);padding-left:10px;}
"""

_CARD = """
.fd-facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 16px;margin:0;padding:0;
 font-size:15px;line-height:22px;}
.fd-facts dt{color:var(--ink-2);margin:0 !important;padding:0 !important;}
.fd-facts dd{margin:0 !important;overflow-wrap:anywhere;}
.st-key-card_fd_one .table-wrap{max-height:440px;overflow:auto;}
table.fd-rows{width:100%;border-collapse:collapse;margin:0;font-size:14px;line-height:20px;}
.fd-rows th,.fd-rows td{border:0;border-bottom:1px solid var(--row-line);padding:7px 8px;text-align:left;vertical-align:top;
 font-weight:400;background:none;color:var(--ink);overflow-wrap:anywhere;}
.fd-rows th:first-child,.fd-rows td:first-child{padding-left:0;}
.fd-rows thead th{font-size:13px;color:var(--ink-2);border-bottom:1px solid var(--line-2);white-space:nowrap;}
.fd-rows th[scope=row]{min-width:124px;}
.fd-rows td{min-width:64px;}
.fd-rows .fd-value{min-width:92px;}
.fd-rows .fd-file{color:var(--ink-2);font-size:13px;min-width:140px;}
.st-key-card_fd_one [data-testid=stForm]{border:0;border-top:1px solid var(--line);border-radius:0;padding:12px 0 0;}
.st-key-fd_fields{display:grid !important;grid-template-columns:1fr 1fr;gap:8px 16px !important;}
.st-key-fd_fields>*{width:auto !important;min-width:0;}
.fd-said{margin:0;padding:0;list-style:none;font-size:15px;line-height:22px;}
.fd-said li{margin:0 !important;padding:6px 0 !important;border-bottom:1px solid var(--row-line);}
.fd-said small{font-size:13px;color:var(--ink-2);}
.fd-said p{margin:0;overflow-wrap:anywhere;}
"""

# One column: the opened finding stands above the list that it was opened from.
_MIDDLE = """
@media (max-width:1200px){
.st-key-fd_grid{grid-template-columns:minmax(0,1fr);}
.st-key-fd_grid>:only-child{grid-column:auto;}
.st-key-fd_grid>:nth-child(2){order:-1;}
}
"""

_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.fd-figures{{grid-template-columns:1fr 1fr;}}
.fd-figures div{{padding:10px 12px;}}
.fd-figures div:nth-child(odd){{border-left:0;}}
.fd-figures div:nth-child(n+3){{border-top:1px solid var(--line);}}
.fd-heads{{display:none;}}
.fd-line{{display:flex;flex-wrap:wrap;gap:0 12px;padding:6px 0;}}
.fd-line span:nth-child(2){{flex:1 0 100%;}}
.st-key-fd_fields{{grid-template-columns:1fr;}}
.fd-rows thead{{display:none;}}
.fd-rows,.fd-rows tbody{{display:block;}}
.fd-rows tr{{display:flex;flex-wrap:wrap;gap:2px 14px;padding:8px 0;border-bottom:1px solid var(--row-line);}}
.fd-rows th,.fd-rows td{{border:0;padding:0;}}
.fd-rows .fd-value,.fd-rows .fd-file{{flex:1 0 100%;}}
}}
"""

_PRINT = """
@media print{
.st-key-card_fd_one .table-wrap{max-height:none;}
.st-key-fd_bar,[class*=st-key-fd_row_] button,.st-key-card_fd_one [data-testid=stForm]{display:none !important;}
[class*=st-key-fd_row_]{grid-template-columns:minmax(0,1fr);break-inside:avoid;}
}
"""
