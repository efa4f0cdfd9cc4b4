"""The look of every page in one style block, and the cards that say what went wrong.

All colours come from ``board.colours``. Streamlit's own theme (``.streamlit/config.toml``) sets what its
widgets take from there; the rest is here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from board import colours, patterns, theme_print, theme_reach, theme_releases
from board.charts.marks import css_class, safe
from board.texts import _
from rules.plan import Plan

FONT = '"Segoe UI","Microsoft YaHei UI","Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif'
SIDEBAR_FROM = 1501
"""Narrower windows get the pages in a line on top, since the ranking needs the whole width."""
PHONE_TO = 640
ROOT_PX = 15
"""Size of the root font at a desk (``baseFontSize`` in ``.streamlit/config.toml``)."""


def style(is_presentation: bool = False) -> None:
    """Write the style block into the page: first thing in every run."""
    block = _presentation_css() if is_presentation else _css()
    # Streamlit's own words for a file that could not be made are English and name no remedy.
    failed = _("文件没有生成：十秒内没有完成。请再试一次；仍不行时请下载 CSV 或 XLSX，并把日志交给管理员。")
    st.html(
        f"<style>{block}{_ERROR_WORDS % failed.replace(chr(34), chr(39))}{_TYPING_WORDS % _('按回车确定')}</style>"
    )


def plan_colours(plan: Plan) -> None:
    """Write the colours that a plan brings for its own classes, over the standard ones, and the patterns on paper."""
    st.html(f"<style>{_class_tokens(colours.own(plan))}{patterns.print_css(plan)}</style>")
    st.markdown(patterns.definitions(plan), unsafe_allow_html=True)


def scaled(css: str) -> str:
    """A style block whose pixel lengths follow the root font, so that presentation enlarges it.

    Hairlines up to 2 px and the widths in media conditions stay as they are. A page's own style block
    goes through this too.
    """

    def to_rem(match: re.Match[str]) -> str:
        size = float(match[1])
        return match[0] if size <= 2 else f"{size / ROOT_PX:.5g}rem"

    conditions = re.split(r"(@media[^{]*\{)", css)
    return "".join(
        part if part.startswith("@media") else re.sub(r"(?<![\w.])(\d*\.?\d+)px", to_rem, part)
        for part in conditions
    )


def markup(html: str) -> None:
    """Show markup whose data parts were escaped by whoever made it."""
    st.html(html)


def picture(svg: str, css_name: str = "") -> None:
    """Show inline SVG, which ``st.html`` would strip; one line, so that Markdown leaves it alone."""
    one_line = svg.replace("\n", " ")
    st.markdown(f'<div class="picture {css_name}">{one_line}</div>', unsafe_allow_html=True)


def problem_card(what: str, still: str, next_step: str, reference: str = "") -> None:
    """What happened, what stays valid, what to do next, and the number that finds it in the log."""
    number = f'<p class="ref">{safe(_("查询编号"))} <b>{safe(reference)}</b></p>' if reference else ""
    rows = "".join(
        f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>"
        for name, text in ((_("仍然有效"), still), (_("情况与办法"), next_step))
        if text
    )
    markup(f'<div class="problem" role="alert"><h2>{safe(what)}</h2><dl>{rows}</dl>{number}</div>')


def empty(what: str, clear: str = "") -> None:
    """No rows under these filters: what is missing, and which filter to clear."""
    rest = f"<p>{safe(clear)}</p>" if clear else ""
    markup(f'<div class="empty" role="status"><b>{safe(what)}</b>{rest}</div>')


def notice(text: str) -> None:
    """A short remark above the page, such as an unknown month in the address."""
    markup(f'<p class="notice" role="status">{safe(text)}</p>')


@lru_cache(maxsize=1)
def _css() -> str:
    parts = (
        _STREAMLIT,
        _MARKS,
        _CARDS,
        _TABLE,
        _CALENDAR,
        _PROBLEM,
        _TOOLS,
        _MIDDLE,
        theme_releases.MARKS,
        _PHONE,
        theme_reach.REACH,
        theme_print.PRINT,
    )
    return _tokens() + scaled("".join(parts))


@lru_cache(maxsize=1)
def _presentation_css() -> str:
    # The layout of the wide desk at any width of a projector: it all grows with the root font.
    parts = (
        _STREAMLIT,
        _MARKS,
        _CARDS,
        _TABLE,
        _CALENDAR,
        _PROBLEM,
        _TOOLS,
        _PRESENTATION,
        _PHONE,
        theme_reach.REACH,
        theme_print.PRINT,
    )
    return _tokens() + scaled("".join(parts))


def _tokens() -> str:
    neutral = "".join(f"--{name}:{value};" for name, value in colours.neutrals().items())
    parts = [f":root{{{neutral}--font:{FONT};}}"]
    return "".join(parts) + _class_tokens(colours.shades())


def _class_tokens(shades: Mapping[str, colours.Shade]) -> str:
    parts = []
    for code, shade in shades.items():
        name = css_class(code)
        parts.append(f".{name}{{--f:{shade.fill};--t:{shade.text};--e:{shade.edge};}}")
        parts.append(f".s-{name[2:]}{{--s:{shade.fill};}}")
    return "".join(parts)


# The toolbar and header hold nothing that an office needs; the running mark stays out of the printed page.
_STREAMLIT = """
html,body,.stApp,.stApp button,.stApp input{font-family:var(--font);
 font-variant-numeric:tabular-nums lining-nums;}
