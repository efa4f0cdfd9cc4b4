"""WordprocessingML as text: runs and paragraphs from Chinese strings, safe for any characters."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
}
DECLARED = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
WML = f"{{{NAMESPACES['w']}}}"
TWIPS = 20
"""A point in twentieths, as Word counts lengths of paragraphs and tables."""
EMU = 12700
"""A point in English Metric Units, as drawings count."""
EMU_PER_MM = 36000
# Everything that XML 1.0 does not allow, plus what Word takes for a command (vertical tab, form feed).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """A text without characters that XML forbids; tabs and returns as blanks, line ends kept as ``\\n``."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def attribute(text: str) -> str:
    """A text as an attribute's value with its quotes, on one line."""
    return quoteattr(clean(text).replace("\n", " "))


def parsed(xml: str) -> Any:
    """The element of a piece of markup, with python-docx's classes; the piece needs no namespaces of its own."""
    head = re.match(r"<[\w:]+", xml)
    assert head is not None
    return parse_xml(f"{head.group()} {DECLARED}{xml[head.end() :]}")


def run(text: str, more: str = "", font: str = "", latin: str = "") -> str:
    """A run. ``hint`` makes “ ” — · × take the East Asian font; ``more`` are further properties after the font's.

    ``font`` is an East Asian font other than the style's, ``latin`` one for digits and letters.
    """
    own = f' w:ascii="{latin}" w:hAnsi="{latin}"' if latin else ""
    own += f' w:eastAsia="{font}"' if font else ""
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in clean(text).split("\n")
    )
    return f'<w:r><w:rPr><w:rFonts{own} w:hint="eastAsia"/>{more}</w:rPr>{words}</w:r>'


def styled_run(text: str, style: str) -> str:
    """A run in a character style, by its id."""
    return (
        f'<w:r><w:rPr><w:rStyle w:val="{style}"/><w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'
    )


def paragraph(style: str, inner: str, more: str = "") -> str:
    """A paragraph in a style (by its id); ``more`` are further properties in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


def em_width(text: str) -> float:
    """Width of a text in ems: digits, Latin letters and blanks are a half, all else is one wide."""
    return sum(0.5 if ord(c) < 0x2000 and c not in "·×°±" else 1.0 for c in text)
