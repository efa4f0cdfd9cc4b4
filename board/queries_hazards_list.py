"""The hazard ledger searched and paged: a page's rows are read, never the ledger.

The search looks for every word somewhere in the number, the enterprise, the town or the description. Words are
compared as texts (``contains``), so that ``%``, ``_`` and quotes stand for themselves, without regard to case and
with full-width letters and digits as half-width ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from board.opening import read_once
from board.queries import ALL, Board, read
from board.queries_hazards import Scope
from rules.months import Month

PAGE = 50
STATES = ("open", "overdue", "found", "closed", "struck_off", "all")
"""At the month's end, or in the month: open, overdue, found in it, closed in it, closed by its end, known by its end."""
SORTS: dict[str, str] = {
    "found_new": "found_date DESC",
    "found_old": "found_date",
    "due": "due_date NULLS LAST",
    "overdue": "(CASE WHEN is_open THEN due_date END) NULLS LAST",
    "closed": "closed_date DESC NULLS LAST",
    "enterprise": "enterprise NULLS LAST",
    "region": "region_code, sector, found_date",
}
COLUMNS = (
    "region_code", "hazard_id", "enterprise", "description", "sector", "level", "found_by", "supervision", "found_date",
    "due_date", "closed_date", "is_open",
)  # fmt: skip
MORE_COLUMNS = (
    "town",
    "enterprise_id",
    "five_settled",
    "office",
    "investment_yuan",
    "report_month",
    "remark",
)
"""What a download has beside the columns on screen."""
_MARKS = {"（": "(", "）": ")", "，": ",", "：": ":", "－": "-", "％": "%"}
"""Full-width signs that a search takes for their half-width ones."""
_WIDE = "".join(chr(0xFF10 + n) for n in range(10)) + "".join(chr(0xFF41 + n) for n in range(26))
_NARROW = "0123456789abcdefghijklmnopqrstuvwxyz"
_FOLD = str.maketrans({**_MARKS, **dict(zip(_WIDE, _NARROW, strict=True))})


def _signs(text: str) -> str:
    for wide, narrow in _MARKS.items():
        text = f"replace({text}, '{wide}', '{narrow}')"
    return text


_TEXT = _signs("lower(concat_ws(chr(10), hazard_id, enterprise, town, description))")
_SEARCHED = (
    f"CASE WHEN regexp_matches(told, '[{_WIDE[0]}-{_WIDE[9]}{_WIDE[10]}-{_WIDE[-1]}]') "
    f"THEN translate(told, '{_WIDE}', '{_NARROW}') ELSE told END"
)
"""A row's text as ``folded`` gives it; letters and digits are changed only in rows that have wide ones, since to
translate all of them takes a hundred times as long."""


@dataclass(frozen=True)
class Asked:
    """A question to the ledger: the page's filters, the list's own, and the order."""

    scope: Scope
    text: str = ""
    state: str = "open"
    found_by: str = ALL
    tier: str = ALL
    """A tier of supervision; ``any`` for all that are under supervision, ``none`` for those that are not."""
    age: str = ALL
    """A band of days open at the month's end."""
    late: str = ALL
    """A band of days overdue at the month's end."""
    sort: str = "found_new"
    enterprise_id: str = ""

    @property
    def last_day(self) -> str:
        """The month's last day, ISO."""
        return Month.parse(self.scope.month).last_day.isoformat()


def folded(text: str) -> str:
    """A text as the search compares it."""
    return text.lower().translate(_FOLD)


def words_of(text: str) -> list[str]:
    """The words of a search, each once; all must occur."""
    return list(dict.fromkeys(folded(text).split()))


def count(board: Board, asked: Asked) -> int:
    """How many rows answer."""
    where, values = _where(asked)
    return int(read(board, f"SELECT count(*) FROM ({_rows(asked)}) WHERE {where}", *values)[0][0])


def page(board: Board, asked: Asked, number: int = 0, size: int = PAGE) -> list[dict[str, Any]]:
    """One page of the rows: ``COLUMNS``."""
    sql, values = page_query(asked, number, size)
    return [dict(zip(COLUMNS, row, strict=True)) for row in read(board, sql, *values)]


