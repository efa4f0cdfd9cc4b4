"""What each card of the overview gives away: its picture and the figures behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from board import texts
from board.charts import marks, overview_map, overview_strip, overview_targets
from board.charts.overview_facts import ALL, Facts
from board.charts.overview_measures import Measure
from board.charts.overview_words import shade_of
from board.charts.ranking_table import by_rank
from board.downloads import Exhibit
from board.texts import _


def _exhibit(
    facts: Facts, name: str, title: str, unit: str, frame: pd.DataFrame, svg: Callable[[], str] | None = None,
    has_classes: bool = False,
) -> Exhibit:  # fmt: skip
    filters = {}
    if facts.region != ALL:
        filters[_("地区")] = texts.region_names(facts.plan)[facts.region]
    return Exhibit(
        name=name, title=title, unit=unit, month=facts.month, frame=frame, filters=filters, svg=svg,
        source=texts.office_name(facts.plan), is_demo=facts.board.is_demo, has_classes=has_classes,
    )  # fmt: skip


def spread(facts: Facts) -> Exhibit:
    """Colours of the regions, with how likely each colour is."""
    shapes = overview_map.polygons(facts)
    draw = None if shapes is None else lambda: overview_map.map_svg(facts, shapes, overview_map.WIDE)
    title = texts.by_scale(_("五色分布"), facts.plan)
    return _exhibit(facts, "overview-colours", title, _("分"), _ranking_frame(facts), draw, True)


def scores(facts: Facts) -> Exhibit:
    """Scores with their intervals and movements."""
    rule = facts.rule
    draw = None
    if rule is not None:
        draw = lambda: overview_strip.strip(  # noqa: E731
            facts.rows, facts.plan, rule, facts.region, overview_strip.WIDE, overview_strip.WIDE
        )
    return _exhibit(facts, "overview-scores", _("得分与排名"), _("分"), _ranking_frame(facts), draw, True)


def _ranking_frame(facts: Facts) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for row in by_rank(facts.rows):
        rows.append(
            {
                _("名次"): row["rank"],
                _("地区"): row["region"],
                _("颜色"): texts.class_label(shade_of(row, facts.shades)),
                _("得分"): row["score"],
                _("得分下限（95%）"): row["score_low"],
                _("得分上限（95%）"): row["score_high"],
                _("名次下限"): row["rank_low"],
                _("名次上限"): row["rank_high"],
                _("本色概率"): row["colour_probability"].get(row["colour"]),
                **_second(facts, row),
                _("较上月"): row["change"],
                _("超出随机波动"): _("是") if row["change_beyond_chance"] else _("否"),
                _("否决"): texts.statements(v["title"] for v in row["vetoes"]),
            }
        )
    frame = pd.DataFrame(rows)
    points = (_("得分"), _("得分下限（95%）"), _("得分上限（95%）"), _("较上月"))
    frame.attrs["formats"] = {
        **dict.fromkeys(points, "0.0"),
        **dict.fromkeys((_("本色概率"), _("次可能概率")), "0%"),
    }
    return frame


def _second(facts: Facts, row: marks.Row) -> dict[str, Any]:
    """The runner-up of a colour that is not stable, and its chance."""
    code, chance = marks.runner_up(row) or (None, None)
    name = texts.class_label(facts.shades[code]) if code else None
    return {_("次可能颜色"): name, _("次可能概率"): chance}


def targets(facts: Facts) -> Exhibit:
    """All targets of the year, those left out of the picture too."""
    rows = [
        {
            _("目标"): row["title"],
            _("出处"): texts.clause(row["clause"]),
            _("单位"): facts.plan.indicator(row["indicator"]).unit,
            _("设定"): _("方案") if row["origin"] == "plan" else _("安委会自定"),
            _("分子"): row["numerator"],
            _("分母"): row["denominator"],
            _("现值"): row["value"],
            _("目标值"): row["target"],
            _("年底预计"): row["forecast"],
            _("预计下限（95%）"): row["forecast_low"],
            _("预计上限（95%）"): row["forecast_high"],
            _("状态"): _(overview_targets.svg.STATUS[row["status"]]),
        }
        for row in overview_targets.by_risk(facts.targets, facts.plan)
    ]
    title = _("{year} 年目标进度").format(year=facts.year)

    def draw() -> str:
        width = overview_targets.WIDE
        return overview_targets.bullets(facts.targets, facts.plan, width, width)

    return _exhibit(
        facts, "overview-targets", title, _("率或数量，见各项"), pd.DataFrame(rows), draw if rows else None
    )


def measures(facts: Facts, found: list[Measure]) -> Exhibit:
    """The measures as a table."""
    rows = [
        {
            _("地区"): m.row["region"],
            _("颜色"): texts.class_label(shade_of(m.row, facts.shades)),
            _("措施"): m.step_name,
            _("出处"): m.clause,
            _("连续月数"): m.due["months_in_a_row"],
            _("原因"): m.reason,
            _("办理情况"): m.state_words,
            _("发出日期"): m.due["sent_date"],
            _("应答复日期"): m.due["answer_due"],
            _("答复日期"): m.due["answered_date"],
        }
        for m in found
    ]
    return _exhibit(facts, "overview-measures", _("须采取的措施"), "", pd.DataFrame(rows))
