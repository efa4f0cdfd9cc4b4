"""What the cards of the page of inspections offer for taking away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from board import colours, texts
from board.charts import inspections_funnel, inspections_text
from board.charts.inspections_scene import Scene
from board.downloads import Exhibit, drawing
from board.frame import ALL
from board.queries_inspections import Covered, Tally
from board.texts import _
from rules.funnel import limits
from rules.statistics import wilson

Named = Sequence[tuple[str, Covered]]
NAME, FIGURE, PLOT = 190.0, 84.0, 300.0
"""Widths of columns in a drawn table, px."""


def _exhibit(
    scene: Scene, name: str, title: str, rows: list[dict[str, Any]], formats: Sequence[str] = (), **more: Any
) -> Exhibit:
    frame = pd.DataFrame(rows)
    frame.attrs["formats"] = dict.fromkeys(formats, "0.0%")
    plan = scene.plan
    filters = {
        _("时段"): inspections_text.span(scene),
        _("地区"): texts.region_names(plan)[ALL if scene.by == "committee" else scene.region],
        _("行业领域"): texts.sector_names(plan)[ALL if scene.by == "committee" else scene.sector],
    }
    return Exhibit(
        name=name, title=title, unit=more.pop("unit", ""), source=texts.office_name(plan), month=scene.month, frame=frame,
        filters=more.pop("filters", filters), is_demo=scene.board.is_demo, **more,
    )  # fmt: skip


def of_funnel(scene: Scene) -> Exhibit:
    """Every unit's counts with the limits at its volume, and the plot."""
    rows = []
    for code, tally in scene.compared.units.items():
        verdict = scene.verdicts.get(code)
        row: dict[str, Any] = {
            scene.unit: scene.titles[code],
            _("检查"): tally.inspections if tally else None,
            _("问题"): tally.problems if tally else None,
            _("每次查出"): tally.hits if tally else None,
        }
        found = (
            limits(scene.centre, tally.inspections, scene.spread)
            if verdict is not None and tally and scene.centre is not None
            else None
        )
        row |= {
            _("99.8%下限"): found.low_alarm if found else None,
            _("95%下限"): found.low_warning if found else None,
            _("95%上限"): found.high_warning if found else None,
            _("99.8%上限"): found.high_alarm if found else None,
            _("判断"): _(inspections_text.VERDICTS[verdict])
            if verdict
            else _("未报")
            if tally is None
            else "",
            _("检查多、查出少"): code in {point.code for point, _said in scene.idle},
        }
        rows.append(row)
    return _exhibit(
        scene, "inspections-funnel", _("每次检查查出多少问题"), rows,
        svg=partial(inspections_funnel.funnel, scene, inspections_funnel.WIDE) if scene.points else None,
    )  # fmt: skip


def of_units(scene: Scene) -> Exhibit:
    """Every unit's counts and what follows from them; an unreported one has empty cells and says so."""
    rows = []
    for code, tally in [*scene.compared.units.items(), (ALL, scene.compared.whole)]:
        rows.append(
            {
                scene.unit: scene.titles[code],
                _("是否已报"): _("已报") if tally else _("未报"),
                **_figures(tally),
            }
        )
    shares = [_("查出问题的检查"), _("已整改")]
    return _exhibit(scene, "inspections-penalties", _("整改和处罚"), rows, shares)


def _figures(tally: Tally | None) -> dict[str, Any]:
    return {
        _("检查"): tally.inspections if tally else None,
        _("问题"): tally.problems if tally else None,
        _("查出问题的检查"): tally.found_share if tally else None,
        _("已整改"): tally.rectified_share if tally else None,
        _("处罚"): tally.penalties if tally else None,
        _("每百个问题处罚"): 100 * tally.per_problem if tally and tally.per_problem is not None else None,
        _("每百次检查处罚"): 100 * tally.per_inspection
        if tally and tally.per_inspection is not None
        else None,
        _("罚款（元）"): tally.penalty_yuan if tally else None,
    }


def of_zero(scene: Scene, found: Sequence[dict[str, Any]]) -> Exhibit:
    """Units without a penalty, or that found nothing."""
    rows = [
        {
            scene.unit: scene.titles[item["code"]], _("检查"): item["tally"].inspections,
            _("查出问题"): item["tally"].problems, _("处罚"): item["tally"].penalties,
            _("情形"): texts.names(text for text, _kind in item["kinds"]), _("连续月数"): item["months"] or None,
        }
        for item in found
    ]  # fmt: skip
    window = _(inspections_text.WINDOWS[scene.plan.zero_penalty_window])
    return _exhibit(scene, "inspections-zero-penalty", _("只检查不处罚"), rows, filters={_("时段"): window})


