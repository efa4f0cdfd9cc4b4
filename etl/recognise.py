"""One sheet's first rows -> its layout, with what the titles, a person's answers and the desk's memory say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from database.desk import Desk
from etl.answers import FileAnswer, SheetAnswer, check_answer
from etl.clock import today
from etl.header_rows import Stops
from etl.headers import find_layout
from etl.hidden import column_letters
from etl.layout import Layout
from etl.offices import office_of
from etl.problems import Refused
from etl.questions import MappedHeader, State, layout_questions
from etl.titles import Told, read_titles
from etl.values import SHORT_DATE
from rules.plan import Plan

if TYPE_CHECKING:
    from etl.intake import Incoming
    from etl.workbooks import Sheet

Rows = Sequence[Sequence[str]]
_SHOWN = 12
_SEARCHED_BYTES = 4 * 1024 * 1024


@dataclass
class Read:
    """A sheet that was recognised."""

    layout: Layout
    month: str | None
    office: str
    titles: Told
    given: SheetAnswer
    """What a person said of this very sheet."""
    answer: SheetAnswer
    """The same, completed by what was remembered and by what the title tells."""
    memory: SheetAnswer | None
    """What was remembered, where it served."""
    told: list[str] = field(default_factory=list)


class Reader:
    """Recognises the sheets of one file."""

    def __init__(
        self, name: str, plan: Plan, said: FileAnswer, desk: Desk | None, office: str | None
    ) -> None:
        self.name, self.plan, self.said, self.desk, self.office = name, plan, said, desk, office

    def check_sheets(self, names: Sequence[str]) -> None:
        """Raises Refused where an answer names a sheet that is not there."""
        unknown = [name for name in self.said.sheets if name not in names]
        if unknown:
            raise Refused(
                f"答案里的工作表“{'、'.join(unknown)}”在文件里没有，有的是：{'、'.join(names)}。请改正答案"
            )

    def read(self, first: Rows, sheet: str, stops: Stops) -> Read | None:
        """The sheet's layout; None where a person said that it is to be left out. Raises Refused."""
        given = self.said.sheets.get(sheet, SheetAnswer())
        if given.leaves_out:
            return None
        check_answer(given, sheet)
        layout = self._find(first, given, stops)
        heads = [
            " ".join(dict.fromkeys(c for c in row if c.strip()))
            for row in layout.head[: -layout.header_depth]
        ]
        titles = read_titles(self.name, [sheet, *heads] if sheet else heads)
        office = self.office
        if (
            office is None
        ):  # the sheet and its title are more telling than the file, which may hold those of many
            office = office_of([sheet, *heads], self.plan) or office_of([self.name], self.plan)
        answer, memory, told = given, None, []
        try:
            recalled = self._recall(first, given, layout, office, stops)
        except Refused:
            told.append("上次记下的对应关系已不适用，没有采用")
        else:
            if recalled is not None:
                memory, layout = recalled
                if memory.leaves_out:
                    return None
                answer = given.over(memory)
                told.append("按本单位上次核对过的对应关系读取")
        months = [n for n in layout.missing if layout.contract.column(n).type == "month"]
        if months and titles.month:
            answer = answer.over(SheetAnswer(constants=dict.fromkeys(months, titles.month)))
            layout = self._find(first, _pinned(answer, layout), stops)
            told.append(f"表里没有月份列，按标题取 {titles.month}")
        return Read(layout, titles.month, office, titles, given, answer, memory, told)

    def complete(self, incoming: Incoming, read: Read) -> None:
        """Add what only the rows can tell: years of short days, equal columns, questions, the mapping."""
        incoming.layout = self._with_year(incoming, read)
        same = {name: _same_cells(incoming, indices) for name, indices in incoming.layout.twice}
        for name, is_same in same.items():
            if is_same:
                title = incoming.layout.contract.column(name).title
                incoming.told.append(f"“{title}”有几列，内容逐行相同，取第一列")
        incoming.questions = layout_questions(incoming.layout, incoming.sheet or "", self.plan, same)
        incoming.mapping = _mapping(incoming, read, [name for name, is_same in same.items() if not is_same])

    def _find(self, first: Rows, answer: SheetAnswer, stops: Stops) -> Layout:
        return find_layout(first, self.name, self.plan.sources, answer, stops, may_lack=True)

    def _recall(
        self, first: Rows, given: SheetAnswer, layout: Layout, office: str, stops: Stops
    ) -> tuple[SheetAnswer, Layout] | None:
        """What the desk remembers, and the layout by it; None where it remembers nothing. Raises Refused.

        Once the table is known the header may take in other rows and have another key, under which the answers of
        the next check were kept: what is remembered is followed until the header no longer changes.
        """
        memory: SheetAnswer | None = None
        seen: set[str] = set()
        while layout.headers_key not in seen:
            seen.add(layout.headers_key)
            more = self._remembered(office, layout)
            if more is None:
                break
            memory = more if memory is None else more.over(SheetAnswer(table=memory.table))
            if memory.leaves_out:
                break
            answer = given.over(memory)
            layout = self._find(first, _pinned(answer, layout), stops)
        return None if memory is None else (memory, layout)

    def _remembered(self, office: str, layout: Layout) -> SheetAnswer | None:
        if self.desk is None:
            return None
        for code in dict.fromkeys((office, "")):
            mapping = self.desk.mapping(code, layout.headers_key)
            if mapping:
                try:
                    return SheetAnswer.model_validate(mapping.answers)
                except ValidationError:
                    return None
        return None

    def _with_year(self, incoming: Incoming, read: Read) -> Layout:
        """The layout with the year of its short days, where there are such days and something tells it."""
        layout = incoming.layout
        if not _has_short_days(incoming):
            return layout
        if read.answer.year:
            return replace(layout, year=read.answer.year)
        if read.titles.year is None or read.titles.until is None:
            return layout
        until = read.titles.until
        if read.titles.month is None:
            until = min(until, max(today(self.plan.zone), date(read.titles.year, 1, 1)))
        return replace(layout, year=read.titles.year, until=until)


