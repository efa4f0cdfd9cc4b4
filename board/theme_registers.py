"""The look of the page of registers: its figures, its tables, the calendar of reports."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, SIDEBAR_FROM, scaled


def style(is_presentation: bool = False) -> None:
    """Write the page's style block; in presentation the desk's layout grows with the root font."""
    css = f"{_GRID}{_FIGURES}{_TABLES}{_CALENDAR}"
    st.html(f"<style>{scaled(css + _STAGE) if is_presentation else css + _MIDDLE + _PHONE + _PRINT}</style>")


_GRID = """
.st-key-rg_grid{display:grid !important;grid-template-columns:minmax(0,1fr) 600px;gap:16px !important;
 align-items:start;}
.st-key-rp_grid{display:grid !important;grid-template-columns:minmax(0,1fr) minmax(0,1.3fr);gap:16px !important;
 align-items:start;}
.st-key-rg_grid>*,.st-key-rp_grid>*{width:auto !important;min-width:0;}
.st-key-rg_left,.st-key-rg_right{gap:16px !important;}
.rg-nothing{color:var(--ink-2);margin:0;}
.st-key-card_rp_chase [data-testid=stCode] pre{background:var(--ground);}
.st-key-card_rp_chase [data-testid=stCode] code{font-family:var(--font);font-size:15px;line-height:24px;
 color:var(--ink);white-space:pre-wrap;overflow-wrap:anywhere;}
"""

_FIGURES = """
.rg-figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));background:var(--surface);
 border:1px solid var(--line);border-radius:6px;}
.rg-figures.rg-3{grid-template-columns:repeat(3,minmax(0,1fr));}
.rg-figures.rg-2{grid-template-columns:repeat(2,minmax(0,1fr));}
.rg-figure{padding:12px 20px;min-width:0;}
.rg-figure+.rg-figure{border-left:1px solid var(--line);}
.rg-figure p{margin:0;font-size:15px;line-height:22px;color:var(--ink-2);}
.rg-figure p .faint{font-size:13px;}
.rg-figure strong{display:block;font-size:24px;line-height:32px;}
.rg-figure small{display:flex;flex-wrap:wrap;gap:0 14px;font-size:13px;line-height:20px;color:var(--ink-2);}
.rg-figure small b{color:var(--ink);}
"""

_TABLES = """
table.rg{width:100%;border-collapse:collapse;margin:0;font-size:15px;line-height:22px;}
.rg th,.rg td{border:0;padding:0 8px;text-align:left;vertical-align:middle;font-weight:400;background:none;
 color:var(--ink);overflow-wrap:anywhere;}
.rg th:first-child,.rg td:first-child{padding-left:0;}
.rg th:last-child,.rg td:last-child{padding-right:0;}
.rg thead th{font-size:13px;line-height:20px;color:var(--ink-2);vertical-align:bottom;padding-bottom:4px;
 border-bottom:1px solid var(--line-2);}
.rg tbody th,.rg tbody td{height:36px;border-bottom:1px solid var(--row-line);}
.rg tbody tr:last-child th,.rg tbody tr:last-child td{border-bottom:0;}
.rg tfoot th,.rg tfoot td{height:38px;border-top:1px solid var(--line-2);font-weight:700;}
.rg .num{text-align:right;}
.rg td.num,.rg-regions tbody th,.rg-duty tbody th,.rg-visits tbody th{white-space:nowrap;}
.rg-regions th[scope=row],.rg-duty th[scope=row],.rg-visits th[scope=row]{font-weight:700;}
.rg small{font-size:13px;color:var(--ink-2);}
.rg tr.chosen>*{background:var(--ground);}
.rg tr.chosen>:first-child{box-shadow:inset 3px 0 0 var(--ink);padding-left:8px;}
.rg-kinds+.rg-kinds,.table-wrap+.table-wrap{margin-top:12px;}
.rg-kinds .c-bar{width:46%;}
.rg-kinds .part-n{flex:0 0 56px;}
.rg-indicators tbody th,.rg-indicators tbody td,.rg-reports tbody th,.rg-reports tbody td{padding-top:6px;padding-bottom:6px;}
.rg-indicators{font-size:14px !important;}
.rg-indicators .c-status{width:88px;}
.rg-indicators .c-clause,.rg-reports .c-clause{width:20%;color:var(--ink-2);}
.rg-indicators td.num small,.rg-indicators td.num .tag{display:block;width:max-content;margin-left:auto;}
.rg .tag.rg-own,.note .tag.rg-own{font-size:13px;line-height:16px;padding:0 4px;}
.rg .tag.rg-met{background:var(--band);border-color:var(--band);color:var(--ink);}
.rg .tag.rg-on_course{border-color:var(--line-2);color:var(--ink);}
.rg .tag.rg-behind{background:var(--action);border-color:var(--action);color:var(--surface);}
.rg .tag.rg-missed{border:2px solid var(--ink);color:var(--ink);font-weight:700;line-height:18px;}
.rg .tag.rg-no_data{border:1px dashed var(--line-2);}
.rg-duty .c-mark{width:230px;}
.rg-duty .c-mark .tag{margin:2px 0;}
.rg-rows{font-size:14px !important;}
.rg-rows th,.rg-rows td{white-space:nowrap;}
.rg-rows .c-told,.rg-rows .c-file{white-space:normal;min-width:150px;}
.rg-rows .c-file{color:var(--ink-2);font-size:13px;}
"""

_CALENDAR = """
.rp .cell{border:1px solid transparent;color:var(--ink);height:26px;}
.rp-key .cell{width:auto !important;min-width:34px;padding:0 4px;display:inline-flex !important;align-items:center;
 justify-content:center;border:1px solid transparent;font-size:13px;line-height:18px;height:22px !important;
 color:var(--ink);}
