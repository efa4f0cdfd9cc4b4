"""Contract and layout -> the one SELECT that types every cell and notes every broken rule of a row.

A row's broken rules are bits of one integer; raw cells are kept only where a bit is set. The same SELECT
runs over a file that DuckDB reads itself and over rows that ``intake`` read, so both obey the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from etl import values
from etl.contract import Column, Contract, contracts
from etl.layout import Layout
from rules.plan import Plan
from rules.sources import Extract

UNKNOWN_SECTOR = "other"
"""A sector that the plan does not know is kept under this code and reported; the row is not lost."""

RECORD_RULES = {
    "columns": "这一行的格数与表头不同",
    "cell_length": "有一格超过 32,767 个字符（Excel 一格的上限）",
    "swallowed": "一格里含有换行和多个分隔符，疑因双引号未闭合并入了后面的行",
}


@dataclass(frozen=True)
class Check:
    """One rule with its bit: what is broken, in which columns, and what to say."""

    bit: int
    rule: str
    columns: tuple[str, ...]
    broken: str
    """SQL that is true where the rule is broken."""
    message: str


@dataclass(frozen=True)
class Scan:
    """The SELECT of one layout, its rules by bit, and the ledger columns it gives."""

    select: str
    """To be completed with ``str.format(source=...)``; the source has _file, _row, c0, c1, ..."""
    checks: tuple[Check, ...]
    stored: tuple[tuple[str, str], ...]
    """Ledger column -> SQL type."""


CLOSED_TYPES = ("enum", "region", "sector", "indicator", "task", "step")
"""Types whose values are a closed list, the plan's or the contract's."""
_TEXTUAL = ("text", "id", *CLOSED_TYPES)
_NUMBERS = ("number", "rate", "integer")
_SQL_TYPES = {
    "date": "DATE", "integer": "BIGINT", "number": "DOUBLE", "rate": "DOUBLE", "percent": "DOUBLE",
    "boolean": "BOOLEAN",
}  # fmt: skip


def sql_type(column: Column) -> str:
    """Type of a column in the ledger."""
    return _SQL_TYPES.get(column.type, "VARCHAR")


def stored_columns(contract: Contract) -> list[tuple[str, str]]:
    """Columns of a contract's ledger with their SQL types, bookkeeping columns apart."""
    found = []
    for column in contract.columns:
        found.append((column.stored, sql_type(column)))
        if column.type == "sector":
            found.append(("sector_text", "VARCHAR"))
    if "report_month" not in dict(found):
        found.append(("report_month", "VARCHAR"))
    return found


_NOTHING = "NULL::VARCHAR"


