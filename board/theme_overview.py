"""The look of the overview: one screen for a projector, two columns on a laptop, one on a phone.

Sizes are in ``--u``: a pixel at a desk; in presentation a 1920th of the window's width or a 1080th of
its height, whichever is smaller, so that the same picture fills any projector without scrolling.
"""

from __future__ import annotations

from board import theme

TWO_COLUMNS_TO = 1500
ONE_COLUMN_TO = 860


def style(is_presentation: bool) -> None:
    """Write the page's style block."""
    parts = [_BASE, _PRESENTATION if is_presentation else _DESK, _PHONE]
    theme.markup(f"<style>{''.join(parts)}</style>")


_BASE = """
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]>:has(>.st-key-loading),
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]>:has(>[data-testid=stHtml]>script:only-child)
 {position:absolute;}
:root{--u:1px;--o-label:14px;--o-big:26px;--o-body:15px;--o-line:22px;--o-title:17px;--o-note:13px;--o-gap:16px;}
.st-key-overview{gap:var(--o-gap) !important;}
.st-key-o_findings{display:grid !important;grid-template-columns:repeat(5,minmax(0,1fr));
 gap:var(--o-gap) calc(var(--o-gap)*1.5) !important;}
.st-key-o_findings>*{min-width:0;width:auto !important;}
[class*=st-key-o_find_]{position:relative;border-top:2px solid var(--ink);padding-top:calc(8*var(--u));
 gap:0 !important;height:100%;}
[class*=st-key-o_find_] [data-testid=stElementContainer],[class*=st-key-o_find_] [data-testid=stPageLink],
[class*=st-key-o_find_] [data-testid=stPageLink]>*{position:static;}
[class*=st-key-o_find_] [data-testid=stPageLink] a{padding:0;min-height:0;background:none;position:static;}
[class*=st-key-o_find_] [data-testid=stPageLink] a::after{content:"";position:absolute;inset:0;}
[class*=st-key-o_find_] [data-testid=stPageLink] a:focus-visible::after{outline:2px solid var(--ink);
 outline-offset:3px;}
[class*=st-key-o_find_] [data-testid=stPageLink] p,.o-label{font-size:var(--o-label);
 line-height:calc(var(--o-label)*1.5);color:var(--ink-2);margin:0;}
[class*=st-key-o_find_]:hover [data-testid=stPageLink] p{color:var(--ink);text-decoration:underline;
 text-underline-offset:3px;}
.o-figure{display:flex;align-items:center;min-height:calc(var(--o-big)*1.5);}
.o-big{font-size:var(--o-big);line-height:1.3;font-weight:700;white-space:nowrap;}
.o-arrow{font-size:.68em;margin-right:.12em;vertical-align:.12em;}
.o-words{font-size:calc(var(--o-body)*1.06);font-weight:700;margin:0 0 0 .5em;padding-top:calc(var(--o-big)*.24);}
.o-classes{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center;font-size:calc(var(--o-body)*1.1);}
.o-class{display:inline-flex;gap:.5em;align-items:center;}
.o-classes .chip,.o-measure .chip{height:calc(var(--o-body)*1.62);min-width:calc(var(--o-body)*2.3);
 font-size:calc(var(--o-body)*.95);line-height:1;}
.o-sentence{font-size:var(--o-body);line-height:var(--o-line);color:var(--ink);margin:2px 0 0;
 text-wrap:pretty;}
.keep{white-space:nowrap;}
.o-sentence a.def.fig,.o-measure a.def.fig{display:inline;}
.st-key-o_cards{display:grid !important;gap:var(--o-gap) !important;align-items:stretch;
 grid-template-columns:repeat(3,minmax(0,1fr));grid-template-rows:auto 1fr;
 grid-template-areas:"spread scores targets" "spread scores measures";}
.st-key-o_cards>*{min-width:0;width:auto !important;}
.st-key-o_cards>:has(>.st-key-card_o_spread){grid-area:spread;}
.st-key-o_cards>:has(>.st-key-card_o_scores){grid-area:scores;}
.st-key-o_cards>:has(>.st-key-card_o_targets){grid-area:targets;}
.st-key-o_cards>:has(>.st-key-card_o_measures){grid-area:measures;}
[class*=st-key-card_o_]{height:100%;gap:8px !important;}
[class*=st-key-card_o_]>[data-testid=stElementContainer]:has(.o-foot){margin-top:auto;}
[class*=st-key-card_o_] .card-head h2{font-size:var(--o-title);line-height:1.5;}
[class*=st-key-card_o_] .card-head .finding{font-size:var(--o-body);line-height:1.5;}
[class*=st-key-card_o_] .picture svg{max-width:560px !important;}
.o-foot{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 16px;font-size:var(--o-note);
 line-height:1.5;color:var(--ink-2);margin:0;}
.o-foot span:last-child:not(:first-child){margin-left:auto;}
.o-empty{font-size:var(--o-body);line-height:1.6;color:var(--ink-2);padding:calc(20*var(--u)) 0;margin:0;}
.o-key{font-size:var(--o-note);line-height:1.5;gap:4px 12px;}
.o-key i{display:inline-block;box-sizing:border-box;}
.o-now{width:.75em;height:.75em;border-radius:50%;background:var(--ink);}
.o-ahead{width:.66em;height:.66em;border:1.5px solid var(--ink);transform:rotate(45deg);background:var(--surface);
 margin:0 2px;}
.o-goal{width:3px;height:1.1em;background:var(--ink);}
[data-testid=stHtml] ul.o-measures{list-style:none;margin:0;padding:0;display:grid;
 grid-template-columns:minmax(5.2em,auto) auto minmax(0,1fr);column-gap:.8em;}
.o-measures>li{grid-column:1/-1;}
[data-testid=stHtml] .o-measures li{margin:0;padding:calc(5*var(--u)) 0;font-size:var(--o-body);
 line-height:var(--o-line);}
.o-steps{display:flex;gap:1em;align-items:baseline;border-bottom:1px solid var(--line-2);}
.o-clause{font-size:var(--o-note);color:var(--ink-2);margin-left:auto;white-space:nowrap;}
.o-measure{display:grid;grid-template-columns:minmax(5.2em,auto) auto minmax(0,1fr);
 grid-template-columns:subgrid;align-items:center;gap:0 .8em;border-bottom:1px solid var(--row-line);}
.o-measure>span:last-child,.o-rest{color:var(--ink-2);}
[data-testid=stHtml] .o-measure.chosen{background:var(--ground);box-shadow:inset 3px 0 0 var(--ink);
 padding-left:10px;}
.o-tiles .tile{padding:4px 2px;}
.o-tiles .tile span{padding:1px 2px !important;}
.o-tiles.many .tiles{grid-template-columns:repeat(6,minmax(0,1fr));gap:3px;}
.o-tiles.many .tile{grid-column:auto !important;grid-row:auto !important;min-height:0;padding:3px 2px;
 font-size:13px;line-height:1.35;}
[class*=st-key-o_more_] [data-testid=stPageLink] a{padding:0;min-height:0;background:none;}
[class*=st-key-o_more_] [data-testid=stPageLink] p{font-size:var(--o-note);line-height:1.5;
 text-decoration:underline;text-underline-offset:3px;white-space:nowrap;}
[class*=st-key-o_more_]{flex-wrap:wrap !important;gap:0 16px !important;align-items:baseline;margin-top:auto;}
"""

