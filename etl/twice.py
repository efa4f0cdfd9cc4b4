"""The same key twice in one load with different contents: the later row holds, and a person is told of both places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from etl.contract import Contract
from etl.scan import stored_columns

if TYPE_CHECKING:
    from etl.intake import Incoming

MOST = 20
"""Keys that are named one by one; the others are counted."""


def told_twice(
    connection: duckdb.DuckDBPyConnection, contract: Contract, scan: str, incoming: Mapping[int, Incoming]
) -> dict[int, list[str]]:
    """File -> remarks on keys whose rows disagree within one report month, told at the row that comes last.

    To be called when ``settle`` has left the keys that come more than once in the table ``contested``. Rows of
    different months are no contradiction: the newer report holds.
    """
    counted = connection.execute("SELECT count(*) FROM contested").fetchone()
    if not counted or not counted[0]:
        return {}
    keys = ", ".join(f'"{name}"' for name in contract.key)
    content = ", ".join(f'"{name}"' for name, _ in stored_columns(contract) if name != "report_month")
    shown = " || '、' || ".join(
        f'"{name}"::VARCHAR' for name in contract.key if name not in ("region_code", "report_month")
    )
    found = connection.execute(
        f"SELECT any_value({shown}), list({{'file': _file, 'row': _row}} ORDER BY _file, _row) "
        f"FROM {scan} SEMI JOIN contested USING ({keys}) WHERE _mask = 0 "
        f"GROUP BY {keys}, report_month HAVING count(*) > 1 AND count(DISTINCT hash({content})) > 1 "
        "ORDER BY max(_file), max(_row)"
    ).fetchall()
    told: dict[int, list[str]] = {}
    rest: dict[int, int] = {}
    for key, places in found:
        last = places[-1]["file"]
        if len(told.setdefault(last, [])) >= MOST:
            rest[last] = rest.get(last, 0) + 1
            continue
        said = "、".join(_place(incoming[p["file"]], p["row"], incoming[last]) for p in places[:-1][-3:])
        here = _place(incoming[last], places[-1]["row"], incoming[last])
        told[last].append(f"{key} 报了不止一次，内容不同：{said}与{here}，以后者为准")
    for last, count in rest.items():
        told[last].append(f"另有 {count:,} 个编号报了不止一次、内容不同，都以后一行为准")
    return {file: remarks for file, remarks in told.items() if remarks}


def _place(incoming: Incoming, row: int, here: Incoming) -> str:
    """Where a row stands, as short as it is still clear beside ``here``."""
    file = f"{incoming.path.name} " if incoming.path != here.path else ""
    sheet = f"工作表“{incoming.sheet}”" if incoming.sheet else ""
    return f"{file}{sheet}第 {row:,} 行"