def build_scan(layout: Layout, plan: Plan, odd_blanks: bool = True) -> Scan:
    """The scan of all files that share a layout; ``odd_blanks`` as in ``values.cleaned``.

    Each step is a SELECT of its own, so that no cell is cleaned or parsed twice: cells, their cleaned texts,
    texts without the apostrophe of an export, typed values, broken rules.
    """
    contract, source = layout.contract, layout.source
    texts = {column.name: _text(layout, column, odd_blanks) for column in contract.columns}
    # What a file does not have is planned as the constant that it is: most files lack most columns, and DuckDB takes
    # longer to plan this SELECT than to run it over a month's rows.
    lookups = source.lookups if source else {}
    absent = {name for name, sql in texts.items() if sql == _NOTHING and name not in lookups}
    typed = {
        c.name: f"NULL::{sql_type(c)}"
        if c.name in absent
        else _typed(c, _read_from(c, lookups), plan, layout)
        for c in contract.columns
    }
    checks = _checks(layout, plan, absent)
    mask = " | ".join(f"(CASE WHEN {c.broken} THEN {1 << c.bit} ELSE 0 END)" for c in checks)
    width = len(layout.headers)
    cells = ", ".join(f"c{i}" for i in range(width))
    # What the contract refuses is not even kept for the rows that are given back.
    raw = ", ".join("NULL" if i in layout.refused else f"c{i}" for i in range(width))
    joins = "".join(
        f" LEFT JOIN lookup_{name} AS l_{name} ON l_{name}.key_text = t_{spec.by}"
        for name, spec in lookups.items()
    )
    inner_texts = ",\n    ".join(
        f"({sql})::VARCHAR AS k_{name}" for name, sql in texts.items() if name not in lookups
    )
    plain = ",\n    ".join(
        f"{values.unquoted(f'k_{c.name}') if c.type in _TEXTUAL and c.name not in absent else f'k_{c.name}'} AS t_{c.name}"
        for c in contract.columns
        if c.name not in lookups
    )
    looked_up = "".join(f", l_{name}.found::VARCHAR AS t_{name}" for name in lookups)
    narrow = "".join(
        f", {values.half_width(f't_{c.name}')} AS h_{c.name}"
        for c in contract.columns
        if isinstance(_read_from(c, lookups), values.Narrow) and c.name not in absent
    )
    numbers = "".join(
        f", {values.any_number(_meant(c, _read_from(c, lookups), layout))} AS n_{c.name}"
        for c in contract.columns
        if c.type in _NUMBERS and c.name not in absent
    )
    # Only of these few texts is it asked why they give no day.
    dayless = "".join(
        f", CASE WHEN {_no_value(c, layout)} THEN {values.half_width(_read_from(c, lookups))} END AS x_{c.name}"
        for c in contract.columns
        if c.type == "date" and c.name not in absent
    )
    # Months first: days without a year are read by them.
    months, others = (
        "".join(
            f",\n    {typed[c.name]} AS v_{c.name}"
            for c in contract.columns
            if (c.type == "month") is is_month
        )
        for is_month in (True, False)
    )
    outputs = []
    for column in contract.columns:
        outputs.append(f'v_{column.name} AS "{column.stored}"')
        if column.type == "sector":
            outputs.append(f"t_{column.name} AS sector_text")
    if "report_month" not in {c.name for c in contract.columns}:
        outputs.append("v_month AS report_month" if "month" in texts else "NULL::VARCHAR AS report_month")
    select = f"""
SELECT _file, _row, {", ".join(outputs)}, _mask, CASE WHEN _mask <> 0 THEN [{raw}]{_waiting(layout)} END AS _raw
FROM (SELECT *, ({mask})::BIGINT AS _mask
FROM (SELECT *{dayless}
FROM (SELECT *{others}
FROM (SELECT *{months}{numbers}
FROM (SELECT *{narrow}
FROM (SELECT s.*{looked_up}
FROM (SELECT _file, _row, {cells}, {plain}
FROM (SELECT _file, _row, {cells}, {inner_texts}
FROM {{source}})) AS s{joins}))))))"""
    return Scan(select, tuple(checks), tuple(stored_columns(contract)))


def _read_from(column: Column, lookups: Collection[str]) -> str:
    """Name of the text that a column's value is read from: half-width for dates and numbers, worked out once.

    Words are not: to turn each of them would cost more than the comparison that finds most of them as they stand.
    """
    if column.type in (*_TEXTUAL, "boolean") or column.name in lookups:
        return f"t_{column.name}"
    return values.Narrow(f"h_{column.name}")


def _waiting(layout: Layout) -> str:
    """Further branches of the CASE: of a good row the word that stands where a day has not come yet."""
    found = ""
    for column in layout.contract.columns:
        if column.status_words.empty and layout.origin(column.name) is not None:
            text = f"t_{column.name}"
            words = values.is_any(text, column.status_words.empty)
            found += f" WHEN v_{column.name} IS NULL AND {text} IS NOT NULL THEN CASE WHEN {words} THEN [{text}] END"
    return found


