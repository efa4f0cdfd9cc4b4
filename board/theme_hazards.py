"""The look of the page of hazards: stock and flow, bands, intervals, the grid, the list, one hazard."""

from __future__ import annotations

import streamlit as st

from board import theme_registers
from board.charts import hazards_grid
from board.theme import PHONE_TO, SIDEBAR_FROM, scaled


def style(is_presentation: bool = False) -> None:
    """Write the page's style blocks, those of the registers' figures and tables first."""
    theme_registers.style(is_presentation)
    css = f"{_GRID}{_FLOW}{_BARS}{_HEAT}{hazards_grid.tones()}{_LIST}{_ONE}"
    st.html(f"<style>{scaled(css + _STAGE) if is_presentation else css + _MIDDLE + _PHONE + _PRINT}</style>")


_GRID = """
.st-key-hz_pair,.st-key-hz_one{display:grid !important;grid-template-columns:minmax(0,1fr) minmax(0,1fr);
 gap:16px !important;align-items:start;}
.st-key-hz_one{grid-template-columns:minmax(0,2fr) minmax(0,3fr);}
.st-key-hz_pair>*,.st-key-hz_one>*{width:auto !important;min-width:0;}
.st-key-hz_one_right,.st-key-hz_left{gap:16px !important;}
.st-key-hz_bar{margin-top:-4px;}
.hz-figures strong{font-size:24px;}
"""

_FLOW = """
.st-key-hz_flow{display:grid !important;grid-template-columns:minmax(0,1fr) 340px;gap:24px !important;
 align-items:center;}
.st-key-hz_flow>*{width:auto !important;min-width:0;}
.key i.hz-up,.key i.hz-down{display:inline-block;width:12px;height:12px;background:var(--slate);}
.key i.hz-down{background:var(--line-2);border:1px solid var(--slate);box-sizing:border-box;}
.key i.hz-line{display:inline-block;width:18px;height:3px;background:var(--ink);}
.key i.hz-dot{display:inline-block;width:12px;height:12px;border-radius:6px;border:2px solid var(--ink);
 box-sizing:border-box;background:var(--surface);}
.key i.hz-full{background:var(--ink);}
table.hz-bridge{width:100%;border-collapse:collapse;margin:0;font-size:15px;line-height:22px;}
.hz-bridge caption{font-size:13px;line-height:20px;color:var(--ink-2);text-align:left;padding:0 0 4px;caption-side:top;}
.hz-bridge th,.hz-bridge td{border:0;padding:0 6px;height:46px;font-weight:400;text-align:left;vertical-align:middle;
 border-bottom:1px solid var(--row-line);color:var(--ink);}
.hz-bridge th{padding-left:0;white-space:nowrap;}
.hz-bridge .num{text-align:right;font-size:20px;font-weight:700;white-space:nowrap;}
.hz-bridge .hz-sign{width:16px;text-align:right;padding:0;font-size:18px;color:var(--ink-2);}
.hz-bridge tr:last-child>*{border-bottom:0;border-top:1px solid var(--ink);}
.hz-bridge .hz-bar{width:40%;}
.hz-bridge .hz-bar i{display:block;height:16px;background:var(--ink);min-width:1px;}
.hz-bridge .hz-step .hz-bar i{background:var(--slate);}
.hz-bridge tr:nth-child(3) .hz-bar i{background:var(--line-2);border:1px solid var(--slate);box-sizing:border-box;}
"""

_BARS = """
.hz-ages{table-layout:fixed;}
.hz-ages thead .c-name{width:24%;}
.hz-ages thead .c-bar{width:auto;}
.hz-ages thead .num{width:76px;}
.hz-ages .hz-to{width:64px;text-align:right;}
.hz-ages .hz-bar{white-space:nowrap;font-size:0;line-height:0;}
.hz-ages .hz-bar i,.hz-ages .hz-bar u{display:inline-block;height:14px;background:var(--slate);}
.hz-ages .hz-bar u{background:var(--band-3);}
.hz-ages tbody th,.hz-ages td.num{white-space:nowrap;}
.hz-ages tbody th,.hz-ages tbody td{height:30px !important;}
.hz-ages+.hz-ages,.hz-shares+.hz-ages{margin-top:12px !important;}
a.hz-go{font-size:13px;color:var(--ink-2) !important;text-decoration:underline dotted var(--line-2);
 text-underline-offset:4px;}
a.hz-go:hover{color:var(--ink) !important;text-decoration:underline solid;}
.hz-shares tbody th,.hz-shares tbody td{height:28px !important;}
.hz-shares th[scope=row]{white-space:nowrap;}
.hz-shares td:nth-child(2),.hz-shares thead th:nth-child(2){width:52%;}
.hz-shares td.num{white-space:nowrap;}
.hz-shares .hz-basis{width:72px;font-size:13px;color:var(--ink-2);padding-left:2px !important;}
.hz-shares tfoot .hz-basis{font-weight:400;}
.hz-shares .hz-basis a.def.fig{min-width:0;}
.hz-shares .axis i{font-size:13px;font-weight:400;white-space:nowrap;}
.hz-shares .axis,.hz-shares .interval{margin:0 20px 0 14px;}
.hz-shares .interval u{background:var(--line-2);}
.hz-shares .interval em{background:var(--surface);border:2px solid var(--ink);box-sizing:border-box;}
.hz-shares .interval em.hz-full{background:var(--ink);}
.hz-shares tfoot .interval em{background:var(--ink);}
"""

