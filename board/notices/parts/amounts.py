"""How a notice writes what an indicator is worth: values, targets, gaps and forecasts, as figures of ``show targets``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from board import texts
from board.charts.targets_text import STATUS
from board.notices.content import Figure, Part
from board.notices.scene import Scene
from board.texts import is_share
from rules.plan import Indicator

BEHIND = ("missed", "behind")
WIDEST = 0.5
"""A forecast of a share whose interval is wider says nothing and is left out."""
Row = Mapping[str, Any]


def source(scene: Scene, row: Row, name: str, show: str = "targets"):
    """Where a field of a row of ``show targets`` (or ``indicators``) stands."""
    only = {"indicator": row["indicator"], "region_code": row["region_code"]}
    if show == "targets":
        only["year"] = row["year"]
    return scene.source(show, name, **only)


def figure(scene: Scene, row: Row, name: str, write: Callable[[Any], str], show: str = "targets") -> Figure:
    """A field of a row, written."""
    return Figure(write(row[name]), row[name], source(scene, row, name, show))


def amount(indicator: Indicator, value: float | None, row: Row | None = None) -> str:
    """A value in the indicator's unit; with its row a share never reads as on the other side of its target."""
    if value is None:
        return texts.UNKNOWN
    if indicator.kind == "fall":
        return change(value)
    if not is_share(indicator):
        return f"{plain(value)}{'' if indicator.unit == '%' else indicator.unit}"
    if row is None:
        return texts.rate(value)
    shown, limit = texts.rate(value, row["numerator"], row["denominator"]), row.get("target")
    if limit is not None and 0 < limit < 1 and (float(shown.rstrip("%")) / 100 >= limit) != (value >= limit):
        return f"{texts.score(value * 100, [limit * 100])}%"
    return shown


def change(fall: float) -> str:
    """A fall on the year before in words: 下降12.3%, 上升5%, 持平."""
    if abs(fall) < 0.0005:
        return "持平" if fall == 0 else "基本持平"
    return f"{'下降' if fall > 0 else '上升'}{texts.target(abs(fall))}"


def plain(value: float) -> str:
    """A count without a thousands comma, with one decimal where it is not whole."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def value(scene: Scene, row: Row) -> Figure:
    """What has been reached."""
    indicator = scene.plan.indicator(row["indicator"])
    return figure(scene, row, "value", lambda v: amount(indicator, v, row))


def both_years(scene: Scene, row: Row) -> list[Part]:
    """（2起，上年同期1起）: what a change on the year before is made of; nothing for other kinds."""
    indicator = scene.plan.indicator(row["indicator"])
    if indicator.kind != "fall" or row["numerator"] is None or row["denominator"] is None:
        return []
    now, then = (
        figure(scene, row, name, lambda v: f"{plain(v)}{indicator.unit}")
        for name in ("numerator", "denominator")
    )
    return ["（", now, "，上年同期", then, "）"]


def target(scene: Scene, row: Row) -> Figure:
    """The target as a bare amount: 95%, 0处, 下降5%."""
    indicator = scene.plan.indicator(row["indicator"])

    def write(wanted: float) -> str:
        if indicator.kind == "fall":
            return "下降" if wanted == 0 else change(wanted)
        return texts.target(wanted) if is_share(indicator) else amount(indicator, wanted)

    return figure(scene, row, "target", write)


def bound(indicator: Indicator, wanted: float) -> str:
    """The word before a target: 不低于, 不超过; none where it can only be met exactly."""
    if indicator.kind == "fall":
        return "同比"
    if indicator.direction == "down":
        return "不超过" if wanted > 0 else ""
    return "" if is_share(indicator) and wanted >= 1 else "不低于" if is_share(indicator) else "不少于"


def sign(indicator: Indicator, wanted: float) -> str:
    """The same in a table: ≥, ≤."""
    return {"不低于": "≥", "不少于": "≥", "不超过": "≤"}.get(bound(indicator, wanted), "")


def missing(scene: Scene, row: Row) -> list[Part]:
    """，差3.2个百分点; ，差3次; ，超出2处. Nothing for a fall, whose value says it."""
    indicator = scene.plan.indicator(row["indicator"])
    if indicator.kind == "fall" or row["gap"] is None or row["gap"] >= 0:
        return []
    over = "超出" if indicator.direction == "down" else "差"
    return [f"，{over}", gap(scene, row)]


def gap(scene: Scene, row: Row) -> Figure:
    """How far it is from its target, without a sign."""
    indicator = scene.plan.indicator(row["indicator"])

    def write(short: float | None) -> str:
        if short is None:
            return texts.UNKNOWN
        if not is_share(indicator):
            return amount(indicator, abs(short))
        return f"{max(round(abs(short) * 100, 1), 0.1 if short else 0.0):.1f}个百分点"

    return figure(scene, row, "gap", write)


def forecast(scene: Scene, row: Row) -> list[Figure]:
    """Middle, low and high of what is expected by the target's day; none where nothing is left to expect, or where
    the interval is so wide that it says nothing."""
    if row["forecast"] is None or row["forecast_low"] is None or row["status"] == "missed":
        return []
    indicator = scene.plan.indicator(row["indicator"])
    if (indicator.kind == "fall" or is_share(indicator)) and row["forecast_high"] - row[
        "forecast_low"
    ] > WIDEST:
        return []
    names = ("forecast", "forecast_low", "forecast_high")
    if indicator.kind == "fall":  # the greatest fall is the lowest number
        names = ("forecast", "forecast_high", "forecast_low")
    return [figure(scene, row, name, lambda v: amount(indicator, v)) for name in names]


def ahead(scene: Scene, row: Row, year_end: str) -> list[Part]:
    """，预计年底89.4%（80.6%～98.2%）."""
    found = forecast(scene, row)
    if not found:
        return []
    when = "年底" if row["due"] == year_end else "到期"
    middle, low, high = found
    if low.text == high.text:
        return [f"，预计{when}", middle]
    return [f"，预计{when}", middle, "（", low, "～", high, "）"]


def status(scene: Scene, row: Row) -> Figure:
    """已达到, 进度正常, 进度滞后, 未达到, 无数据."""
    return figure(scene, row, "status", lambda code: STATUS[code])
