"""Rows that are no records: blank ones, headers and titles that come again, totals, notes.

Asked only of rows that broke a rule, since a row that breaks none is a record whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.layout import Layout

_TOTAL = re.compile(
    r"^.{0,8}?(合计|总计|小计|累计|共计|总数|汇总)(数)?([（(].{0,12}[)）])?[：:]?$|^(sub|grand)?total$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^([*※]|注|备注|说明|填表|填报|制表|审核|审批|负责人|联系|报送|报表|单位|日期|盖章|附|数据来源|来源|统计)"
    r"(.*[：:]|\d*[.、]|$)"
)
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
"""填报人：某某, alone in its row."""
_SENTENCE = re.compile(r"[，。；：:,;]|[、].*[、]")
_LONG = 24
"""Characters from which a text that stands alone in its row is a note, whatever it begins with."""


def skipped_kind(cells: Sequence[str], layout: Layout) -> str:
    """``blank``, ``header``, ``title``, ``total`` or ``note`` for a row that is no record; empty for one that is."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if not filled:
        return "blank"
    kind = _comes_again(cells, layout)
    if kind:
        return kind
    compact = [re.sub(r"\s+", "", text) for text in filled]
    if any(_TOTAL.match(text) for text in compact[:2]) and not _is_complete(cells, layout):
        return "total"
    if len(set(filled)) <= 4 and all(_NOTE.match(text) for text in filled):
        return "note"
    if len(set(filled)) == 1:
        alone = filled[0]
        if _LABELLED.match(alone) or (len(alone) >= _LONG and _SENTENCE.search(alone)):
            return "note"
    return ""


def shown(cells: Sequence[str], layout: Layout) -> str:
    """What is told of a skipped row; nothing where it may name a person, as 举报人：某某 below a table."""
    texts = list(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell and cell.strip()))
    return "" if any(layout.contract.refuses(text) for text in texts) else " ".join(texts)[:200]


def _comes_again(cells: Sequence[str], layout: Layout) -> str:
    """Whether a row repeats the header, a row of it, or a title above it, as on a new page."""
    row = _kept(cells, layout)
    if row == _kept(layout.headers, layout):
        return "header"
    for number, above in enumerate(layout.head, start=1):
        if row == _kept(above, layout):
            return "header" if number > layout.header_row - layout.header_depth else "title"
    return ""


def _kept(cells: Sequence[str], layout: Layout) -> list[str]:
    """The row's texts without those of refused columns and without the blanks at its end."""
    row = [("" if index in layout.refused else (cell or "").strip()) for index, cell in enumerate(cells)]
    while row and not row[-1]:
        row.pop()
    return row


def _is_complete(cells: Sequence[str], layout: Layout) -> bool:
    """Whether every required column holds something that is no word for a total: then it is a record."""
    places = [layout.origin(column.name) for column in layout.contract.required]
    known = [index for index in places if index is not None]
    texts = [(cells[index] or "").strip() if index < len(cells) else "" for index in known]
    return bool(known) and all(text and not _TOTAL.match(re.sub(r"\s+", "", text)) for text in texts)
