"""The look of the page of notices: pages after GB/T 9704-2012 on screen, the fields for rewriting, the list of issues."""

from __future__ import annotations

import streamlit as st

from board import theme_releases
from board.texts import _
from board.theme import PHONE_TO, SIDEBAR_FROM, scaled
from board.theme_drop import drop_place


def style(is_presentation: bool = False) -> None:
    """Write the page's style block."""
    theme_releases.style()
    dropped = drop_place(_("把一份文件拖到这里"), _("不超过 200 MB"), _("松开鼠标，开始核对"))
    css = _GRID + _SHEET + _WORDS + _TABLE + _EDIT + _FIELDS + dropped
    st.html(f"<style>{scaled(css) if is_presentation else css + _MIDDLE + _PHONE + _PRINT}</style>")


# A field that can be filled in is white; grey is one that cannot.
_FIELDS = """
[data-testid=stTextInputRootElement],[data-testid=stTextInputRootElement] input,
[data-testid=stMultiSelect] [role=group],[data-testid=stMultiSelect] [role=combobox],[data-testid=stMultiSelect] button,
[data-testid=stTextAreaRootElement]:has(textarea:enabled),[data-testid=stTextAreaRootElement] textarea:enabled{background:var(--surface);}
[data-testid=stTextAreaRootElement] textarea:disabled{color:var(--ink-2);-webkit-text-fill-color:var(--ink-2);}
"""

_GRID = """
.st-key-nt_bar{flex-wrap:wrap;row-gap:8px !important;}
.st-key-nt_grid{display:grid !important;grid-template-columns:minmax(0,1fr) 380px;gap:16px 24px !important;align-items:start;}
.st-key-nt_grid>*{width:auto !important;min-width:0;}
.st-key-nt_pages{display:grid !important;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px !important;align-items:start;}
.st-key-nt_pages>*{width:auto !important;min-width:0;}
.st-key-nt_side{position:sticky;top:16px;}
"""

# Lengths of a page are millimetres of A4: --u is one of them, whatever the page's width on screen.
_SHEET = """
.st-key-nt_pages>*{container-type:inline-size;}
[class*=st-key-nt_sheet_]{--u:calc(100cqw/210);min-height:calc(var(--u)*297);background:var(--surface);border:1px solid var(--line);
 padding:calc(var(--u)*37) calc(var(--u)*26) calc(var(--u)*29) calc(var(--u)*28) !important;gap:0 !important;
 color:var(--ink);display:flex;flex-direction:column;flex-wrap:nowrap;height:auto !important;}
[class*=st-key-nt_sheet_]>*{flex:0 0 auto;width:100% !important;}
[class*=st-key-nt_sheet_]>:last-child{margin-top:auto;}
[class*=st-key-nt_sheet_] [data-testid=stMarkdownContainer]{margin-bottom:0 !important;}
[class*=st-key-nt_sheet_] [data-testid=stHtml],[class*=st-key-nt_sheet_] [data-testid=stMarkdown]{
 font-family:var(--nt-song);font-size:calc(var(--u)*5.644);line-height:calc(var(--u)*10.16);}
:root{--nt-song:FangSong_GB2312,仿宋_GB2312,FangSong,仿宋,STFangsong,"Noto Serif CJK SC",serif;
 --nt-hei:SimHei,黑体,STHeiti,"Noto Sans CJK SC",sans-serif;--nt-kai:KaiTi_GB2312,楷体_GB2312,KaiTi,楷体,STKaiti,"Noto Serif CJK SC",serif;
 --nt-xiaobiao:方正小标宋简体,方正小标宋_GBK,FZXiaoBiaoSong-B05S,STZhongsong,"Noto Serif CJK SC",serif;}
"""

# Red is that of the document's head alone (GB/T 9704-2012, 7.2.4) and means no class.
_WORDS = """
.nt-mark,.nt-no,.nt-title,.nt-to,.nt-p,.nt-h1,.nt-h2,.nt-cap,.nt-note,.nt-list,.nt-sign,.nt-day,.nt-annex,.nt-at,.nt-page,.nt-foot p
 {margin:0 !important;padding:0 !important;font-size:calc(var(--u)*5.644);line-height:calc(var(--u)*10.16);color:var(--ink);
 letter-spacing:calc(var(--u)*-.073);overflow-wrap:anywhere;}
.nt-mark{font-family:var(--nt-xiaobiao);font-weight:700;color:red !important;text-align:center;font-size:calc(var(--u)*9.6) !important;
 line-height:calc(var(--u)*16) !important;padding-top:calc(var(--u)*20) !important;white-space:nowrap;}
.nt-no{text-align:center;padding-top:calc(var(--u)*8) !important;}
.nt-line{border-top:calc(var(--u)*.5) solid red;margin:calc(var(--u)*3) 0 calc(var(--u)*16);}
.nt-title{font-family:var(--nt-xiaobiao);font-weight:700;text-align:center;font-size:calc(var(--u)*7.76) !important;
 line-height:calc(var(--u)*12.4) !important;padding:0 0 calc(var(--u)*9) !important;}
.nt-p{text-indent:2em;text-align:justify;}
.nt-p.nt-on{text-indent:0;}
.nt-k,.nt-h2{font-family:var(--nt-kai);}
.nt-h1,.nt-h2{font-weight:400;text-indent:2em;}
.nt-h1,.nt-annex{font-family:var(--nt-hei);}
.nt-at{font-family:var(--nt-xiaobiao);font-weight:700;text-align:center;font-size:calc(var(--u)*6.4) !important;
 line-height:calc(var(--u)*15) !important;}
.nt-p sup{font-size:.62em;line-height:0;cursor:help;}
.nt-cap{font-family:var(--nt-hei);text-align:center;font-size:calc(var(--u)*4.94) !important;}
.nt-note,.nt-foot p{font-size:calc(var(--u)*3.7) !important;line-height:calc(var(--u)*5.6) !important;letter-spacing:0;}
.nt-list{padding:calc(var(--u)*10) 0 0 2em !important;display:grid;grid-template-columns:max-content 1fr;}
.nt-list b{font-weight:400;}
.nt-list span{grid-column:2;}
.nt-sign{text-align:right;padding:calc(var(--u)*20) calc(var(--u)*11) 0 0 !important;}
.nt-day{text-align:right;padding-right:calc(var(--u)*22) !important;}
.nt-foot{border-top:1px solid var(--ink);margin-top:calc(var(--u)*3);padding-top:calc(var(--u)*1);max-width:100%;}
.nt-page{font-size:calc(var(--u)*4.94) !important;padding:calc(var(--u)*3) calc(var(--u)*5) 0 !important;
 margin-bottom:calc(var(--u)*-8) !important;text-align:right;}
.nt-page.even{text-align:left;}
a.def.nt-f{text-decoration:none;}
a.def.nt-f:hover,a.def.nt-f:focus-visible{text-decoration:underline solid currentColor;}
.nt-p .tag{font-family:var(--font);font-size:12px;line-height:18px;letter-spacing:0;text-indent:0;margin-left:6px;
 vertical-align:middle;white-space:normal;}
.nt-map{margin:calc(var(--u)*2) 0;padding:0;line-height:0;}
.nt-map>div{margin:0 auto;}
.nt-map svg{font-family:var(--nt-hei);display:block;height:auto;width:100%;}
.nt-map svg a{text-decoration:none !important;}
[class*=st-key-nt_sheet_] .stPlotlyChart{margin:calc(var(--u)*1.5) 0 0;}
"""