[data-testid=stHeader]{background:transparent;height:0;min-height:0;}
[data-testid=stToolbar],[data-testid=stDecoration],[data-testid=stSidebarHeader],
[data-testid=stSidebarCollapseButton],[data-testid=stExpandSidebarButton]{display:none !important;}
[data-testid=stMainBlockContainer]{padding:16px 32px 32px;max-width:none;}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]{gap:16px;}
[data-testid=stElementContainer]:has(>[data-testid=stHtml]>style:only-child){display:none;}
[data-testid=stSidebar]{border-right:1px solid var(--line);}
[data-testid=stSidebarContent]{padding:0;}
[data-testid=stSidebarUserContent]{padding:20px 12px 16px;}
[data-testid=stSidebarUserContent] [data-testid=stVerticalBlock]{gap:4px;}
.brand{padding:0 8px 8px;}
.brand .bars{display:flex;gap:3px;margin-bottom:10px;}
.brand .bars i{width:20px;height:4px;background:var(--f);}
.brand b{font-size:18px;line-height:26px;display:block;}
.brand span{font-size:13px;line-height:20px;color:var(--ink-2);}
.nav-group{font-size:13px;line-height:20px;color:var(--ink-2);padding:16px 8px 2px;}
.side-foot{font-size:13px;line-height:22px;color:var(--ink-2);padding:24px 8px 0;}
[data-testid=stPageLink] a{padding:5px 8px;border-radius:4px;}
[data-testid=stPageLink] p{font-size:15px;line-height:22px;color:var(--ink);}
[data-testid=stPageLink-NavLink][aria-current=page],[data-testid=stPageLink] a[aria-current=page]
 {background:var(--band);}
[data-testid=stPageLink] a[aria-current=page] p{font-weight:700;}
.st-key-topnav{display:none !important;}
[data-testid=stWidgetLabel] p{font-size:13px;line-height:20px;color:var(--ink-2);}
[data-baseweb=select]>div,[data-testid=stSelectbox] [role=combobox]{background:var(--surface);}
[data-testid=stSelectbox] [role=group],[data-testid=stSelectbox] button{background:var(--surface);}
[data-testid=stHtml]{font-size:15px;line-height:22px;color:var(--ink);}
.st-key-titlerow{align-items:flex-end;}
.title h1{font-size:26px;line-height:34px;font-weight:700;margin:0;padding:0;display:flex;
 align-items:center;gap:10px;flex-wrap:wrap;}
