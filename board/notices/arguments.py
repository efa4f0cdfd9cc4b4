"""Arguments of ``python -m board notice``; what makes the files is loaded when they are asked for."""

from __future__ import annotations

import argparse
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of ``python -m board``."""
    parser = commands.add_parser("notice", help="出一份文：月调度、季通报、年总结、函件等")
    parser.add_argument("paper", help="monthly、quarterly、annual、letter，或方案自己的文种")
    parser.add_argument("--plan")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--period", required=True, help="2026-10、2026Q3 或 2026；函件为月份")
    parser.add_argument("--out", type=Path, required=True, help="放文件的文件夹，没有就建")
    parser.add_argument("--formats", default="docx", help="逗号分隔，可选 docx,pptx,xlsx,png,svg,pdf")
    parser.add_argument("--regions", default="", help="附件只列这些地区，代码或名称，逗号分隔")
    parser.add_argument("--step", default="", help="函件是哪一步")
    parser.add_argument("--unit", default="", help="函件对谁，代码或名称")
    parser.add_argument("--by", choices=["region", "sector", "committee"], default="region")
    parser.add_argument("--date", help="成文日期 YYYY-MM-DD，缺省为发布日期")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from board.notices import command

    return command.run(options)