_HEAT = """
.hz-grid th,.hz-grid td{padding:0 4px !important;}
.hz-grid tbody th,.hz-grid tbody td{height:30px !important;}
.hz-grid thead th{text-align:center !important;}
.hz-grid thead th:first-child{text-align:left !important;}
.hz-grid thead th.num{text-align:right !important;}
.hz-grid tbody td{text-align:center;border:1px solid var(--surface) !important;}
.hz-grid tbody td.num{text-align:right;}
.hz-grid td.hz-none{color:var(--ink-3);}
.hz-grid td.cell{display:table-cell;}
.hz-grid tbody th{white-space:nowrap;position:sticky;left:0;background:var(--surface);z-index:1;padding-right:10px !important;}
.hz-grid td.hz-sum{font-weight:700;}
.hz-grid tfoot td{text-align:center !important;}
.hz-grid tfoot td:last-child{text-align:right !important;}
.hz-grid thead th.chosen{color:var(--ink);font-weight:700;text-decoration:underline;}
.hz-grid a.def.fig{min-width:28px;min-height:24px;line-height:24px;}
.hz-many thead th span{writing-mode:vertical-rl;display:inline-block;min-height:60px;}
.hz-many thead th{vertical-align:bottom;}
"""

_LIST = """
.st-key-hz_filters{gap:8px 12px !important;flex-wrap:wrap;}
.hz-tiers{display:flex;flex-wrap:wrap;gap:4px 28px;padding:2px 0 6px;}
.hz-rows th[scope=row]{position:sticky;left:0;background:var(--surface);z-index:1;font-weight:700;}
.hz-rows .c-firm{white-space:normal !important;min-width:150px;}
.hz-rows .c-told{min-width:220px !important;}
.hz-rows tbody th,.hz-rows tbody td,.hz-due tbody th,.hz-due tbody td{height:40px;}
.hz-due th[scope=row]{white-space:normal !important;}
.note.hz-page{margin:0;white-space:nowrap;}
.st-key-hz_pager{gap:8px !important;}
.st-key-hz_pager>*{flex:0 0 auto !important;width:auto !important;}
.st-key-hz_pager button{min-height:30px;padding:2px 12px;}
.table-wrap:focus-visible{outline:2px solid var(--ink);outline-offset:2px;}
"""

_ONE = """
.hz-back{margin:0;}
dl.hz-facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 20px;margin:0;padding:0;}
.hz-facts dt{color:var(--ink-2);margin:0;padding:7px 0;border-bottom:1px solid var(--row-line);}
.hz-facts dd{margin:0;padding:7px 0;overflow-wrap:anywhere;border-bottom:1px solid var(--row-line);}
.hz-history th[scope=row]{font-weight:400 !important;}
.hz-history ul{margin:4px 0;padding-left:18px;}
.hz-history li{margin:0;font-size:14px;}
.hz-history td,.hz-history th{vertical-align:top !important;padding-top:7px !important;padding-bottom:7px !important;}
.hz-checks caption{font-size:13px;line-height:20px;color:var(--ink-2);text-align:left;caption-side:top;}
.hz-links{display:flex;flex-wrap:wrap;gap:4px 24px;margin:0;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-hz_flow{{grid-template-columns:minmax(0,1fr) 300px;}}
}}
@media (max-width:1100px){{
.st-key-hz_flow,.st-key-hz_pair,.st-key-hz_one{{grid-template-columns:minmax(0,1fr);}}
}}
"""

_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.hz-rows thead,.hz-due thead,.hz-history thead,.hz-checks thead{{display:none;}}
.hz-rows th[scope=row]{{position:static;}}
.hz-rows .c-firm{{flex:1 0 100%;}}
.hz-due th[scope=row]{{flex:1 0 100%;}}
.hz-shares td:nth-child(2),.hz-shares thead th:nth-child(2){{width:36%;}}
.hz-ages thead .num{{width:56px;}}
.hz-shares .axis i:nth-child(even){{display:none;}}
.hz-page{{order:-1;flex:1 0 100%;}}
.st-key-hz_pager{{flex-wrap:wrap;}}
.hz-history td.c-told{{flex:1 0 100%;}}
}}
"""

_STAGE = """
.st-key-hz_bar{display:none !important;}
"""

_PRINT = """
@media print{
.st-key-hz_bar,.st-key-hz_filters,.st-key-hz_pager,.hz-back,a.hz-go{display:none !important;}
.hz-grid tr,.hz-rows tr{break-inside:avoid;}
}
"""
