"""Forms that one plan asks for: 溆浦's dispatch table, 柏林's task list by office, 何家畔's summary of a phase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from board import queries, queries_method, show
from board.notices import paper
from board.notices.content import Content, Paragraph, Table
from board.notices.parts import dispatch_table, goals_by_year, phase, tasks_by_office
from board.notices.parts.registry import PARTS
from board.notices.scene import Scene
from board.notices.shown import Shown
from board.notices.span import parse
from board.opening import Board, read
from database import Pointer
from database.releases import Release, Releases
from rules.notices import Notices
from rules.packs import load_plan, plan_ids
from rules.plan import Plan
from tests.notices.reading import paragraph, table
from tests.notices.standing import Command, assert_no_other_numbers


def scene_of(plan: Plan, covers: str, month: str, folder: Path) -> Scene:
    """A paper of a release that holds nothing: its listings are written in the test."""
    pointer = Pointer("build", 1, plan.id, plan.checksum)
    release = Release(folder, month, 1, f"{month}-28T02:00:00", "", "", pointer, "")
    board = Board(plan, folder / "w.duckdb", pointer, month, "", Releases(1, (release,)), release)
    return Scene(Shown(board, month), parse(plan, covers, month))


def texts_of(blocks: list[Any]) -> dict[str, str]:
    """Paragraphs by id, as drafted."""
    return {b.id: b.drafted for b in blocks if isinstance(b, Paragraph)}


def cells(blocks: list[Any], name: str) -> list[list[str]]:
    found = next(b for b in blocks if isinstance(b, Table) and b.id == name)
    return [[c.text for c in line.cells] for line in found.lines]


# ---- the dispatch table, of two townships and two channels ----
# 甲 has 10 enterprises, 6 check themselves; 乙 20 and 9: 15 of 30 are 50 %. Major hazards since April: 甲 found 5 (3 by
# itself, 2 by enforcement), closed 4; 乙 found 1, closed 2, of which one from before. 甲 reported 3 of 4 and 1 of 2
# boards, 乙 nothing.
ASKED = ("notice_boards", "resident_coverage")


def dispatched(level: str) -> list[dict[str, Any]]:
    def row(
        code: str,
        name: str,
        firms: tuple[int, int],
        flow: dict[str, tuple[int, ...]],
        told: dict[str, tuple[int, int]],
    ) -> dict[str, Any]:
        names = ("opening", "found", "closed", "open_stock", "overdue")
        channels = [{"found_by": by, **dict(zip(names, n, strict=True))} for by, n in flow.items()]
        assert all(c["opening"] + c["found"] - c["closed"] == c["open_stock"] for c in channels)
        return {
            "region_code": code, "region": name, "month": "2023-10", "level": level, "since": "2023-04-01", "through": "2023-10-31",
            "registered": firms[0], "self_checked": firms[1], **{n: sum(c[n] for c in channels) for n in names},
            "channels": channels,
            "indicators": [
                {"indicator": i, "numerator": told.get(i, (None, None))[0], "denominator": told.get(i, (None, None))[1],
                 "value": told[i][0] / told[i][1] if i in told else None}
                for i in ASKED
            ],
            "reported_date": "2023-10-21" if told else None,
        }  # fmt: skip

    told = {"notice_boards": (3, 4), "resident_coverage": (1, 2)}
    if level == "major":
        return [
            row("A", "甲镇", (10, 6), {"enterprise": (1, 3, 3, 1, 0), "enforcement": (1, 2, 1, 2, 1)}, told),
            row("B", "乙镇", (20, 9), {"enterprise": (1, 1, 2, 0, 0), "enforcement": (3, 0, 0, 3, 2)}, {}),
        ]
    return [
        row("A", "甲镇", (10, 6), {"enterprise": (1, 30, 30, 1, 0), "enforcement": (2, 20, 20, 2, 1)}, told),
        row("B", "乙镇", (20, 9), {"enterprise": (10, 10, 20, 0, 0), "enforcement": (3, 0, 0, 3, 2)}, {}),
    ]


@pytest.fixture
def dispatch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    names = queries_method.Names({
        ("value", "found_by", "enterprise"): ("企业自查", ""), ("value", "found_by", "enforcement"): ("执法检查", ""),
    })  # fmt: skip
    monkeypatch.setattr(queries_method, "names", lambda _board: names)
    monkeypatch.setattr(
        show, "rows", lambda _board, kind, month, by, level: dispatched(level) if kind == "dispatch" else None
    )
    scene = scene_of(load_plan("xupu"), "month", "2023-10", tmp_path)
    return dispatch_table.blocks(scene, "月度调度表")


def test_the_dispatch_table_says_from_when_to_when_and_who_is_missing(dispatch: list[Any]) -> None:
    said = texts_of(dispatch)
    assert said["dispatch.cover"] == (
        "台账数累计自2023年4月1日至2023年10月31日；调度指标为各地区填报的累计数，10月22日前报送（四（三））。2个地区中1个未报：乙镇。"
    )
    assert said["dispatch.totals"] == (
        "截至10月31日，全县在册企业30家，已开展自查自改15家，占50.0%。重大隐患起初6处，累计查出6处、销号6处，现有未销号6处、"
        "逾期3处。一般隐患起初16处，累计查出60处、销号70处，现有未销号6处、逾期3处。"
    )


def test_the_dispatch_tables_add_up_by_region_channel_and_level(dispatch: list[Any]) -> None:
    assert cells(dispatch, "dispatch.stock") == [
        ["甲镇", "10", "6", "60.0%", "5", "4", "3", "1", "50", "50", "3", "1"],
        ["乙镇", "20", "9", "45.0%", "1", "2", "3", "2", "10", "20", "3", "2"],
        ["合计", "30", "15", "50.0%", "6", "6", "6", "3", "60", "70", "6", "3"],
    ]
    assert cells(dispatch, "dispatch.channels") == [
        ["企业自查", "2", "4", "5", "1", "0", "11", "40", "50", "1", "0"], ["执法检查", "4", "2", "1", "5", "3", "5", "20", "20", "5", "3"],
        ["合计", "6", "6", "6", "6", "3", "16", "60", "70", "6", "3"],
    ]  # fmt: skip
    assert cells(dispatch, "dispatch.by_channel") == [
        ["甲镇", "3", "3", "2", "1"], ["乙镇", "1", "2", "0", "0"], ["合计", "4", "5", "2", "1"],
    ]  # fmt: skip
    assert cells(dispatch, "dispatch.overdue") == [["甲镇", "0", "1"], ["乙镇", "0", "2"], ["合计", "0", "3"]]


def test_what_was_not_reported_is_no_nought(dispatch: list[Any]) -> None:
    assert cells(dispatch, "dispatch.reported") == [
        ["隐患公示栏设置率", "3", "4", "75.0%", "1", "二（一）1"], ["3人以上企业派驻覆盖率", "1", "2", "50.0%", "1", "二（二）4"],
    ]  # fmt: skip
    assert cells(dispatch, "dispatch.by_region.1") == [
        ["甲镇", "75.0%", "50.0%", "10月21日"], ["乙镇", "未报", "未报", "未报"], ["合计", "75.0%", "50.0%", ""],
    ]  # fmt: skip


def test_the_real_dispatch_table_is_what_the_ledger_counts(released: Callable[[str], Path]) -> None:
    """Xupu's newest month: its first table against the ledger of hazards, by the definitions."""
    database = released("xupu")
    board = queries.open_board("xupu", database)
    month = max(board.releases.months)
    content = paper.build(board, "monthly", month)
    assert content.sections[0].part == "dispatch_table"
    assert any("调度表表式由安委会自定" in remark for remark in content.remarks)
    shown = queries.published_board(board, month)
    assert shown is not None
    counted = {
        code: counts
        for code, *counts in read(
            shown,
            "SELECT region_code, count(*) FILTER (WHERE found_date BETWEEN DATE '2023-04-01' AND d.last), "
            "count(*) FILTER (WHERE closed_date BETWEEN DATE '2023-04-01' AND d.last), "
            "count(*) FILTER (WHERE found_date <= d.last AND (closed_date IS NULL OR closed_date > d.last)), "
            "count(*) FILTER (WHERE found_date <= d.last AND (closed_date IS NULL OR closed_date > d.last) AND due_date < d.last) "
            "FROM hazards, (SELECT last_day(CAST(? || '-01' AS DATE)) AS last) AS d WHERE level = 'major' GROUP BY 1",
            month,
        )
    }
    rows = next(b for b in content.sections[0].blocks if isinstance(b, Table)).lines
    assert len(rows) == len(board.plan.regions) + 1
    for line in rows[:-1]:
        assert [c.figure.value for c in line.cells[4:8] if c.figure] == counted.get(
            line.unit, [0, 0, 0, 0]
        ), line.unit
    assert [c.figure.value for c in rows[-1].cells[4:8] if c.figure] == [
        sum(n[i] for n in counted.values()) for i in range(4)
    ]
    assert Command("xupu", database).check(content) > 500
    assert assert_no_other_numbers("xupu", content) > 20


