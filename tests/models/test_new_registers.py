"""Registers that the plans count, worked out on paper: trainings, certificates, drills, visits, penalties,
public reports, blacklist, insurance, facilities, tasks and the steps of the ladder.

Each ledger below is small enough to be counted by eye; the figures beside it follow from the definitions in
``etl/models/marts/*.yml``. All rows are of 东山县 (990101) unless the row says otherwise.
"""

import shutil

import pytest
import yaml

from etl.indicators import half_sql
from rules.packs import PlanError, load_plan
from rules.plan import Aggregate

PLAN = {
    "ladder": [
        {"id": "letter", "name": "函告", "name_en": "Letter", "applies_to": ["red"], "clause": "四", "answer_days": 10},
        {"id": "interview", "name": "约谈", "name_en": "Interview", "applies_to": ["red"], "clause": "四"},
    ]
}  # fmt: skip
TASKS = [
    {"id": "t1", "title": "建立台账", "title_en": "Ledger", "owners": ["安委办"], "due_date": "2025-04-30", "clause": "五"},
    {"id": "t2", "title": "开展排查", "title_en": "Checks", "owners": ["安委办"], "due_date": "2025-06-30", "clause": "五"},
]  # fmt: skip

HEADERS = {
    "培训": "培训编号,区域,行业领域,培训日期,培训对象,应训人数,实训人数,考核人数,考核合格人数",
    "证书": "岗位编号,区域,证书类别,设岗日期,撤岗日期,发证日期,证书有效期至",
    "演练": "演练编号,区域,演练日期,演练类型,组织单位类别,参演人数",
    "履职": "走访编号,区域,行业领域,履职岗位编号,履职类别,履职方式,走访日期,提出问题数,已解决问题数",
    "处罚": "处罚编号,区域,处罚决定日期,处罚种类,是否处罚单位,是否处罚个人,罚没金额（元）",
    "举报": "举报编号,区域,受理日期,举报渠道,是否查实,办结日期,奖励金额（元）,奖励兑现日期",
    "名单": "名单编号,区域,列入日期,列入原因,移出日期",
    "企业": "企业编号,区域,企业名称,行业领域,高危企业,纳管日期,关停日期",
    "保单": "保单编号,区域,企业编号,行业领域,起保日期,止保日期,事故预防服务次数",
    "设施": "设施编号,区域,设施类别,列入计划日期,计划数量,建成日期,完成数量",
    "任务": "任务编号,区域,报送月份,完成进度,完成日期",
    "督促": "督促编号,区域,督促措施,发出日期,答复期限,答复日期",
}
ROWS = {
    "培训": [
        "P1,东山县,矿山,2025-01-10,企业主要负责人,10,8,8,6",
        "P2,东山县,矿山,2025-01-31,主要负责人,5,5,4,4",
        "P3,东山县,,2025-01-31,领导干部,20,20,,",
        "P4,东山县,矿山,2025-02-01,主要负责人,4,4,4,4",
    ],
    # S1 valid throughout; S2 lapses on 28 February (its last valid day); S3 has none before March;
    # S4 leaves on 31 March: no post at that month's end; S5 begins in April.
    "证书": [
        "S1,东山县,特种作业,2024-01-01,,2024-01-01,2027-01-01",
        "S2,东山县,特种作业操作证,2024-01-01,,2022-03-01,2025-02-28",
        "S3,东山县,特种作业,2024-01-01,,2025-03-15,",
        "S4,东山县,特种作业,2024-01-01,2025-03-31,2024-01-01,2027-01-01",
        "S5,东山县,特种作业,2025-04-30,,2025-04-30,2028-04-29",
        "S6,东山县,注册安全工程师,,,,",
    ],
    "演练": [
        "Y1,东山县,2025-01-05,疏散演练,企业,30",
        "Y2,东山县,2025-01-06,疏散,企业,",
        "Y3,东山县,2025-01-07,桌面推演,,8",
    ],
    # January: A visits three times and meets once, B twice, C once as an expert. February: A not at all
    # (it is there in March again: nought visits), B three times. March: A four times.
    "履职": [
        "V01,东山县,矿山,A,驻企,走访,2025-01-02,2,1",
        "V02,东山县,交通运输,A,驻企,检查,2025-01-12,0,0",
        "V03,东山县,矿山,A,驻企,,2025-01-22,1,1",
        "V04,东山县,矿山,A,驻企,会议,2025-01-23,,",
        "V05,东山县,交通运输,B,驻企,走访,2025-01-05,3,0",
        "V06,东山县,交通运输,B,驻企,走访,2025-01-15,0,0",
        "V07,东山县,交通运输,B,驻企,走访,2025-02-01,0,0",
        "V08,东山县,交通运输,B,驻企,走访,2025-02-02,0,0",
        "V09,东山县,交通运输,B,驻企,走访,2025-02-28,0,0",
        *(f"V1{n},东山县,矿山,A,驻企,走访,2025-03-0{n + 1},0,0" for n in range(4)),
        "V20,东山县,,C,专家,检查,2025-01-31,5,4",
    ],
    "处罚": [
        "C1,东山县,2025-01-10,罚款,是,是,30000",
        "C2,东山县,2025-01-11,罚款,是,否,5000.5",
        "C3,东山县,2025-01-12,停产停业整顿,否,是,",
        "C4,西河县,2025-01-12,警告,,,",
    ],
    "举报": [
        "J1,东山县,2025-01-01,12345,是,2025-02-03,500,2025-03-01",
        "J2,东山县,2025-01-31,12345热线,否,2025-02-01,,",
        "J3,东山县,2025-01-31,12345,,,,",
        "J4,东山县,2025-02-01,来信,是,2025-02-02,300,",
    ],
    # N1 all the time, N2 comes and goes within February, N3 is taken off on 31 March.
    "名单": [
        "N1,东山县,2025-01-31,发生事故,",
        "N2,东山县,2025-02-02,发生事故,2025-02-20",
        "N3,东山县,2025-02-03,发生事故,2025-03-31",
    ],
    "企业": [
        "E1,东山县,甲矿,矿山,是,2020-01-01,",
        "E2,东山县,乙矿,矿山,是,2020-01-01,2025-02-28",
        "E3,东山县,丙运输,交通运输,否,2020-01-01,",
    ],
    # E1 has two policies that overlap: one enterprise. E2 closes on 28 February. X9 is not on the register.
    "保单": [
        "B1,东山县,E1,交通运输,2025-01-01,2025-03-31,0",
        "B2,东山县,E1,交通运输,2025-02-01,2025-12-31,2",
        "B3,东山县,E2,,2025-01-31,2025-12-31,1",
        "B4,东山县,E3,,2025-01-02,2025-02-27,1",
        "B5,东山县,X9,矿山,2025-01-31,2025-01-31,",
    ],
    # F2 is done ahead of its plan: it counts as planned from then on. F3 is done without a date, as reported in
    # February. F4 has no plan date: planned all along.
    "设施": [
        "F1,东山县,消火栓,2025-01-10,10,2025-02-28,6",
        "F2,东山县,消火栓,2025-03-01,4,2025-01-31,4",
        "F3,东山县,消防栓,2025-01-01,2,,2",
        "F4,东山县,危房,,5,,",
    ],
    # t1: 40 in January, nothing in February, done on 20 March, corrected in May; t2 by percent only.
    "任务": [
        "t1,东山县,2025-01,40,",
        "t1,东山县,2025-03,100,2025-03-20",
        "建立台账,东山县,2025-05,100%,2025-05-02",
        "t2,东山县,2025-02,99.5,",
        "t2,东山县,2025-04,100,",
        "t2,西河县,2024-12,0.5%,",
    ],
    # D1 answered late, D2 on its last day, D3 never; D4 asks for no answer.
    "督促": [
        "D1,东山县,函告,2025-01-10,2025-01-20,2025-02-03",
        "D2,东山县,letter,2025-01-11,2025-01-31,2025-01-31",
        "D3,东山县,函告,2025-01-12,2025-02-28,",
        "D4,东山县,约谈,2025-02-12,,",
    ],
}


