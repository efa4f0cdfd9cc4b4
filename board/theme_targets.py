"""The look of the page of targets: its grid, its lists, its marks. Drawn by the page itself."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, SIDEBAR_FROM, scaled


def style(is_presentation: bool = False) -> None:
    """Write the style block into the page; in presentation the desk's layout grows with the root font."""
    css = f"{_GRID}{_LIST}{_MARKS}{_PHONE}{_PRINT}"
    st.html(f"<style>{scaled(css) if is_presentation else css + _MIDDLE + _PHONE}</style>")


_GRID = """
.st-key-tg_grid{display:grid !important;grid-template-columns:minmax(0,1fr) 580px;gap:16px !important;
 align-items:start;}
.st-key-tg_grid>*{width:auto !important;min-width:0;}
.st-key-tg_left,.st-key-tg_right,.st-key-tg_rest_right{gap:16px !important;}
.st-key-tg_charts,.st-key-tg_runoff{display:grid !important;grid-template-columns:1fr 1fr;gap:16px !important;}
.st-key-tg_charts>*,.st-key-tg_runoff>*{width:auto !important;min-width:0;height:100%;}
:is(.st-key-tg_charts,.st-key-tg_runoff) [class*=st-key-card]{height:100%;}
:is(.st-key-tg_charts,.st-key-tg_runoff) .card-head .finding{flex:1 0 100%;}
.st-key-tg_runoff>:only-child{grid-column:1/-1;}
.st-key-tg_pick{align-items:center;}
[class*=st-key-tg_head]{align-items:flex-start;flex-wrap:nowrap !important;}
[class*=st-key-tg_head]>*:not(:first-child){flex:0 0 auto;width:auto !important;}
[class*=st-key-card_tg] [data-testid=stPlotlyChart] text{font-variant-numeric:tabular-nums lining-nums;}
"""

_LIST = """
table.tg{width:100%;border-collapse:collapse;margin:0;font-size:15px;line-height:22px;table-layout:fixed;}
.tg th,.tg td{border:0;padding:0 8px;text-align:left;vertical-align:middle;font-weight:400;background:none;
 color:var(--ink);}
.tg th:last-child,.tg td:last-child{padding-right:0;}
.tg thead th{font-size:13px;line-height:20px;color:var(--ink-2);vertical-align:bottom;padding-bottom:4px;
 border-bottom:1px solid var(--line-2);white-space:nowrap;}
.tg tbody th,.tg tbody td{border-bottom:1px solid var(--row-line);}
.tg tbody tr:last-child th,.tg tbody tr:last-child td{border-bottom:0;}
.tg .num{text-align:right;}
.tg small{display:block;font-size:13px;line-height:20px;color:var(--ink-2);font-weight:400;}
.tg .tag{line-height:20px;}
.tg-main .c-title{width:33%;padding-left:10px;}
.tg-main .c-value{width:114px;font-size:20px;line-height:28px;font-weight:700;white-space:nowrap;}
.tg-main thead .c-value{font-size:13px;line-height:20px;font-weight:400;}
.tg-main .c-ahead{width:118px;}
.tg-main .c-spark{width:112px;}
.tg-main .c-status{width:106px;}
.tg-main tbody th,.tg-main tbody td{height:64px;padding-top:6px;padding-bottom:6px;}
.tg-dense tbody th,.tg-dense tbody td{height:52px;padding-top:4px;padding-bottom:4px;}
.tg-dense .c-value{font-size:17px;}
.tg-main .c-title b{font-weight:700;}
.tg-dense .c-title b{font-weight:400;}
.tg-dense .c-title{display:table-cell;}
.tg-dense tbody .c-title{padding-left:calc(var(--clause)*.8667 + 24px);position:relative;}
.tg-clause{font-style:normal;font-size:13px;line-height:20px;color:var(--ink-2);white-space:nowrap;}
.tg-dense .tg-clause{position:absolute;left:10px;top:50%;transform:translateY(-50%);}
.tg-dense tbody tr:not(.tg-first)>*,.tg-shut tbody tr:not(.tg-first)>*{border-top:0;}
.tg-chosen>*{background:var(--ground) !important;}
.tg-chosen>.c-title{box-shadow:inset 3px 0 0 var(--ink);}
.tg .tg-by-chance{color:var(--ink-3);font-weight:400;}
.tg .tag.tg-met{background:var(--band);border-color:var(--band);color:var(--ink);}
.tg .tag.tg-on_course{border-color:var(--line-2);color:var(--ink);}
.tg .tag.tg-behind{background:var(--action);border-color:var(--action);color:var(--surface);}
.tg .tag.tg-missed{border:2px solid var(--ink);color:var(--ink);font-weight:700;line-height:18px;}
.tg .tag.tg-no_data{border:1px dashed var(--line-2);}
.tg .tag.tg-own{font-size:13px;line-height:16px;padding:0 4px;border-color:var(--line-2);color:var(--ink-2);}
.tg-shut tbody th,.tg-shut tbody td{height:36px;}
.tg-shut .c-title{width:auto;padding-left:0;}
.tg-shut .c-bar{width:80px;}
.tg-shut .c-value{width:98px;font-weight:700;white-space:nowrap;}
.tg-shut thead .c-value{font-weight:400;}
.tg-shut .c-goal{width:56px;color:var(--ink-2) !important;}
.tg-shut .c-status{width:80px;}
.tg-shut .c-title,.tg-shut .c-goal{font-size:14px;line-height:20px;}
.tg-shut td,.tg-shut thead th{padding:0 0 0 10px;}
.tg-shut small.tg-when{display:inline;margin-left:4px;}
.tg-none{margin:8px 0;color:var(--ink-2);}
.tg-ask{white-space:nowrap;color:var(--ink-2);}
.tg-shut .c-title .tg-line{display:flex;gap:4px;align-items:baseline;}
.tg-shut .tg-clause{flex:0 0 calc(var(--clause));}
.tg-by .c-value{width:76px;}
.tg-by .c-bar{width:74px;}
.tg-en.tg-shut .c-bar{width:54px;}
.tg-en.tg-shut .c-goal{width:92px;white-space:nowrap;}
.tg-en thead th{white-space:normal;}
.tg-en .c-spark{padding-left:8px;}
"""

