"""The look of the page of trends: its builder, its table of months, its small charts, its table of accidents."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, SIDEBAR_FROM, scaled


def style(is_presentation: bool = False) -> None:
    """Write the page's style block; in presentation the desk's layout grows with the root font."""
    css = _GRID + _TABLES
    st.html(f"<style>{scaled(css + _STAGE) if is_presentation else css + _MIDDLE + _PHONE + _PRINT}</style>")


_GRID = """
.st-key-tr_bar{flex-wrap:wrap;row-gap:8px !important;}
.st-key-tr_top{display:grid !important;grid-template-columns:minmax(0,1fr) 560px;gap:16px !important;align-items:stretch;}
.st-key-tr_top>*{width:auto !important;min-width:0;}
.st-key-card_tr_months{height:100%;}
.st-key-tr_split{flex-wrap:wrap;}
.tr-grid{display:grid;grid-template-columns:repeat(var(--wide),minmax(0,1fr));gap:12px 16px;}
.tr-tile,.tr-tile:visited{display:flex;flex-direction:column;border:1px solid transparent;border-radius:4px;padding:6px 8px;
 color:var(--ink) !important;text-decoration:none !important;min-width:0;}
a.tr-tile:hover,a.tr-tile:focus-visible{border-color:var(--line-2);background:var(--ground);}
.tr-tile.chosen{border-color:var(--ink);}
.tr-tile img{width:100%;height:auto;display:block;margin-top:2px;}
.tr-figure .tag{font-size:13px;line-height:16px;padding:0 4px;}
.tr-figure small{font-size:13px;color:var(--ink-2);}
.tr-name{font-size:14px;line-height:20px;}
.tr-figure{font-size:15px;line-height:22px;display:flex;gap:8px;align-items:baseline;flex-wrap:wrap;}
.tr-figure nobr,.tr-figure span.faint{font-size:13px;}
"""

_TABLES = """
.tr-scroll{max-height:520px;overflow:auto;margin-top:8px;}
table.tr-months,table.tr-deaths{width:100%;border-collapse:collapse;margin:0;font-size:14px;line-height:20px;}
.tr-months th,.tr-months td,.tr-deaths th,.tr-deaths td{border:0;padding:0 8px;text-align:left;font-weight:400;
 background:none;color:var(--ink);vertical-align:middle;}
.tr-months th:first-child,.tr-deaths tbody th,.tr-deaths tfoot th,.tr-deaths thead tr:last-child th:first-child{padding-left:0;white-space:nowrap;}
.tr-months tr>:last-child,.tr-deaths tr>:last-child{padding-right:2px;}
.tr-months thead th,.tr-deaths thead th{font-size:13px;color:var(--ink-2);padding-bottom:4px;vertical-align:bottom;}
.tr-months thead th{position:sticky;top:0;background:var(--surface);box-shadow:inset 0 -1px 0 var(--line-2);}
.tr-deaths .on-phone{display:none;}
.tr-deaths thead tr:last-child th{border-bottom:1px solid var(--line-2);}
.tr-months tbody th,.tr-months tbody td,.tr-deaths tbody th,.tr-deaths tbody td{height:32px;
 border-bottom:1px solid var(--row-line);}
.tr-deaths tbody tr:last-child>*{border-bottom:0;}
.tr-deaths tfoot th,.tr-deaths tfoot td{height:36px;border-top:1px solid var(--line-2);font-weight:700;}
.tr-months .num,.tr-deaths .num{text-align:right;white-space:nowrap;}
.tr-months small{font-size:13px;color:var(--ink-2);}
.tr-months tr.turn>*{border-bottom:1px solid var(--interval);}
.tr-months tbody th{white-space:nowrap;}
.tr-deaths thead th[colspan]{font-weight:700;color:var(--ink);text-align:center;}
.tr-head{display:flex;align-items:center;height:38px;margin:0;font-weight:700;}
.tr-deaths .start{padding-left:20px;}
.st-key-tr_accidents{display:grid !important;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px 32px !important;
 align-items:start;}
.st-key-tr_accidents>*{width:auto !important;min-width:0;}
.st-key-tr_accidents:not(:has(.st-key-tr_by_place)){grid-template-columns:minmax(0,900px);}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-tr_top{{grid-template-columns:minmax(0,1fr) 440px;}}
.st-key-tr_accidents{{grid-template-columns:minmax(0,1fr);}}
.tr-grid{{grid-template-columns:repeat(var(--middle),minmax(0,1fr));}}
.tr-months th,.tr-months td{{padding:0 5px;}}
}}
@media (max-width:1200px){{
.st-key-tr_top{{grid-template-columns:minmax(0,1fr);}}
}}
"""

# On a phone a row of the table of accidents is a card: its name, then accidents and deaths in a line each.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-tr_bar>*{{width:100% !important;}}
.tr-grid{{grid-template-columns:1fr 1fr;gap:8px;}}
.tr-deaths{{font-size:13px !important;}}
.tr-deaths th,.tr-deaths td{{padding:0 3px;}}
.tr-scroll{{max-height:340px;}}
.tr-deaths .far,.tr-months .far,.tr-deaths thead tr:first-child{{display:none;}}
.tr-deaths thead th,.tr-months thead th{{white-space:normal !important;word-break:keep-all;}}
.tr-deaths .on-phone{{display:inline;}}
}}
"""

_STAGE = """
.st-key-tr_bar,.st-key-tr_split,.st-key-tr_by_place [data-testid=stButtonGroup]{display:none !important;}
.tr-months,.tr-deaths{font-size:16px !important;}
"""

_PRINT = """
@media print{
.st-key-tr_bar,.st-key-tr_split{display:none !important;}
.tr-scroll{max-height:none;overflow:visible;}
.tr-tile,.tr-months tr,.tr-deaths tr{break-inside:avoid;}
}
"""
