"""What is set when a paper stands: the title's lines, the head's size, the signature's place, ids, fonts, properties."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from board.notices.content import Content
from board.notices.word import layout, styles
from board.notices.word.markup import NAMESPACES, WML, clean, em_width, parsed
from rules.packs import PLANS

WORDS = PLANS.parent / "templates" / "words.txt"
TITLE_EMS = 442 / 22 - 1
"""Characters of 22 pt in a line of the type area, with one left for the gaps that some programs put round figures."""


def broken_title(title: str, whole: Sequence[str]) -> str:
    """A title in as few lines as it needs, nearly equal, broken at the edge of a word and never inside one.

    Words are those of ``words`` and ``whole``. A title without a place to break is left to Word.
    """
    width = em_width(title)
    lines = int(-(-width // TITLE_EMS))
    if lines < 2:
        return title
    inside, edges = set(), set()
    for term in filter(None, (*whole, *words())):
        for found in re.finditer(re.escape(term), title):
            inside |= set(range(found.start() + 1, found.end()))
            edges |= {found.start(), found.end()}
    free = [
        n for n in range(1, len(title))
        if n not in inside and title[n] not in "的，、）》”〕" and not (title[n].isascii() and title[n - 1].isascii())
    ]  # fmt: skip
    cuts: list[int] = []
    for line in range(1, lines):
        aim = width * line / lines
        start = cuts[-1] if cuts else 0
        left = [n for n in free if start < n and em_width(title[start:n]) <= TITLE_EMS]
        fits = [n for n in left if em_width(title[n:]) <= TITLE_EMS * (lines - line)]
        if not fits:
            return title
        cuts.append(min(fits, key=lambda n: abs(em_width(title[:n]) - aim) - (4 if n in edges else 0)))
    places = [0, *cuts, len(title)]
    return "\n".join(title[a:b] for a, b in itertools.pairwise(places))


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Words that a title keeps together, from ``data/templates/words.txt``; none where an office took it away."""
    if not WORDS.is_file():
        return ()
    lines = (line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def place_head(document: Document, names: styles.Names) -> None:
    """A long name of the issuing office still stands on one line: its letters get smaller, not below the title's."""
    for name in (styles.HEAD, styles.LETTER_HEAD):
        look = styles.STYLES[name]
        for element in _of_style(document, names[name]):
            wide = em_width(_text(element))
            size = int(min(look.size, layout.TEXT_WIDTH / styles.twips(1) / wide if wide else look.size))
            if size < look.size:
                for run in element.iter(f"{WML}r"):
                    _sized(run, max(size, 22))


def place_seal(document: Document, names: styles.Names) -> None:
    """署名 in the middle above the date, which ends four characters from the edge (GB/T 9704-2012, 7.3.5.1)."""
    dates = [_text(e) for e in _of_style(document, names[styles.DATE])]
    if not dates:
        return
    for element in _of_style(document, names[styles.SEAL]):
        over = (em_width(dates[0]) - em_width(_text(element))) / 2
        right = max(0.0, 4 + over) * styles.CHARACTER
        properties = element.get_or_add_pPr()
        indent = properties.get_or_add_ind()
        indent.set(f"{WML}right", str(styles.twips(right)))


def number_ids(document: Document) -> None:
    """Every drawing and shape of body, headers and footers gets an id of its own, in order."""
    number = 0
    for root in _roots(document):
        for element in root.iter(*_with_ids()):
            number += 1
            element.set("id", str(number))


def name_fonts(document: Document) -> None:
    """Fonts of a paper that a template does not list get what stands in for them."""
    for link in document.part.rels.values():
        if link.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            part = link.target_part
            root = parse_xml(part.blob)
            there = {e.get(f"{WML}name"): e for e in root.iter(f"{WML}font")}
            for name in styles.FONTS:
                if name not in there:
                    root.append(parsed(layout.font(name)))
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def describe(document: Document, content: Content) -> None:
    """Properties of the file: title, who issues it, and the release's time in place of any clock."""
    told = document.core_properties
    when = datetime.fromisoformat(content.published_at).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told.title, told.author, told.last_modified_by = (
        clean(content.title),
        clean(content.signed),
        clean(content.signed),
    )
    told.subject, told.comments, told.keywords = content.period_text, "", ""
    told.created = told.modified = when
    told.revision, told.language = 1, "zh-CN"


def _with_ids() -> list[str]:
    wps, pic, wp = NAMESPACES["wps"], NAMESPACES["pic"], NAMESPACES["wp"]
    return [f"{{{wp}}}docPr", f"{{{wps}}}cNvPr", f"{{{pic}}}cNvPr"]


def _roots(document: Document) -> Iterator[Any]:
    yield document.element
    for link in document.part.rels.values():
        if link.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield cast(XmlPart, link.target_part).element


def _of_style(document: Document, style: str) -> list[Any]:
    found = document.element.body.iterfind(f"{WML}p/{WML}pPr/{WML}pStyle[@{WML}val='{style}']")
    return [e.getparent().getparent() for e in found]


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{WML}t")).strip()


def _sized(run: Any, size: float) -> None:
    properties = run.get_or_add_rPr()
    size_of = properties.sz if properties.sz is not None else properties._add_sz()
    size_of.set(f"{WML}val", str(round(size * 2)))
