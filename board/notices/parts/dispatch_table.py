"""The dispatch table (调度表): cumulative figures of every region since the plan began, as it reports them each month.

No plan gives its form: it is the committee's own, which the paper's ``form_note`` says.
"""

from __future__ import annotations

from collections.abc import Sequence

from board import queries_method, texts
from board.notices.content import Block, Cell, Column, Figure, Line, Part, Source, Table
from board.notices.scene import Scene, heading, paragraph
from board.notices.shown import count
from rules.months import Month
from rules.plan import Indicator
from rules.programme import Report

MOST_COLUMNS = 7
"""So many indicators stand side by side in one table."""
STOCK = (("found", "查出"), ("closed", "销号"), ("open_stock", "未销号"), ("overdue", "逾期"))
BALANCE = (("opening", "起初"), *STOCK)
"""起初 + 查出 − 销号 = 未销号."""
LEVELS = (("major", "重大隐患"), ("general", "一般隐患"))


def blocks(scene: Scene, name: str) -> list[Block]:
    """What the table covers, its totals, and its tables."""
    return [heading(name), cover(scene), totals(scene), *tables(scene)]


def annex(scene: Scene, name: str) -> list[Block]:
    """The tables alone."""
    return [*tables(scene)]


def tables(scene: Scene) -> list[Table]:
    """Enterprises and hazards by region; channels; what was found and struck off by channel; reported indicators."""
    found = [stock(scene), channels(scene), *by_channel(scene)]
    asked = _asked(scene)
    if not asked:
        return found
    groups = [asked[i : i + MOST_COLUMNS] for i in range(0, len(asked), MOST_COLUMNS)]
    return [
        *found,
        reported(scene, asked),
        *(by_region(scene, g, n, len(groups)) for n, g in enumerate(groups, start=1)),
    ]


def _asked(scene: Scene) -> list[Indicator]:
    """Indicators that are read from dispatch reports and of which any region reported one."""
    year = int(scene.month[:4])
    found = [
        i for i in scene.plan.indicators
        if i.source == "dispatch" and (i.from_year or year) <= year <= (i.to_year or year)
    ]  # fmt: skip
    rows = scene.rows("dispatch")
    told = {p["indicator"] for r in rows for p in r["indicators"] if p["numerator"] is not None}
    return [i for i in found if i.id in told]


def _report(scene: Scene) -> Report | None:
    """The plan's monthly report that carries the dispatch table."""
    owed = scene.plan.programme.reports
    return next((r for r in owed if r.cadence == "monthly" and "dispatch_reports" in r.tables), None)


def cover(scene: Scene) -> Block:
    """From when to when the figures add up, by when they were due, and how many regions reported."""
    row = scene.rows("dispatch")[0]
    report, parts = _report(scene), list[Part]()
    parts += [f"台账数累计自{_day(row['since'])}至{_day(row['through'])}"]
    if report is not None and report.day is not None:
        month = Month.parse(scene.month) + report.months_after
        due = min(report.day, month.last_day.day)
        who = "，由安委会自定" if report.origin == "committee" else ""
        parts += [f"；调度指标为各地区填报的累计数，{month.number}月{due}日前报送（{report.clause}{who}）"]
    missing = [str(r["region"]) for r in scene.rows("dispatch") if r["reported_date"] is None]
    whole = scene.count("dispatch", how="count", unit="个")
    if not _asked(scene):
        return paragraph("dispatch.cover", *parts, "。本月没有地区填报调度指标。", lead="填报和累计时间。")
    if missing:
        absent = scene.count("dispatch", how="count", unit="个", reported_date=None)
        parts += ["。", whole, "地区中", absent, f"未报：{'、'.join(missing)}"]
    else:
        parts += ["。", whole, "地区都已填报"]
    return paragraph("dispatch.cover", *parts, "。", lead="填报和累计时间。")


def totals(scene: Scene) -> Block:
    """Enterprises that have checked themselves, hazards found, struck off, open and overdue."""
    parts: list[Part] = [
        f"截至{scene.span.until}，{scene.plan.whole}在册企业", scene.count("dispatch", "registered", "家", how="sum"), "，已开展自查自改",
        scene.count("dispatch", "self_checked", "家", how="sum"), "，占", _share(scene, ""), "。",
    ]  # fmt: skip
    for level, title in LEVELS:
        figures = [scene.count("dispatch", f, "处", how="sum", level=level) for f, _ in BALANCE]
        parts += [
            f"{title}起初",
            figures[0],
            "，累计查出",
            figures[1],
            "、销号",
            figures[2],
            "，现有未销号",
            figures[3],
            "、逾期",
            figures[4],
            "。",
        ]
    return paragraph("dispatch.totals", *parts, lead="累计情况。")