def taken(board: Board, asked: Asked, most: int) -> list[dict[str, Any]]:
    """The first ``most`` rows for a download: ``COLUMNS``, ``MORE_COLUMNS``, ``file, sheet, row``; not kept."""
    sql, values = page_query(asked, 0, most, more=True)
    names = (*COLUMNS, *MORE_COLUMNS, "file", "sheet", "row")
    return [dict(zip(names, row, strict=True)) for row in read_once(board, sql, *values)]


def page_query(asked: Asked, number: int = 0, size: int = PAGE, more: bool = False) -> tuple[str, list[Any]]:
    """The query of a page and its values: only its columns are read, only its rows are kept."""
    where, values = _where(asked)
    order = f"{SORTS[asked.sort]}, region_code, hazard_id"
    columns = ", ".join((*COLUMNS, *MORE_COLUMNS, "_file", "_row") if more else COLUMNS)
    sql = (
        f"SELECT {columns} FROM ({_rows(asked)}) WHERE {where} ORDER BY {order} "
        f"LIMIT {int(size)} OFFSET {max(number, 0) * int(size)}"
    )
    if more:
        shown = ", ".join(f"r.{name}" for name in (*COLUMNS, *MORE_COLUMNS))
        sql = (
            f"SELECT {shown}, f.file, f.sheet, r._row FROM ({sql}) AS r LEFT JOIN load_files AS f ON f.file_id = r._file "
            f"ORDER BY {order}"
        )
    return sql, values


def _rows(asked: Asked) -> str:
    """The ledger with its state at the month's last day, and its own words where a code may be lacking."""
    day = f"DATE '{asked.last_day}'"
    is_searched = bool(words_of(asked.text))
    return (
        "SELECT * REPLACE (coalesce(found_by, 'none') AS found_by, coalesce(supervision, 'none') AS supervision), "
        f"coalesce(sector_code, 'none') AS sector, closed_date IS NULL OR closed_date > {day} AS is_open, "
        f"{day} - found_date AS days_open, greatest(coalesce({day} - due_date, 0), 0) AS days_overdue"
        f"{f', {_SEARCHED} AS searched' if is_searched else ''} "
        f"FROM {f'(SELECT *, {_TEXT} AS told FROM hazards)' if is_searched else 'hazards'} WHERE found_date <= {day}"
    )


def _where(asked: Asked) -> tuple[str, list[Any]]:
    first = Month.parse(asked.scope.month).first_day.isoformat()
    parts = {
        "open": ["is_open"],
        "overdue": ["is_open AND days_overdue > 0"],
        "found": [f"found_date >= DATE '{first}'"],
        "closed": [f"NOT is_open AND closed_date >= DATE '{first}'"],
        "struck_off": ["NOT is_open"],
        "all": ["TRUE"],
    }[asked.state]
    values: list[Any] = []
    if asked.found_by != ALL:
        parts, values = [*parts, "found_by = ?"], [*values, asked.found_by]
    if asked.tier == "any":
        parts = [*parts, "supervision <> 'none'"]
    elif asked.tier != ALL:
        parts, values = [*parts, "supervision = ?"], [*values, asked.tier]
    for kind, column, band in (("age", "days_open", asked.age), ("overdue", "days_overdue", asked.late)):
        if band != ALL:
            # Only what is open has an age.
            parts = [*parts, "is_open", _in_band(kind, column)]
            values = [*values, band]
    if asked.enterprise_id:
        parts, values = [*parts, "enterprise_id = ?"], [*values, asked.enterprise_id]
    for word in words_of(asked.text):
        parts = [*parts, "contains(searched, ?)"]
        values = [*values, word]
    limits, chosen = asked.scope.where()
    return " AND ".join(parts) + limits, [*values, *chosen]


def _in_band(kind: str, column: str) -> str:
    band = f"FROM hazard_bands WHERE kind = '{kind}' AND band = ?"
    return f"EXISTS (SELECT 1 {band} AND {column} >= low AND (high IS NULL OR {column} <= high))"