def of_cover(scene: Scene, title: str, named: Named, whole: Covered) -> Exhibit:
    """Parts of the register with their intervals, as a picture too."""
    rows = []
    for name, part in [*named, (_("合计"), whole)]:
        low, high = wilson(part.inspected, part.registered)
        rows.append(
            {
                _("部分"): name, _("在册"): part.registered, _("已检查"): part.inspected, _("监督检查率"): part.share,
                _("95%下限"): low, _("95%上限"): high, _("目标"): part.target.value if part.target else None,
            }
        )  # fmt: skip
    shares = [_("监督检查率"), _("95%下限"), _("95%上限"), _("目标")]
    name = f"inspection-coverage-{len(named)}"
    drawn = [(n, p.inspected, p.registered, p.target.value if p.target else None) for n, p in named]
    return _exhibit(
        scene, name, title, rows, shares, svg=partial(_drawn, _("监督检查率"), drawn, whole.share),
    )  # fmt: skip


def of_methods(scene: Scene, found: Sequence[tuple[str, Tally]]) -> Exhibit:
    """Methods with what they find, as a picture too."""
    rows = []
    for code, tally in found:
        low, high = (None, None)
        if tally.with_problems is not None:
            low, high = wilson(tally.with_problems, tally.inspections)
        rows.append(
            {
                _("检查方式"): inspections_text.method_name(code, scene.names), _("检查"): tally.inspections,
                _("问题"): tally.problems, _("每次查出"): tally.hits, _("查出问题的检查"): tally.found_share,
                _("95%下限"): low, _("95%上限"): high, _("处罚"): tally.penalties,
            }
        )  # fmt: skip
    shares = [_("查出问题的检查"), _("95%下限"), _("95%上限")]
    drawn = [
        (inspections_text.method_name(code, scene.names), tally.with_problems, tally.inspections, None)
        for code, tally in found if tally.with_problems is not None
    ]  # fmt: skip
    total = sum(n for _name, _part, n, _goal in drawn)
    all_ = sum(part or 0 for _name, part, _n, _goal in drawn) / total if total else None
    svg = partial(_drawn, _("查出问题的检查"), drawn, all_) if drawn else None
    return _exhibit(scene, "inspection-methods", _("检查方式"), rows, shares, svg=svg)


def _drawn(title: str, rows: Sequence[tuple[str, float, float, float | None]], all_: float | None) -> str:
    """Shares on their intervals as a table of its own: name, counts, share, plot."""
    floor = int(min([wilson(part, whole)[0] for _name, part, whole, _goal in rows] + [0.9]) * 10) / 10
    columns = [
        drawing.Column(("",), NAME), drawing.Column((_("数量"),), FIGURE, "end"), drawing.Column((title,), FIGURE + 40, "end"),
        drawing.Column((f"{100 * floor:g}% – 100%",), PLOT),
    ]  # fmt: skip
    cells = [
        [
            drawing.words(name), drawing.words(texts.share(part, whole), "end", size=12.5),
            drawing.words(texts.rate(part / whole, part, whole), "end", 700), _range(part, whole, all_, floor, goal),
        ]
        for name, part, whole, goal in rows
    ]  # fmt: skip
    return drawing.table(columns, cells, 30, _("横条为 95% 区间，细线为全部"))


def _range(part: float, whole: float, all_: float | None, floor: float, goal: float | None) -> drawing.Draw:
    low, high = wilson(part, whole)

    def draw(x: float, y: float, width: float, height: float) -> str:
        room, middle = width - 3 * drawing.GAP, y + height / 2

        def at(value: float) -> float:
            return x + drawing.GAP + (min(max(value, floor), 1) - floor) / (1 - floor) * room

        is_apart = all_ is not None and not low <= all_ <= high
        fill = colours.neutral("ink" if is_apart else "surface")
        parts = []
        for value, wide, ink in ((all_, 1, "interval"), (goal, 3, "ink")):
            if value is not None:
                parts.append(
                    f'<path d="M{at(value):.1f} {y + 4:g}v{height - 8:g}" stroke="{colours.neutral(ink)}" stroke-width="{wide}"/>'
                )
        parts.append(
            f'<rect x="{at(low):.1f}" y="{middle - 3:g}" width="{max(at(high) - at(low), 1):.1f}" height="6" rx="3" '
            f'fill="{colours.neutral("interval")}"/><circle cx="{at(part / whole):.1f}" cy="{middle:g}" r="5.5" '
            f'fill="{fill}" stroke="{colours.neutral("ink")}" stroke-width="1.6"/>'
        )
        return "".join(parts)

    return draw
