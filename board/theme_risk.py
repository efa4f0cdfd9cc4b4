"""The look of the risk map page: its grid, panel, legend, month strip and matrix."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, SIDEBAR_FROM, scaled
from board.theme_risk_list import LIST, LIST_PHONE


def style(is_presentation: bool = False) -> None:
    """Write the page's style block; in presentation its lengths grow with the root font."""
    css = f"{_GRID}{_MAP}{_PANEL}{_MATRIX}{LIST}{_MIDDLE}{_PHONE}{LIST_PHONE}"
    st.html(f"<style>{scaled(css + _PRESENTED) if is_presentation else css}</style>")


_GRID = """
.st-key-risk_grid{display:grid !important;grid-template-columns:minmax(0,1fr) 640px;gap:16px;align-items:start;
 grid-template-rows:auto auto 1fr;}
.st-key-risk_grid>*{min-width:0;width:100% !important;}
.st-key-risk_grid>:has(>.st-key-card_map){grid-column:1;grid-row:1;}
.st-key-risk_side_cards{gap:16px !important;}
.st-key-risk_grid>:has(>.st-key-risk_side_cards){grid-column:2;grid-row:1/4;}
.st-key-risk_grid>:has(>.st-key-card_list){grid-column:1;grid-row:2;}
.st-key-card_map{position:relative;top:auto;}
.st-key-riskhead_panel{gap:4px 8px !important;padding-right:80px;min-height:32px;}
.st-key-riskhead_panel>*{width:auto !important;flex:0 0 auto !important;}
.st-key-risk_towns_head{justify-content:space-between;min-height:30px;}
.st-key-risk_towns_head>:first-child{width:auto !important;}
.st-key-risk_clear button,.st-key-risk_to_region button{min-height:28px;height:28px;padding:0 2px;
 text-decoration:underline;text-underline-offset:4px;}
.st-key-risk_clear button p,.st-key-risk_to_region button p{font-size:15px;line-height:22px;}
.rp-step{color:var(--ink-3);font-size:18px;line-height:28px;}
.st-key-risk_next_region [data-baseweb=select]>div,.st-key-risk_next_town [data-baseweb=select]>div{min-height:30px;
 height:30px;font-size:13px;}
"""

