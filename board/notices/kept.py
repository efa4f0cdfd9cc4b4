"""What an office did with its papers, from the desk: paragraphs written otherwise, and what was issued."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from board.notices.content import Chart, Content, Heading, Map, Paragraph, Section, Table, words
from database.desk import Desk, NoticeEdit, NoticeIssue, NoticeKey
from database.people import person

LONGEST = 3_000
"""Characters of one paragraph."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
# What XML 1.0 cannot hold, and what would break a paragraph in two.
_ODD = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


@dataclass(frozen=True)
class File:
    """One file of a paper."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Its checksum."""
        return checksum(self.data)

    @property
    def named(self) -> Named:
        """As it goes on record."""
        return Named(self.name, self.sha256, len(self.data))


@dataclass(frozen=True)
class Named:
    """A file as it goes on record."""

    name: str
    sha256: str
    bytes: int


def checksum(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def cleaned(text: str) -> str:
    """A paragraph as it can stand in a document: one line, without control characters, no blanks at its ends."""
    return _ODD.sub("", re.sub(r"\s*[\r\n]+\s*", "", text)).strip()[:LONGEST]


def numbers_not_in(draft: str, text: str) -> list[str]:
    """Numbers of a text that its draft does not have, each once, in order: what nobody has checked yet."""
    known = set(_numbers(draft))
    return list(dict.fromkeys(number for number in _numbers(text) if number not in known))


def _numbers(text: str) -> list[str]:
    # Full-width digits and percent signs are the same numbers.
    return _NUMBER.findall(unicodedata.normalize("NFKC", text))


def texts_of(edits: Mapping[str, NoticeEdit]) -> dict[str, str]:
    """Paragraph -> text, of those that are not back to the draft."""
    return {name: edit.text for name, edit in edits.items() if edit.text is not None}


def edits(path: Path, key: NoticeKey) -> dict[str, NoticeEdit]:
    """The newest entry of every paragraph of a paper that somebody wrote or took back."""
    return Desk(path).paragraph_edits(key)


def save(path: Path, key: NoticeKey, one: Paragraph, text: str, who: str) -> bool:
    """Keep a paragraph as written, or go back to its draft where that is what was written; False where nothing changed."""
    text = cleaned(text)
    wanted = None if text in ("", one.drafted) else text
    if wanted == one.edited:
        return False
    Desk(path).edit_paragraph(key, one.id, wanted, person(who))
    return True


def fingerprint(content: Content) -> str:
    """SHA-256 over everything that a paper says, whatever the format: two issues with the same say the same."""
    told = [
        content.title, content.number, content.recipients, content.signed, content.day.isoformat(),
        content.release, *(p.lead + p.text for p in content.paragraphs()),
        *(_said(s) for s in (*content.sections, *content.annexes)),
        *((n.term, n.text) for n in content.notes), *((m.term, m.text, m.clause) for m in content.meanings),
        *content.remarks,
    ]  # fmt: skip
    return checksum(json.dumps(told, ensure_ascii=False).encode("utf-8"))


def _said(section: Section) -> list[object]:
    found: list[object] = [section.name]
    for block in section.blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Table):
            found.append([block.number, block.title, [c.title for c in block.columns], list(block.notes)])
            found += [[c.text for c in line.cells] for line in block.lines]
        elif isinstance(block, Chart):
            figures = [[f and f.text for f in s.figures] for s in block.native.series]
            found.append([block.number, block.title, list(block.native.categories), figures])
        elif isinstance(block, Map):
            areas = [[a.name, a.shade, words(a.label)] for a in block.areas]
            found.append([block.number, block.title, areas])
    return found


def record(
    path: Path, key: NoticeKey, content: Content, files: Sequence[Named], formats: Iterable[str], who: str
) -> None:
    """Put on record that these files of a paper were issued."""
    detail = {
        "title": content.title,
        "paper_name": content.paper_name,
        "period_text": content.period_text,
        "unit_name": content.unit_name,
        "formats": list(formats),
        "files": [asdict(f) for f in files],
        "edited": [p.id for p in content.edited()],
    }
    Desk(path).issue(key, fingerprint(content), detail, person(who))


def issues(path: Path) -> list[NoticeIssue]:
    """Everything that was issued, newest first."""
    return Desk(path).issues()


def later(issue: NoticeIssue, all_: Sequence[NoticeIssue]) -> NoticeIssue | None:
    """The newest issue of the same paper, period and unit, of whichever release; None where this one is it."""
    same = [
        i
        for i in all_
        if (i.key.paper, i.key.period, i.key.unit) == (issue.key.paper, issue.key.period, issue.key.unit)
    ]
    newest = max(same, key=lambda i: i.number, default=issue)
    return newest if newest.number > issue.number else None


def known(all_: Sequence[NoticeIssue], sha256: str) -> list[tuple[NoticeIssue, str]]:
    """Issues that hold a file with this checksum, newest first, each with the file's name."""
    return [(i, f["name"]) for i in all_ for f in i.detail["files"] if f["sha256"] == sha256]
