"""An office may put a paper's parts in another order: 一、, 表1 and 图1 follow the order of its template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from board.notices import numbering
from board.notices.content import Block, Chart, Content, Map, Paragraph, Section, Table
from board.notices.word import placeholders


def as_placed(content: Content, names: Sequence[str]) -> Content:
    """The paper with its parts in the order of a template's placeholders; parts that it leaves out are gone."""
    placed = content
    if placeholders.BODY not in names:
        sections = [_find(content.sections, n) for n in names]
        placed = replace(placed, sections=tuple(numbering.numbered([s for s in sections if s is not None])))
    if placeholders.ANNEXES not in names:
        annexes = [_find(content.annexes, n) for n in names]
        placed = replace(placed, annexes=tuple(numbering.annexed([s for s in annexes if s is not None])))
    return placed if placed is content else _referring(placed, _called(content), _called(placed))


def _find(sections: Sequence[Section], name: str) -> Section | None:
    return next((s for s in sections if placeholders.name_of(s.name) == name), None)


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