_MAP = """
.st-key-risk_body{flex-wrap:nowrap !important;align-items:stretch;}
.st-key-risk_side{justify-content:flex-end;gap:10px !important;padding-bottom:8px;}
.rl{display:flex;flex-direction:column;gap:8px;font-size:14px;line-height:20px;}
.rl-item{display:flex;align-items:center;gap:8px;white-space:nowrap;}
.rl-item>span:last-child{color:var(--ink-2);}
.rl-marks{border-top:1px solid var(--line);padding-top:10px;margin-top:10px;}
.rl-diamond{width:11px;height:11px;background:var(--ink);transform:rotate(45deg);margin:0 5px 0 6px;flex:none;}
.rl-circle{width:11px;height:11px;box-sizing:border-box;border:2px solid var(--ink);border-radius:6px;
 background:var(--surface);margin:0 5px 0 6px;flex:none;}
.rl-hex{width:16px;height:17px;margin:0 3px 0 4px;flex:none;box-sizing:border-box;border:1px solid var(--ink-2);
 clip-path:polygon(50% 0,100% 25%,100% 75%,50% 100%,0 75%,0 25%);}
.st-key-risk_body{position:relative;}
.st-key-risk_map [data-stale=true],.st-key-risk_map [data-stale=true] *{opacity:1 !important;}
.st-key-risk_map [data-testid=stElementContainer]:has(.rk-now){position:absolute;left:0;top:0;width:206px !important;
 z-index:1;}
.st-key-risk_map,.st-key-risk_map>*,.st-key-risk_body>:has(>.st-key-risk_map){position:static;}
.rk-now{margin:0;font-size:14px;line-height:20px;}
.rk-now b{display:block;font-size:24px;line-height:32px;}
.rk-now small{display:block;font-size:13px;color:var(--ink-2);margin-top:4px;}
.rk-still{display:none;}
.rk-track{position:relative;height:4px;background:var(--line);margin:8px 0 10px;border-radius:2px;}
.rk-track i{position:absolute;top:-4px;width:12px;height:12px;margin-left:-6px;border-radius:6px;background:var(--ink);}
.st-key-risk_player{flex:0 0 auto !important;justify-content:center;align-self:center;}
.st-key-risk_play button,.st-key-risk_pause button{min-height:36px;padding:0 14px;min-width:64px;}
@media (prefers-reduced-motion:reduce){.st-key-risk_play,.st-key-risk_pause{display:none !important;}
 .rk-still{display:block;max-width:120px;}}
.st-key-risk_narrow{display:none !important;}
.st-key-risk_wide .js-plotly-plot,.st-key-risk_narrow .js-plotly-plot{margin:0 auto;}
.st-key-risk_wide .choroplethlayer path,.st-key-risk_narrow .choroplethlayer path{cursor:pointer;}
.st-key-risk_thumbs{display:grid !important;grid-template-columns:repeat(var(--thumbs,12),minmax(0,1fr));gap:0;}
.st-key-risk_thumbs>*{width:100% !important;min-width:0;}
.st-key-risk_thumbs button{width:100%;min-height:98px;padding:74px 0 3px;position:relative;background-color:transparent;
 background-repeat:no-repeat;background-position:center 20px;border:1px solid transparent;border-radius:4px;}
.st-key-risk_thumbs button:hover{border-color:var(--line-2);}
.st-key-risk_thumbs button p{font-size:13px;line-height:18px;color:var(--ink-2);white-space:nowrap;}
[class*=st-key-risk_month_] button::before{position:absolute;top:1px;left:0;right:0;font-size:13px;line-height:18px;
 font-weight:700;}
.st-key-risk_slider{padding:0 calc(50%/var(--thumbs,12) - 8px);margin:-10px 0 -14px;}
.st-key-risk_slider [data-testid=stSliderTickBar],
.st-key-risk_slider [data-testid=stSliderThumbValue]{display:none;}
.st-key-risk_months{border-top:1px solid var(--line);padding-top:8px;gap:4px !important;flex-wrap:nowrap !important;}
.st-key-risk_run{gap:0 !important;min-width:0;}
.st-key-risk_months>:has(>.st-key-risk_earlier),.st-key-risk_months>:has(>.st-key-risk_later){flex:0 0 auto;
 width:auto !important;}
.st-key-risk_earlier button,.st-key-risk_later button{min-height:84px;min-width:28px;padding:0 8px;}
.st-key-risk_earlier button p,.st-key-risk_later button p{font-size:20px;line-height:24px;}
"""

