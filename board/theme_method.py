"""The look of the page of definitions: plain tables that can be read and searched."""

from __future__ import annotations

import streamlit as st

from board.theme import PHONE_TO, scaled


def style(is_presentation: bool = False) -> None:
    """Write the page's style block."""
    css = f"{_TABLES}{_PHONE}"
    st.html(f"<style>{scaled(css) if is_presentation else css}</style>")


_TABLES = """
.st-key-mt_grid{display:grid !important;grid-template-columns:minmax(0,0.9fr) minmax(0,1.4fr);gap:16px;align-items:start;}
.st-key-mt_grid>*{width:auto !important;min-width:0;}
.st-key-mt_bar{align-items:flex-end;}
.mt-def{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:8px 18px;margin:8px 0 0 !important;padding:0 !important;font-size:15px;
 line-height:23px;}
.mt-def dt{color:var(--ink-2);margin:0;}
.mt-def dd{margin:0;overflow-wrap:anywhere;}
table.mt{width:100%;border-collapse:collapse;margin:6px 0 0;font-size:14px;line-height:21px;}
table.mt th,table.mt td{border:0;background:none;text-align:left;vertical-align:top;font-weight:400;color:var(--ink);
 padding:6px 14px 6px 0;}
table.mt thead th{color:var(--ink-2);font-size:13px;border-bottom:1px solid var(--line-2);white-space:nowrap;padding-bottom:3px;}
table.mt tbody tr>*{border-bottom:1px solid var(--row-line);}
table.mt tbody th{font-weight:600;}
table.mt .num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;}
table.mt tbody th a,.mt-def a{color:var(--ink);text-decoration:underline;text-underline-offset:3px;
 text-decoration-color:var(--line-2);}
table.mt tbody th a:hover{text-decoration-color:var(--ink);}
.mt-clause{color:var(--ink-2) !important;white-space:nowrap;}
.mt-group th{font-weight:700 !important;padding-top:14px !important;border-bottom:1px solid var(--line-2) !important;}
.mt-used{font-weight:600 !important;}
.mt-group small{font-weight:400;color:var(--ink-2);}
.mt-file{color:var(--ink-2) !important;font-size:13px;overflow-wrap:anywhere;}
.mt-rows td,.mt-rows th{white-space:nowrap;}
.mt-rows td:nth-last-child(3){white-space:normal;min-width:180px;}
.mt-rows td:nth-last-child(1){white-space:normal;min-width:150px;}
.mt-scroll{overflow-x:auto;}
.mt-narrow{width:auto !important;min-width:420px;}
.mt-breaks{display:flex;flex-wrap:wrap;gap:6px 20px;margin:12px 0 0;}
.mt-break{display:inline-flex;align-items:center;gap:8px;white-space:nowrap;}
.st-key-mt_rows_head{padding-right:88px;}
.mt-list{margin:4px 0 0;padding-left:20px;}
.mt-columns{columns:3 360px;column-gap:32px;margin-top:6px;}
.mt-columns section{break-inside:avoid;padding-bottom:12px;}
[class*=st-key-card_mt] h3{font-size:15px;line-height:22px;font-weight:700;margin:10px 0 2px;padding:0;}
[class*=st-key-card_mt] .mt-columns h3{margin-top:0;}
.mt-columns p{margin:0;font-size:14px;line-height:22px;}
.mt-columns ul{margin:0;padding-left:18px;font-size:14px;line-height:22px;}
.mt-columns li i{font-style:normal;color:var(--ink-2);font-size:13px;}
.mt-more summary{cursor:pointer;padding:6px 0;text-decoration:underline;text-underline-offset:3px;}
"""

_PHONE = f"""
@media (max-width:1100px){{
.st-key-mt_grid{{grid-template-columns:minmax(0,1fr);}}
}}
@media (max-width:{PHONE_TO}px){{
.mt-def{{grid-template-columns:minmax(0,1fr);gap:0;}}
.mt-def dd{{margin-bottom:8px;}}
[class*=st-key-card_mt] table.mt:not(.mt-rows){{display:block;overflow-x:auto;}}
.mt-narrow{{min-width:0;}}
}}
"""
