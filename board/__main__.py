"""``python -m board show``: exactly what the pages show, as JSON, CSV or a table; ``notice``: a paper's files."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from board import queries, queries_revisions, show
from board.notices import arguments as notice
from board.notices.span import BadPeriod
from database import DatabaseProblem
from database.logs import log_defect, set_up_logging
from rules.neutral import neutral
from rules.packs import PlanError

DONE, DEFECT, NOTHING = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives its exit code (0 done, 1 a defect, 2 nothing done)."""
    parser = argparse.ArgumentParser(prog="python -m board", description="五色看板数据查询")
    commands = parser.add_subparsers(required=True, metavar="command")
    shown = commands.add_parser("show", help="给出页面上的数字")
    shown.add_argument("kind", choices=show.KINDS)
    shown.add_argument("--plan")
    shown.add_argument("--db", type=Path)
    shown.add_argument("--month", help="YYYY-MM，缺省为数据所到的月份；revisions 缺省为全部已发布的月份")
    shown.add_argument("--by", choices=["region", "sector", "committee"], default="region")
    shown.add_argument("--level", choices=["major", "general", "all"], default="major")
    shown.add_argument("--figures", choices=["published", "current"], default="current")
    shown.add_argument("--release", help="YYYY-MM：用这一期发布时的数据看 --month 那个月")
    shown.add_argument("--format", choices=["json", "csv", "table"], default="table")
    shown.set_defaults(run=_shown)
    notice.add(commands)
    options = parser.parse_args(arguments)
    set_up_logging()
    try:
        return options.run(options)
    except (DatabaseProblem, PlanError, BadPeriod, queries.UnknownMonth, queries.UnknownUnit) as error:
        print(error, file=sys.stderr)
        return NOTHING
    except BrokenPipeError:
        return DONE
    except Exception as error:  # noqa: BLE001 - the last resort of a command: logged with an id, told, exit 1
        print(f"程序出错。编号 {log_defect(error)}，详情见日志", file=sys.stderr)
        return DEFECT


def _shown(options: argparse.Namespace) -> int:
    _print(_show(options), options.format)
    return DONE


def _show(options: argparse.Namespace) -> list[dict[str, Any]]:
    if options.kind == "revisions":
        # Published against current is what it tells, whichever of the two was asked for.
        return queries_revisions.revisions(queries.open_board(options.plan, options.db), options.month)
    if options.release and options.figures == "published":
        raise queries.UnknownMonth(
            "--release 和 --figures published 只能用一个：--release 说用哪一期的发布来看 --month"
        )
    if options.figures == "published" and not options.month:
        raise queries.UnknownMonth("--figures published 要同时写明月份：--month YYYY-MM")
    figures = "published" if options.release else options.figures
    board = queries.open_board(options.plan, options.db, options.release or options.month, figures)
    return show.rows(board, options.kind, options.month, options.by, options.level)


def _print(rows: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    names = list(rows[0]) if rows else []
    if form == "csv":
        # Texts only: a number in exponent form would be taken for a formula.
        cells = [[row[name] for name in names] for row in rows]
        flat = [[neutral(cell) if isinstance(cell, str) else _flat(cell) for cell in line] for line in cells]
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *flat])
        return
    shown = [
        n
        for n in names
        if n not in ("components", "colour_probability", "reports", "details", "channels", "indicators")
    ]
    print("\t".join(shown))
    for row in rows:
        print("\t".join(_short(row[name]) for name in shown))


def _flat(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else _flat(value)


if __name__ == "__main__":
    sys.exit(main())
