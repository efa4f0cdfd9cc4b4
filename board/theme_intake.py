"""The look of the intake page: the place where files are dropped, the list of files, what is wrong, what will change."""

from __future__ import annotations

import streamlit as st

from board.texts import _
from board.theme import PHONE_TO, SIDEBAR_FROM
from board.theme_drop import drop_place


def style() -> None:
    """Write the page's style block."""
    dropped = drop_place(
        _("把文件拖到这里，可一次多份"),
        _("每份不超过 200 MB；CSV、XLSX、XLS、ET 等表格"),
        _("松开鼠标，开始核对"),
    )
    st.html(f"<style>{dropped}{_FIELDS}{_LIST}{_TABLES}{_MIDDLE}{_PHONE}{_PRINT}</style>")


_FIELDS = """
[data-testid=stTextInputRootElement],[data-testid=stTextInputRootElement] input{background:var(--surface);}
"""

_LIST = """
.in-dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 16px;margin:0;}
.in-dl dt{color:var(--ink-2);}
.in-dl dd{margin:0;overflow-wrap:anywhere;}
.st-key-in_files{gap:0 !important;}
.in-cols,[class*=st-key-in_file_],[class*=st-key-in_line_]{display:grid !important;grid-template-columns:minmax(0,34%) minmax(0,1fr);gap:0 12px !important;
 align-items:center;}
[class*=st-key-in_file_],[class*=st-key-in_line_]{border-bottom:1px solid var(--row-line);min-height:42px;padding:3px 0;}
[class*=st-key-in_file_]>*,[class*=st-key-in_line_]>*{width:auto !important;min-width:0;}
[class*=st-key-in_file_] button,[class*=st-key-in_line_] button{padding:2px 0;min-height:30px;}
[class*=st-key-in_file_] button>*,[class*=st-key-in_file_] button>*>*,[class*=st-key-in_line_] button>*{width:100%;
 justify-content:flex-start;}
[class*=st-key-in_file_] button p,[class*=st-key-in_line_] button p{font-size:15px;line-height:20px;overflow-wrap:anywhere;text-align:left;white-space:normal;}
[class*=st-key-in_file_] button:hover p,[class*=st-key-in_line_] button:hover p{text-decoration:underline;}
[class*=st-key-in_file_x],[class*=st-key-in_line_x]{background:var(--ground);box-shadow:inset 3px 0 0 var(--ink);padding-left:10px !important;}
[class*=st-key-in_file_x] button p,[class*=st-key-in_line_x] button p{font-weight:700;}
.in-cols{font-size:13px;line-height:20px;color:var(--ink-2);border-bottom:1px solid var(--line-2);padding-bottom:4px;}
.in-line{display:grid;grid-template-columns:minmax(88px,1.1fr) minmax(80px,.9fr) 82px 84px repeat(4,minmax(46px,.55fr)) minmax(108px,1.5fr);
 gap:0 10px;align-items:center;font-size:15px;line-height:20px;}
.in-cols .in-line{font-size:13px;}
.in-line .num{text-align:right;}
.in-line>*{min-width:0;overflow-wrap:anywhere;}
.in-line .tag{margin:1px 0;white-space:normal;line-height:20px;}
.tag.in-ready{background:var(--band);border-color:var(--band);color:var(--ink);}
.in-figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));background:var(--surface);border:1px solid var(--line);
 border-radius:6px;}
.in-figures div{padding:12px 20px;min-width:0;}
.in-figures div+div{border-left:1px solid var(--line);}
.in-figures p{margin:0;font-size:15px;line-height:22px;color:var(--ink-2);}
.in-figures strong{display:block;font-size:24px;line-height:32px;}
.in-figures small{font-size:13px;line-height:20px;color:var(--ink-2);display:block;}
.st-key-card_in_ask [data-testid=stForm],.st-key-card_in_file [data-testid=stForm]{border:0;padding:0;}
[class*=st-key-in_map]{display:grid !important;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:10px 16px !important;}
[class*=st-key-in_map]>*{width:auto !important;min-width:0;}
[class*=st-key-in_asks]{display:grid !important;grid-template-columns:repeat(auto-fill,minmax(380px,1fr));gap:12px 24px !important;
 align-items:end;}
[class*=st-key-in_asks]>*{width:auto !important;min-width:0;}
.st-key-in_loads{gap:0 !important;}
.in-short,[class*=st-key-in_line_]{grid-template-columns:84px minmax(0,1fr) !important;}
.in-line.in-load{grid-template-columns:150px minmax(90px,.8fr) minmax(110px,1.4fr) repeat(5,minmax(52px,.5fr)) minmax(80px,.8fr);}
[class*=st-key-in_kept_]{border-bottom:1px solid var(--row-line);padding:4px 0;}
[class*=st-key-in_kept_]>:first-child{flex:1 1 0 !important;min-width:0;}
.in-kept{overflow-wrap:anywhere;}
.in-steps{margin:6px 0 10px;padding-left:22px;}
.in-remarks{margin:0;padding-left:20px;color:var(--ink-2);}
.in-sub{font-size:15px;line-height:22px;font-weight:700;margin:8px 0 0;}
.in-sub span{font-weight:400;color:var(--ink-2);margin-left:10px;}
"""

