"""The look of the page of tasks: its figures, its list, its timeline. Drawn by the page itself."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, SIDEBAR_FROM, scaled


def style(is_presentation: bool = False) -> None:
    """Write the style block into the page; in presentation the desk's layout grows with the root font."""
    css = f"{_PHASES}{_GRID}{_FIGURES}{_LIST}{_STATUS}{_TIME}{_PHONE}{_PRINT}"
    st.html(f"<style>{scaled(css + _STAGE) if is_presentation else css + _MIDDLE + _PHONE}</style>")


_PHASES = """
ol.phases{display:flex;flex-wrap:wrap;gap:2px;list-style:none;margin:0;padding:0;}
ol.phases li{flex-basis:200px;min-width:0;background:var(--surface);border:1px solid var(--line);padding:8px 14px;margin:0;
 border-top:3px solid var(--line-2);font-size:14px;line-height:21px;}
ol.phases li.ph-now{border-top-color:var(--ink);}
ol.phases li.ph-over{color:var(--ink-2);}
ol.phases span{display:inline-block;margin-right:8px;color:var(--ink-2);font-size:13px;}
ol.phases li.ph-now span{color:var(--ink);font-weight:700;}
ol.phases b{margin-right:6px;}
ol.phases small{display:block;font-size:13px;line-height:20px;color:var(--ink-2);}
"""

_GRID = """
.st-key-tk_grid{display:grid !important;grid-template-columns:minmax(0,1fr) 560px;gap:16px !important;
 align-items:start;}
.st-key-tk_grid>*{width:auto !important;min-width:0;}
.st-key-tk_filters{flex-wrap:wrap;}
"""

# Figures are buttons: a chosen one has the ground and the ink bar of a selected row.
_FIGURES = """
.st-key-tk_figures{display:grid !important;grid-template-columns:repeat(5,minmax(0,1fr));gap:0 !important;
 background:var(--surface);border:1px solid var(--line);border-radius:6px;overflow:hidden;}
.st-key-tk_figures>*{width:auto !important;min-width:0;}
.st-key-tk_figures button{width:100%;min-height:72px;justify-content:flex-start;padding:8px 20px;border:0;
 border-radius:0;background:transparent;text-align:left;}
.st-key-tk_figures>:not(:first-child) button{border-left:1px solid var(--line);}
.st-key-tk_figures [class*=st-key-tk_o],.st-key-tk_figures [data-testid=stElementContainer],
.st-key-tk_figures [data-testid=stButton]{width:100% !important;}
.st-key-tk_figures button>*{width:100%;justify-content:flex-start;text-align:left;}
.st-key-tk_figures button p{font-size:15px;line-height:22px;color:var(--ink-2);white-space:normal;}
.st-key-tk_figures button strong{display:block;font-size:24px;line-height:30px;color:var(--ink);}
.st-key-tk_figures button:hover,.st-key-tk_figures button:focus-visible{background:var(--ground);}
.st-key-tk_figures [class*=st-key-tk_o]{gap:0 !important;}
.tk-behind{margin:0;padding:0 20px 8px;font-size:13px;line-height:20px;color:var(--ink-2);}
.st-key-tk_figures>:not(:first-child) .tk-behind{border-left:1px solid var(--line);}
[class*=st-key-tk_on_] button{background:var(--ground) !important;box-shadow:inset 3px 0 0 var(--ink);}
"""

