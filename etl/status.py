"""What the current generation holds, for ``python -m etl status``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from database import BadDatabase, read_pointer
from etl.contract import contracts
from rules.plan import Plan


def describe_database(plan: Plan, path: Path) -> dict[str, Any]:
    """Build, ledgers and loads. Raises NoDatabase or BadDatabase."""
    pointer = read_pointer(path, plan.id)
    try:
        with duckdb.connect(str(pointer.file(path)), read_only=True) as connection:
            tables = {}
            for table in contracts():
                row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                tables[table] = row[0] if row else 0
            settings = connection.execute("SELECT data_through, built_at FROM plan_settings").fetchone()
            # A database that an older program loaded last has no such columns.
            known = connection.execute("SELECT name FROM pragma_table_info('loads')").fetchall()
            undone = (
                ", undone_at::VARCHAR AS undone_at, undone_by, undo_reason" if ("undone_at",) in known else ""
            )
            loads = connection.execute(
                "SELECT load_id, loaded_at::VARCHAR AS loaded_at, loaded_by, rows_in, accepted, changed, unchanged, superseded, "
                f"rejected, skipped{undone} FROM loads ORDER BY load_id"
            ).fetchall()
            names = [column[0] for column in connection.description or []]
            findings = connection.execute(
                "SELECT finding, count(*) FROM findings GROUP BY 1 ORDER BY 1"
            ).fetchall()
    except duckdb.Error as error:
        raise BadDatabase(
            "数据库文件 {name} 已损坏或版本不符，打不开。请运行 python -m etl recover 退回上一代完好的数据，或用 python -m etl restore 从备份恢复",
            name=f"{pointer.build_id}.duckdb",
        ) from error
    return {
        "plan": plan.id,
        "database": str(path),
        "build_id": pointer.build_id,
        "is_demo": pointer.is_demo,
        "plan_is_current": pointer.plan_checksum == plan.checksum,
        "data_through": settings[0] if settings else None,
        "built_at": str(settings[1]) if settings else None,
        "rows": tables,
        "findings": dict(findings),
        "loads": [dict(zip(names, row, strict=True)) for row in loads],
    }