_TABLES = """
.in-scroll{overflow-x:auto;}
table.in{width:100%;border-collapse:collapse;margin:0;font-size:14px;line-height:20px;}
.in th,.in td{border:0;border-bottom:1px solid var(--row-line);padding:6px 8px;text-align:left;vertical-align:top;font-weight:400;
 background:none;color:var(--ink);overflow-wrap:anywhere;}
.in thead th{font-size:13px;line-height:20px;color:var(--ink-2);border-bottom:1px solid var(--line-2);vertical-align:bottom;
 white-space:nowrap;}
.in th:first-child,.in td:first-child{padding-left:0;}
.in tbody tr:last-child>*{border-bottom:0;}
.in .num{text-align:right;white-space:nowrap;}
.in .c-why{min-width:220px;max-width:360px;}
.in .c-cell{min-width:64px;max-width:240px;}
.in .c-code{white-space:nowrap;font-variant-numeric:tabular-nums;}
.in td.bad{outline:2px solid var(--ink);outline-offset:-2px;background:var(--ground);font-weight:700;}
.in del{color:var(--ink-2);}
.in ins{text-decoration:none;font-weight:700;}
.in .c-place{color:var(--ink-2);font-size:13px;}
.in tr.undone>*{color:var(--ink-2);}
.in tr.chosen>*{background:var(--ground);}
.in tr.chosen>:first-child{box-shadow:inset 3px 0 0 var(--ink);padding-left:10px;}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
.in-line{{grid-template-columns:minmax(80px,1fr) minmax(70px,.9fr) 70px 66px repeat(4,minmax(40px,.5fr)) minmax(96px,1.3fr);gap:0 6px;
 font-size:14px;}}
.in-cols,[class*=st-key-in_file_]{{grid-template-columns:minmax(0,30%) minmax(0,1fr);}}
.in-line.in-load{{grid-template-columns:138px minmax(80px,.8fr) minmax(110px,1.6fr) repeat(5,minmax(44px,.5fr)) minmax(72px,.8fr);}}
}}
"""

# On a phone a file is a card: its name, how it stands, then each figure with its head.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.in-scroll table.in{{min-width:560px;}}
.in-cols{{display:none !important;}}
[class*=st-key-in_file_],[class*=st-key-in_line_]{{grid-template-columns:minmax(0,1fr) !important;padding:8px 0;}}
.in-line,.in-line.in-load{{grid-template-columns:1fr 1fr !important;gap:2px 16px;}}
.in-line .num{{text-align:left;}}
.in-line .c-stand{{grid-column:1/3;}}
.in-line .c-stand::before{{content:none !important;}}
.in-figures{{grid-template-columns:1fr 1fr;}}
.in-figures div{{padding:10px 12px;}}
.in-figures div:nth-child(odd){{border-left:0;}}
.in-figures div:nth-child(n+3){{border-top:1px solid var(--line);}}
[class*=st-key-in_asks],[class*=st-key-in_map]{{grid-template-columns:minmax(0,1fr);}}
.in-dl{{grid-template-columns:minmax(0,1fr);}}
.in-dl dt{{margin-top:4px;}}
}}
"""

_PRINT = """
@media print{
[data-testid=stFileUploader],.st-key-in_bar,.st-key-in_confirm button{display:none !important;}
.in tr{break-inside:avoid;}
}
"""
