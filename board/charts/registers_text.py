"""How registers and reports read: names of measures and values, comparisons, findings, the list to copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from board import texts
from board.charts.marks import safe
from board.queries_method import Names
from board.queries_registers import Sheet
from board.queries_reporting import Calendar, Cell
from board.registers import Rate, Register
from board.texts import N_, _
from rules.comparisons import counts_differ
from rules.months import Month
from rules.offices import OfficeKind, offices_of
from rules.plan import Plan
from rules.programme import Report
from rules.reports import State

STATES: dict[State, str] = {
    "missing": N_("未报"),
    "late": N_("迟报"),
    "corrected": N_("已报，期后更正"),
    "undated": N_("已报，报送日不详"),
    "on_time": N_("按时"),
    "not_due": N_("未到期"),
}
SHORT: dict[State, str] = {
    "missing": N_("日历格：未报"),
    "late": N_("日历格：迟报"),
    "corrected": N_("日历格：更正"),
    "undated": N_("日历格：已报"),
    "on_time": N_("日历格：按时"),
    "not_due": N_("日历格：未到"),
}
"""For the cells of the calendar, which hold a short word: what stands after the colon."""
KINDS: dict[OfficeKind, str] = {
    "region": N_("地区"),
    "department": N_("部门"),
    "committee": N_("专委会"),
}
CADENCES = {
    "once": N_("按指定日期"),
    "monthly": N_("每月"),
    "quarterly": N_("每季度"),
    "half_yearly": N_("每半年"),
    "yearly": N_("每年"),
}
MOST_NAMES = 5
"""More names than this become a count in a finding; the list to copy has them all."""


# ---- registers


def measure(register: Register, column: str, names: Names) -> str:
    """What a measure is called, as a head."""
    return _head(names.of("measure", register.mart, column, texts.is_english()))


def dimension(column: str, names: Names) -> str:
    """What a column of the grain is called, as a head."""
    return _head(names.of("grain", "", column, texts.is_english()))


def _head(text: str) -> str:
    return text[:1].upper() + text[1:]


def value(column: str, code: str | None, names: Names, plan: Plan) -> str:
    """A value of a grain column in words; what the rows leave empty is 未填."""
    if code is None or code == "none":
        return _("未填")
    if column == "step":
        return next((texts.step_name(s) for s in plan.ladder if s.id == code), code)
    if code in ("true", "false"):
        name = dimension(column, names)
        return name if code == "true" else _("非{name}").format(name=name)
    return names.of("value", column, code, texts.is_english())


def amount(figure: float | None) -> str:
    """A measure's figure: whole numbers without decimals."""
    return texts.number(figure, 0 if figure is None or figure == int(figure) else 1)


def period(register: Register, column: str, month: str) -> str:
    """What a figure covers: ``1—10月累计`` or ``10月末``."""
    name = texts.month_short(month)
    if register.is_state(column):
        return _("{month}末").format(month=name)
    if Month.parse(month).number == 1:
        return name
    return _("{months}累计").format(months=texts.span(texts.month_short(f"{month[:4]}-01"), name))


def comparison(sheet: Sheet, column: str, month: str, region: str) -> str:
    """The same figure a year before, as markup: with the change where it is more than chance."""
    before = str(Month.parse(month) + -12)
    label = _("上年同期")
    if not sheet.has_reported(region, before):
        return safe(_("没有上年同期数"))
    now, then = sheet.so_far(column, month, region), sheet.so_far(column, before, region)
    if now is None or then is None:
        return safe(f"{label} {texts.UNKNOWN}")
    told = safe(f"{label} {amount(then)}")
    if column not in sheet.register.events:
        return told
    if not counts_differ(now, then):
        return f'{told} <nobr><span class="faint" title="{safe(_("变化没有超出偶然波动"))}">≈</span></nobr>'
    if not then:
        return f"{told} <nobr><b>▲</b></nobr>"
    mark = "▲" if now > then else "▼"
    return f"{told} <nobr><b>{mark}{abs(now / then - 1) * 100:.1f}%</b></nobr>"


def rate_comparison(sheet: Sheet, rate: Rate, month: str, region: str) -> str:
    """A rate a year before."""
    before = str(Month.parse(month) + -12)
    label = _("上年同期")
    if not sheet.has_reported(region, before):
        return _("没有上年同期数")
    numerator, denominator, value_ = sheet.share(rate, before, region)
    return f"{label} {texts.rate(value_, numerator, denominator)}"


def table_finding(sheet: Sheet, month: str, plan: Plan) -> str:
    """Which regions have nothing: those that reported none, and those that never reported."""
    records = sheet.register.measures[0]
    regions = texts.region_names(plan)
    there = [r.code for r in plan.regions if r.exists_in(Month.parse(month))]
    silent = [regions[c] for c in there if not sheet.has_reported(c, month)]
    empty = [
        regions[c] for c in there if sheet.has_reported(c, month) and not sheet.so_far(records, month, c)
    ]
    parts = []
    if empty:
        word = _("月末为零：{regions}") if sheet.register.is_state(records) else _("今年没有记录：{regions}")
        parts.append(word.format(regions=_few(empty)))
    if silent:
        parts.append(_("未报：{regions}").format(regions=_few(silent)))
    return texts.statements(parts) if parts else _("{n} 个地区都有记录").format(n=len(there))