_DESK = f"""
@media (min-width:{ONE_COLUMN_TO + 1}px){{
.st-key-card_o_spread>[data-testid=stElementContainer]:has(.o-tiles),
.st-key-card_o_spread [data-testid=stHtml]:has(>.o-tiles),.o-tiles{{display:flex;flex-direction:column;
 flex:1 1 auto;}}
.o-tiles .tiles{{flex:1 1 auto;grid-auto-rows:minmax(58px,auto);max-height:calc(var(--lines)*130px);}}
}}
.st-key-card_o_targets .card-head .head-right{{margin-left:0;}}
@media (max-width:{TWO_COLUMNS_TO}px){{
.st-key-o_cards{{grid-template-columns:repeat(2,minmax(0,1fr));grid-template-rows:auto;
 grid-template-areas:"spread scores" "targets measures";}}
:root{{--o-body:14px;--o-line:21px;--o-label:13px;--o-big:24px;}}
.st-key-o_findings{{gap:var(--o-gap) var(--o-gap) !important;}}
.st-key-card_o_spread .picture svg,.st-key-card_o_scores .picture svg{{max-width:490px !important;}}
}}
"""

_PRESENTATION = f"""
@media (min-width:{ONE_COLUMN_TO + 1}px){{
:root{{--u:min(100vw / 1920, 100vh / 1080);--o-label:calc(16*var(--u));--o-big:calc(40*var(--u));
 --o-body:calc(18*var(--u));--o-line:calc(28*var(--u));--o-title:calc(20*var(--u));
 --o-note:calc(15*var(--u));--o-gap:calc(22*var(--u));}}
[data-testid=stMainBlockContainer]{{height:100vh;box-sizing:border-box;overflow:hidden;
 padding:calc(22*var(--u)) calc(48*var(--u)) calc(20*var(--u)) !important;}}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]{{height:100%;
 gap:calc(16*var(--u)) !important;flex-wrap:nowrap;}}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]>*{{flex:0 0 auto;}}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]>:has(>.st-key-overview){{flex:1 1 0;
 min-height:0;}}
.st-key-overview{{height:100%;flex-wrap:nowrap !important;}}
.st-key-overview>*{{flex:0 0 auto;}}
.st-key-overview>:has(>.st-key-o_cards){{flex:1 1 0;min-height:0;}}
.st-key-o_cards{{height:100%;max-height:calc(860*var(--u));grid-template-rows:minmax(0,1fr) auto;}}
.st-key-o_cards>*{{min-height:0;}}
[class*=st-key-card_o_]{{min-height:0;padding:calc(16*var(--u)) calc(20*var(--u)) calc(12*var(--u)) !important;
 flex-wrap:nowrap !important;overflow:hidden;}}
[class*=st-key-card_o_]>*{{flex:0 0 auto;}}
[class*=st-key-card_o_]>[data-testid=stElementContainer]:has(.picture){{flex:1 1 0;min-height:0;
 position:relative;}}
[class*=st-key-card_o_] .picture{{position:absolute;inset:0;}}
[class*=st-key-card_o_] .picture svg{{width:100% !important;height:100%;max-width:none !important;}}
.st-key-card_o_measures{{height:auto !important;align-self:end;}}
.st-key-card_o_measures>[data-testid=stElementContainer]:has(.o-foot){{display:none;}}
.st-key-overview .chip{{border-radius:calc(3*var(--u));}}
.o-key{{gap:0 calc(14*var(--u));}}
[class*=st-key-o_find_]{{border-top-width:calc(3*var(--u));}}
.st-key-card_o_spread>[data-testid=stElementContainer]:has(.o-tiles){{flex:1 1 0;min-height:0;
 position:relative;}}
.o-tiles{{position:absolute;inset:0;}}
.o-tiles .tiles{{height:100%;grid-auto-rows:minmax(0,1fr);}}
.o-tiles .tile{{min-height:0;overflow:hidden;font-size:var(--o-body);line-height:1.35;}}
.o-tiles.many .tile{{font-size:calc(14.5*var(--u));line-height:1.25;}}
}}
"""

_PHONE = f"""
@media (max-width:{ONE_COLUMN_TO}px){{
.st-key-o_cards,.st-key-o_findings{{grid-template-columns:minmax(0,1fr) !important;grid-template-rows:auto;}}
.st-key-o_cards{{grid-template-areas:"spread" "scores" "targets" "measures" !important;}}
:root{{--o-body:15px;--o-line:23px;--o-big:28px;--o-label:14px;}}
[class*=st-key-o_find_]{{padding-bottom:4px;}}
[data-testid=stHtml] ul.o-measures{{display:block;}}
.o-measure{{grid-template-columns:auto minmax(0,1fr);}}
.o-measure>span:last-child{{grid-column:1/3;}}
.o-measure .chip{{justify-self:start;}}
}}
"""
