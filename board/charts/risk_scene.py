"""Everything the risk map page shows for one view, worked out once: rows, counts, drawing, marks, figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import plotly.graph_objects as go
from shapely.geometry import box

from board import i18n, queries, queries_risk, queries_risk_points, revised, texts
from board.charts import plots, risk_canvas, risk_clusters, risk_density, risk_panel, risk_words
from board.charts.colour_map import lacks_polygons
from board.charts.risk_canvas import Canvas
from board.charts.risk_clusters import Mark, Spot
from board.charts.risk_density import NOTHING, Density
from board.charts.risk_figure import risk_figure
from board.colours import Shade
from board.frame import ALL, View
from board.memo import remembered
from board.texts import _
from rules.months import Month

WIDE, NARROW = 640, 350
"""Drawing widths for a desk and for a phone: texts and marks keep their size, so each is a drawing of its own."""
DIAMOND_SIZE = 1.3
"""A diamond needs more room than a circle for the same digits."""
FINE_SHARE = 0.22
"""The chosen region's marks may be finer than the others'."""


@dataclass(frozen=True)
class Placed:
    """Marks of a drawing, and how many points they stand for."""

    marks: tuple[Mark, ...]
    total: int

    @property
    def drawn(self) -> int:
        """Points that are on the map."""
        return sum(mark.count for mark in self.marks)


class Scene:
    """One view of the risk map."""

    def __init__(
        self, view: View, layers: Sequence[str] | None = None, town: str = ALL, is_dense: bool = False
    ) -> None:
        """``layers``: classes of points on the map, None for the worst two; ``is_dense``: their density instead.

        ``town`` is a town of the view's region; one that has no points there counts as none.
        """
        self.view, self.board, self.plan = view, view.board, view.board.plan
        self.shades: dict[str, Shade] = risk_words.risk_shades(self.plan, view.sector)
        self.classes = risk_words.shown_classes(self.plan)
        self.order = tuple(c.code for c in reversed(self.plan.risk_scale))
        """Every class of the scale, worst first."""
        self.layers = self.classes if layers is None else tuple(c for c in self.order if c in layers)
        self.is_dense = is_dense
        self._asked_town = town
        self.names = texts.region_names(self.plan)
        # Of single sectors nothing is published by region, so only the class of all together can have been revised.
        self.revised = revised.risk_words(self.board, view.month) if view.sector == ALL else {}
        self.rows = queries.risk(self.board, view.month, view.sector)
        self.rule = self.plan.risk_rule(Month.parse(view.month))

    @cached_property
    def boundaries(self) -> gpd.GeoDataFrame | None:
        """Polygons, unless too few regions have one."""
        found = queries.boundaries(self.board)
        return None if lacks_polygons(self.rows, found) else found

    @cached_property
    def has_towns(self) -> bool:
        """Whether this build tells towns apart."""
        return queries_risk.has_towns(self.board)

    @cached_property
    def towns(self) -> list[queries_risk.Town]:
        """Towns of the chosen region, the most dangerous first."""
        if self.view.region == ALL or not self.has_towns:
            return []
        return queries_risk.towns(self.board, self.view.month, self.view.region, self.view.sector)

    @cached_property
    def town(self) -> str:
        """The chosen town; ``*`` for none."""
        return self._asked_town if any(t.name == self._asked_town for t in self.towns) else ALL

    @property
    def lost_town(self) -> str:
        """A town that was asked for and has no points here, as a name; empty where there is none."""
        return self._asked_town if self._asked_town not in (ALL, self.town) else ""

    @property
    def place_name(self) -> str:
        """The chosen region and town in words."""
        parts = [self.names.get(self.view.region, self.view.region)]
        return " ".join(parts + ([risk_words.town_name(self.town)] if self.town != ALL else []))

    @cached_property
    def cells(self) -> list[queries_risk.Cell]:
        """Counts of all regions."""
        return queries_risk.cells(self.board, self.view.month, sector=self.view.sector)

    @cached_property
    def summary(self) -> risk_panel.Summary:
        """Counts of the chosen region or town, or of all together."""
        if self.town == ALL:
            return self._summed(self.view.region)
        view = self.view
        cells = queries_risk.town_cells(self.board, view.month, view.region, self.town, view.sector)
        return risk_panel.summary(cells, self.plan, self.town)

    @cached_property
    def row(self) -> dict[str, Any] | None:
        """The chosen region's row."""
        return next((r for r in self.rows if r["region_code"] == self.view.region), None)

    @cached_property
    def history(self) -> dict[tuple[str, str], str]:
        """Classes of all regions and months."""
        return queries_risk.class_history(self.board, self.view.sector)

    @cached_property
    def totals(self) -> dict[str, int]:
        """Points by class of all regions together."""
        return {code: c.points for code, c in self._summed(ALL).by_class.items()}

    def _summed(self, region: str) -> risk_panel.Summary:
        key = ("risk_summary", self.stamp, self.view.month, self.view.sector, region)
        return remembered(
            key,
            lambda: risk_panel.summary([c for c in self.cells if region in (ALL, c.region_code)], self.plan),
        )

    def points(self, region: str, classes: Sequence[str]) -> list[dict[str, Any]]:
        """Points of a region in these classes."""
        if self.view.month > self.board.data_through:
            return []
        return queries.risk_points(self.board, self.view.month, region, self.view.sector, tuple(classes))

    def canvas(self, width: int) -> Canvas:
        """The drawing at a width."""
        counts = {
            str(row["region_code"]): " ".join(
                f"{risk_words.point_class(self.shades[c])} {texts.number(row.get(f'points_{c}', 0))}"
                for c in self.classes
                if row.get(f"points_{c}")
            )
            for row in self.rows
        }
        # A circle is a risk point here, so the mark of a revised class is a word.
        names = {
            code: f"{name} {_('修订')}" if code in self.revised else name for code, name in self.names.items()
        }
        return risk_canvas.canvas(self.boundaries, self.rows, self.plan, self.shades, names, counts, width)

    def placed(self, width: int) -> Placed:
        """Marks at a width; worked out once a build."""
        # A phone has no room for more than the worst.
        layers = tuple(c for c in self.layers if width == WIDE or c == self.layers[0])
        if not layers or self.boundaries is None or self.is_dense:
            return Placed((), 0)
        key = ("risk_marks", self.stamp, *self._chosen, layers, width, i18n.language())
        return remembered(key, lambda: _placed(self, layers, width))

    def density(self, width: int) -> Density:
        """Points added up by cells of a grid, where that is what is asked for; worked out once a build."""
        if not self.is_dense or self.boundaries is None:
            return NOTHING
        view = self.view
        key = ("risk_density", self.stamp, view.month, view.sector, self.layers, width, i18n.language())

        def add_up() -> Density:
            found = queries_risk_points.places(self.board, view.month, view.sector, self.layers)
            return risk_density.density(found, self.canvas(width))

        return remembered(key, add_up)

    @property
    def _chosen(self) -> tuple[str, str, str, str]:
        return self.view.month, self.view.sector, self.view.region, self.town

    def hint(self, row: dict[str, Any]) -> str:
        """What the pointer reads over a region."""
        shade = self.shades[row["risk_class"]]
        parts = [f"{risk_words.point_class(self.shades[c])} {texts.number(row.get(f'points_{c}', 0))}"
                 for c in [s.code for s in reversed(self.plan.risk_scale)]]  # fmt: skip
        name = self.names[row["region_code"]]
        return (
            f"<b>{name}</b>　{texts.class_label(shade)}"
            + ("" if shade.is_state else f" {texts.class_name(shade)}")
            + "<br>"
            + texts.names(parts)
            + "".join(f"<br>{said}" for said in [self.revised.get(row["region_code"])] if said)
        )

    def figure(self, width: int, key: bool = False) -> go.Figure:
        """The map; with ``key`` as it is taken away. Drawn once for all viewers of a build."""
        drawing = ("risk", *self._chosen, self.layers, self.is_dense, width, key)
        return plots.of_view(self.board, drawing, lambda: self.draw(width, key))

    @property
    def stamp(self) -> str:
        """Changes with the plan and with every load."""
        return self.board.stamp

    def draw(self, width: int, key: bool) -> go.Figure:
        """The map, drawn anew."""
        placed, density = self.placed(width), self.density(width)
        legend: list[tuple[Shade | str, str]] = []
        if key:
            for code in reversed([s.code for s in self.plan.risk_scale]):
                count = sum(row["risk_class"] == code for row in self.rows)
                told = _("{name} {count} 个地区").format(
                    name=texts.class_name(self.shades[code]), count=count
                )
                legend.append((self.shades[code], told))
            for code in self.layers if placed.marks else ():
                sign = "diamond" if code == self.classes[0] else "circle"
                legend.append((sign, _("{word}风险点 {count} 处").format(
                        word=risk_words.point_class(self.shades[code]),
                        count=texts.number(self.totals.get(code, 0)))))  # fmt: skip
        return risk_figure(
            self.canvas(width),
            self.rows,
            self.shades,
            placed.marks,
            {row["region_code"]: self.hint(row) for row in self.rows},
            self.names,
            "" if key else self.view.region,
            legend,
            texts.map_note(self.plan) if key and self.boundaries is not None else "",
            density,
        )