@pytest.fixture(scope="module")
def pack(tiny_plan, tmp_path_factory):
    """The small plan with a ladder and two tasks."""
    folder = tmp_path_factory.mktemp("packs") / "tiny"
    shutil.copytree(tiny_plan, folder)
    plan = folder / "plan.yml"
    plan.chmod(0o644)
    text = plan.read_text("utf-8") + yaml.safe_dump(PLAN, allow_unicode=True)
    plan.write_text(text, "utf-8")
    (folder / "tasks.yml").write_text(yaml.safe_dump(TASKS, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(module_bench, pack):
    bench = module_bench
    bench.plan = pack
    months = {"设施": "2025-02"}
    paths = [
        bench.csv(f"{name}{'_' + months[name] if name in months else ''}.csv", HEADERS[name], rows)
        for name, rows in ROWS.items()
    ]
    result = bench.load(*paths, code=0)
    assert result["rejected"] == 0
    assert result["accepted"] == sum(len(rows) for rows in ROWS.values())
    return bench


def mart(bench, table, columns, where="TRUE"):
    return bench.query(f"SELECT {columns} FROM {table} WHERE {where} ORDER BY ALL")


def test_trainings(loaded):
    columns = "month, sector, audience, trainings, planned, attended, examined, passed"
    assert mart(loaded, "training_month", columns) == [
        ("2025-01", "mining", "responsible_persons", 2, 15, 13, 12, 10),
        # Nobody reported a test: unknown, not nought.
        ("2025-01", "none", "officials", 1, 20, 20, None, None),
        ("2025-02", "mining", "responsible_persons", 1, 4, 4, 4, 4),
    ]


@pytest.mark.parametrize(
    ("month", "posts", "valid"),
    [("2025-01", 4, 3), ("2025-02", 4, 3), ("2025-03", 3, 2), ("2025-04", 4, 3), ("2027-01", None, None)],
)
def test_certificates_at_a_months_end(loaded, month, posts, valid):
    rows = mart(
        loaded, "certificate_month", "posts, valid", f"month = '{month}' AND kind = 'special_operator'"
    )
    assert rows == ([(posts, valid)] if posts else [])


def test_a_post_without_dates_is_a_post_without_certificate(loaded):
    rows = mart(loaded, "certificate_month", "DISTINCT posts, valid", "kind = 'engineer'")
    assert rows == [(1, 0)]


def test_drills(loaded):
    assert mart(loaded, "drill_month", "month, kind, organiser, drills, participants") == [
        ("2025-01", "evacuation", "enterprise", 2, 30),
        ("2025-01", "tabletop", "none", 1, 8),
    ]


def test_visits(loaded):
    columns = "sector, kind, activity, visits, raised, solved, with_raised, with_solved"
    assert mart(loaded, "visit_month", columns, "month = '2025-01'") == [
        ("mining", "resident_inspector", "meeting", 1, None, None, None, None),
        ("mining", "resident_inspector", "none", 1, 1, 1, 1, 1),
        ("mining", "resident_inspector", "visit", 1, 2, 1, 1, 1),
        ("none", "expert", "check", 1, 5, 4, 1, 1),
        ("transport", "resident_inspector", "check", 1, 0, 0, 0, 0),
        ("transport", "resident_inspector", "visit", 2, 3, 0, 1, 0),
    ]


def test_visitors_by_their_visits_in_the_month(loaded):
    # A belongs to the sector of its first record, mining, and counts there only; a meeting is no visit.
    rows = mart(loaded, "visitor_month", "month, sector, visits, visitors", "kind = 'resident_inspector'")
    assert rows == [
        ("2025-01", "mining", 3, 1), ("2025-01", "transport", 2, 1),
        ("2025-02", "mining", 0, 1), ("2025-02", "transport", 3, 1),
        ("2025-03", "mining", 4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("least", "month", "expected"),
    [
        (3, "2025-01", {"990101": 1, "*": 1}),
        (3, "2025-02", {"990101": 1, "*": 1}),
        (3, "2025-03", {"990101": 1, "*": 1}),
        (2.5, "2025-01", {"990101": 1, "*": 1}),
        (2, "2025-01", {"990101": 2, "*": 2}),
        (0, "2025-02", {"990101": 2, "*": 2}),
        (4, "2025-01", {}),
    ],
)
def test_at_least_selects_by_a_number_of_the_grain(loaded, least, month, expected):
    half = Aggregate(
        mart="visitor_month",
        column="visitors",
        where={"kind": "resident_inspector"},
        at_least={"visits": least},
    )
    rows = loaded.query(
        f"SELECT unit_code, amount FROM ({half_sql(half)}) WHERE unit_kind = 'region' AND month = '{month}'"
    )
    assert dict(rows) == expected


def test_without_at_least_every_visitor_counts(loaded):
    half = Aggregate(mart="visitor_month", column="visitors", where={"kind": "resident_inspector"})
    rows = loaded.query(f"SELECT month, amount FROM ({half_sql(half)}) WHERE unit_code = '990101' ORDER BY 1")
    assert rows == [("2025-01", 2), ("2025-02", 2), ("2025-03", 1)]


def test_penalties(loaded):
    columns = "region_code, kind, penalties, on_unit, on_person, on_both, amount_yuan"
    assert mart(loaded, "penalty_month", columns) == [
        ("990101", "fine", 2, 2, 1, 1, 35000.5),
        ("990101", "suspension", 1, 0, 1, 0, None),
        ("990102", "warning", 1, None, None, None, None),
    ]


def test_public_reports_by_the_month_of_receipt(loaded):
    columns = "month, channel, received, closed, verified, rewarded, reward_yuan"
    assert mart(loaded, "public_report_month", columns) == [
        ("2025-01", "hotline_12345", 3, 2, 1, 1, 500),
        ("2025-02", "letter", 1, 1, 1, 1, 300),
    ]


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2025-01", (1, 1, 0)), ("2025-02", (2, 2, 1)), ("2025-03", (1, 0, 1)), ("2026-12", (1, 0, 0))],
)
def test_blacklist(loaded, month, expected):
    assert mart(loaded, "blacklist_month", "listed, added, removed", f"month = '{month}'") == [expected]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        # E1 (not served under B1 alone) and E2 of high risk; E3; X9 as its policy says.
        ("2025-01", [("mining", False, 1, 0), ("mining", True, 2, 1), ("transport", False, 1, 1)]),
        ("2025-02", [("mining", True, 1, 1)]),
        ("2025-12", [("mining", True, 1, 1)]),
        ("2026-01", []),
    ],
)
def test_insurance_follows_the_register(loaded, month, expected):
    columns = "sector, is_high_risk, insured, served"
    assert mart(loaded, "insurance_month", columns, f"month = '{month}'") == expected