def _share(scene: Scene, code: str) -> Figure:
    only = {"region_code": code} if code else {}
    return scene.rate("dispatch", "self_checked", per="registered", **only)


def _regions(scene: Scene) -> list[tuple[str, str]]:
    """Code and name of each region, then of them all, whose code is empty."""
    return [*((str(r["region_code"]), str(r["region"])) for r in scene.rows("dispatch")), ("", "合计")]


def _number(scene: Scene, name: str, code: str, level: str = "major") -> Figure:
    """A count of one region, or of all where the code is empty."""
    only = {"region_code": code} if code else {"how": "sum"}
    return scene.written(scene.source("dispatch", name, level=level, **only), count)


def _line(name: str, code: str, figures: Sequence[Figure]) -> Line:
    return Line((Cell(name), *(Cell(f.text, f) for f in figures)), code, is_total=not code)


def stock(scene: Scene) -> Table:
    """Every region: enterprises, and hazards of each level found, struck off, open and overdue."""
    columns = [
        Column("region", "地区", width=1.7), Column("registered", "在册", "count", "企业（家）"),
        Column("checked", "自查", "count", "企业（家）"), Column("share", "自查率", "rate", "企业（家）", 1.3),
        *(Column(f"{level}.{f}", title, "count", f"{head}（处）") for level, head in LEVELS for f, title in STOCK),
    ]  # fmt: skip
    lines = []
    for code, name in _regions(scene):
        figures = [
            _number(scene, "registered", code),
            _number(scene, "self_checked", code),
            _share(scene, code),
        ]
        figures += [_number(scene, f, code, level) for level, _ in LEVELS for f, _title in STOCK]
        lines.append(_line(name, code, figures))
    said: tuple[Part, ...] = (
        "累计查出重大隐患", _number(scene, "found", ""), "处，销号", _number(scene, "closed", ""), "处，逾期",
        _number(scene, "overdue", ""), "处",
    )  # fmt: skip
    return Table(
        "dispatch.stock", f"{_until(scene)}企业自查和隐患整改累计", tuple(columns), tuple(lines),
        ("查出、销号为累计数；在册、自查、未销号、逾期为月末数。行动开始前查出的也在未销号之内。",), said=said,
    )  # fmt: skip


def _channel_names(scene: Scene) -> dict[str, str]:
    """Channels that any hazard came through, by their codes."""
    names = queries_method.names(scene.board)
    there = {
        c["found_by"]
        for level, _ in LEVELS
        for r in scene.rows("dispatch", level=level)
        for c in r["channels"]
    }
    order = [*(code for kind, of, code in names.pairs if (kind, of) == ("value", "found_by")), *sorted(there)]
    return {
        code: names.of("value", "found_by", code, False) for code in dict.fromkeys(order) if code in there
    }


def channels(scene: Scene) -> Table:
    """All regions together: each channel with the hazards of each level."""
    columns = [
        Column("channel", "来源渠道", width=2.0),
        *(Column(f"{level}.{f}", title, "count", f"{head}（处）") for level, head in LEVELS for f, title in BALANCE),
    ]  # fmt: skip
    lines = [
        _line(title, code, [_number(scene, f"channels[{code}].{f}", "", level) for level, _ in LEVELS for f, _t in BALANCE])
        for code, title in _channel_names(scene).items()
    ]  # fmt: skip
    lines.append(
        _line("合计", "", [_number(scene, f, "", level) for level, _ in LEVELS for f, _t in BALANCE])
    )
    return Table(
        "dispatch.channels",
        f"{_until(scene)}{scene.plan.whole}隐患来源累计",
        tuple(columns),
        tuple(lines),
        ("起初为行动开始之日的未销号数；起初+查出−销号=未销号。",),
    )