_TABLE = """
.nt-tw{margin:calc(var(--u)*1) 0 calc(var(--u)*3);max-width:100%;overflow-x:auto;}
table.nt-t{width:100%;border-collapse:collapse;table-layout:fixed;margin:0;font-family:var(--nt-song);
 font-size:calc(var(--u)*4.4*var(--small));line-height:1.35;letter-spacing:0;}
.nt-t th,.nt-t td{border:1px solid var(--ink);padding:calc(var(--u)*.6) calc(var(--u)*.8);height:calc(var(--u)*7.4*var(--small));
 text-align:center;vertical-align:middle;font-weight:400;color:var(--ink);overflow-wrap:anywhere;background:none;}
.nt-t thead th{font-family:var(--nt-hei);}
.nt-t td.nt-long{text-align:left;}
.nt-t td.nt-class{background-color:var(--f);color:var(--t);font-family:var(--nt-hei);font-weight:700;}
.nt-t td.nt-class.k-no-data,.nt-t td.nt-class.k-too-few{font-weight:400;}
.nt-t tr.nt-sum td{font-weight:700;}
"""

_EDIT = """
.st-key-card_nt_edit{max-width:980px;}
[class*=st-key-nt_par_]{border-bottom:1px solid var(--line);padding:4px 0 12px;gap:4px !important;}
[class*=st-key-nt_par_] textarea{font-size:15px;line-height:24px;}
.nt-head{display:flex;gap:10px;align-items:center;flex-wrap:wrap;margin:0;font-size:15px;line-height:22px;}
.nt-head b{font-weight:700;}
.nt-draft,.nt-said{font-size:13px;line-height:20px;color:var(--ink-2);margin:0;}
.nt-check{font-size:14px;line-height:22px;margin:0;border-left:3px solid var(--ink);padding-left:8px;}
.st-key-nt_made{gap:6px !important;}
.st-key-nt_made button{justify-content:flex-start;}
.nt-sha{font-family:ui-monospace,Consolas,monospace;font-size:13px;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM + 150}px){{
.st-key-nt_pages{{grid-template-columns:minmax(0,794px);justify-content:center;}}
}}
@media (max-width:{SIDEBAR_FROM - 1}px){{
.st-key-nt_grid{{grid-template-columns:minmax(0,1fr) 340px;}}
}}
@media (max-width:1100px){{
.st-key-nt_grid{{grid-template-columns:minmax(0,1fr);}}
.st-key-nt_grid>:has(.st-key-nt_side){{order:-1;}}
.st-key-nt_side{{position:static;}}
}}
"""

# On a phone the paper is read, not seen as a page: one column of letters that can be read, tables that scroll.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.st-key-nt_bar>*{{width:100% !important;}}
.st-key-nt_pages{{gap:0 !important;}}
[class*=st-key-nt_sheet_]{{min-height:0;padding:12px 14px !important;border-width:0 0 1px;--u:2.95px;}}
[class*=st-key-nt_sheet_]>:last-child{{margin-top:0;}}
.nt-mark{{padding-top:12px !important;font-size:20px !important;white-space:normal;}}
.nt-p,.nt-h1,.nt-h2,.nt-to,.nt-list{{letter-spacing:0;}}
.nt-line{{margin-bottom:16px;}}
.nt-title br{{display:none;}}
.nt-title{{text-wrap:balance;}}
.nt-note,.nt-foot p{{font-size:13px !important;line-height:20px !important;}}
.nt-page{{margin:0 !important;}}
table.nt-t{{font-size:13px;min-width:520px;}}
.nt-map>div{{width:100% !important;}}
.nt-cap{{text-align:left;}}
}}
"""

_PRINT = """
@media print{
.st-key-nt_bar,.st-key-nt_parts,.st-key-nt_side{display:none !important;}
.st-key-nt_grid,.st-key-nt_pages{display:block !important;}
[class*=st-key-nt_sheet_]{break-after:page;border:0;}
}
"""