@pytest.mark.parametrize(
    ("month", "hydrants", "houses"),
    [
        ("2024-12", None, (5, 0)),
        ("2025-01", (16, 4), (5, 0)),
        ("2025-02", (16, 12), (5, 0)),
        ("2026-12", (16, 12), (5, 0)),
    ],
)
def test_facilities_planned_and_done(loaded, month, hydrants, houses):
    rows = mart(loaded, "facility_month", "kind, planned, done", f"month = '{month}'")
    expected = [("hydrant", *hydrants)] if hydrants else []
    assert rows == [*expected, ("unsafe_house", *houses)]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2024-12", [("990102", "t2", "2024-12", 0.5, 0)]),
        ("2025-01", [("990101", "t1", "2025-01", 40, 0), ("990102", "t2", "2024-12", 0.5, 0)]),
        ("2025-02", [
            ("990101", "t1", "2025-01", 40, 0), ("990101", "t2", "2025-02", 99.5, 0), ("990102", "t2", "2024-12", 0.5, 0),
        ]),
        ("2025-03", [
            ("990101", "t1", "2025-03", 100, 1), ("990101", "t2", "2025-02", 99.5, 0), ("990102", "t2", "2024-12", 0.5, 0),
        ]),
        ("2025-05", [
            ("990101", "t1", "2025-05", 100, 1), ("990101", "t2", "2025-04", 100, 1), ("990102", "t2", "2024-12", 0.5, 0),
        ]),
    ],
)  # fmt: skip
def test_tasks_stand_as_their_newest_report_says(loaded, month, expected):
    columns = "region_code, task_id, report_month, percent, done"
    assert mart(loaded, "task_month", columns, f"month = '{month}'") == expected


