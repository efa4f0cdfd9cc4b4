"""Bring the catalogues up to date: ``python -m board.i18n.update [--check]``.

Takes every text in ``_()`` and ``N_()`` out of ``board/``, ``database/``, ``pages/`` and ``dashboard.py``, adds new ones to
both catalogues, drops those that are gone, and compiles the ``.mo`` files that the product reads. Chinese is the
key; ``zh_CN`` needs no translations and exists so that an office can put its own words for ours.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from board.i18n import CATALOGUES, DOMAIN, FOLDERS

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "_", "N_", "NoDatabase", "BadDatabase", "NotPublished", "BadPaper", "BadTemplate", "BadExport",
}  # fmt: skip
"""Functions whose first argument is shown; the errors' texts are translated where they are shown."""


def sources() -> list[Path]:
    """Every file whose texts are shown."""
    found = [*ROOT.joinpath("board").rglob("*.py"), *ROOT.joinpath("pages").glob("*.py")]
    found += ROOT.joinpath("database").glob("*.py")
    return [*sorted(p for p in found if "__pycache__" not in p.parts), ROOT / "dashboard.py"]


def messages(path: Path) -> Iterator[str]:
    """Texts that a file marks, in the order in which they stand; literals only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
            continue
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            yield node.args[0].value


def template() -> Catalog:
    """A catalogue of all texts, with the files that they stand in."""
    catalogue = Catalog(domain=DOMAIN, project="wuse", fuzzy=False)
    for path in sources():
        for text in messages(path):
            if text:
                catalogue.add(text, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    return catalogue


def po_file(code: str) -> Path:
    """The catalogue that people edit."""
    return CATALOGUES / FOLDERS[code] / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(code: str) -> Catalog:
    """A catalogue as it stands on disk; an empty one where there is none."""
    path = po_file(code)
    if not path.is_file():
        return Catalog(locale=FOLDERS[code], domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=FOLDERS[code], domain=DOMAIN)


def renewed(code: str) -> Catalog:
    """The catalogue with today's texts and the translations that it had."""
    old = read(code)
    new = Catalog(locale=FOLDERS[code], domain=DOMAIN, project="wuse", fuzzy=False)
    # No dates: a catalogue changes when its texts do.
    new.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Language", FOLDERS[code]),
    ]
    for message in template():
        if message.id:
            known = old.get(message.id)
            text = known.string if known and not known.fuzzy else ""
            flags = ["python-brace-format"] if "{" in str(message.id) else []
            new.add(message.id, text, locations=message.locations, flags=flags)
    return new


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as text for people: sorted, files without line numbers, so that differences are small."""
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, width=110, include_lineno=False, omit_header=False)
    return out.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as the product reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(code: str = "en") -> list[str]:
    """Texts in the sources that the catalogue on disk does not translate."""
    known = read(code)
    return [str(m.id) for m in template() if m.id and not ((found := known.get(m.id)) and found.string)]


def main(arguments: list[str]) -> int:
    """Write both catalogues; with ``--check`` only say what is missing."""
    if "--check" not in arguments:
        for code in FOLDERS:
            catalogue = renewed(code)
            path = po_file(code)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(po_bytes(catalogue))
            path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
    missing = untranslated()
    for text in missing:
        print(text)
    print(f"{len(missing)} without English", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