# ---- tasks: four of three offices ----
def task(
    number: str, office: str, owner: str, cadence: str, due: str | None, status: str, percent: float | None
) -> dict[str, Any]:
    return {
        "task_id": number, "title": f"任务{number}", "office": office, "owner": owner, "cadence": cadence, "due_date": due,
        "clause": "三（二）", "status": status, "percent": percent,
    }  # fmt: skip


TASKS = [
    task("t_database", "各行政村", "各行政村、镇直各单位", "once", "2025-12-31", "due_soon", 93.5),
    task("t_enterprise_plans", "有关企业", "有关企业", "once", "2024-04-30", "done_late", 100.0),
    task("t_local_plans", "各行政村", "各行政村、镇直各单位", "once", "2024-03-31", "done", 100.0),
    task("t_issue", "镇应急办", "镇应急办", "once", "2025-06-30", "overdue", 40.0),
    task("t_joint_checks", "各分管领导", "各分管领导", "quarterly", "2025-12-31", "no_data", None),
    task("t_meeting", "镇应急办", "镇应急办", "ongoing", None, "ongoing", None),
]


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Scene:
    def rows(_board: Board, kind: str, *_more: str) -> list[dict[str, Any]]:
        if kind == "tasks":
            return TASKS
        assert kind == "targets"
        common = {"region_code": "*", "gap": 0.0, "due": ""}
        return [
            {
                **common,
                "indicator": "cohort_clearance_rate",
                "year": 2024,
                "value": 0.96,
                "numerator": 48,
                "denominator": 50,
                "target": 0.95,
                "status": "met",
            },
            {
                **common,
                "indicator": "major_inflow_rate",
                "year": 2025,
                "value": 0.03,
                "numerator": 6,
                "denominator": 200,
                "target": 0.02,
                "status": "missed",
            },
        ]

    monkeypatch.setattr(show, "rows", rows)
    return scene_of(load_plan("hejiapan"), "phase", "2025-12", tmp_path)


