"""The printed page: A4 across, no controls, whole cards, and patterns where paper has no colours.

``board.patterns`` writes the rules of a plan's classes; what is the same for every plan is here.
"""

from __future__ import annotations

# The drawing that holds the patterns is painted nowhere itself; a hidden one's would not be painted at all.
PRINT = """
[data-testid=stElementContainer]:has(.bw-defs){position:absolute;width:0;height:0;overflow:hidden;}
@media print{
@page{size:A4 landscape;margin:10mm;}
/* Widths in conditions are those of a sheet upright; the layouts that a sheet across has room for are said again. */
html{font-size:12px !important;}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact;}
[data-testid=stSidebar],.st-key-topnav,.st-key-filters,[data-testid=stHeader],[data-testid=stPopover],
[data-testid=stSelectbox],[data-testid=stSlider],[data-testid=stSegmentedControl],[data-testid=stButtonGroup],
[data-testid=stTextInput],[data-testid=stCheckbox],[data-testid=stFileUploader],[class*=st-key-risk_player],.st-key-risk_clear,
.st-key-risk_months,.st-key-steps,[class*=_pager] button,
[data-testid=stDownloadButton],[class*=st-key-take_],.skip,.st-key-loading{display:none !important;}
html,body,#root,.stApp,[data-testid=stAppViewContainer],[data-testid=stMain]{position:static !important;
 height:auto !important;overflow:visible !important;display:block !important;background:#fff !important;}
[data-testid=stMainBlockContainer]{padding:0 !important;height:auto !important;overflow:visible !important;}
[class*=st-key-card]{break-inside:avoid;border-width:0.5pt !important;}
[class*=st-key-card] .picture svg{max-height:118mm;}
.stApp .st-key-o_findings{grid-template-columns:repeat(5,minmax(0,1fr)) !important;gap:8px 16px !important;}
.stApp .st-key-o_cards{grid-template-columns:repeat(2,minmax(0,1fr)) !important;grid-template-rows:auto !important;
 grid-template-areas:"spread scores" "targets measures" !important;}
.stApp .st-key-overview{--o-body:11.5px;--o-line:17px;--o-label:11px;--o-big:19px;--o-title:14px;--o-note:10.5px;--o-gap:10px;}
.stApp .st-key-o_cards .picture svg{max-height:98mm;}
[class*=st-key-o_find_] [data-testid=stPageLink] p{line-height:1.4 !important;}
[class*=st-key-card]{padding:8px 12px !important;}
.card-head{break-after:avoid;}
tr,img,svg,.key{break-inside:avoid;}
/* Plotly's drawings were made for the screen's width (static/reach.js gives them a view box for the time). */
.js-plotly-plot,.js-plotly-plot .plot-container,.js-plotly-plot .svg-container{width:100% !important;}
.js-plotly-plot .main-svg{width:100% !important;max-height:100%;}
:has(>[data-testid=stPlotlyChart]),:has(>*>[data-testid=stPlotlyChart]),[data-testid=stPlotlyChart],
.js-plotly-plot,.js-plotly-plot .plot-container,.js-plotly-plot .svg-container{max-height:118mm !important;
 min-height:0 !important;}
.stApp .st-key-risk_body{display:flex !important;flex-flow:row nowrap !important;}
/* What scrolls on the screen stands there in full. */
.table-wrap,.calendar-wrap,[class*=-scroll],[class*=-wrap]{overflow:visible !important;max-height:none !important;}
.chip,.tile{border-radius:0;}
.chip,.cell,.tile{background-image:var(--pi,none);background-size:var(--ps,auto);}
/* Lines for what is not settled stand back behind the classes. */
.picture svg .unsettled{stroke-width:1.1px;}
.rp-bar i,.brand .bars i{background-image:var(--pi,none) !important;background-size:var(--ps,auto) !important;}
.chip.corner,.cell.corner,.tile.corner{background-image:linear-gradient(315deg,var(--s) 0 6.5px,#fff 6.5px 8px,
 transparent 8px),var(--pi,none);background-size:auto,var(--ps,auto);}
/* A rim of the fill keeps the character clear of the pattern. */
.chip:not(.k-no-data,.k-too-few),.cell:not(.k-no-data,.k-too-few),.tile:not(.k-no-data,.k-too-few){text-shadow:
 1.5px 0 var(--f),-1.5px 0 var(--f),0 1.5px var(--f),0 -1.5px var(--f),1.1px 1.1px var(--f),-1.1px 1.1px var(--f),
 1.1px -1.1px var(--f),-1.1px -1.1px var(--f),2.5px 0 var(--f),-2.5px 0 var(--f);}
}
"""
