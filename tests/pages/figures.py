"""Finds the numbers of a page's markup that lead nowhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from streamlit.testing.v1 import AppTest

VOID = {"br", "hr", "img", "col", "wbr", "input", "link", "meta"}
UNSEEN = {"style", "script", "title"}
NO_FIGURES = {
    # Prose that says again what a card shows as figures, and remarks on how to read it.
    "p.finding", "p.note", "p.o-sentence", "p.o-foot", "p.notice", "p.verdict", "p.tg-none", "li.o-rest", "span.rp-aside",
    # Names, heads, keys, axes: what a number stands for.
    "h1", "h2", "h3", "thead", "th.c-task", "th.c-office", "div.title", "div.side-foot", "div.key", "span.axis", "span.tg-axis",
    "span.tg-ends", "div.tk-heads", "span.tk-name", "span.tk-page",
    # Where the plan says it, and when: clauses and days.
    "i.tg-clause", "span.o-clause", "td.c-clause", "td.c-due", "ol.phases",
    # A paper's sentences, whose figures are links beside; its captions, notes, number, date and pages; words in its tables.
    "p.nt-p", "h3.nt-h1", "h3.nt-h2", "p.nt-cap", "p.nt-note", "div.nt-foot", "p.nt-no", "p.nt-mark", "p.nt-to", "p.nt-list",
    "p.nt-sign", "p.nt-day", "p.nt-page", "p.nt-annex", "td.nt-word",
    # Rows of a ledger, which are what figures lead to, and what the plan asks to be sent.
    "table.rg-rows", "table.rg-reports",
}  # fmt: skip
"""Places where a number is no figure of its own; a number anywhere else must be a link.

``tag`` or ``tag.class`` of any element round it.
"""
CLAUSE = re.compile(
    r"(?=.*[一二三四五六七八九十措附])(?:(?:措施|附件|正文)?[一二三四五六七八九十（）\d.-]*(?:（\d{4}年）)?[、；，]?)+"
)
"""A clause as ``texts.clause`` tells it; never a bare number."""
SAID = re.compile(r"[\d.,]+%?|中间 \d+ 个地区从略")
"""What a drawing may say outside its links: the ticks of its axis, and how many rows it leaves out."""


class Number(NamedTuple):
    """A piece of text with a digit in it."""

    text: str
    path: tuple[str, ...]
    href: str
    """Where its link leads; empty without one."""


def body(test: AppTest) -> str:
    """All markup that a page has written."""
    found = [str(getattr(element.proto, "body", "")) for element in test.get("html")]
    return "\n".join([*found, *(markdown.value for markdown in test.markdown)])


def without_links(markup: str) -> str:
    """The same markup as it would be before an audience."""
    return re.sub(r"</?a\b[^>]*>", "", markup)


def plain(markup: str) -> str:
    """Its text, each run of blanks as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


def rows_of(markup: str, css: str) -> list[list[str]]:
    """Rows of the first table of a kind, without its head, each cell as plain text."""
    table = re.search(rf'<table class="[^"]*\b{css}\b[^"]*">(.*?)</table>', markup, re.S)
    assert table, css
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(
            r"<tr[^>]*>(.*?)</tr>", re.sub(r"<thead>.*?</thead>", "", table[1], flags=re.S), re.S
        )
    ]


def numbers(markup: str) -> list[Number]:
    """Every text with a digit, with the elements it stands in and its link."""
    found: list[Number] = []

    class Walk(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[tuple[str, dict[str, str | None]]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in VOID:
                self.open.append((tag, dict(attrs)))

        def handle_endtag(self, tag: str) -> None:
            for place in range(len(self.open) - 1, -1, -1):
                if self.open[place][0] == tag:
                    del self.open[place:]
                    return

        def handle_data(self, data: str) -> None:
            if not re.search(r"\d", data) or any(tag in UNSEEN for tag, _attrs in self.open):
                return
            href = next((str(a["href"]) for tag, a in self.open if tag == "a" and a.get("href")), "")
            path = tuple(f"{tag}.{'.'.join((a.get('class') or '').split())}" for tag, a in self.open)
            found.append(Number(data.strip(), path, href))

    Walk().feed(markup)
    return found


def unlinked(markup: str) -> list[str]:
    """The numbers that should be links and are none, each with where it stands."""
    return [
        f"{n.text} in {' '.join(n.path[-4:])}" for n in numbers(markup) if not n.href and not _is_no_figure(n)
    ]


def _is_no_figure(number: Number) -> bool:
    places = {part for step in number.path for part in _names(step)}
    if places & NO_FIGURES:
        return True
    if "summary." in number.path and any(
        step.startswith(("details.tk-more", "details.tk-name")) for step in number.path
    ):
        return True  # how many rows it unfolds
    if any("faint" in step for step in number.path) and any(step.startswith("p.") for step in number.path):
        return True
    if any(step.startswith("svg.") for step in number.path):
        return bool(SAID.fullmatch(number.text))
    if number.path[-1] == "th.":
        return True  # the name of a row
    is_clause = bool(CLAUSE.fullmatch(number.text))
    return is_clause and number.path[-1].split(".")[0] in ("nobr", "td", "small", "span")


def _names(step: str) -> set[str]:
    tag, *classes = step.split(".")
    return {tag, *(f"{tag}.{name}" for name in classes)}
