"""``python -m board notice``: a paper's files without a person, as from the page, and on the same record."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from board import queries
from board.notices import export, kept, order
from board.notices.order import Drafted, Order
from board.notices.paper import LETTER, BadPaper
from database import DatabaseProblem

DONE, LEFT_OUT = 0, 3
"""``LEFT_OUT``: the files are there, and something that was asked for is not in them."""


def run(options: argparse.Namespace) -> int:
    """Make the files, put them on record, print them. Raises DatabaseProblem, BadPeriod, UnknownUnit, PlanError."""
    wanted = _order(options)
    formats = export.known(options.formats.split(","))
    board = queries.open_board(options.plan, options.db)
    made = order.drafted(board, wanted)
    written = export.write(made.content, made.board.plan, formats, options.out, _step)
    problems = [*written.problems, *_lost(made)]
    files = [kept.Named(f.path.relative_to(options.out).as_posix(), f.sha256, f.bytes) for f in written.files]
    try:
        kept.record(board.path, made.key, made.content, files, formats, "")
    except DatabaseProblem as error:
        problems.append(f"文件已写好，但没有记入出文记录：{error}")
    _print(made, written, problems, is_json=options.json)
    for problem in problems:
        print(problem, file=sys.stderr)
    return LEFT_OUT if problems else DONE


def _order(options: argparse.Namespace) -> Order:
    day = None
    if options.date:
        try:
            day = date.fromisoformat(options.date)
        except ValueError as error:
            raise BadPaper("--date 应写作 YYYY-MM-DD，实为“{asked}”", asked=options.date) from error
    is_letter = options.paper == LETTER
    if is_letter and not (options.step and options.unit):
        raise BadPaper("函件要写明是哪一步、对谁：--step 和 --unit，如 --step letter --unit 某县")
    if not is_letter and (options.step or options.unit):
        raise BadPaper("--step 和 --unit 只用于函件（letter）；限定附件的地区请用 --regions")
    regions = tuple(name for name in (part.strip() for part in options.regions.split(",")) if name)
    return Order(options.paper, options.period.strip(), regions, options.step, options.by, options.unit, day)


def _lost(made: Drafted) -> list[str]:
    if not made.lost:
        return []
    return [f"改写过的段落 {'、'.join(made.lost)} 对不上现在的起草稿，没有用上。请在通报导出页查看"]


def _step(done: int, total: int, what: str) -> None:
    if what:
        print(f"{what} {done}/{total}", file=sys.stderr)


def _print(made: Drafted, written: export.Written, problems: list[str], is_json: bool) -> None:
    if not is_json:
        for file in written.files:
            print(f"{file.path}\t{file.sha256}")
        return
    content = made.content
    told = {
        "plan": content.plan_id, "paper": content.paper, "period": content.period, "unit": content.unit,
        "step": content.step, "release": content.release, "title": content.title,
        "content_sha256": kept.fingerprint(content), "edited": [p.id for p in content.edited()],
        "files": [
            {"path": str(f.path), "format": f.format, "sha256": f.sha256, "bytes": f.bytes} for f in written.files
        ],
        "problems": problems,
    }  # fmt: skip
    print(json.dumps(told, ensure_ascii=False, indent=1))
