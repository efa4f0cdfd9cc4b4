"""``python -m etl plan check|new|schema``: holding a pack to everything it must obey, starting one, its schemas."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from etl.clock import today
from etl.problems import NothingDone
from etl.source_check import problems
from rules.pack_files import FILES, read_pack
from rules.packs import PLANS, find_pack, plan_ids, validate
from rules.plan import Plan
from rules.problems import BrokenPack, in_order
from rules.schemas import schemas

TEMPLATE = Path(__file__).with_name("plan_template")
SCHEMAS = Path(__file__).resolve().parent.parent / "docs" / "schema"
_ID = re.compile(r"[a-z][a-z0-9_-]*")


def check(name: str | Path) -> Plan:
    """The plan of a pack without a single mistake. Raises BrokenPack with all of them, PlanError where there is none."""
    pack = read_pack(find_pack(name))
    plan, found = validate(pack)
    found = [*found, *problems(pack)]
    if plan is None or found:
        raise BrokenPack(in_order(found, FILES.values()))
    return plan


def describe(plan: Plan) -> str:
    """What a pack holds, as an analyst counts it."""
    years = Counter(target.year for indicator in plan.indicators for target in indicator.targets)
    targets = "、".join(f"{year} 年 {count}" for year, count in sorted(years.items())) or "0"
    programme = plan.programme
    said = Counter(dict.fromkeys(("percent", "count", "date"), 0))
    for statement in programme.statements:
        said[statement.kind] += statement.times
    lines = [
        f"{plan.id}: {len(plan.regions)} regions, {len(plan.sectors)} sectors, {len(plan.indicators)} indicators, "
        f"{sum(years.values())} targets, {plan.first_month} to {plan.last_month}",
        f"  {plan.title}",
        f"  区域 regions {len(plan.regions)}，行业 sectors {len(plan.sectors)}，"
        f"等级 classes {len(plan.ranking_scale)} + {len(plan.risk_scale)}，"
        f"计分规则 ranking rules {len(plan.ranking)}，风险规则 risk rules {len(plan.risk)}，"
        f"外来文件 sources {len(plan.sources)}",
        f"  指标 indicators {len(plan.indicators)}，目标 targets {sum(years.values())}（{targets}）",
        f"  行动 actions {len(programme.actions)}，措施 measures {len(programme.measures)}，任务 tasks {len(programme.tasks)}，"
        f"阶段 phases {len(programme.phases)}，报告 reports {len(programme.reports)}，"
        f"专委会 committees {len(programme.committees)}，清单 lists {len(programme.lists)}，"
        f"矛盾 conflicts {len(programme.conflicts)}",
        f"  原文数字 statements {sum(said.values())}（百分数 percent {said['percent']}、"
        f"次数 count {said['count']}、日期 date {said['date']}）",
    ]
    return "\n".join(lines)


def new(plan_id: str, folder: Path | None = None) -> Path:
    """Write a commented skeleton of a pack; gives its folder. Raises NothingDone where it can't be written."""
    if not _ID.fullmatch(plan_id):
        raise NothingDone(
            f"编号“{plan_id}”不能用：应以小写字母开头，只含小写字母、数字、- 和 _，例如 my-city"
        )
    folder = folder or PLANS / plan_id
    if folder.exists():
        raise NothingDone(f"{folder} 已经存在，没有改动。请换一个编号，或用 --out 另指一个目录")
    if folder.parent == PLANS and plan_id in plan_ids():
        raise NothingDone(f"编号“{plan_id}”已有方案使用：{'、'.join(plan_ids())}")
    try:
        folder.mkdir(parents=True)
        for path in sorted(TEMPLATE.iterdir()):
            text = path.read_text("utf-8")
            for token, value in _tokens(plan_id).items():
                text = text.replace(f"@{token}@", value)
            # Excel takes a CSV without the mark for the local code page.
            (folder / path.name).write_text(
                text, "utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="\n"
            )
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NothingDone(f"写不进 {folder}（{error.strerror}）。请检查路径和权限") from error
    return folder


def _tokens(plan_id: str) -> dict[str, str]:
    """What the template's tokens stand for: the plan's id, this year and the two after it."""
    year = today(ZoneInfo("Asia/Shanghai")).year
    return {"id": plan_id, "year1": str(year), "year2": str(year + 1), "year3": str(year + 2)}


def write_schemas(folder: Path = SCHEMAS) -> list[Path]:
    """Write the JSON schemas of a pack's files; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
        written.append(path)
    return written
