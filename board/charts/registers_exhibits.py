"""What the cards of the page of registers offer for taking away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from board import queries_registers, queries_rows, texts
from board.charts import registers_plot, registers_text
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_method import Names
from board.queries_registers import Duty, Judged, Sheet, VisitRule
from board.queries_reporting import Calendar
from board.registers import Register
from board.texts import _

MOST_TAKEN = 5_000
"""Rows in a download; more are said, not silently left out."""


def _filters(view: View, with_region: bool = True) -> dict[str, str]:
    plan = view.board.plan
    region = {_("地区"): texts.region_names(plan)[view.region]} if with_region else {}
    return {**region, _("行业领域"): texts.sector_names(plan)[view.sector]}


def _exhibit(
    view: View, name: str, title: str, frame: Any, filters: dict[str, str], unit: str = "", **more: Any
) -> Exhibit:
    return Exhibit(
        name=name, title=title, unit=unit, source=texts.office_name(view.board.plan), month=view.month, frame=frame,
        filters=filters, is_demo=view.board.is_demo, **more,
    )  # fmt: skip


def of_regions(view: View, sheet: Sheet, names: Names) -> Exhibit:
    """Regions by measures; an unreported region has empty cells and says so."""
    register, plan = sheet.register, view.board.plan
    rows = []
    for code, name in [
        *((r.code, texts.region_name(r)) for r in plan.regions),
        (ALL, texts.whole_name(plan)),
    ]:
        reported = sheet.has_reported(code, view.month)
        row: dict[str, Any] = {_("地区"): name, _("是否已报"): _("已报") if reported else _("未报")}
        for column in register.measures:
            label = texts.clauses(
                [
                    registers_text.measure(register, column, names),
                    registers_text.period(register, column, view.month),
                ]
            )
            row[label] = sheet.so_far(column, view.month, code)
        for rate in register.rates:
            row[_(rate.title)] = sheet.share(rate, view.month, code)[2]
        rows.append(row)
    frame = pd.DataFrame(rows)
    frame.attrs["formats"] = {_(rate.title): "0.0%" for rate in register.rates}
    title = _("{register}按地区").format(register=_(register.title))
    return _exhibit(view, f"{register.id}-by-region", title, frame, _filters(view, with_region=False))


def of_course(view: View, sheet: Sheet, column: str, names: Names) -> Exhibit:
    """The course of a measure with its figure."""
    register, year = sheet.register, int(view.month[:4])
    rows = [
        {_("月份"): f"{y}-{n:02d}", registers_text.measure(register, column, names): amount}
        for y, last in ((year - 1, f"{year - 1}-12"), (year, view.month))
        for n, amount in sheet.course(column, y, last, view.region)
    ]
    title = _("{measure}逐月变化").format(measure=registers_text.measure(register, column, names))
    return _exhibit(
        view, f"{register.id}-months", title, pd.DataFrame(rows), _filters(view),
        figure=partial(registers_plot.course, sheet, column, view.month, view.region),
    )  # fmt: skip


def of_kinds(
    view: View,
    register: Register,
    parts: Mapping[str, Sequence[tuple[str, dict[str, float | None]]]],
    names: Names,
) -> Exhibit:
    """All breakdowns below each other."""
    rows = [
        {
            _("分类"): registers_text.dimension(column, names),
            _("类别"): registers_text.value(column, code, names, view.board.plan),
            **{registers_text.measure(register, c, names): amounts[c] for c in register.measures},
        }
        for column, found in parts.items()
        for code, amounts in found
    ]
    title = _("{register}按类别").format(register=_(register.title))
    return _exhibit(view, f"{register.id}-by-kind", title, pd.DataFrame(rows), _filters(view))


def of_indicators(view: View, register: Register, found: Sequence[Judged]) -> Exhibit:
    """The plan's indicators made from the register."""
    frame = pd.DataFrame(
        [
            {
                _("编号"): one.indicator.id, _("指标"): texts.indicator_title(one.indicator),
                _("分子"): one.numerator, _("分母"): one.denominator, _("数值"): one.value,
                _("目标"): one.target.value if one.target else None, _("条款"): texts.clause(one.indicator.clause),
            }
            for one in found
        ]
    )  # fmt: skip
    title = _("由{register}计算的指标").format(register=_(register.title))
    return _exhibit(view, f"{register.id}-indicators", title, frame, _filters(view))


