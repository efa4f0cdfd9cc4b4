"""The page of GB/T 9704-2012: A4, margins, type area, page number; and the parts of a template that hold them."""

from __future__ import annotations

from board.notices.word.markup import DECLARED
from board.notices.word.styles import FONTS, LATIN, PAGE, RED, STYLES, rule

MM = 1440 / 25.4
"""A millimetre in twentieths of a point."""
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, LEFT = round(37 * MM), round(28 * MM)
TEXT_WIDTH, TEXT_HEIGHT = round(156 * MM), round(225 * MM)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - TEXT_WIDTH, PAGE_HEIGHT - TOP - TEXT_HEIGHT
HEADER = round(15 * MM)
LETTER_FOOTER = round(20 * MM)
"""In a letter: the lower red line of its first page, 20 mm above the page's edge (10.1); its numbers stand higher."""
FOOTER = round(25.6 * MM)
"""From the page's edge to the page number's line, so that its dashes are 7 mm below the type area (7.5)."""


FOOTNOTES = '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>'
"""①②③: a raised 2 before 3处 would read as a figure."""


def section(is_letter: bool) -> str:
    """The last section's properties; a letter's first page shows a red line instead of its number."""
    first = '<w:footerReference w:type="first" r:id="rId7"/>' if is_letter else ""
    return (
        f'<w:sectPr><w:footerReference w:type="even" r:id="rId6"/><w:footerReference w:type="default" r:id="rId5"/>{first}{FOOTNOTES}'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="{HEADER}" '
        f'w:footer="{LETTER_FOOTER if is_letter else FOOTER}" w:gutter="0"/><w:cols w:space="425"/>'
        f"{'<w:titlePg/>' if is_letter else ''}</w:sectPr>"
    )


def page_number(is_even: bool, is_letter: bool) -> str:
    """A footer: — 1 — at the outer side, one character in."""
    lifted = f'<w:spacing w:after="{FOOTER - LETTER_FOOTER}"/>' if is_letter else ""
    side = "left" if is_even else "right"
    style = STYLES[PAGE].id
    return (
        f'<w:ftr {DECLARED}><w:p><w:pPr><w:pStyle w:val="{style}"/>{lifted}<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def letter_line() -> str:
    """The lower red line of a letter's first page: a thin and a thick one, 170 mm wide."""
    line = rule("bottom", 24, 0, RED, "thinThickSmallGap")
    return (
        f'<w:ftr {DECLARED}><w:p><w:pPr><w:pBdr>{line}</w:pBdr><w:spacing w:line="40" w:lineRule="exact"/>'
        f'<w:ind w:left="{round(-8 * MM)}" w:right="{round(-6 * MM)}"/></w:pPr></w:p></w:ftr>'
    )


def settings() -> str:
    """settings.xml: odd and even pages differ, footnotes count ①②③, punctuation keeps its width."""
    return (
        f'<w:settings {DECLARED}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="14"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font(name: str) -> str:
    """An East Asian font's entry: what stands in for it where it is not installed."""
    other, family, panose = FONTS[name]
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:panose1 w:val="{panose}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="auto"/></w:font>'
    )


def font_table() -> str:
    """fontTable.xml."""
    latin = (
        f'<w:font w:name="{LATIN}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f"<w:fonts {DECLARED}>{''.join(font(name) for name in FONTS)}{latin}</w:fonts>"


def letter_frame() -> str:
    """Where a letter's mark stands: 170 mm wide, its letters 30 mm below the page's edge (10.1), its line a little above."""
    return (
        f'<w:framePr w:w="{round(170 * MM)}" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{round(20 * MM)}" w:y="{round(28.4 * MM)}"/>'
    )


def imprint_frame() -> str:
    """Where 版记 stands: at the lower edge of the last page's type area (7.4.1)."""
    return (
        f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" '
        'w:xAlign="left" w:yAlign="bottom"/>'
    )


def separators() -> str:
    """footnotes.xml with nothing but the two lines that Word asks for."""
    kinds = ((-1, "separator"), (0, "continuationSeparator"))
    notes = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in kinds
    )
    return f"<w:footnotes {DECLARED}>{notes}</w:footnotes>"
