"""The hazard ledger searched and paged: a page's rows are read, never the ledger.

The search looks for every word somewhere in the number, the enterprise, the town or the description, without regard
to case and to full or half width. Every sign of a word stands for itself: ``%``, ``_``, brackets, quotes.
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
_WIDER = 0xFF01 - 0x21
"""From a printable ASCII sign to its full-width form."""
_TEXT = "concat_ws(chr(10), hazard_id, enterprise, town, description)"


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


def words_of(text: str) -> list[str]:
    """The words of a search, each once, signs in half width; all must occur."""
    narrow = "".join(chr(ord(c) - _WIDER) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return list(dict.fromkeys(narrow.lower().split()))


def pattern(word: str) -> str:
    """A word as an expression without any sign of its own meaning, that takes either width and either case."""
    signs = (
        rf"[\x{{{ord(c):x}}}\x{{{ord(c) + _WIDER:x}}}]" if 0x21 <= ord(c) <= 0x7E else rf"\x{{{ord(c):x}}}"
        for c in word
    )
    return "(?i)" + "".join(signs)


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
    return (
        "SELECT * REPLACE (coalesce(found_by, 'none') AS found_by, coalesce(supervision, 'none') AS supervision), "
        f"coalesce(sector_code, 'none') AS sector, closed_date IS NULL OR closed_date > {day} AS is_open, "
        f"{day} - found_date AS days_open, greatest(coalesce({day} - due_date, 0), 0) AS days_overdue "
        f"FROM hazards WHERE found_date <= {day}"
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
        parts, values = [*parts, f"regexp_matches({_TEXT}, ?)"], [*values, pattern(word)]
    limits, chosen = asked.scope.where()
    return " AND ".join(parts) + limits, [*values, *chosen]


def _in_band(kind: str, column: str) -> str:
    band = f"FROM hazard_bands WHERE kind = '{kind}' AND band = ?"
    return f"EXISTS (SELECT 1 {band} AND {column} >= low AND (high IS NULL OR {column} <= high))"