.rp-key .cell.framed{width:22px !important;min-width:22px;border:2px solid var(--ink);}
.cell.rp-on_time{background:var(--band) !important;}
.cell.rp-corrected{background:var(--band) !important;border:1px dashed var(--ink) !important;}
.cell.rp-undated{background:var(--surface) !important;border-color:var(--line-2) !important;}
.cell.rp-late{background:var(--action) !important;color:var(--surface) !important;}
.cell.rp-missing{border:2px solid var(--ink) !important;font-weight:700;background-color:var(--surface) !important;}
.cell.rp-not_due{background:var(--surface) !important;color:var(--ink-3) !important;
 border:1px dashed var(--line-2) !important;}
table.calendar.rp th:first-child{width:112px;}
table.calendar.rp col.unit{width:112px;}
.calendar .on-laptop,.calendar .on-phone{display:none;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-rg_grid{{grid-template-columns:minmax(0,1fr) 480px;}}
.calendar.rp .mid{{display:none;}}
.calendar.rp .on-laptop{{display:inline;}}
.rg th,.rg td{{padding:0 6px;}}
.rg-kinds .c-bar{{width:42%;}}
}}
@media (max-width:1200px){{
.st-key-rg_grid,.st-key-rp_grid{{grid-template-columns:minmax(0,1fr);}}
}}
"""

# On a phone a row with many figures is a card: its name, then each figure with its head.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.calendar.rp .far{{display:none;}}
.calendar.rp .on-phone{{display:inline;}}
table.calendar.rp th:first-child,table.calendar.rp col.unit{{width:92px;}}
.rg-figures,.rg-figures.rg-3{{grid-template-columns:1fr 1fr;}}
.rg-figure{{padding:10px 12px;}}
.rg-figure:nth-child(odd){{border-left:0 !important;}}
.rg-figure:nth-child(n+3){{border-top:1px solid var(--line);}}
.rg-regions thead,.rg-duty thead,.rg-indicators thead,.rg-reports thead{{display:none;}}
.rg-regions,.rg-duty,.rg-indicators,.rg-reports,.rg-regions tbody,.rg-duty tbody,.rg-indicators tbody,
.rg-reports tbody,.rg-regions tfoot{{display:block;}}
.rg-regions tr,.rg-duty tr,.rg-indicators tr,.rg-reports tr{{display:grid;grid-template-columns:1fr 1fr;
 gap:2px 16px;padding:8px 0;border-bottom:1px solid var(--line);}}
.rg-regions tr>*,.rg-duty tr>*,.rg-indicators tr>*,.rg-reports tr>*{{height:auto !important;padding:0 !important;
 border:0 !important;width:auto !important;text-align:left !important;}}
.rg-regions th,.rg-duty th,.rg-indicators th,.rg-reports th,.rg-duty .c-mark,.rg .rg-none,
.rg-reports td,.rg-indicators .c-clause{{grid-column:1/3;}}
.rg-regions td.num,.rg-duty td.num{{display:flex;justify-content:space-between;}}
.rg-rows thead{{display:none;}}
.rg-rows,.rg-rows tbody{{display:block;}}
.rg-rows tr{{display:flex;flex-wrap:wrap;gap:2px 14px;padding:8px 0;border-bottom:1px solid var(--line);}}
.rg-rows tr>*{{height:auto !important;padding:0 !important;border:0 !important;min-width:0 !important;}}
.rg-rows th{{font-weight:700;}}
.rg-rows .c-told,.rg-rows .c-file{{flex:1 0 100%;}}
.rg-rows td:empty{{display:none;}}
.rg tr.chosen>:first-child{{box-shadow:none;text-decoration:underline;}}
.rg-indicators td:empty,.rg-duty td:empty{{display:none;}}
}}
"""

_STAGE = """
.st-key-rg_bar,.st-key-pick_rg_page{display:none !important;}
"""

_PRINT = """
@media print{
.st-key-rg_bar{display:none !important;}
.rg tr{break-inside:avoid;}
}
"""