_PANEL = """
.rp-head{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;}
.rp-head h2{font-size:20px;line-height:28px;font-weight:700;margin:0;padding:0;}
.rp-aside{color:var(--ink-2);}
[class*=st-key-card_panel] h3{font-size:15px;line-height:22px;font-weight:700;margin:4px 0 4px;padding:0;}
.rp-two{display:grid;grid-template-columns:1fr 1.15fr;gap:8px 32px;}
.rp-two table,.rp-tiers{width:100%;border-collapse:collapse;margin:0;font-size:14px;line-height:20px;}
.rp-two th,.rp-two td,.rp-tiers th,.rp-tiers td{border:0;background:none;
 font-weight:400;text-align:left;color:var(--ink);vertical-align:middle;padding:2px 10px 2px 0;}
.rp-two td.num{text-align:right;padding-right:0;}
.rp-two .num{font-weight:700;white-space:nowrap;width:44px;}
.rp-classes th{width:44px;}
.rp-classes td:nth-child(2){width:44px;white-space:nowrap;}
.rp-bar i{display:block;height:14px;box-sizing:border-box;background:var(--f);border:1px solid var(--e);
}
.rp-two td.faint,.rp-two td.num.faint{color:var(--ink-3);font-weight:400;}
.rp-sectors th{white-space:nowrap;}
.rp-sectors .rp-slate{width:45%;}
.rp-rates{display:grid;grid-template-columns:repeat(3,1fr);gap:8px 16px;margin-top:10px;padding:8px 0;
 border-top:1px solid var(--line);border-bottom:1px solid var(--line);}
.rp-rates span{display:block;font-size:13px;line-height:20px;color:var(--ink-2);}
.rp-rates b{font-size:24px;line-height:30px;}
.rp-rates small{font-size:13px;color:var(--ink-2);margin-left:4px;white-space:nowrap;}
.st-key-card_map .note{margin:0;}
.rp-note{display:none;}
[class*=st-key-card_panel] h3 span{font-weight:400;color:var(--ink-2);margin-left:12px;}
.rp-tiers{table-layout:fixed;}
.rp-tiers thead th{font-size:13px;line-height:20px;color:var(--ink-2);padding-bottom:3px;
 border-bottom:1px solid var(--line-2);white-space:nowrap;}
.rp-tiers thead th:first-child{width:25%;}
.rp-tiers tbody th,.rp-tiers tbody td{border-bottom:1px solid var(--row-line);padding:4px 16px 5px 0;
 vertical-align:top;}
.rp-tiers tbody td:last-child{padding-right:0;}
.rp-tiers tbody tr:last-child>*{border-bottom:0;}
.rp-tiers tbody th{font-weight:700;}
.rp-of{display:block;font-weight:400;font-size:13px;line-height:18px;color:var(--ink-2);}
.rp-of span{display:inline-block;margin-right:8px;}
.rp-rate{display:block;white-space:nowrap;}
.rp-rate small{font-size:13px;color:var(--ink-2);margin-left:4px;}
.rp-track{position:relative;display:block;height:8px;margin:3px 5px 2px 0;background:var(--band);}
.rp-track i{position:absolute;top:1px;height:6px;min-width:2px;background:var(--interval);}
.rp-track b{position:absolute;top:-1px;width:10px;height:10px;box-sizing:border-box;margin-left:-5px;border-radius:5px;
 background:var(--ink);border:1px solid var(--surface);}
.st-key-risk_towns{display:grid !important;grid-template-columns:repeat(auto-fill,minmax(94px,1fr));gap:4px !important;}
.st-key-risk_towns>*{width:100% !important;min-width:0;}
.st-key-risk_towns button{width:100%;min-height:52px;padding:3px 4px;border-radius:0;border-width:1px;}
.st-key-risk_towns button:hover{outline:2px solid var(--ink);outline-offset:1px;}
.st-key-risk_towns button p{font-size:13px;line-height:19px;}
.st-key-risk_towns button p strong{display:block;font-size:14px;}
.rp-below{margin:2px 0;}
.rp-none{margin:4px 0;}
.rp-nothing{border:1px solid var(--line-2);border-radius:4px;padding:12px 16px;}
.rp-nothing p{margin:4px 0 0;color:var(--ink-2);}
"""

_MATRIX = """
.rm-axes{display:flex;justify-content:space-between;font-size:13px;line-height:20px;color:var(--ink-2);}
table.rm{width:100%;border-collapse:separate;border-spacing:2px;table-layout:fixed;margin:0;}
.rm th,.rm td{border:0;padding:2px 4px;text-align:center;vertical-align:middle;font-weight:400;color:var(--ink);}
.rm thead th:first-child,.rm tbody th{width:88px;text-align:left;padding-left:0;}
.rm tbody td{height:46px;font-size:14px;line-height:19px;}
.rm .rm-side{display:flex;align-items:center;justify-content:space-between;gap:6px;padding-right:4px;}
.rm-word{font-size:14px;}
.rm td span,.rm td b,.rm td i{display:block;font-style:normal;overflow-wrap:anywhere;}
.rm td i{color:var(--ink-2);font-size:13px;}
html:lang(en) .rm thead th:first-child,html:lang(en) .rm tbody th{width:128px;}
html:lang(en) .rp-classes td:nth-child(2){width:96px;}
.rm .tone-0{background:var(--ground);}
.rm .tone-1{background:var(--band-2);}
.rm .tone-2{background:var(--line-2);}
.rm .tone-2 span{font-weight:700;}
.rm .state{background:var(--surface);border:1px dashed var(--line-2);}
.rm td span,.rm td b{word-break:keep-all;hyphenate-character:"-";}
.rm-first{margin:8px 0 0;padding:8px 0 0 20px;border-top:1px solid var(--line);font-size:14px;line-height:30px;}
.rm-more{list-style:none;}
.rm-first .chip{margin:0 2px;}
.rm-first li span:last-child{color:var(--ink-2);margin-left:6px;}
.rm-first a{color:var(--ink);}
.rm .rm-on{font-weight:700;text-decoration:underline;text-underline-offset:4px;text-decoration-thickness:2px;}
"""

