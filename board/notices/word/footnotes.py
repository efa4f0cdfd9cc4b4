"""Footnotes for definitions: python-docx knows none, so their part is written here."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from board.notices.word import layout, styles
from board.notices.word.markup import WML, parsed, run

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Footnotes:
    """The footnotes of a document; those that its template has already stay."""

    def __init__(self, document: Document, names: styles.Names) -> None:
        self._names = names
        self._part = _part(document)
        self._root = parse_xml(self._part.blob)
        used = [int(n.get(f"{WML}id")) for n in self._root.iter(f"{WML}footnote")]
        self._next = max([0, *used]) + 1
        for section in document.element.body.iter(f"{WML}sectPr"):
            _circled(section)

    def add(self, text: str) -> str:
        """A new footnote; gives the run that hangs behind its term."""
        number = self._next
        self._next += 1
        mark = f'<w:rPr><w:rStyle w:val="{self._names[styles.FOOTNOTE_MARK]}"/></w:rPr>'
        self._root.append(
            parsed(
                f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self._names[styles.FOOTNOTE]}"/></w:pPr>'
                f"<w:r>{mark}<w:footnoteRef/></w:r>{run(f' {text}')}</w:p></w:footnote>"
            )
        )
        return f'<w:r>{mark}<w:footnoteReference w:id="{number}"/></w:r>'

    def save(self) -> None:
        """Write them into the document."""
        self._part._blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _part(document: Document) -> Part:
    for link in document.part.rels.values():
        if link.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            return link.target_part
    xml = layout.separators().encode("utf-8")
    part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    _declare(document)
    return part


def _circled(section: Any) -> None:
    """A section that says nothing of its footnotes counts them ①②③."""
    if section.find(f"{WML}footnotePr") is None:
        before = [e for e in section if e.tag in (f"{WML}headerReference", f"{WML}footerReference")]
        section.insert(len(before), parsed(layout.FOOTNOTES))


def _declare(document: Document) -> None:
    """The settings of a document name the two lines above its footnotes."""
    settings = document.settings.element
    if settings.find(f"{WML}footnotePr") is not None:
        return
    element = parsed('<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    # In the schema's order it stands before endnotePr and compat, which every settings.xml of Word has.
    for name in ("endnotePr", "compat", "docVars", "rsids", "themeFontLang", "clrSchemeMapping"):
        later = settings.find(f"{WML}{name}")
        if later is not None:
            later.addprevious(element)
            return
    settings.append(element)