def _pinned(answer: SheetAnswer, layout: Layout) -> SheetAnswer:
    """The answer, held to the header and the table that were found; another table may have another header."""
    if answer.table not in (None, layout.contract.table):
        return answer
    return answer.over(
        SheetAnswer(
            table=None if layout.rivals else layout.contract.table,
            header_row=layout.header_row,
            header_depth=layout.joined,
        )
    )


def _has_short_days(incoming: Incoming) -> bool:
    """Whether days may be written without a year; a large text is not searched for them."""
    if incoming.text is not None and incoming.text.stat().st_size > _SEARCHED_BYTES:
        return True
    layout = incoming.layout
    columns = [
        layout.mapping[c.name]
        for c in layout.contract.columns
        if c.type == "date" and c.name in layout.mapping
    ]
    if layout.source and (layout.source.extracts or layout.source.composites):
        columns = list(range(len(layout.headers)))
    if incoming.rows is not None:
        below = incoming.rows[layout.header_row :]
        return any(
            SHORT_DATE.fullmatch(row[index].strip()) for row in below for index in columns if index < len(row)
        )
    assert incoming.text is not None
    return bool(columns) and bool(_SHORT_IN_TEXT.search(incoming.text.read_text("utf-8-sig")))


_SHORT_IN_TEXT = re.compile(rf"(?:^|[,;\t|\"\s]){SHORT_DATE.pattern}(?=[,;\t|\"\s]|$)", re.MULTILINE)


def _same_cells(incoming: Incoming, indices: Sequence[int]) -> bool:
    """Whether some columns hold the same cells in every row."""
    try:
        for record in incoming.records():
            cells = record.cells
            told = {cells[index].strip() if index < len(cells) else "" for index in indices}
            if len(told) > 1 and not record.problem:
                return False
    except Refused:
        return False
    return True


def _mapping(incoming: Incoming, read: Read, asked: Sequence[str]) -> list[MappedHeader]:
    layout = incoming.layout
    by_index = {index: name for name, index in layout.columns}
    in_question = {index for name, indices in layout.twice if name in asked for index in indices}
    if layout.missing:
        in_question |= set(layout.unknown)
    found = []
    for index, label in enumerate(layout.labels):
        if not label or label.startswith("_"):
            continue
        name = by_index.get(index, "")
        state: State = "known" if name else "ignored"
        if index in layout.refused:
            state = "refused"
        elif index in layout.answered:
            state = "answered" if label in read.given.columns else "remembered"
        elif index in in_question:
            state = "asked"
        title = layout.contract.column(name).title if name else ""
        found.append(MappedHeader(label, name, title, state))
    return found


def remarks_of(sheet: Sheet, layout: Layout) -> list[str]:
    """What is hidden in a sheet: it is read like the rest, and a person should know."""
    found = []
    if sheet.is_hidden:
        found.append("这张工作表是隐藏的，照样读取")
    rows = [row for row in sheet.peek.hidden_rows if layout.header_row < row <= len(sheet.rows)]
    if rows:
        shown = "、".join(str(row) for row in rows[:_SHOWN]) + (" 等" if len(rows) > _SHOWN else "")
        found.append(f"有 {len(rows):,} 行被隐藏或筛掉，照样读取：第 {shown} 行")
    columns = [column for column in sheet.peek.hidden_columns if column <= len(layout.headers)]
    if columns:
        shown = "、".join(column_letters(column) for column in columns[:_SHOWN])
        found.append(f"有 {len(columns):,} 列被隐藏，照样读取：{shown} 列")
    serials = _mark_serials(sheet, layout) if sheet.counts_from_1904 else 0
    if serials:
        found.append(f"工作簿的日期从 1904 年起算，有 {serials:,} 格日期只是数字，不能确定是哪一天，没有采用")
    errors = [place for place in sheet.peek.errors if place[0] > layout.header_row]
    if errors:
        found.append(f"有 {len(errors):,} 格是公式错误（如 {sheet.peek.errors[errors[0]]}）")
    return found


def _mark_serials(sheet: Sheet, layout: Layout) -> int:
    """Make bare numbers in columns of days unreadable: four years lie between the two ways to count them."""
    days = [
        layout.mapping[c.name]
        for c in layout.contract.columns
        if c.type == "date" and c.name in layout.mapping
    ]
    marked = 0
    for row in sheet.rows[layout.header_row :]:
        for index in days:
            if index < len(row) and re.fullmatch(r"\d{5}(\.\d+)?", row[index].strip()):
                row[index] += "（从1904年起算）"
                marked += 1
    return marked