def test_tasks_go_by_the_leading_office(village: Scene) -> None:
    blocks = tasks_by_office.blocks(village, "任务清单")
    said = texts_of(blocks)
    assert said["offices.overall"].startswith("任务清单共6项，分属4个牵头责任单位。截至12月31日，")
    assert "到期未完成1项、未报1项、临期1项、超期完成1项、已完成1项、长期坚持1项" in said["offices.overall"]
    assert said["offices.owed"] == "镇应急办到期未完成1项；各分管领导未报1项。"
    assert cells(blocks, "offices.table") == [
        ["各行政村", "2", "1", "0", "0", "0", "1", "0", "0"], ["有关企业", "1", "0", "1", "0", "0", "0", "0", "0"],
        ["镇应急办", "2", "0", "0", "1", "0", "0", "0", "1"], ["各分管领导", "1", "0", "0", "0", "1", "0", "0", "0"],
        ["合计", "6", "1", "1", "1", "1", "1", "0", "1"],
    ]  # fmt: skip


def test_each_office_has_a_table_of_its_tasks(village: Scene) -> None:
    found = tasks_by_office.annex(village, "任务清单（按责任办公室）")
    assert [t.title for t in found if isinstance(t, Table)] == [
        "各行政村任务清单（2项）", "有关企业任务清单（1项）", "镇应急办任务清单（2项）", "各分管领导任务清单（1项）",
    ]  # fmt: skip
    assert cells(found, "offices.list.1") == [
        ["任务t_database", "三（二）", "镇直各单位", "2025-12-31", "临期", "93%"],
        ["任务t_local_plans", "三（二）", "镇直各单位", "2024-03-31", "已完成", "100%"],
    ]
    assert cells(found, "offices.list.3")[1] == ["任务t_meeting", "三（二）", "—", "长期", "长期坚持", "—"]


