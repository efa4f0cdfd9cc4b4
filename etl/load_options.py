"""What the command line says of a load besides its files."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from pathlib import Path

from etl.answers import Answers, read_answers
from etl.problems import NothingDone
from etl.run import LoadOptions
from rules.plan import Plan

_SHA256 = re.compile(r"[0-9a-f]{64}")


def options_of(plan: Plan, given: Namespace) -> LoadOptions:
    """The options of ``check`` or ``load``. Raises NothingDone where one says something impossible."""
    answers: Answers | None = read_answers(given.answers) if given.answers else None
    return LoadOptions(
        answers=answers,
        office=_office(plan, given.office.strip()),
        who=given.who,
        expect=read_expected(given.expect) if given.expect else None,
        preview=getattr(given, "preview", None),
        rejects=given.rejects,
    )


def read_expected(path: Path) -> dict[Path, str]:
    """The checked files with the sha256 each had: one JSON object. Raises NothingDone."""
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise NothingDone(f"--expect 的清单 {path} 打不开（{error.strerror}）。请核对路径") from error
    except ValueError as error:
        raise NothingDone(f"--expect 的清单 {path} 不是 JSON：{error}。请改正后再试") from error
    if not isinstance(told, dict):
        raise NothingDone(
            f"--expect 的清单 {path} 应为一个 JSON 对象（文件路径: SHA-256），实为{type(told).__name__}。请改正"
        )
    for file, sha in told.items():
        if not (isinstance(sha, str) and _SHA256.fullmatch(sha)):
            raise NothingDone(
                f"--expect 的清单 {path}：{file} 应为 64 位十六进制的 SHA-256，实为“{sha}”。请改正"
            )
    return {Path(file): sha for file, sha in told.items()}


def _office(plan: Plan, code: str) -> str:
    """The office's code as given. Raises NothingDone where the plan knows no such office."""
    if not code:
        return ""
    known = {region.code: region.name for region in plan.regions}
    known |= {committee.id: committee.name for committee in plan.programme.committees}
    known |= {c.office: c.office for c in plan.programme.committees if c.office}
    if code not in known:
        shown = "、".join(f"{key} {name}" for key, name in list(known.items())[:12])
        raise NothingDone(f"没有代码为“{code}”的报送单位。可用的有：{shown}等。请改正 --office")
    return code