_LIST = """
table.tk{width:100%;border-collapse:collapse;margin:0;font-size:15px;line-height:22px;table-layout:fixed;}
.tk th,.tk td{border:0;padding:0 8px;text-align:left;vertical-align:middle;font-weight:400;background:none;
 color:var(--ink);overflow-wrap:anywhere;}
.tk th:first-child,.tk td:first-child{padding-left:0;}
.tk th:last-child,.tk td:last-child{padding-right:0;}
.tk thead th{font-size:13px;line-height:20px;color:var(--ink-2);vertical-align:bottom;padding-bottom:4px;
 border-bottom:1px solid var(--line-2);white-space:nowrap;}
.tk tbody th,.tk tbody td{border-bottom:1px solid var(--row-line);}
.tk tbody tr:last-child th,.tk tbody tr:last-child td{border-bottom:0;}
.tk tfoot th,.tk tfoot td{border-top:1px solid var(--line-2);font-weight:700;height:36px;}
.tk .num{text-align:right;}
.tk .strong{font-weight:700;}
.tk td.faint{color:var(--ink-3);}
.tk small{display:block;font-size:13px;line-height:20px;color:var(--ink-2);font-weight:400;}
.tk-list tbody th,.tk-list tbody td{height:52px;padding-top:5px;padding-bottom:5px;}
.tk-list b{font-weight:700;}
.tk-list .c-status{width:96px;}
.tk-list .c-office{width:20%;}
.tk-list .c-due{width:116px;}
.tk-list .c-part{width:190px;}
.tk-list .c-part .part-n{flex:0 0 44px;}
.tk-list .tag.tk-own{font-size:13px;line-height:16px;padding:0 4px;}
.tk-en .c-status{width:118px;}
.tk-en .c-due{width:124px;}
.tk-offices tbody th,.tk-offices tbody td{height:36px;}
.tk-offices th.num,.tk-offices td.num{width:54px;padding:0 0 0 4px;}
.tk-offices thead th.num{white-space:normal;}
.tk-offices.tk-en th.num,.tk-offices.tk-en td.num{width:60px;}
details.tk-more:not([open])>:not(summary),.tk-bundle:not(:has(>.tk-action>[open]))>.tk-in{display:none;}
.tk-more summary{cursor:pointer;font-size:13px;line-height:32px;color:var(--ink-2);
 border-top:1px solid var(--row-line);}
.tk-page{font-size:13px;line-height:20px;color:var(--ink-2);white-space:nowrap;}
.st-key-tk_pager button{min-height:30px;padding:2px 10px;}
.st-key-tk_pager button p{font-size:13px;line-height:20px;}
"""

_STATUS = """
.tag.tk-done{background:var(--band);border-color:var(--band);color:var(--ink);}
.tag.tk-missed{background:var(--interval);border-color:var(--interval);color:var(--surface);}
.tag.tk-done_late{background:var(--band);border-color:var(--ink-2);color:var(--ink);}
.tag.tk-overdue{background:var(--action);border-color:var(--action);color:var(--surface);}
.tag.tk-due_soon{border:2px solid var(--ink);color:var(--ink);font-weight:700;line-height:20px;}
.tag.tk-open,.tag.tk-ongoing{border-color:var(--line-2);color:var(--ink);}
.tag.tk-no_data{border:1px dashed var(--ink-3);color:var(--ink);}
.tk-bar{box-sizing:border-box;border:1px solid transparent;background-color:var(--surface);}
.tk-bar.tk-done{background:var(--band-3);}
.tk-bar.tk-done_late{background:var(--band-3);border-color:var(--ink-2);}
.tk-bar.tk-missed{background:var(--interval);}
.tk-bar.tk-overdue{background:var(--action);}
.tk-bar.tk-due_soon{border:2px solid var(--ink);}
.tk-bar.tk-open{border-color:var(--line-2);}
.tk-bar.tk-no_data{border:1px dashed var(--ink-3);}
.tk-bar.tk-ongoing{background:var(--band);}
.tk-key .tk-bar{display:inline-block;width:22px;height:12px;}
"""