def test_a_phase_counts_what_falls_due_in_it_and_lists_what_remains(village: Scene) -> None:
    """Of the phase from April 2024 to December 2025: t_local_plans was due the day before it began."""
    blocks = phase.blocks(village, "阶段任务")
    said = texts_of(blocks)
    assert said["phase.dates"] == (
        "集中攻坚阶段自2024年4月1日至2025年12月31日（三（二））；数据截至2025年12月31日，本阶段已经结束。"
    )
    assert said["phase.once"] == (
        "期限在本阶段内的任务3项，已完成1项，其中超期完成1项；到期未完成1项，未报0项，其余期限未过。"
    )
    assert (
        said["phase.again"]
        == "反复做和长期坚持的任务2项，本期已完成0项，到期未完成0项，未报1项，长期坚持1项。"
    )
    assert cells(blocks, "phase.left") == [
        ["任务t_database", "三（二）", "各行政村、镇直各单位", "2025-12-31", "临期", "93%"],
        ["任务t_issue", "三（二）", "镇应急办", "2025-06-30", "逾期", "40%"],
    ]
    assert said["phase.reports"] == (
        "集中攻坚阶段工作总结（本阶段）应于2025年12月15日前报送（四（五））；治本提升阶段工作总结应于2026年9月15日前报送（四（五））；"
        "自查总结报告应于2026年12月15日前报送（四（五））。本阶段的总结在阶段结束前报送，数据用报送时最近一个月的。"
    )


def test_goals_go_by_year_those_to_come_without_a_figure(village: Scene) -> None:
    plan = village.plan
    paper_of = plan.notices.paper("phase")
    assert paper_of is not None
    section = paper_of.sections[0].model_copy(
        update={"indicators": ["cohort_clearance_rate", "major_inflow_rate", "major_clearance_rate"]}
    )
    village.kept["section.goals_by_year"] = section
    blocks = goals_by_year.blocks(village, "分年目标")
    said = texts_of(blocks)
    assert said["goals.2024"] == "重大隐患存量消除率96.0%（48/50），目标不低于95%，已达到。"
    assert said["goals.2025"] == "检查新查出重大隐患率3.0%（6/200），目标不超过2%，未达到。"
    assert said["goals.2026"] == "重大隐患到期清零率不低于95%；尚未到期。"
    assert cells(blocks, "goals.table") == [
        ["2024", "重大隐患存量消除率", "≥95%", "96.0%", "2024-12-31", "已达到", "一（二），门槛自定"],
        ["2025", "检查新查出重大隐患率", "≤2%", "3.0%", "2025-12-31", "未达到", "一（二），门槛自定"],
        ["2026", "重大隐患到期清零率", "不低于95%", "—", "2026-12-31", "未到期", "一（二），门槛自定"],
    ]


@pytest.mark.parametrize(
    ("plan", "paper_id", "month"), [("bailin", "monthly", ""), ("hejiapan", "phase", "2025-12")]
)
def test_the_real_forms_stand_in_board_show(
    released: Callable[[str], Path], plan: str, paper_id: str, month: str
) -> None:
    database = released(plan)
    board = queries.open_board(plan, database)
    content: Content = paper.build(
        board, paper_id, month or max(board.releases.months), day=date(2026, 11, 22)
    )
    assert Command(plan, database).check(content) > 300
    assert assert_no_other_numbers(plan, content) > 20
    if plan == "bailin":
        assert content.annexes[0].part == "tasks_by_office"
        listed = [line for b in content.annexes[0].blocks if isinstance(b, Table) for line in b.lines]
        assert len(listed) == len(board.plan.programme.tasks)
    else:
        assert content.title == "关于报送安全生产治本攻坚三年行动集中攻坚阶段工作总结的报告"
        assert content.months[0] == "2024-04"
        assert table(content, "goals.table")[0][0] == "2024"
        assert paragraph(content, "phase.reports").text.startswith(
            "集中攻坚阶段工作总结（本阶段）应于2025年12月15日前报送"
        )


def test_every_part_that_a_pack_may_name_is_drafted_by_something() -> None:
    schema = Notices.model_json_schema()["$defs"]
    sections = set(schema["PaperSection"]["properties"]["part"]["enum"])
    annexes = {f"annex_{name}" for name in schema["PaperAnnex"]["properties"]["part"]["enum"]}
    assert sections | annexes == set(PARTS)
    for plan in plan_ids():
        for one in load_plan(plan).notices.papers:
            assert {s.part for s in one.sections} <= sections