def _few(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return texts.names(names)
    return _("{names}等 {n} 个").format(names=texts.names(names[:3]), n=len(names))


# ---- reports


def state_name(state: State) -> str:
    """A state in words."""
    return _(STATES[state])


def cell_word(state: State) -> str:
    """A state as the short word that a cell of the calendar has room for."""
    return _(SHORT[state]).replace("：", ": ").rpartition(": ")[2]


def office_names(plan: Plan, kind: OfficeKind) -> dict[str, str]:
    """Code -> name of the offices of a kind; of the regions with ``*`` for all together."""
    if kind == "region":
        return texts.region_names(plan)
    committees = {c.id: texts.committee_name(c) for c in plan.programme.committees}
    return {o.code: committees.get(o.code, o.code) for o in offices_of(plan, kind)}


def report_title(report: Report) -> str:
    """What the plan calls a report."""
    return report.title_en if texts.is_english() else report.title


def due_rule(report: Report) -> str:
    """When a report is due, in words: ``每月 22 日``, ``次月 5 日``."""
    cadence = _(CADENCES[report.cadence])
    if report.cadence == "once":
        return texts.names(texts.day(d) for d in report.dates)
    if report.day is None:
        return _("{cadence}，月末前").format(cadence=cadence)
    if report.cadence == "monthly":
        text = {0: N_("当月{day}日"), 1: N_("次月{day}日")}.get(
            report.months_after, N_("月后第{n}个月{day}日")
        )
    else:
        text = {0: N_("期末月{day}日"), 1: N_("期后第1个月{day}日")}.get(
            report.months_after, N_("期后第{n}个月{day}日")
        )
    return texts.clauses([cadence, _(text).format(day=report.day, n=report.months_after)])


def day(value_: date) -> str:
    """A day as the page writes it."""
    return texts.day(value_) if texts.is_english() else f"{value_.month}月{value_.day}日"


def cell_hint(region: str, month: str, cell: Cell, names: Names) -> str:
    """What a cell says when one rests on it."""
    told = [
        f"{region} {texts.month(month)}",
        state_name(cell.state),
        _("应报 {day}").format(day=texts.day(cell.due)),
    ]
    if cell.day is not None:
        told.append(_("报送 {day}").format(day=texts.day(cell.day)))
    if cell.days_late:
        told.append(_late(cell.days_late))
    if cell.corrected is not None:
        told.append(corrected(cell))
    if cell.tables:
        tables = texts.names(names.of("table", "", t, texts.is_english()) for t in cell.tables)
        told.append(_("已收 {tables}").format(tables=tables))
    return texts.clauses(told)


def corrected(cell: Cell) -> str:
    """When and how much was added or changed after the due day."""
    said = texts.form(_("{day}更正 {n} 行"), cell.corrected_rows)
    return said.format(day=texts.day(cell.corrected) if cell.corrected else "", n=cell.corrected_rows)


def _late(days: int) -> str:
    return texts.form(_("迟 {n} 天"), days).format(n=days)


def calendar_finding(found: Calendar, month: str, regions: dict[str, str]) -> str:
    """Who is missing and late in the month."""
    missing = [regions[code] for code, _cell in found.of_month(month, ("missing",))]
    late = [regions[code] for code, _cell in found.of_month(month, ("late",))]
    changed = [regions[code] for code, _cell in found.of_month(month, ("corrected",))]
    waiting = found.of_month(month, ("not_due",))
    parts = []
    if missing:
        parts.append(_("未报：{regions}").format(regions=_few(missing)))
    if late:
        parts.append(_("迟报：{regions}").format(regions=_few(late)))
    if changed:
        parts.append(_("期后更正：{regions}").format(regions=_few(changed)))
    if waiting:
        parts.append(_("{n} 个未到期，应报 {day}").format(n=len(waiting), day=texts.day(waiting[0][1].due)))
    if parts:
        return texts.clauses([texts.month(month), texts.statements(parts)])
    if month not in found.months:
        return _("{month}不需要报这一项").format(month=texts.month(month))
    return _("{month}都已报送").format(month=texts.month(month))


def to_copy(found: Calendar, month: str, regions: dict[str, str]) -> str:
    """The month's late and missing regions as lines for a message; empty where there is nobody to chase."""
    missing, late = found.of_month(month, ("missing",)), found.of_month(month, ("late",))
    if not missing and not late:
        return ""
    due = (missing or late)[0][1].due
    head = _("{month}“{report}”应于{day}前报送：").format(
        month=texts.month(month), report=report_title(found.report), day=texts.day(due)
    )
    if len(found.report.by) > 1:
        head = f"{_(KINDS[found.kind])}{texts.colon()}{head}"
    lines = [head]
    if missing:
        lines.append(
            _("未报：{regions}").format(regions=texts.names(regions[code] for code, _cell in missing))
        )
    if late:
        told = texts.names(
            regions[code] + texts.brackets(texts.clauses([day(cell.day), _late(cell.days_late)]))
            for code, cell in late
            if cell.day is not None
        )
        lines.append(_("迟报：{regions}").format(regions=told))
    return "\n".join(lines)


def not_frozen() -> str:
    """That who has reported is no figure of a month: it goes on after the month was published."""
    return _("报送情况随上报更新，不随发布封存")