# Before an audience the map's card ends on the screen.
_PRESENTED = """
.st-key-risk_thumbs button{min-height:88px;padding:66px 0 1px;background-position:center 18px;}
.st-key-risk_months{padding-top:2px;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-risk_grid{{grid-template-columns:minmax(0,1fr) 420px;}}
.st-key-risk_grid>:has(>.st-key-risk_side_cards),.st-key-risk_side_cards{{display:contents !important;}}
.st-key-risk_side_cards>*{{min-width:0;width:100% !important;}}
.st-key-risk_side_cards>:has(>.st-key-card_matrix),.st-key-risk_grid>:has(>.st-key-card_list){{grid-column:1/3;
 grid-row:auto;}}
.rp-rate small{{display:block;margin:0;line-height:16px;}}
.rp-two{{gap:8px 20px;grid-template-columns:1fr 1fr;}}
.rp-classes td:nth-child(2){{width:36px;}}
.rp-sectors .rp-slate{{width:24%;}}
}}
@media (max-width:{SIDEBAR_FROM - 1}px){{
html:lang(en) .rp-two{{grid-template-columns:minmax(0,1fr);}}
}}
@media (max-width:1100px){{
.st-key-risk_grid{{grid-template-columns:minmax(0,1fr);}}
.st-key-risk_grid>:has(>.st-key-card_map),.st-key-risk_side_cards>:has(>.st-key-card_matrix),
.st-key-risk_grid>:has(>.st-key-card_list){{grid-column:1;grid-row:auto;}}
}}
"""

_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-risk_wide{{display:none !important;}}
.st-key-risk_narrow{{display:flex !important;}}
.st-key-risk_body{{flex-direction:column-reverse !important;}}
.st-key-risk_side{{width:100% !important;}}
.st-key-risk_map [data-testid=stElementContainer]:has(.rk-now){{position:static;width:100% !important;}}
.st-key-risk_body>:has(>.st-key-risk_side){{width:100% !important;flex:0 0 auto !important;}}
.rl{{display:grid;grid-template-columns:1fr 1fr;gap:8px 12px;}}
html:lang(en) .rl{{grid-template-columns:1fr;}}
.rl-marks .rl-item:nth-child(2){{display:none;}}
.rp-two{{grid-template-columns:minmax(0,1fr);}}
.rp-note{{display:block;}}
.st-key-risk_thumbs{{grid-template-columns:repeat(6,minmax(0,1fr));}}
.st-key-risk_slider{{padding:0 8px;margin-top:0;}}
.st-key-risk_earlier button,.st-key-risk_later button{{min-width:20px;padding:0 2px;}}
.st-key-risk_months{{flex-wrap:wrap !important;}}
.st-key-risk_months>:has(>.st-key-risk_player){{flex:0 0 100% !important;}}
.st-key-risk_player{{align-items:flex-start;}}
.rp-tiers thead{{display:none;}}
.rp-tiers tbody tr{{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0 10px;padding:6px 0;
 border-bottom:1px solid var(--row-line);}}
.rp-tiers tbody tr>*{{border-bottom:0;padding:0;}}
.rp-tiers tbody th{{grid-column:1/4;display:flex;gap:12px;align-items:baseline;}}
.rp-tiers tbody td::before{{content:attr(data-label);font-size:13px;color:var(--ink-2);}}
.rm thead th:first-child,.rm tbody th,html:lang(en) .rm thead th:first-child,
html:lang(en) .rm tbody th{{width:40px;}}
.rm-word{{display:none;}}
.rm tbody td{{padding:2px;font-size:13px;line-height:17px;}}
}}
"""
