"""The look of the list of risk points; apart from the page's other cards only for its length."""

from __future__ import annotations

from board.theme import PHONE_TO

LIST = """
.st-key-risk_filters{gap:8px 16px !important;margin-top:4px;}
.st-key-risk_page{align-self:flex-start;}
.rp-points{width:100%;border-collapse:collapse;margin:0;font-size:14px;line-height:20px;}
.rp-points th,.rp-points td{border:0;background:none;font-weight:400;text-align:left;color:var(--ink);
 vertical-align:middle;padding:6px 14px 6px 0;border-bottom:1px solid var(--row-line);}
.rp-points thead th{font-size:13px;color:var(--ink-2);border-bottom:1px solid var(--line-2);white-space:nowrap;
 padding-bottom:3px;}
.rp-points .rp-name{font-weight:700;display:block;}
.rp-points .rp-where{color:var(--ink-2);font-size:13px;}
.rp-points .rp-tier{color:var(--ink-2);white-space:nowrap;}
.rp-points td.rp-day{white-space:nowrap;}
.rp-whole{margin:0;font-size:13px;line-height:20px;color:var(--ink-2);}
"""

LIST_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
.rp-points thead{{display:none;}}
.rp-points tbody tr{{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px;padding:8px 0;
 border-bottom:1px solid var(--row-line);}}
.rp-points tbody tr>*{{border-bottom:0;padding:0;font-size:13px;flex:0 0 auto;}}
.rp-points tbody th{{flex:1 0 70%;font-size:14px;}}
.rp-points .rp-where{{display:none;}}
.rp-points td.rp-chip{{margin-left:auto;}}
.rp-points td.rp-office{{flex:1 0 100%;}}
.rp-points td.rp-day{{display:none;}}
.rp-points td.rp-day:last-child{{display:block;}}
.rp-points td.rp-day::before{{content:attr(data-label) " ";color:var(--ink-2);}}
}}
"""