def of_duty(view: View, found: Mapping[str, Duty], talks: frozenset[str], looks: frozenset[str]) -> Exhibit:
    """Officials' duty records by region."""
    rows = [
        {
            _("地区"): texts.region_name(region), _("会议"): duty.meetings, _("解决问题"): duty.solved,
            _("检查"): duty.checks, _("查出隐患"): duty.found, _("会议多、解决少"): region.code in talks,
            _("检查多、查出少"): region.code in looks,
        }
        for region in view.board.plan.regions
        if (duty := found.get(region.code)) is not None
    ]  # fmt: skip
    return _exhibit(
        view, "duty-records", _("干部履职成效"), pd.DataFrame(rows), _filters(view, with_region=False)
    )


def of_visits(view: View, rule: VisitRule) -> Exhibit:
    """Posts that reached the plan's number of visits, by region."""
    names = texts.region_names(view.board.plan)
    rows = [
        {_("地区"): names[code], _("岗位"): posts, _("达到次数"): reached}
        for code, (reached, posts) in rule.rows.items()
    ]
    title = texts.indicator_title(rule.indicator)
    return _exhibit(view, f"visits-{rule.indicator.id}", title, pd.DataFrame(rows), {_("地区"): names[ALL]})


def of_rows(view: View, register: Register, count: int, names: Names) -> Exhibit:
    """The rows as a table, up to ``MOST_TAKEN``; read when somebody asks for them."""
    board, plan = view.board, view.board.plan

    def frame() -> pd.DataFrame:
        regions = texts.region_names(plan)
        rows = []
        for page in range(-(-min(count, MOST_TAKEN) // queries_rows.PAGE)):
            for row in queries_registers.newest(board, register, view.month, view.region, view.sector, page):
                rows.append(
                    {
                        _("编号"): row["row_id"], _("地区"): regions.get(row["region_code"], row["region_code"]),
                        _("日期"): row["row_date"],
                        **{
                            registers_text.dimension(c, names): registers_text.value(c, row["kinds"][c], names, plan)
                            for c in register.by
                        },
                        _("内容"): row["told"],
                        **{registers_text.measure(register, c, names): row["amounts"][c] for c in register.measures},
                        _("文件"): row["file"], _("工作表"): row["sheet"], _("行"): row["row"],
                    }
                )  # fmt: skip
        return pd.DataFrame(rows)

    filters = _filters(view)
    if count > MOST_TAKEN:
        filters[_("行数")] = _("前 {n} 行，共 {all} 行").format(
            n=texts.number(MOST_TAKEN), all=texts.number(count)
        )
    title = _("{register}明细").format(register=_(register.title))
    return _exhibit(view, f"{register.id}-rows", title, frame, filters)


def of_calendar(view: View, found: Calendar) -> Exhibit:
    """Every office and month of a report with its days."""
    names = registers_text.office_names(view.board.plan, found.kind)
    office = _(registers_text.KINDS[found.kind])
    rows = [
        {
            office: names[code], _("月份"): month, _("状态"): registers_text.state_name(cell.state),
            _("应报日"): cell.due, _("报送日"): cell.day, _("迟报天数"): cell.days_late or None,
            _("更正日"): cell.corrected, _("更正行数"): cell.corrected_rows or None,
        }
        for (code, month), cell in found.cells.items()
    ]  # fmt: skip
    title = _("报送情况：{report}").format(report=registers_text.report_title(found.report))
    filters = {office: names[view.region] if found.kind == "region" else _("全部")}
    name, said = f"reporting-{found.report.id}-{found.kind}", registers_text.not_frozen()
    return _exhibit(view, name, title, pd.DataFrame(rows), filters, published=said)
