"""An office may put a paper's parts in another order: 一、, 表1 and 图1 follow the order of its template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from board.notices.content import Block, Chart, Content, Heading, Map, Paragraph, Section, Table
from board.notices.word import placeholders

_NUMERAL = re.compile("^[一二三四五六七八九十]+、")
_DIGITS = "一二三四五六七八九"


def as_placed(content: Content, names: Sequence[str]) -> Content:
    """The paper with its parts in the order of a template's placeholders; parts that it leaves out are gone."""
    placed = content
    if placeholders.BODY not in names:
        sections = [_find(content.sections, n) for n in names]
        placed = replace(placed, sections=tuple(_numbered([s for s in sections if s is not None])))
    if placeholders.ANNEXES not in names:
        annexes = [_find(content.annexes, n) for n in names]
        placed = replace(placed, annexes=tuple(_annexed([s for s in annexes if s is not None])))
    return placed if placed is content else _referring(placed, _called(content), _called(placed))


def _find(sections: Sequence[Section], name: str) -> Section | None:
    return next((s for s in sections if placeholders.name_of(s.name) == name), None)


def _numbered(sections: Sequence[Section]) -> list[Section]:
    found, tables, pictures = [], 0, 0
    for place, section in enumerate(sections, start=1):
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Heading) and block.level == 1:
                block = replace(block, text=_NUMERAL.sub(f"{_numeral(place)}、", block.text))
            elif isinstance(block, Table):
                tables += 1
                block = replace(block, number=f"表{tables}")
            elif isinstance(block, Chart | Map):
                pictures += 1
                block = replace(block, number=f"图{pictures}")
            blocks.append(block)
        found.append(replace(section, blocks=tuple(blocks)))
    return found


def _annexed(annexes: Sequence[Section]) -> list[Section]:
    """附表2-1 of the annex that is now the first is 附表1-1."""

    def renumbered(block: Block, place: int) -> Block:
        if isinstance(block, Table):
            return replace(block, number=re.sub(r"\d+(?=-)", str(place), block.number, count=1))
        return block

    return [
        replace(s, blocks=tuple(renumbered(b, place) for b in s.blocks))
        for place, s in enumerate(annexes, start=1)
    ]


def _called(content: Content) -> dict[str, tuple[str, str]]:
    """Id of a table, chart or map -> its number and title."""
    exhibits = [b for b in content.blocks() if isinstance(b, Table | Chart | Map) and b.number]
    return {b.id: (b.number, b.title) for b in exhibits}


def _referring(placed: Content, old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> Content:
    """Sentences that name 表2 name its new number; what the template leaves out is named by its title."""
    instead = {number: new[key][0] if key in new else f"“{title}”" for key, (number, title) in old.items()}
    if all(number == now for number, now in instead.items()):
        return placed
    named = re.compile("|".join(rf"{re.escape(n)}(?![\d-])" for n in sorted(instead, key=len, reverse=True)))

    def said(text: str) -> str:
        return named.sub(lambda found: instead[found.group()], text)

    def block_of(block: Block) -> Block:
        if isinstance(block, Paragraph):
            runs = tuple(r if r.figure else replace(r, text=said(r.text)) for r in block.runs)
            return replace(block, runs=runs)
        return (
            replace(block, notes=tuple(map(said, block.notes)))
            if isinstance(block, Table | Chart | Map)
            else block
        )

    def sections_of(sections: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(replace(s, blocks=tuple(map(block_of, s.blocks))) for s in sections)

    return replace(placed, sections=sections_of(placed.sections), annexes=sections_of(placed.annexes))


def _numeral(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return head + (_DIGITS[ones - 1] if ones else "")