_MARKS = """
.tg-axis,.tg-bullet,.tg-ends{display:block;position:relative;margin:0 10px;}
.tg-axis{height:20px;}
.tg-axis i{position:absolute;transform:translateX(-50%);font-style:normal;}
.tg-bullet{height:22px;}
.tg-dense .tg-bullet{height:16px;}
.tg-bullet i,.tg-closed i{position:absolute;top:0;height:100%;}
/* The track reaches past both ends, so that a mark at an end stands on it whole. */
.tg-bullet i:first-child{margin-left:-9px;padding-left:9px;box-sizing:content-box;}
.tg-bullet i.tg-last{padding-right:9px;box-sizing:content-box;}
.tg-b1{background:var(--band);}
.tg-b2{background:var(--band-2);}
.tg-b3{background:var(--band-3);}
.tg-bullet b,.tg-key b{position:absolute;top:50%;height:6px;margin-top:-3px;background:var(--interval);}
.tg-bullet s,.tg-key s,.tg-closed s{position:absolute;top:-4px;bottom:-4px;width:3px;margin-left:-1.5px;
 background:var(--ink);box-shadow:0 0 0 1px var(--surface);}
.tg-bullet em,.tg-key em{position:absolute;top:50%;width:11px;height:11px;margin:-5.5px 0 0 -5.5px;
 border-radius:50%;background:var(--ink);}
.tg-bullet u,.tg-key u{position:absolute;top:50%;width:11px;height:11px;margin:-7.5px 0 0 -7.5px;
 transform:rotate(45deg);background:var(--surface);border:2px solid var(--ink);box-sizing:content-box;}
.tg-key u{width:9px;height:9px;margin:-6.5px 0 0 -6.5px;}
.tg-ends{display:flex;justify-content:space-between;font-size:13px;line-height:18px;color:var(--ink-2);
 margin-top:3px;}
.tg-ends i{font-style:normal;}
.tg-ends.tg-common{display:none;}
.tg-key{position:relative;display:inline-block;width:22px;height:16px;}
.tg-key em,.tg-key u,.tg-key s{left:50%;}
.tg-key s{top:0;bottom:0;}
.tg-key b{left:0;width:22px;}
.tg-closed{display:block;position:relative;height:12px;}
.tg-closed b{position:absolute;top:0;height:100%;background:var(--slate);}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-tg_grid{{grid-template-columns:minmax(0,1fr);}}
.st-key-tg_right{{display:grid !important;grid-template-columns:1fr 1fr;align-items:start;}}
.st-key-tg_right>*{{width:auto !important;min-width:0;}}
}}
"""

# On a phone a target is a card: title and status, value and forecast, the bullet across, the months below.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-tg_charts,.st-key-tg_runoff,.st-key-tg_right{{grid-template-columns:minmax(0,1fr) !important;}}
.tg thead{{display:none;}}
.tg,.tg tbody{{display:block;}}
.tg-main tbody tr{{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:4px 12px;padding:10px 0;
 border-bottom:1px solid var(--line);align-items:center;}}
.tg tbody tr>*{{height:auto !important;padding:0 !important;border:0 !important;width:auto !important;}}
.tg-main .c-title{{grid-column:1;grid-row:1;}}
.tg-main .c-status{{grid-column:2;grid-row:1;align-self:start;}}
.tg-main .c-value{{grid-column:1;grid-row:2;text-align:left !important;}}
.tg-main .c-ahead{{grid-column:2;grid-row:2;}}
.tg-main .c-bullet{{grid-column:1/3;grid-row:3;}}
.tg-main .c-spark{{display:none;}}
.tg-ends.tg-common{{display:flex;}}
.tg-dense tbody .c-title{{padding-left:0 !important;}}
.tg-dense .tg-clause{{position:static;display:block;transform:none;}}
.tg-dense .tg-clause br{{display:none;}}
.tg-main tbody tr.tg-chosen{{background:var(--ground);border-left:3px solid var(--ink);padding:10px 8px;}}
.tg-chosen>*{{background:none !important;}}
.tg-chosen>.c-title{{box-shadow:none;}}
.tg-shut tbody tr{{display:grid;grid-template-columns:minmax(0,1fr) 92px 34px 68px;gap:2px 8px;padding:7px 0;
 border-bottom:1px solid var(--line);align-items:center;}}
.tg-shut .c-title{{grid-column:1/4;grid-row:1;}}
.tg-shut .c-status{{grid-column:4;grid-row:1;}}
.tg-shut .c-bar{{grid-column:1;grid-row:2;}}
.tg-shut .c-value{{grid-column:2;grid-row:2;}}
.tg-shut .c-goal{{grid-column:3/5;grid-row:2;text-align:left !important;}}
.tg-shut .tg-clause{{flex:0 0 auto;}}
.st-key-tg_pick{{flex-wrap:wrap;}}
}}
"""

_PRINT = """
@media print{
.st-key-tg_grid{grid-template-columns:minmax(0,1fr) 440px;}
.st-key-tg_pick{display:none !important;}
.tg tr{break-inside:avoid;}
[class*=st-key-card_tg_rest]{break-inside:auto;}
}
"""