def _placed(scene: Scene, layers: tuple[str, ...], width: int) -> Placed:
    region = scene.view.region
    canvas = scene.canvas(width)
    points = scene.points(ALL, layers)
    if scene.town != ALL:
        points = [p for p in points if p["region_code"] != region or _is_in(p["town"], scene.town)]
    spots = []
    for point in points:
        if point["longitude"] is None or point["latitude"] is None:
            continue
        place = canvas.place(point["longitude"], point["latitude"])
        if place is not None:
            size = DIAMOND_SIZE if point["risk_class"] == scene.classes[0] else 1.0
            spots.append(Spot(*place, point["region_code"], point["risk_class"], size))
    room = risk_canvas.free_area(canvas)
    chosen = [s for s in spots if s.region == region]
    others = [s for s in spots if s.region != region]
    marks = risk_clusters.marks_for(others, room)
    marks += risk_clusters.marks_for(chosen, room, share=FINE_SHARE)
    settled = risk_clusters.settle(
        marks,
        risk_canvas.keep_clear(canvas),
        {code: area for code, area in canvas.areas.items() if code not in canvas.insets},
        box(*canvas.box),
    )
    return Placed(tuple(settled), len(points))


def _is_in(written: str | None, town: str) -> bool:
    """Whether a record's cell names the town, whatever blanks and half-width marks it holds."""
    plain = " ".join((written or "").split()).translate(str.maketrans(",;:", "，；："))
    return (plain or queries_risk.NO_TOWN) == town