def by_channel(scene: Scene) -> list[Table]:
    """Every region and channel: what was found and struck off, and what is overdue, of major hazards."""
    names = _channel_names(scene)
    if not names:
        return []
    flows = STOCK[:2]
    columns = [
        Column("region", "地区", width=1.8),
        *(Column(f"{code}.{f}", title, "count", name) for code, name in names.items() for f, title in flows),
    ]  # fmt: skip
    lines = [
        _line(name, region, [_number(scene, f"channels[{code}].{f}", region) for code in names for f, _ in flows])
        for region, name in _regions(scene)
    ]  # fmt: skip
    left = [
        Column("region", "地区", width=1.8),
        *(Column(code, name, "count", "逾期未销号（处）") for code, name in names.items()),
    ]
    late = [
        _line(name, region, [_number(scene, f"channels[{code}].overdue", region) for code in names])
        for region, name in _regions(scene)
    ]  # fmt: skip
    return [
        Table(
            "dispatch.by_channel",
            f"{_until(scene)}重大隐患按来源累计查出和销号（处）",
            tuple(columns),
            tuple(lines),
            ("销号含行动开始前查出、本行动中销号的，可多于查出。",),
        ),
        Table("dispatch.overdue", f"{_until(scene)}重大隐患按来源逾期情况", tuple(left), tuple(late)),
    ]


def _half(scene: Scene, indicator: Indicator, name: str, code: str = "") -> Source:
    only = {"region_code": code} if code else {"how": "sum"}
    return scene.source("dispatch", f"indicators[{indicator.id}].{name}", **only)


def _rate(scene: Scene, indicator: Indicator, code: str = "") -> Figure:
    """A reported share; of all regions together from the sums of what they reported."""
    source = _half(scene, indicator, "value", code)
    if not code:
        both = (f"indicators[{indicator.id}].numerator", f"indicators[{indicator.id}].denominator")
        source = scene.source("dispatch", both[0], how="ratio", per=both[1])
    halves = [scene.shown.value(_half(scene, indicator, n, code)) for n in ("numerator", "denominator")]
    return scene.written(source, lambda v: "未报" if v is None and code else texts.rate(v, *halves))


def reported(scene: Scene, asked: Sequence[Indicator]) -> Table:
    """All regions together: each reported indicator, done of due, and how many regions reported it."""
    columns = (
        Column("indicator", "调度指标", width=3.0), Column("done", "累计完成", "count", width=1.2),
        Column("due", "累计应完成", "count", width=1.2), Column("rate", "比率", "rate", width=1.1),
        Column("told", "已报地区", "count"), Column("clause", "依据", width=1.3),
    )  # fmt: skip
    lines = []
    for one in asked:
        codes = [r["region_code"] for r in scene.rows("dispatch") if _told(r, one.id)]
        done, due = (scene.written(_half(scene, one, n), count) for n in ("numerator", "denominator"))
        share, told = _rate(scene, one), scene.count("dispatch", how="count", region_code=codes)
        lines.append(
            Line((Cell(one.title), *(Cell(f.text, f) for f in (done, due, share, told)), Cell(one.clause)))
        )
    return Table("dispatch.reported", f"{_until(scene)}{scene.plan.whole}调度指标累计", columns, tuple(lines))


def _told(row: dict, indicator: str) -> bool:  # type: ignore[type-arg]
    return any(p["indicator"] == indicator and p["numerator"] is not None for p in row["indicators"])


def by_region(scene: Scene, asked: Sequence[Indicator], place: int, places: int) -> Table:
    """Every region with some of the reported indicators, and the day on which it reported."""
    columns = [
        Column("region", "地区", width=1.7), *(Column(i.id, i.short_title, "rate", width=1.2) for i in asked),
        Column("day", "填报日期", "date", width=1.3),
    ]  # fmt: skip
    lines = []
    for code, name in _regions(scene):
        shares = [_rate(scene, i, code) for i in asked]
        cells = [Cell(name), *(Cell(f.text, f) for f in shares)]
        day = (
            scene.written(scene.source("dispatch", "reported_date", region_code=code), _short)
            if code
            else None
        )
        lines.append(Line((*cells, Cell(day.text, day) if day else Cell("")), code, is_total=not code))
    more = f"（{place}/{places}）" if places > 1 else ""
    return Table(
        f"dispatch.by_region.{place}", f"{_until(scene)}各地区调度指标累计完成率{more}", tuple(columns), tuple(lines),
        ("“未报”为本月没有填报，不按0计；合计按已报地区的累计数计算。",),
    )  # fmt: skip


def _until(scene: Scene) -> str:
    return f"截至{scene.span.until}"


def _day(text: str) -> str:
    year, month, day = (int(n) for n in text.split("-"))
    return f"{year}年{month}月{day}日"


def _short(text: str | None) -> str:
    """10月22日."""
    return f"{int(text[5:7])}月{int(text[8:])}日" if text else "未报"
