"""Everything the risk map page shows for one view, worked out once: rows, counts, drawing, marks, figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import plotly.graph_objects as go
import streamlit as st
from shapely.geometry import box

from board import i18n, queries, queries_risk, revised, texts
from board.charts import plots, risk_canvas, risk_clusters, risk_panel, risk_words
from board.charts.colour_map import lacks_polygons
from board.charts.risk_canvas import Canvas
from board.charts.risk_clusters import Mark, Spot
from board.charts.risk_figure import risk_figure
from board.colours import Shade
from board.frame import ALL, View
from board.memo import remembered
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

    def __init__(self, view: View, layers: Sequence[str] | None = None) -> None:
        self.view, self.board, self.plan = view, view.board, view.board.plan
        self.shades: dict[str, Shade] = risk_words.risk_shades(self.plan, view.sector)
        self.classes = risk_words.shown_classes(self.plan)
        self.layers = tuple(c for c in self.classes if layers is None or c in layers)
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
    def cells(self) -> list[queries_risk.Cell]:
        """Counts of all regions."""
        return queries_risk.cells(self.board, self.view.month, sector=self.view.sector)

    @cached_property
    def summary(self) -> risk_panel.Summary:
        """Counts of the chosen region, or of all together."""
        return self._summed(self.view.region)

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
            code: f"{name} {texts._('修订')}" if code in self.revised else name
            for code, name in self.names.items()
        }
        return risk_canvas.canvas(self.boundaries, self.rows, self.plan, self.shades, names, counts, width)

    def placed(self, width: int) -> Placed:
        """Marks at a width; worked out once a build."""
        # A phone has no room for more than the worst.
        layers = tuple(c for c in self.layers if width == WIDE or c == self.classes[0])
        if not layers or self.boundaries is None:
            return Placed((), 0)
        view = self.view
        return _placed(self, self.stamp, view.month, view.sector, view.region, layers, width, i18n.language())

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
        view = self.view
        drawing = ("risk", view.month, view.sector, view.region, self.layers, width, key)
        return plots.of_view(self.board, drawing, lambda: self.draw(width, key))

    @property
    def stamp(self) -> str:
        """Changes with the plan and with every load."""
        return self.board.stamp

    def draw(self, width: int, key: bool) -> go.Figure:
        """The map, drawn anew."""
        placed = self.placed(width)
        legend: list[tuple[Shade | str, str]] = []
        if key:
            for code in reversed([s.code for s in self.plan.risk_scale]):
                count = sum(row["risk_class"] == code for row in self.rows)
                told = texts._("{name} {count} 个地区").format(
                    name=texts.class_name(self.shades[code]), count=count
                )
                legend.append((self.shades[code], told))
            for sign, code in zip(("diamond", "circle"), self.classes, strict=False):
                if code in self.layers and placed.marks:
                    legend.append((sign, texts._("{word}风险点 {count} 处").format(
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
        )


@st.cache_resource(max_entries=256, show_spinner=False)
def _placed(
    _scene: Scene, stamp: str, month: str, sector: str, region: str, layers: tuple[str, ...], width: int,
    language: str,
) -> Placed:  # fmt: skip
    canvas = _scene.canvas(width)
    points = _scene.points(ALL, layers)
    spots = []
    for point in points:
        if point["longitude"] is None or point["latitude"] is None:
            continue
        place = canvas.place(point["longitude"], point["latitude"])
        if place is not None:
            size = DIAMOND_SIZE if point["risk_class"] == _scene.classes[0] else 1.0
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
