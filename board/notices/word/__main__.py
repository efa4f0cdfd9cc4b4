"""Checks the templates of plans: ``python -m board.notices.word [PLAN ...]``; of all plans where none is named.

Prints a line for each problem; exit code 3 where there is one, 2 for an unknown plan.
"""

from __future__ import annotations

import sys

from board.notices.word.template import TEMPLATES, check
from database import DatabaseProblem
from rules.packs import load_plan, plan_ids
from rules.problems import PlanError


def main(asked: list[str]) -> int:
    """Check; gives the exit code."""
    found = 0
    for name in asked or plan_ids():
        try:
            plan = load_plan(name)
        except (PlanError, DatabaseProblem) as error:
            print(error, file=sys.stderr)
            return 2
        for path in sorted((TEMPLATES / plan.id).glob("*.docx")):
            for problem in check(path, plan):
                found += 1
                print(f"{plan.id}/{path.name} {problem}")
    print("没有发现问题" if not found else f"共{found}处问题", file=sys.stderr)
    return 3 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
