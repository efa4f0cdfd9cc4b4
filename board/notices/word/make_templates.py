"""Makes the templates that come with the product, the same bytes each time: ``python -m board.notices.word.make_templates``.

An office edits the files themselves, not this module; see ``docs/templates.md``.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from board.notices import zipped
from board.notices.word import layout
from board.notices.word.markup import DECLARED, paragraph, run
from board.notices.word.styles import (
    BODY,
    DATE,
    HEAD,
    IMPRINT,
    LETTER_HEAD,
    LETTER_NUMBER,
    NUMBER,
    RECIPIENTS,
    SEAL,
    STYLES,
    TITLE,
    sheet,
)  # fmt: skip
from rules.packs import PLANS, load_plan, plan_ids

TEMPLATES = PLANS.parent / "templates"
DEFAULT, LETTER = "default", "letter"
DEFAULT_PAPERS = ("monthly", "quarterly", "annual", LETTER)

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = {
    "word/document.xml": "document.main", "word/styles.xml": "styles", "word/settings.xml": "settings",
    "word/fontTable.xml": "fontTable", "word/footnotes.xml": "footnotes", "word/footer1.xml": "footer",
    "word/footer2.xml": "footer", "word/footer3.xml": "footer",
}  # fmt: skip
_LINKS = ("styles", "settings", "fontTable", "footnotes", "footer1", "footer2", "footer3")


def notice() -> str:
    """The body of a notice: red head, number, line, title, recipients, text, annexes, signature, date, imprint."""
    return "".join(
        (
            _line(HEAD, "{{ 发文机关 }}文件"),
            _line(NUMBER, "{{ 文号 }}"),
            _line(TITLE, "{{ 标题 }}"),
            _line(RECIPIENTS, "{{ 主送 }}："),
            *(_line(BODY, f"{{{{ {name} }}}}") for name in ("正文", "附件说明")),
            _line(SEAL, "{{ 署名 }}"),
            _line(DATE, "{{ 成文日期 }}"),
            *(_line(BODY, f"{{{{ {name} }}}}") for name in ("附注", "附件")),
            _imprint(),
        )
    )


def letter() -> str:
    """The body of a letter to one office: 信函格式, without imprint."""
    return "".join(
        (
            _line(LETTER_HEAD, "{{ 发文机关 }}", layout.letter_frame()),
            _line(LETTER_NUMBER, "{{ 文号 }}"),
            _line(TITLE, "{{ 标题 }}"),
            _line(RECIPIENTS, "{{ 主送 }}："),
            *(_line(BODY, f"{{{{ {name} }}}}") for name in ("正文", "附件说明")),
            _line(SEAL, "{{ 署名 }}"),
            _line(DATE, "{{ 成文日期 }}"),
            *(_line(BODY, f"{{{{ {name} }}}}") for name in ("附注", "附件")),
        )
    )


def made(is_letter: bool) -> bytes:
    """A template as a file."""
    body = letter() if is_letter else notice()
    parts = {
        "word/document.xml": f"<w:document {DECLARED}><w:body>{body}{layout.section(is_letter)}</w:body></w:document>",
        "word/styles.xml": sheet(),
        "word/settings.xml": layout.settings(),
        "word/fontTable.xml": layout.font_table(),
        "word/footnotes.xml": layout.separators(),
        "word/footer1.xml": layout.page_number(False, is_letter),
        "word/footer2.xml": layout.page_number(True, is_letter),
    }
    if is_letter:
        parts["word/footer3.xml"] = layout.letter_line()
    parts |= _package(list(parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in parts.items():
            target.writestr(name, _HEAD + text)
    return zipped.settled(out.getvalue())


def wanted() -> dict[Path, bytes]:
    """Every template of the product by its file: those of the plans, and those for plans without any."""
    kinds = {DEFAULT: DEFAULT_PAPERS}
    kinds |= {plan: (*(p.id for p in load_plan(plan).notices.papers), LETTER) for plan in plan_ids()}
    files = {False: made(False), True: made(True)}
    return {
        TEMPLATES / folder / f"{paper}.docx": files[paper == LETTER]
        for folder, papers in kinds.items()
        for paper in papers
    }


def write() -> list[Path]:
    """Write them all; gives the files."""
    for path, data in wanted().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(wanted())


def _line(style: str, text: str, more: str = "") -> str:
    return paragraph(STYLES[style].id, run(text), more)


def _imprint() -> str:
    """版记 at the lower edge of the last page's type area: who prints it and when, between two lines."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{layout.TEXT_WIDTH - 280}"/></w:tabs>'
    inner = run("　{{ 发文机关 }}") + "<w:r><w:tab/></w:r>" + run("{{ 成文日期 }}印发")
    # A frame belongs to the paragraph after it: a last one of no height.
    last = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    return paragraph(STYLES[IMPRINT].id, inner, layout.imprint_frame() + tab) + last


def _package(names: list[str]) -> dict[str, str]:
    """Content types and relationships of a package with these parts."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{_WML}{_TYPES[n]}+xml"/>' for n in names)
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_REL}{name.rstrip("123")}" Target="{name}.xml"/>'
        for number, name in enumerate(_LINKS, start=1)
        if f"word/{name}.xml" in names
    )
    properties = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title></dc:title></cp:coreProperties>'
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="rId1" Type="{_REL}officeDocument" '
        'Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{links}">{inner}</Relationships>',
        "docProps/core.xml": properties,
    }


if __name__ == "__main__":
    write()