.title p{font-size:15px;line-height:22px;color:var(--ink-2);margin:2px 0 0;}
"""

_MARKS = """
:where(.chip,.tile){--f:var(--slate);--t:var(--surface);--e:var(--ink);}
.chip,.cell{box-sizing:border-box;color:var(--t);background-color:var(--f);font-style:normal;}
.chip{display:inline-flex;align-items:center;justify-content:center;height:24px;min-width:34px;padding:0 7px;
 border:1px solid var(--e);border-radius:3px;font-size:14px;line-height:22px;font-weight:700;
 white-space:nowrap;vertical-align:middle;}
.corner{background-image:linear-gradient(315deg,var(--s) 0 6.5px,#fff 6.5px 8px,transparent 8px);}
.veto{box-shadow:inset 0 0 0 2px var(--f),inset 0 0 0 3.5px #fff;}
.cell.veto{background-clip:padding-box;}
.chip.k-no-data,.chip.k-too-few{font-weight:400;font-size:13px;}
.k-no-data.cell,.tag.hatched{background-image:repeating-linear-gradient(135deg,var(--hatch) 0 1px,
 transparent 1px 5px);}
.k-too-few.cell{background-image:radial-gradient(circle,var(--e) 1px,transparent 1.3px);
 background-size:5px 5px;}
.k-no-data,.tag.hatched{--hatch:var(--line-2);}
.k-no-data.cell,.k-too-few.cell{border:1px solid var(--line-2);}
.chip.k-no-data,.tag.hatched{border:1px dashed var(--line-2);}
.chip.k-too-few{border-style:dotted;}
.tag{display:inline-block;box-sizing:border-box;border-radius:3px;padding:0 7px;font-size:13px;
 line-height:22px;border:1px solid var(--line-2);color:var(--ink-2);background-color:var(--surface);
 white-space:nowrap;font-weight:400;}
.tag.dotted{border:1px dotted var(--ink-3);}
.tag.hatched{background-image:none;}
.tag.solid{background:var(--action);border-color:var(--action);color:var(--surface);}
.tag.outline{border:1px solid var(--ink-2);color:var(--ink);}
.faint{color:var(--ink-3);}
.key{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:center;font-size:13px;line-height:20px;
 color:var(--ink-2);}
.key-item{display:inline-flex;align-items:center;gap:6px;white-space:nowrap;}
.key .chip{height:20px;min-width:26px;font-size:13px;line-height:18px;}
.track{flex:1 1 auto;min-width:26px;}
.track i{display:block;height:7px;background:var(--band);}
.track b{display:block;height:7px;background:var(--slate);}
.part{display:flex;align-items:center;gap:7px;}
.part-n{flex:0 0 34px;text-align:right;}
"""

_CARDS = """
[class*=st-key-card]{background:var(--surface);border:1px solid var(--line) !important;border-radius:6px;
 padding:14px 20px 16px !important;gap:8px !important;box-shadow:none;}
.card-head{display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px;}
.card-head h2{font-size:17px;line-height:26px;font-weight:700;margin:0;padding:0;}
.card-head .finding{font-size:15px;line-height:22px;color:var(--ink-2);margin:0;}
.card-head .head-right{margin-left:auto;}
a.def{color:inherit !important;text-decoration:underline dotted var(--line-2);text-underline-offset:4px;
 text-decoration-thickness:1px;}
.picture svg a{text-decoration:none !important;cursor:pointer;}
a.def:hover{text-decoration:underline solid var(--ink);}
/* A figure looks as it would without its link, and is at least 20 px high for the hand that points at it. */
a.def.fig{text-decoration:none;display:inline-block;min-height:20px;min-width:12px;line-height:inherit;}
.calendar a.def.fig{display:block;}
a.def.fig:hover,a.def.fig:focus-visible{text-decoration:underline solid currentColor;}
.note{font-size:13px;line-height:20px;color:var(--ink-2);margin:8px 0 0;}
.map-note span:last-child{margin-left:auto;white-space:nowrap;}
.map-note{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 16px;}
/* Long calendars leave the map alone beside them: it stays in sight. */
.st-key-card_map{position:sticky;top:16px;}
.picture{text-align:center;line-height:0;}
.picture svg{display:inline-block;height:auto;font-family:var(--font);font-variant-numeric:tabular-nums;}
.picture.narrow{display:none;}
.tiles{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:4px;}
.tile{display:flex;align-items:center;justify-content:center;text-align:center;
 min-height:58px;padding:4px;font-size:14px;line-height:19px;overflow-wrap:anywhere;}
.tile b{hyphenate-character:"-";word-break:keep-all;}
.tile.k-no-data span,.tile.k-too-few span{background:var(--surface);padding:1px 5px;}
.tile.corner{background-image:linear-gradient(315deg,var(--s) 0 11px,#fff 11px 13px,transparent 13px);}
.verdict{margin:4px 0 0;font-size:15px;line-height:24px;}
"""

_TABLE = """
.table-wrap{overflow-x:auto;}
table.ranking,table.parts{width:100%;border-collapse:collapse;font-size:15px;line-height:22px;margin:0;}
.ranking th,.ranking td,.parts th,.parts td{border:0;padding:0 8px;text-align:left;vertical-align:middle;
 font-weight:400;background:none;color:var(--ink);}
.ranking thead th,.parts thead th{font-size:13px;line-height:20px;color:var(--ink-2);vertical-align:bottom;
 padding-bottom:4px;border-bottom:1px solid var(--line-2);white-space:nowrap;}
.ranking tbody td,.ranking tbody th{height:43px;border-bottom:1px solid var(--row-line);}
.ranking tbody tr:last-child td,.ranking tbody tr:last-child th{border-bottom:0;}
.ranking.dense tbody td,.ranking.dense tbody th{height:36px;}
.ranking .num,.parts .num{text-align:right;}
.ranking .c-no{font-weight:700;width:44px;}
.ranking .c-name{font-weight:700;white-space:nowrap;}
.ranking.long-names .c-name{white-space:normal;min-width:10em;line-height:18px;}
.ranking .c-score{font-size:18px;font-weight:700;}
.ranking strong,.parts .strong{font-weight:700;}
.ranking .c-rank{min-width:140px;width:13%;}
.ranking .c-prob,.ranking .c-change{white-space:nowrap;}
.ranking .c-part{padding:0 6px;}
.ranking .c-spark{width:140px;padding:0 8px;}
.spark{display:block;}
.axis{display:block;position:relative;height:18px;line-height:18px;margin:0 6px;}
.axis i{position:absolute;transform:translateX(-50%);font-style:normal;}
.interval{display:block;position:relative;height:20px;margin:0 6px;}
.interval u{position:absolute;top:0;height:20px;width:1px;background:var(--line);}
.interval b{position:absolute;top:7px;height:6px;margin-left:-3px;padding-right:6px;border-radius:3px;
 background:var(--interval);box-sizing:content-box;}
.interval em{position:absolute;top:4px;width:12px;height:12px;margin-left:-6px;border-radius:6px;
 background:var(--ink);}
.parts tbody th,.parts tbody td,.parts tfoot th,.parts tfoot td{height:38px;
 border-bottom:1px solid var(--row-line);}
.parts tfoot th,.parts tfoot td{border-top:1px solid var(--line-2);border-bottom:0;font-weight:700;}
.parts tfoot .sum-note{font-weight:400;color:var(--ink-2);}
.parts .c-lost{width:17%;min-width:110px;}
.parts .ci{display:block;font-size:13px;line-height:18px;color:var(--ink-2);font-weight:400;white-space:nowrap;}
.parts tbody th{min-width:11em;}
"""

_CALENDAR = """
.calendar-wrap{overflow-x:auto;}
table.calendar{border-collapse:separate;border-spacing:0;width:100%;table-layout:fixed;margin:0 0 10px;}
.calendar th,.calendar td{border:0;padding:1px;font-weight:400;text-align:center;color:var(--ink);}
.calendar tbody th,.calendar .unit,.calendar .numbers th:first-child{width:104px;text-align:left;
 font-size:14px;line-height:18px;padding-right:8px;}
.calendar .unit{color:var(--ink-2);font-size:13px;}
.calendar .y{font-size:14px;line-height:20px;font-weight:700;text-align:left;white-space:nowrap;}
.calendar .numbers th{font-size:13px;line-height:20px;color:var(--ink-2);padding:0;}
.calendar .numbers th.now{font-weight:700;color:var(--ink);}
.calendar col.unit{width:104px;}
.calendar.long-names col.unit{width:172px;}
.calendar col.gap{width:8px;}
.calendar .gap{padding:0;}
.calendar .on-phone{display:none;}
.calendar .cell{display:flex;align-items:center;justify-content:center;height:26px;font-size:13px;
 line-height:18px;--hatch:var(--line-2);}
.calendar td.now{position:relative;}
.calendar td.now::after{content:"";position:absolute;inset:0;border:solid var(--ink);border-width:0 2px;
 pointer-events:none;}
.calendar tbody tr:first-child td.now::after{border-top-width:2px;}
.calendar td.now.last::after{border-bottom-width:2px;}
.calendar-key .cell{display:inline-block;width:22px;height:20px;}
.calendar-key .framed{border:2px solid var(--ink);background:var(--surface);}
"""

_PROBLEM = """
.problem{background:var(--surface);border:1.5px solid var(--ink);border-radius:6px;padding:20px 24px;
 max-width:820px;margin:24px 0;}
.problem h2{font-size:17px;line-height:26px;font-weight:700;margin:0 0 8px;padding:0;overflow-wrap:anywhere;}
.problem dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0;padding:0;}
.problem dt{color:var(--ink-2);margin:0;}
.problem dd{margin:0;overflow-wrap:anywhere;}
.problem .ref{margin:12px 0 0;color:var(--ink-2);}
.problem .ref b{color:var(--ink);}
.st-key-first_load{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:24px 28px 28px;
 max-width:760px;margin:64px auto 0;}
.st-key-first_load h2{font-size:20px;line-height:28px;font-weight:700;margin:12px 0 4px;padding:0;}
.st-key-first_load p{color:var(--ink-2);}
.notice{border-left:3px solid var(--ink);background:var(--surface);padding:6px 12px;margin:0;}
"""

# Downloads, language, presentation: quiet, at the edges. Cards stand apart from what is written over them.
_TOOLS = """
.st-key-side_tools{padding-top:20px;}
.st-key-side_tools button,.st-key-top_tools button{min-height:30px;padding:2px 8px;justify-content:flex-start;}
.st-key-side_tools button p,.st-key-top_tools button p{font-size:13px;line-height:20px;color:var(--ink-2);}
.st-key-side_tools button:hover p,.st-key-top_tools button:hover p{color:var(--ink);}
.st-key-steps strong{font-weight:400;}
.st-key-top_tools{margin-left:auto;}
[class*=st-key-take_]{position:absolute;top:10px;right:14px;width:auto !important;z-index:2;}
[class*=st-key-take_] button{min-height:28px;height:28px;padding:0 8px;border-color:transparent;
 background:transparent;color:var(--ink-2);}
[class*=st-key-take_] button:hover,[class*=st-key-take_] button:focus-visible{border-color:var(--line-2);
 color:var(--ink);}
[class*=st-key-take_] button p{font-size:13px;line-height:20px;}
:where([class*=st-key-card]:has([class*=st-key-take_])){position:relative;}
:where([class*=st-key-card]:has([class*=st-key-take_])>:first-child .card-head){padding-right:92px;min-height:28px;}
.st-key-parts_head{padding-right:92px;}
.st-key-parts_head .card-head{padding-right:0;}
[class*=st-key-files_]{gap:6px !important;min-width:300px;}
[class*=st-key-files_] .note{margin:0;max-width:300px;}
/* What takes no room leaves no gap: the script, and the grey block that stands behind what is coming. */
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]>:has(>.st-key-loading),
[data-testid=stElementContainer]:has(>[data-testid=stHtml]>script:only-child){position:absolute;left:0;right:0;}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]>:has(>.st-key-loading){z-index:-1;padding:inherit;}
.empty{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:20px 24px;}
.empty b{display:block;}
.empty p{margin:4px 0 0;color:var(--ink-2);}
.ranking tr.chosen td,.ranking tr.chosen th{background:var(--ground);}
.ranking tr.chosen td:first-child{box-shadow:inset 3px 0 0 var(--ink);}
"""

# What Streamlit says below a field that is being filled in is English, whatever the page speaks.
_TYPING_WORDS = """
[data-testid=InputInstructions]{font-size:0 !important;}
[data-testid=InputInstructions] *{font-size:0 !important;}
[data-testid=InputInstructions]::after{content:"%s";font-size:13px;color:var(--ink-3);}
"""

_ERROR_WORDS = """
[data-testid=stDownloadButtonError]{font-size:0 !important;line-height:0 !important;}
[data-testid=stDownloadButtonError]::after{content:"%s";font-size:0.8667rem;line-height:1.333rem;
 color:var(--ink);display:block;}
"""

# Nothing under 14 px at 1920: the root font is 17 px there, so that the smallest text, 13, stands at 14.7.
_PRESENTATION = """
html{font-size:0.885vw !important;}
[data-testid=stSidebar],.st-key-topnav{display:none !important;}
[data-testid=stMainBlockContainer]{padding:24px 42px 24px;}
.title h1{font-size:28px;line-height:38px;}
.title p{font-size:16px;line-height:24px;}
.card-head h2{font-size:18px;}
.card-head .finding{font-size:16px;line-height:24px;}
[class*=st-key-take_]{display:none !important;}
[class*=st-key-card]:has([class*=st-key-take_])>:first-child .card-head{padding-right:0;}
.st-key-steps{gap:6px !important;align-items:center;}
.st-key-steps [data-testid=stPageLink] a{background:transparent;padding:3px 10px;border:1px solid var(--line-2);}
.st-key-steps [data-testid=stPageLink] p{font-size:14px;line-height:20px;color:var(--ink-2);font-weight:400;}
.st-key-steps button{min-height:28px;padding:3px 10px;background:transparent;}
.st-key-steps button p{font-size:14px;line-height:20px;color:var(--ink-2);}
.st-key-steps .step{font-size:14px;line-height:20px;color:var(--ink-2);}
"""

_MIDDLE = f"""
@media (max-width:{SIDEBAR_FROM - 1}px){{
[data-testid=stSidebar]{{display:none !important;}}
[data-testid=stMainBlockContainer]{{padding:12px 24px 24px;}}
.st-key-topnav{{display:flex !important;gap:0 4px !important;border-bottom:1px solid var(--line);padding-bottom:6px;
 align-items:center;}}
.st-key-topnav>*{{flex:0 0 auto !important;width:auto !important;min-width:0 !important;}}
.st-key-topnav .brand{{padding:0;display:flex;align-items:center;gap:10px;}}
.st-key-topnav .brand .bars{{margin:0;}}
.st-key-topnav .brand .bars i{{width:5px;height:20px;}}
.st-key-topnav .brand b{{font-size:15px;}}
.st-key-topnav .brand span{{display:none;}}
.ranking .c-spark{{display:none;}}
.ranking th,.ranking td{{padding:0 6px;}}
.ranking .c-rank{{min-width:112px;}}
.ranking .c-prob,.ranking .c-change{{white-space:normal;}}
.ranking .c-prob{{min-width:58px;}}
.ranking .c-name{{white-space:normal;}}
.ranking.dense th,.ranking.dense td{{padding:0 4px;}}
.ranking.dense .c-rank{{min-width:90px;}}
.ranking.dense .part{{gap:5px;}}
.ranking.dense .track{{min-width:16px;}}
.ranking .c-part .tag{{white-space:normal;line-height:16px;}}
.ranking thead .c-part{{white-space:normal;}}
[class*=st-key-card]{{padding:12px 16px 14px !important;}}
.ranking tbody td,.ranking tbody th{{height:40px;}}
.st-key-lower [data-testid=stHorizontalBlock]:has(>[data-testid=stColumn]){{flex-direction:column;}}
.st-key-lower [data-testid=stColumn]{{width:100% !important;flex:1 1 auto !important;}}
}}
"""

# On a phone a row of the ranking is a card: rank, name, colour and score on one line, the rest below.
_PHONE = f"""
@media (max-width:{PHONE_TO}px){{
html{{font-size:11.25pt !important;}}
[class*=st-key-take_]{{position:static;align-self:flex-end;}}
[class*=st-key-card]:has([class*=st-key-take_])>:first-child .card-head{{padding-right:0;}}
.st-key-top_tools{{margin-left:0;}}
[data-testid=stMainBlockContainer]{{padding:8px 16px 24px;}}
.picture.wide{{display:none;}}
.picture.narrow{{display:block;}}
.calendar .far{{display:none;}}
.calendar .on-phone{{display:inline;}}
.calendar col.unit,.calendar.long-names col.unit{{width:86px;}}
.calendar tbody th,.calendar .unit,.calendar .numbers th:first-child{{width:86px;}}
.ranking thead,.parts thead{{display:none;}}
.ranking,.ranking tbody,.parts,.parts tbody,.parts tfoot{{display:block;}}
.ranking tbody tr{{display:grid;grid-template-columns:30px 1fr auto 62px;align-items:center;gap:2px 8px;
 padding:8px 0;border-bottom:1px solid var(--line);}}
.ranking.dense tbody td,.ranking.dense tbody th,.ranking tbody td,.ranking tbody th{{height:auto;padding:0;
 border:0;width:auto;}}
.ranking .c-rank,.ranking tbody tr .c-spark{{display:none;}}
.ranking .c-no{{text-align:left;}}
.ranking .c-prob,.ranking .c-change{{grid-column:1/3;text-align:left !important;font-size:14px;}}
.ranking .c-change{{grid-column:3/5;text-align:right !important;}}
.ranking .c-part{{grid-column:span 2;font-size:14px;}}
.ranking td.c-part:nth-child(odd){{grid-column:1/3;}}
.ranking td.c-part:nth-child(even){{grid-column:3/5;}}
[data-label]::before{{content:attr(data-label) " ";font-size:13px;color:var(--ink-2);margin-right:4px;
 font-weight:400;}}
.ranking tbody tr{{grid-template-columns:30px minmax(0,1fr) 40px minmax(0,1fr);}}
.ranking .c-chip{{text-align:center;}}
.ranking .c-name,.ranking .c-change{{white-space:normal;}}
.ranking .c-part{{min-width:0;overflow-wrap:anywhere;}}
.ranking td.c-part{{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;}}
.ranking .c-part .part{{display:contents;}}
.ranking .c-part .part-n{{flex:0 0 auto;}}
.ranking .c-part .track{{flex:1 0 100%;}}
.ranking .c-part .track i{{width:100% !important;}}
.parts tbody tr,.parts tfoot tr{{display:grid;grid-template-columns:1fr 1fr;gap:2px 12px;padding:8px 0;
 border-bottom:1px solid var(--line);}}
.parts tbody td,.parts tbody th,.parts tfoot td,.parts tfoot th{{height:auto;padding:0;border:0;
 text-align:left !important;font-size:14px;}}
.parts tbody th{{grid-column:1/3;font-weight:700;font-size:15px;}}
.parts .sum-note{{grid-column:1/3;}}
.parts td:empty{{display:none;}}
.parts .c-lost{{width:auto;min-width:0;grid-column:1/3;display:flex;align-items:center;}}
.parts .c-lost .part{{flex:1;}}
.card-head .head-right{{margin-left:0;}}
.st-key-parts_head{{flex-direction:column;align-items:stretch !important;padding-right:0;}}
.st-key-parts_head>*{{flex:0 0 auto !important;}}
.st-key-card_map{{position:static;}}
}}
"""
