"""The look of the page of inspections: the funnel with its list, tables with intervals; the rest is the registers'."""

from __future__ import annotations

import streamlit as st

from board import theme_registers
from board.theme import PHONE_TO, SIDEBAR_FROM, scaled


def style(is_presentation: bool = False) -> None:
    """Write the page's style block; in presentation the desk's layout grows with the root font."""
    theme_registers.style(is_presentation)
    css = f"{_GRID}{_MARKS}"
    st.html(f"<style>{scaled(css + _STAGE) if is_presentation else css + _MIDDLE + _PHONE + _PRINT}</style>")


_GRID = """
.st-key-in_bar{align-items:flex-end;}
.st-key-in_funnel,.st-key-in_grid{display:grid !important;gap:16px !important;align-items:start;}
.st-key-in_funnel{grid-template-columns:minmax(0,820px) minmax(0,1fr);gap:32px !important;}
.st-key-in_grid{grid-template-columns:minmax(0,1fr) 680px;}
.st-key-in_funnel>*,.st-key-in_grid>*{width:auto !important;min-width:0;}
.st-key-in_left,.st-key-in_right{gap:16px !important;}
.st-key-in_funnel>:has(.i-funnel){position:sticky;top:16px;}
.st-key-in_funnel_plot .picture{text-align:left;}
.st-key-in_funnel_plot .picture svg{width:100%;max-width:820px;}
"""

_MARKS = """
.i-funnel a:hover circle.i-dot,.i-funnel a:focus-visible circle.i-dot{stroke-width:4;}
.i-key{display:inline-block;box-sizing:border-box;width:12px;height:12px;border-radius:6px;background:var(--surface);
 border:1.6px solid var(--interval);}
.i-key.far{background:var(--ink);border-color:var(--ink);}
.i-key.out{border:3px solid var(--ink);}
.i-list .i-verdict .tag{margin:2px 0;}
.i-list thead th,.i-methods thead th,.i-methods tbody th,.i-cover thead th,.i-zero thead th{overflow-wrap:normal;}
.i-list .i-verdict{width:206px;padding-left:16px;}
.i-list tbody th,.i-penalties tbody th,.i-zero tbody th{font-weight:700;white-space:nowrap;}
.i-list tbody th,.i-list tbody td,.i-cover tbody th,.i-cover tbody td,.i-methods tbody th,.i-methods tbody td
 {height:34px;}
.i-penalties thead .num{width:13%;}
.i-zero .c-step small{display:block;}
.i-zero .c-kind .tag{margin:2px 0;}
.i-zero .c-step{min-width:96px;}
.i-cover .c-range,.i-methods .c-range{width:34%;padding-left:16px;}
.i-methods .c-range{width:22%;}
.i-methods .c-bar{width:22%;}
.i-methods .part-n{flex:0 0 44px;}
.rg thead .c-range i{font-style:normal;float:left;}
.rg thead .c-range i+i{float:right;}
.i-range{display:block;position:relative;height:22px;margin:0 6px;}
.i-range u{position:absolute;top:0;height:22px;width:1px;background:var(--interval);}
.i-range s{position:absolute;top:1px;height:20px;width:3px;margin-left:-1px;background:var(--ink);}
.i-range b{position:absolute;top:8px;height:6px;min-width:2px;border-radius:3px;background:var(--line-2);}
.i-range em{position:absolute;top:6px;width:10px;height:10px;margin-left:-5px;border-radius:5px;
 box-sizing:border-box;background:var(--surface);border:1.6px solid var(--ink);}
.i-range em.full{background:var(--ink);}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-in_funnel{{grid-template-columns:minmax(0,1fr) 540px;gap:20px !important;}}
.st-key-in_grid{{grid-template-columns:minmax(0,1fr) 600px;}}
.i-list .i-verdict{{width:190px;}}
}}
@media (max-width:1200px){{
.st-key-in_funnel,.st-key-in_grid{{grid-template-columns:minmax(0,1fr);}}
.st-key-in_funnel>:has(.i-funnel){{position:static;}}
/* One below the other: what is called in comes before the long list of the register. */
.st-key-in_grid>*,.st-key-in_left,.st-key-in_right{{display:contents !important;}}
.st-key-in_grid :has(>.st-key-card_in_zero){{order:1;}}
.st-key-in_grid :has(>.st-key-card_in_methods){{order:2;}}
.st-key-in_grid :has(>.st-key-card_in_sizes){{order:3;}}
.st-key-in_grid :has(>.st-key-card_in_sectors){{order:4;}}
}}
"""

_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-in_bar{{flex-wrap:wrap;}}
.i-list thead,.i-penalties thead,.i-zero thead,.i-cover thead,.i-methods thead{{display:none;}}
.i-list,.i-penalties,.i-zero,.i-cover,.i-methods,.i-list tbody,.i-penalties tbody,.i-zero tbody,.i-cover tbody,
.i-methods tbody,.i-list tfoot,.i-penalties tfoot,.i-cover tfoot{{display:block;}}
.i-list tr,.i-penalties tr,.i-zero tr,.i-cover tr,.i-methods tr{{display:grid;
 grid-template-columns:minmax(0,1fr) minmax(0,1fr);
 gap:2px 16px;padding:8px 0;border-bottom:1px solid var(--line);}}
.i-list tr>*,.i-penalties tr>*,.i-zero tr>*,.i-cover tr>*,.i-methods tr>*{{height:auto !important;
 padding:0 !important;border:0 !important;width:auto !important;text-align:left !important;}}
.i-list th,.i-penalties th,.i-zero th,.i-cover th,.i-methods th,.rg td.c-range,.rg td.i-verdict,.rg td.c-bar,
.rg td.c-kind,.rg td.c-step,.rg td.c-mark,.rg .rg-none{{grid-column:1/3;}}
.i-list td.num,.i-penalties td.num,.i-zero td.num,.i-cover td.num,.i-methods td.num{{display:flex;
 justify-content:space-between;}}
.i-cover th[scope=row],.i-list th[scope=row]{{grid-column:1/2;}}
.i-cover td.num:nth-child(4),.i-list td.i-verdict{{order:-1;grid-column:2/3;text-align:right !important;
 justify-content:flex-end !important;}}
.i-cover th[scope=row],.i-list th[scope=row]{{order:-2;}}
.i-cover td.num:nth-child(4)::before{{content:none;}}
/* English heads need the whole line. */
.rg-en.i-penalties td.num,.rg-en.i-zero td.num{{grid-column:1/3;}}
.rg td.c-range::before,.rg td.i-verdict::before,.rg td.c-bar::before{{content:none;}}
.i-zero td:empty,.i-methods td:empty,.i-list td:empty{{display:none;}}
}}
"""

_STAGE = """
.st-key-in_bar{display:none !important;}
"""

_PRINT = """
@media print{
.st-key-in_bar{display:none !important;}
}
"""