def count_waiting(connection: duckdb.DuckDBPyConnection, scan: str) -> list[tuple[int, str, int]]:
    """File, word and number of good rows in which the word stands for a day that has not come, from a scan table."""
    return connection.execute(
        f"SELECT _file, _raw[1], count(*) FROM {scan} WHERE _mask = 0 AND _raw IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()


def _text(layout: Layout, column: Column, odd_blanks: bool) -> str:
    """SQL for a column's cleaned text, from wherever the file or its source declaration has it."""
    source = layout.source
    index = layout.mapping.get(column.name)
    name = column.name
    constant = source.constants.get(name) if source else None
    fallback = values.quoted(constant) if constant is not None else _NOTHING
    if source and name in source.composites:
        composite = source.composites[name]
        parts = [_extracted(layout, part) for part in composite.columns]
        joined = f" || {values.quoted(composite.separator)} || ".join(f"({part})" for part in parts)
        return joined  # || gives NULL as soon as one part is
    if source and name in source.extracts:
        return f"coalesce({_extracted(layout, source.extracts[name])}, {fallback})"
    if index is None:
        return fallback
    return values.cleaned(f"c{index}", odd_blanks)


def _extracted(layout: Layout, part: str | Extract) -> str:
    if isinstance(part, str):
        return values.cleaned(_raw(layout, part))
    return values.cleaned(f"regexp_extract({_raw(layout, part.column)}, {values.quoted(part.pattern)}, 1)")


def _raw(layout: Layout, header: str) -> str:
    return f"c{layout.headers.index(header)}"  # find_layout has seen that it is there


def _meant(column: Column, text: str, layout: Layout) -> str:
    """SQL of what a text means by the source's declaration, and of the text where it says nothing of it."""
    mapped = layout.source.value_maps.get(column.name) if layout.source else None
    return f"coalesce({values.choice(text, mapped)}, {text})" if mapped else text


def _typed(column: Column, text: str, plan: Plan, layout: Layout) -> str:
    spec = layout.source
    mapped = spec.value_maps.get(column.name) if spec else None
    if column.type in _NUMBERS:
        parsed = values.Parsed(f"n_{column.name}")
        return values.integer(parsed) if column.type == "integer" else values.number(parsed)
    if column.type not in CLOSED_TYPES:
        text = _meant(column, text, layout)
    if column.type == "date":
        formats = list(spec.date_formats) if spec else []
        if spec and column.name in spec.extracts:
            formats = list(spec.extracts[column.name].date_formats) + formats
        return f"coalesce({values.date(text, formats)}, {_short(text, layout)})"
    simple = {
        "month": values.month,
        "percent": values.percent,
        "boolean": values.boolean,
    }
    if column.type in simple:
        return simple[column.type](text)
    if column.type in CLOSED_TYPES:
        meanings = spellings(column, plan)
        if mapped:
            meanings |= {k: meanings.get(v, v) for k, v in mapped.items()}
        code = values.choice(text, meanings)
        if mapped and "" in mapped.values():
            code = f"nullif({code}, '')"
        if column.type == "sector":
            return f"CASE WHEN {text} IS NULL THEN NULL ELSE coalesce({code}, {values.quoted(UNKNOWN_SECTOR)}) END"
        return code
    if column.type == "id":
        return values.half_width(text)
    return text


def _short(text: str, layout: Layout) -> str:
    """A day without its year, read where the title or the row's own month tells the year and neither contradicts."""
    months = [column.name for column in layout.contract.columns if column.type == "month"]
    told = next((f"v_{name}" for name in months if layout.origin(name) is not None), None)
    by_title = str(layout.year) if layout.year else "NULL"
    title_end = f"DATE {values.quoted(str(layout.until))}" if layout.until else None
    if told is None:
        return values.short_date(text, by_title, title_end) if layout.year else "NULL::DATE"
    own = f"try_cast(left({told}, 4) AS INTEGER)"
    own_end = f"last_day(try_cast({told} || '-01' AS DATE))"
    if layout.year and layout.until is None:  # a person has said it
        return values.short_date(text, by_title, None)
    if layout.year:
        agreed = f"CASE WHEN coalesce({own}, {by_title}) = {by_title} THEN {by_title} END"
        return values.short_date(text, agreed, f"least({title_end}, coalesce({own_end}, {title_end}))")
    return values.short_date(text, own, own_end)


def spellings(column: Column, plan: Plan) -> dict[str, str]:
    """Spelling -> code for a column whose values are a closed list."""
    if column.type == "region":
        return {name: r.code for r in plan.regions for name in r.names()}
    if column.type == "sector":
        return {name: s.code for s in plan.sectors for name in s.names()}
    if column.type == "indicator":
        return {name: i.id for i in plan.indicators for name in i.names()}
    if column.type == "task":
        return _told_apart([(t.id, t.title) for t in plan.programme.tasks])
    if column.type == "step":
        return _told_apart([(s.id, s.name) for s in plan.ladder])
    return {name: code for code, names in column.values.items() for name in (code, *names)}


def _told_apart(items: list[tuple[str, str]]) -> dict[str, str]:
    """Spelling -> id by ids and by those titles that only one item has."""
    found = {title: code for code, title in items if sum(title == other for _, other in items) == 1}
    return found | {code: code for code, _ in items}


def _checks(layout: Layout, plan: Plan, absent: Collection[str]) -> list[Check]:
    contract, source = layout.contract, layout.source
    found: list[Check] = []

    def add(rule: str, columns: tuple[str, ...], broken: str, message: str) -> None:
        found.append(Check(len(found), rule, columns, broken, message))

    for column in contract.columns:
        name, text, value = (column.name,), f"t_{column.name}", f"v_{column.name}"
        if source and column.name in source.lookups:
            spec = source.lookups[column.name]
            by = contract.column(spec.by).title
            add(
                "not_found", name, f"{text} IS NULL AND t_{spec.by} IS NOT NULL",
                f"{column.title}要按{by}到“{contracts()[spec.table].title}”里查，查不到，或查到不止一个",
            )  # fmt: skip
            if column.required:
                add(
                    "required",
                    name,
                    f"{text} IS NULL AND t_{spec.by} IS NULL",
                    f"{column.title}要按{by}查，而{by}为空",
                )
        elif column.required:
            add("required", name, f"{text} IS NULL", f"{column.title}必填，实为空")
        if column.name in absent:
            continue
        if column.type == "date":
            _add_day_checks(add, column)
        elif column.type not in ("text", "id", "sector"):
            add(
                "not_" + column.type,
                name,
                _no_value(column, layout),
                f"{column.title}{_expected(column, plan)}",
            )
        elif layout.origin(column.name) is not None:
            failed = (
                f"CASE WHEN starts_with({text}, '#') THEN {values.is_any(text, values.ERRORS)} ELSE FALSE END"
            )
            add("formula_error", name, failed, f"{column.title}是公式错误，不是内容")
        if column.min is not None:
            limit = _limit(column, column.min)
            add("below_minimum", name, f"{value} < {limit}", f"{column.title}应不小于 {column.min}")
        if column.max is not None:
            limit = _limit(column, column.max)
            add("above_maximum", name, f"{value} > {limit}", f"{column.title}应不大于 {column.max}")
        if column.type == "date":
            add("above_maximum", name, f"{value} >= DATE '2100-01-01'", f"{column.title}应早于 2100 年")
    for rule in contract.rules:
        typed = re.sub(r"\b(" + "|".join(rule.columns) + r")\b", r"v_\1", rule.check)
        add(rule.id, tuple(rule.columns), f"NOT ({typed})", rule.message)
    return found


def _no_value(column: Column, layout: Layout) -> str:
    """SQL that is true where a text gives no value and is no word for nothing."""
    text, value = f"t_{column.name}", f"v_{column.name}"
    mapped = layout.source.value_maps.get(column.name, {}) if layout.source else {}
    emptied = [word for word, meaning in mapped.items() if meaning == ""]
    # Texts that mean that an optional cell holds nothing.
    nothing = [] if column.required else [*values.EMPTY_WORDS, *column.status_words.empty, *emptied]
    some = f" AND NOT {values.is_any(text, nothing)}" if nothing else ""
    return f"{text} IS NOT NULL AND {value} IS NULL{some}"


def _add_day_checks(add: Callable[[str, tuple[str, ...], str, str], None], column: Column) -> None:
    """Why a text gives no day: a state stands there, the year or a digit is missing, or it is none at all.

    They go by ``x_<column>``: the text where it gives no day, else NULL, so that patterns cost nothing elsewhere.
    """
    name, text = (column.name,), f"t_{column.name}"
    dayless = values.Narrow(f"x_{column.name}")
    done = column.status_words.done
    short, cut = values.is_short_date(dayless), values.is_cut_date(dayless)
    if done:
        add(
            "status_not_date", name, f"{dayless} IS NOT NULL AND {values.is_any(text, done)}",
            f"{column.title}写的是状态不是日期，请写明是哪一天",
        )  # fmt: skip
    add(
        "no_year", name, f"{short} AND NOT {cut}",
        f"{column.title}只写了月和日，年份不能确定（标题没有写明年份，或这一天晚于标题的月份），请写全，如 2024-03-01",
    )  # fmt: skip
    add(
        "day_unclear", name, cut,
        f"{column.title}不能确定是几日：Excel 会去掉小数末尾的 0，7.1 可能是 7 月 1 日，也可能是 7 月 10 日，请写全，如 2024-07-10",
    )  # fmt: skip
    add(
        "not_date", name, f"NOT {short} AND NOT {cut}" + (f" AND NOT {values.is_any(text, done)}" if done else ""),
        f"{column.title}应为日期，如 2024-03-01、2024年3月1日",
    )  # fmt: skip


def _limit(column: Column, limit: date | float) -> str:
    return f"DATE {values.quoted(str(limit))}" if column.type == "date" else str(limit)


def _expected(column: Column, plan: Plan) -> str:
    if column.type == "month":
        return "应为月份，如 2026-10、2026年10月"
    if column.type == "integer":
        return "应为整数"
    if column.type in ("number", "rate"):
        return "应为数字，不带单位"
    if column.type == "boolean":
        return "应为 是 或 否"
    if column.type == "region":
        names = [r.name for r in plan.regions]
        return "应为本方案的区域名称或代码：" + "、".join(names[:12]) + ("等" if len(names) > 12 else "")
    if column.type == "indicator":
        return "应为本方案的指标名称或代号，见口径说明"
    if column.type == "percent":
        return "应为0至100的百分数，如 85 或 85%；1及以下的请写百分号，如 0.5%、1%"
    if column.type == "task":
        return "应为本方案的任务编号，见任务清单"
    if column.type == "step":
        return "应为本方案的督促措施：" + ("、".join(s.name for s in plan.ladder) or "（方案未列）")
    return "应为：" + "、".join(names[0] if names else code for code, names in column.values.items())