def test_a_task_done_by_its_date_is_not_done_before_it(loaded, bench, pack):
    bench.plan = pack
    rows = ["t1,东山县,2025-01,100,2025-02-10", "t2,东山县,2025-01,30,2025-01-31"]
    bench.load(bench.csv("任务.csv", HEADERS["任务"], rows), code=0)
    found = mart(bench, "task_month", "month, task_id, done", "month IN ('2025-01', '2025-02')")
    assert found == [("2025-01", "t1", 0), ("2025-01", "t2", 1), ("2025-02", "t1", 1), ("2025-02", "t2", 1)]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2025-01", [("letter", 3, 1, 1)]),
        ("2025-02", [("interview", 1, 0, 0), ("letter", 0, 1, 0)]),
        ("2025-03", [("letter", 0, 0, 1)]),
        ("2026-12", [("letter", 0, 0, 1)]),
    ],
)
def test_steps_of_the_ladder(loaded, month, expected):
    columns = "step, sent, answered, overdue"
    assert mart(loaded, "escalation_month", columns, f"month = '{month}'") == expected


def test_marts_of_registers_that_nobody_sent_are_empty(bench):
    path = bench.csv("隐患.csv", "隐患编号,区域,隐患级别,发现日期", ["H1,东山县,重大,2025-03-05"])
    bench.load(path, code=0)
    for table in ("training_month", "certificate_month", "drill_month", "visit_month", "visitor_month",
                  "penalty_month", "public_report_month", "blacklist_month", "insurance_month", "facility_month",
                  "task_month", "escalation_month"):  # fmt: skip
        assert bench.query(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_rows_that_contradict_themselves_are_rejected(bench, pack):
    bench.plan = pack
    broken = {
        "培训": ["P1,东山县,,2025-01-10,公众,10,11,3,4"],
        "证书": ["S1,东山县,特种作业,2025-01-02,2025-01-01,2025-01-02,2025-01-01"],
        "履职": ["V1,东山县,,A,驻企,走访,2025-01-02,1,2"],
        "举报": ["J1,东山县,2025-01-02,来信,是,2025-01-01,1,2025-01-01"],
        "名单": ["N1,东山县,2025-01-31,隐患,2025-01-30"],
        "保单": ["B1,东山县,E1,,2025-01-02,2025-01-01,0"],
        "设施": ["F1,东山县,危房,2025-01-10,3,2025-02-28,4"],
        "任务": ["t3,东山县,2025-01,40,", "t1,东山县,2025-01,101,", "t1,东山县,2025-02,1,", "t1,东山县,2025-03,0.4,"],
        "督促": ["D1,东山县,口头,2025-01-10,,", "D2,东山县,函告,2025-01-10,2025-01-09,2025-01-09"],
    }  # fmt: skip
    bench.load(*[bench.csv(f"{name}.csv", HEADERS[name], rows) for name, rows in broken.items()], code=3)
    assert [rule for (rule,) in bench.query("SELECT rule FROM rejects ORDER BY 1")] == [
        "above_maximum", "attended_over_planned;passed_over_examined", "closed_before_received;rewarded_before_received",
        "done_over_planned", "due_before_sent;answered_before_sent", "ends_before_starts",
        "left_before_since;valid_to_before_issued", "not_percent", "not_percent", "not_step", "not_task",
        "removed_before_listed", "solved_over_raised",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at_least", "says"),
    [({"nothing": 3}, "does not exist"), ({"kind": 3}, "is no number"), ({"visitors": 3}, "is no number")],
)
def test_a_plan_may_select_by_numbers_of_the_grain_only(at_least, says):
    with pytest.raises(PlanError, match=f"at_least.*{says}.*visits"):
        half_sql(Aggregate(mart="visitor_month", column="visitors", at_least=at_least))


def test_a_plan_that_selects_by_a_column_that_is_not_there_is_refused_with_its_place(bench, pack, tmp_path):
    folder = tmp_path / "tiny"
    shutil.copytree(pack, folder)
    indicators = yaml.safe_load((folder / "indicators.yml").read_text("utf-8"))
    indicators[0]["numerator"] |= {"at_least": {"found": 1}}
    path = folder / "indicators.yml"
    path.chmod(0o644)
    path.write_text(yaml.safe_dump(indicators, allow_unicode=True), "utf-8")
    bench.plan = folder
    message = bench.etl(
        "load",
        "--plan",
        folder,
        "--db",
        bench.db,
        bench.csv("a.csv", "企业编号,区域,企业名称", ["E,东山县,甲"]),
    )
    assert message.code == 2
    assert "at_least" in message.err
    assert indicators[0]["id"] in message.err
    half = load_plan(folder).indicators[0].numerator
    assert half
    assert half.at_least == {"found": 1}
