"""References from sentences to tables, charts and maps: written by id while a paper is drafted, numbered at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from board.notices.content import Block, Chart, Heading, Map, Paragraph, Part, Section, Table

# Characters of the private use area: no plan, office or ledger writes them.
_OPEN, _PHRASE, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([^{_PHRASE}]*){_PHRASE}([^{_CLOSE}]*){_CLOSE}")


def see(block_id: str, phrase: str = "见{}") -> str:
    """A phrase with the number of a table or picture in it; nothing where the paper does not have that one."""
    return f"{_OPEN}{block_id}{_PHRASE}{phrase}{_CLOSE}"


def resolved(sections: Sequence[Section], annexes: Sequence[Section]) -> tuple[list[Section], list[Section]]:
    """Sections and annexes, numbered already, with every reference written out."""
    numbers = {
        block.id: block.number
        for section in (*sections, *annexes)
        for block in section.blocks
        if isinstance(block, Table | Chart | Map)
    }
    return _all(sections, numbers), _all(annexes, numbers)


def _all(sections: Sequence[Section], numbers: Mapping[str, str]) -> list[Section]:
    return [replace(s, blocks=tuple(_block(b, numbers) for b in s.blocks)) for s in sections]


def _block(block: Block, numbers: Mapping[str, str]) -> Block:
    if isinstance(block, Heading):
        return block
    if isinstance(block, Paragraph):
        return replace(block, parts=_parts(block.parts, numbers))
    return replace(
        block, said=_parts(block.said, numbers), notes=tuple(_text(n, numbers) for n in block.notes)
    )


def _parts(parts: Sequence[Part], numbers: Mapping[str, str]) -> tuple[Part, ...]:
    found = [_text(p, numbers) if isinstance(p, str) else p for p in parts]
    return tuple(p for p in found if p != "")


def _text(text: str, numbers: Mapping[str, str]) -> str:
    return _MARK.sub(lambda m: m[2].format(numbers[m[1]]) if numbers.get(m[1]) else "", text)
