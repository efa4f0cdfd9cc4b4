"""Numbers of a paper: 一、 of its parts, （一） of their paragraphs, 表1 and 图1 through the body, 附表1-1 by annex.

What is numbered already is numbered anew: an office's template may put the parts in another order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from board.notices.content import Block, Chart, Heading, Map, Paragraph, Section, Table

_DIGITS = "一二三四五六七八九"
_HEAD = re.compile(f"^[{_DIGITS}十]+、")
_LEAD = re.compile(f"^（[{_DIGITS}十]+）")


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十一, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    before = "" if tens < 2 else _DIGITS[tens - 1]
    return before + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")


def numbered(sections: Sequence[Section]) -> list[Section]:
    """The parts of a body in their order."""
    found, tables, pictures = [], 0, 0
    for place, section in enumerate(sections, start=1):
        blocks: list[Block] = []
        for block in _with_leads(section.blocks):
            if isinstance(block, Heading) and block.level == 1:
                block = replace(block, text=f"{numeral(place)}、{_HEAD.sub('', block.text)}")
            elif isinstance(block, Table):
                tables += 1
                block = replace(block, number=f"表{tables}")
            elif isinstance(block, Chart | Map):
                pictures += 1
                block = replace(block, number=f"图{pictures}")
            blocks.append(block)
        found.append(replace(section, blocks=tuple(blocks)))
    return found


def annexed(annexes: Sequence[Section]) -> list[Section]:
    """The annexes in their order."""
    found = []
    for place, section in enumerate(annexes, start=1):
        blocks: list[Block] = []
        tables = 0
        for block in _with_leads(section.blocks):
            if isinstance(block, Table):
                tables += 1
                block = replace(block, number=f"附表{place}-{tables}")
            blocks.append(block)
        found.append(replace(section, blocks=tuple(blocks)))
    return found


def _with_leads(blocks: Sequence[Block]) -> list[Block]:
    """Run-in headings count within their part."""
    found: list[Block] = []
    leads = 0
    for block in blocks:
        if isinstance(block, Paragraph) and block.lead:
            leads += 1
            block = replace(block, lead=f"（{numeral(leads)}）{_LEAD.sub('', block.lead)}")
        found.append(block)
    return found