_TIME = """
.tk-row{display:grid;grid-template-columns:320px minmax(0,1fr) 110px;gap:0 16px;align-items:center;}
.tk-side{font-size:13px;line-height:20px;color:var(--ink-2);}
.tk-axis{position:relative;align-self:stretch;display:block;min-height:20px;}
.tk-axis s{position:absolute;top:0;bottom:0;width:0;border-left:1.5px solid var(--ink);z-index:1;
 text-decoration:none;pointer-events:none;}
.tk-heads{border-bottom:1px solid var(--line-2);font-size:13px;line-height:20px;color:var(--ink-2);}
.tk-heads .tk-axis{height:46px;}
.tk-heads .tk-name,.tk-heads .tk-side{align-self:end;padding-bottom:4px;}
.tk-heads .tk-years b,.tk-heads .tk-ticks i{position:absolute;box-sizing:border-box;font-style:normal;
 white-space:nowrap;overflow:visible;}
.tk-heads .tk-years b{top:0;bottom:0;border-left:1px solid var(--line-2);padding-left:6px;color:var(--ink);}
.tk-heads .tk-ticks i{bottom:4px;text-align:center;}
.tk-heads .tk-axis s em{position:absolute;top:0;left:6px;font-style:normal;color:var(--ink);
 white-space:nowrap;background:var(--surface);padding:0 2px;}
.tk-heads .tk-axis s em.tk-left{left:auto;right:6px;}
.tk-bundle{border-bottom:1px solid var(--row-line);}
.tk-bundle:last-child{border-bottom:0;}
.tk-action{min-height:48px;}
.tk-action summary{cursor:pointer;list-style:none;padding:4px 0 4px 18px;position:relative;}
.tk-action summary::-webkit-details-marker{display:none;}
.tk-action summary::before{content:"";position:absolute;left:3px;top:11px;width:6px;height:6px;
 border:solid var(--ink-2);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);}
.tk-action [open] summary::before{transform:rotate(45deg);top:9px;}
.tk-action:hover{background:var(--ground);}
.tk-name b{font-weight:700;}
.tk-name small{display:block;font-size:13px;line-height:18px;color:var(--ink-2);}
.tk-cell{position:absolute;top:0;bottom:0;padding:0 2px;box-sizing:border-box;display:flex;
 flex-direction:column;justify-content:center;gap:2px;}
.tk-cell b{font-size:13px;line-height:18px;font-weight:400;text-align:center;white-space:nowrap;}
.tk-strip{display:flex;gap:1px;height:10px;}
.tk-measure .tk-name{font-size:13px;line-height:20px;color:var(--ink-2);padding:8px 0 2px 18px;}
.tk-one .tk-name{padding:4px 0 4px 32px;font-size:14px;line-height:20px;}
.tk-one:hover{background:var(--ground);}
.tk-one .tk-bar{position:absolute;top:50%;height:12px;margin-top:-6px;}
.tk-one .tk-bar.tk-ongoing{height:4px;margin-top:-2px;}
.tk-point{position:absolute;right:-5px;top:50%;width:9px;height:9px;margin-top:-4.5px;
 transform:rotate(45deg);background:var(--ink);box-shadow:0 0 0 1px var(--surface);z-index:2;}
.tk-bundle:has(>.tk-action>[open]){padding-bottom:8px;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-tk_grid{{grid-template-columns:minmax(0,1fr);}}
.tk-row{{grid-template-columns:260px minmax(0,1fr) 100px;}}
.tk-offices{{max-width:820px;}}
}}
"""

# On a phone a row of the list is a card, and a task's bars stand below its name.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-tk_grid{{grid-template-columns:minmax(0,1fr) !important;}}
.st-key-tk_filters>*{{flex:1 1 45% !important;width:45% !important;min-width:0;}}
.st-key-tk_filters [data-testid=stSelectbox]{{width:100% !important;}}
.st-key-tk_figures{{grid-template-columns:1fr 1fr;}}
.st-key-tk_figures>:first-child{{grid-column:1/3;}}
.st-key-tk_figures>* button{{border-left:0 !important;border-top:1px solid var(--line);}}
.tk-list thead{{display:none;}}
.tk-list,.tk-list tbody{{display:block;}}
.tk-list tbody tr{{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:4px 12px;padding:10px 0;
 border-bottom:1px solid var(--line);align-items:start;}}
.tk-list tbody tr>*{{height:auto !important;padding:0 !important;border:0 !important;width:auto !important;}}
.tk-list .c-task{{grid-column:1;grid-row:1;}}
.tk-list .c-status{{grid-column:2;grid-row:1;text-align:right;}}
.tk-list .c-office{{grid-column:1;grid-row:2;}}
.tk-list .c-due{{grid-column:2;grid-row:2;text-align:right;}}
.tk-list .c-part{{grid-column:1/3;grid-row:3;}}
.tk-offices th.num,.tk-offices td.num,.tk-offices.tk-en th.num,.tk-offices.tk-en td.num{{width:58px;}}
.tk-offices .num:nth-child(5),.tk-offices .num:nth-child(7){{display:none;}}
.tk-row{{grid-template-columns:minmax(0,1fr) auto;}}
.tk-row .tk-axis{{grid-column:1/3;grid-row:2;min-height:26px;}}
.tk-row .tk-side{{grid-column:2;grid-row:1;}}
.tk-heads .tk-name,.tk-heads .tk-side,.tk-heads .tk-ticks,.tk-cell b{{display:none;}}
.tk-heads .tk-axis s em{{top:22px;}}
.st-key-tk_pager{{flex-wrap:wrap;}}
}}
"""

_STAGE = """
.st-key-tk_filters{display:none !important;}
"""

_PRINT = """
@media print{
.st-key-tk_grid{grid-template-columns:minmax(0,1fr) 440px;}
.st-key-tk_filters,.st-key-tk_pager button{display:none !important;}
.tk tr,.tk-row{break-inside:avoid;}
[class*=st-key-card_tk_time]{break-inside:auto;}
}
"""
