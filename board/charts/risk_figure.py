"""The risk map as a Plotly figure that needs no network.

Plotly's ``choropleth`` wants places on a globe. The drawing is laid flat round the point where equator and
meridian cross, some degrees wide: there a degree is the same length everywhere, so that drawing units,
labels and distances between marks hold. ``CONFIG`` points the base map at an empty file of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import MultiLineString, mapping
from shapely.geometry.base import BaseGeometry

from board import colours, texts
from board.charts import risk_density
from board.charts.map_shapes import SQUARE
from board.charts.marks import Row
from board.charts.risk_canvas import Canvas
from board.charts.risk_clusters import Mark
from board.charts.risk_density import NOTHING, Density
from board.charts.risk_patterns import dots, hatch
from board.charts.risk_words import point_class
from board.colours import Shade
from board.texts import _
from board.theme import FONT

CONFIG: dict[str, Any] = {
    # Relative to the page, so that it also holds behind a proxy's path.
    "topojsonURL": "./app/static/",
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
}
PER_DEGREE = 200.0
FINE = 0.3
"""Corners of a border that lie closer to its course than so many pixels are left out: nobody sees them."""
KEY_WIDTH = 190.0
DIAMOND = 1.3
"""Plotly draws a diamond's corners so much farther out than its size says."""


class _Flat:
    """From drawing units to degrees round (0, 0)."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self.middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def x(self, values: Iterable[float]) -> list[float]:
        return [round((v - self.middle[0]) / PER_DEGREE, 5) for v in values]

    def y(self, values: Iterable[float]) -> list[float]:
        return [round((self.middle[1] - v) / PER_DEGREE, 5) for v in values]

    def shape(self, area: BaseGeometry) -> BaseGeometry:
        k = 1 / PER_DEGREE
        flat = affine_transform(area.simplify(FINE), [k, 0, 0, -k, -self.middle[0] * k, self.middle[1] * k])
        # An exterior that runs the other way would paint the whole frame.
        turned = shapely.orient_polygons(shapely.set_precision(flat, 1e-5), exterior_cw=True)
        return shapely.transform(
            turned, lambda places: places.round(5)
        )  # or a fifth of the digits say nothing

    def lines(self, area: BaseGeometry) -> tuple[list[float | None], list[float | None]]:
        """Rims of polygons, or lines, as one broken line."""
        xs: list[float | None] = []
        ys: list[float | None] = []
        for part in getattr(area, "geoms", [area]):
            if part.geom_type == "Polygon":
                fine = part.simplify(FINE)
                rings = [fine.exterior, *fine.interiors]
            elif part.geom_type == "LineString":
                rings = [part]
            else:
                continue
            for ring in rings:
                xs += [*self.x(c[0] for c in ring.coords), None]
                ys += [*self.y(c[1] for c in ring.coords), None]
        return xs, ys


def risk_figure(
    canvas: Canvas,
    rows: Sequence[Row],
    shades: Mapping[str, Shade],
    marks: Sequence[Mark],
    hints: Mapping[str, str],
    names: Mapping[str, str],
    chosen: str = "",
    key: Sequence[tuple[Shade | str, str]] = (),
    note: str = "",
    density: Density = NOTHING,
) -> go.Figure:
    """The map; with ``key`` and ``note`` as it is taken away, with them drawn in."""
    box = (canvas.box[0] - (KEY_WIDTH if key else 0), canvas.box[1], canvas.box[2],
           canvas.box[3] + (22 if note else 0))  # fmt: skip
    flat = _Flat(box)
    traces: list[Any] = []
    classes = {str(row["region_code"]): str(row["risk_class"]) for row in rows}
    drawn = [code for code in canvas.areas if code in classes]
    traces.append(_fills(canvas, drawn, classes, shades, hints, flat))
    for trace in _patterns(canvas, drawn, classes, flat):
        traces.append(trace)
    if canvas.outline is not None:
        traces.append(_line(flat.lines(canvas.outline), colours.neutral("ink-2"), 1.1))
    for code in canvas.insets:
        rim = shades.get(classes[code]) or colours.shade(classes[code])
        traces.append(_line(flat.lines(canvas.areas[code]), rim.edge, 1.1))
    if chosen in canvas.areas:
        ring = flat.lines(canvas.areas[chosen])
        traces.append(_line(ring, colours.neutral("surface"), 5.5))
        traces.append(_line(ring, colours.neutral("ink"), 3))
    for trace in (
        *_squares(canvas, classes, shades, hints, flat),
        *_leaders(canvas, flat),
        *_marks(marks, shades, names, flat),
        *risk_density.traces(density, flat.x, flat.y),
        *(_name_boxes(canvas, classes, shades, flat) if density.cells else ()),
        *_labels(canvas, classes, shades, flat),
    ):
        traces.append(trace)
    if canvas.note:
        traces.append(_text(flat, canvas.note, colours.neutral("ink-2"), "middle right", 13))
    for trace in _key(key, canvas, flat):
        traces.append(trace)
    if note:
        place = (canvas.box[2] - 2, box[3] - 10, note)
        traces.append(_text(flat, [place], colours.neutral("ink-2"), "middle left", 13))
    half = ((box[2] - box[0]) / 2 / PER_DEGREE, (box[3] - box[1]) / 2 / PER_DEGREE)
    figure = go.Figure(traces)
    figure.update_layout(
        width=round(box[2] - box[0]),
        height=round(box[3] - box[1]),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor=colours.neutral("surface"),
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverdistance=2,
        clickmode="event+select",
        font={"family": FONT, "size": 13.5, "color": colours.neutral("ink")},
        hoverlabel={"bgcolor": colours.neutral("surface"), "bordercolor": colours.neutral("line-2"),
                    "font": {"family": FONT, "size": 13, "color": colours.neutral("ink")}, "align": "left"},
        geo={"projection": {"type": "equirectangular"}, "visible": False, "bgcolor": colours.neutral("surface"),
             "lonaxis": {"range": [-half[0], half[0]]}, "lataxis": {"range": [-half[1], half[1]]}},
    )  # fmt: skip
    return figure


def _fills(
    canvas: Canvas, drawn: Sequence[str], classes: Mapping[str, str], shades: Mapping[str, Shade],
    hints: Mapping[str, str], flat: _Flat,
) -> go.Choropleth:  # fmt: skip
    order = list(shades) + [c for c in {*classes.values()} if c not in shades]
    scale = []
    for index, code in enumerate(order):
        fill = (shades.get(code) or colours.shade(code)).fill
        scale += [[index / len(order), fill], [(index + 1) / len(order), fill]]
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": mapping(flat.shape(canvas.areas[code]))}
        for code in drawn
    ]
    return go.Choropleth(
        geojson={"type": "FeatureCollection", "features": features},
        featureidkey="id",
        locations=list(drawn),
        z=[order.index(classes[code]) for code in drawn],
        zmin=-0.5,
        zmax=len(order) - 0.5,
        colorscale=scale,
        showscale=False,
        customdata=[[code] for code in drawn],
        marker={"line": {"color": colours.neutral("surface"), "width": 1.6}, "opacity": 1},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertext=[hints.get(code, "") for code in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _line(rings: tuple[list[float | None], list[float | None]], colour: str, width: float) -> go.Scattergeo:
    return go.Scattergeo(
        lon=rings[0], lat=rings[1], mode="lines", line={"color": colour, "width": width}, hoverinfo="skip"
    )


def _patterns(
    canvas: Canvas, drawn: Sequence[str], classes: Mapping[str, str], flat: _Flat
) -> list[go.Scattergeo]:
    """Hatch for what was not reported, dots for too few points: Plotly's areas know no patterns."""
    traces = []
    grey = colours.neutral("line-2")
    for state, pattern in ((colours.NO_DATA, hatch), (colours.TOO_FEW, dots)):
        areas = {c: canvas.areas[c] for c in drawn if classes[c] == state}
        if not areas:
            continue
        shade = colours.shade(state)
        rims = [flat.lines(area) for area in areas.values()]
        xs = [v for rim in rims for v in rim[0]]
        ys = [v for rim in rims for v in rim[1]]
        traces.append(_line((xs, ys), grey, 1.1))
        for code, area in areas.items():
            found = pattern(area.difference(canvas.labels[code].area))
            if state == colours.NO_DATA:
                traces.append(_line(flat.lines(found), shade.edge, 1))
            else:
                spots = [(p.x, p.y) for p in getattr(found, "geoms", [])]
                traces.append(
                    go.Scattergeo(
                        lon=flat.x(x for x, _y in spots), lat=flat.y(y for _x, y in spots), mode="markers",
                        marker={"size": 2.4, "color": shade.edge}, hoverinfo="skip",
                    )
                )  # fmt: skip
    return traces


def _squares(
    canvas: Canvas, classes: Mapping[str, str], shades: Mapping[str, Shade], hints: Mapping[str, str], flat: _Flat
) -> list[go.Scattergeo]:  # fmt: skip
    traces = []
    for code, (x, y) in canvas.squares.items():
        shade = shades.get(classes[code]) or colours.shade(classes[code])
        traces.append(
            go.Scattergeo(
                lon=flat.x([x]), lat=flat.y([y]), mode="markers+text", customdata=[[code]],
                marker={"symbol": "square", "size": 2 * SQUARE + 5, "color": shade.fill, "opacity": 1,
                        "line": {"color": colours.neutral("surface"), "width": 2}},
                text=[texts.class_cell(shade)[:1]], textposition="middle center",
                textfont={"color": shade.text, "size": 12, "family": FONT},
                hovertext=[hints.get(code, "")], hovertemplate="%{hovertext}<extra></extra>",
                unselected={"marker": {"opacity": 1}, "textfont": {"color": shade.text}},
            )
        )  # fmt: skip
    return traces


def _leaders(canvas: Canvas, flat: _Flat) -> list[go.Scattergeo]:
    lines = [label.leader for label in canvas.labels.values() if label.leader]
    if not lines:
        return []
    xs, ys = flat.lines(MultiLineString([((a, b), (c, d)) for a, b, c, d in lines]))
    ink = colours.neutral("ink")
    feet = go.Scattergeo(
        lon=flat.x(line[0] for line in lines), lat=flat.y(line[1] for line in lines), mode="markers",
        marker={"size": 4.4, "color": ink}, hoverinfo="skip",
    )  # fmt: skip
    return [_line((xs, ys), ink, 1), feet]


def _marks(
    marks: Sequence[Mark], shades: Mapping[str, Shade], names: Mapping[str, str], flat: _Flat
) -> list[go.Scattergeo]:
    """Circles below, diamonds above; neutral, so that they show on every class."""
    ink, white = colours.neutral("ink"), colours.neutral("surface")
    # A plan lists its risk scale from low to high.
    order = [code for code in shades if code not in colours.STATES]
    traces = []
    for code in order:
        is_worst = code == order[-1]
        fill, text, rim = (ink, white, white) if is_worst else (white, ink, ink)
        for is_counted in (False, True):
            group = [m for m in marks if m.risk_class == code and (m.count > 1) is is_counted]
            if not group:
                continue
            word = point_class(shades[code])
            traces.append(
                go.Scattergeo(
                    lon=flat.x(m.x for m in group), lat=flat.y(m.y for m in group),
                    mode="markers+text" if is_counted else "markers",
                    customdata=[[m.region] for m in group],
                    marker={"symbol": "diamond" if is_worst else "circle", "color": fill, "opacity": 1,
                            "size": [2 * m.radius / (DIAMOND if is_worst else 1) for m in group],
                            "line": {"color": rim, "width": 1.2 if is_worst else 1.5}},
                    text=[texts.number(m.count) if is_counted else "" for m in group],
                    textposition="middle center",
                    textfont={"color": text, "size": 12.5, "family": FONT, "weight": 700},
                    hovertext=[
                        _("{region}　{word}风险点 {count} 处").format(
                            region=names.get(m.region, m.region), word=word, count=texts.number(m.count)
                        )
                        for m in group
                    ],
                    hovertemplate="%{hovertext}<extra></extra>",
                    selected={"marker": {"opacity": 1}, "textfont": {"color": text}},
                    unselected={"marker": {"opacity": 1}, "textfont": {"color": text}},
                )
            )  # fmt: skip
    return traces


def _labels(
    canvas: Canvas, classes: Mapping[str, str], shades: Mapping[str, Shade], flat: _Flat
) -> list[go.Scattergeo]:
    groups: dict[str, list[tuple[float, float, str]]] = {}
    for code, label in canvas.labels.items():
        shade = shades.get(classes[code]) or colours.shade(classes[code])
        ink = colours.neutral("ink") if label.leader else shade.text
        # Only the name is bold; a name on two lines stays one name.
        name = _name_lines(label.lines, shade)
        text = "<br>".join(
            f"<b>{_plain(line)}</b>" if place < name else _plain(line)
            for place, line in enumerate(label.lines)
        )
        groups.setdefault(ink, []).append((label.x, label.y, text))
    return [_text(flat, items, ink, "middle center", 13.5) for ink, items in groups.items()]


def _name_boxes(
    canvas: Canvas, classes: Mapping[str, str], shades: Mapping[str, Shade], flat: _Flat
) -> list[go.Scattergeo]:
    """The ground of each name in its region's colour, where marks would stand below it."""
    traces = []
    for code, label in canvas.labels.items():
        shade = shades.get(classes[code]) or colours.shade(classes[code])
        xs, ys = flat.lines(label.area)
        fill = colours.neutral("surface") if label.leader else shade.fill
        traces.append(
            go.Scattergeo(lon=xs, lat=ys, mode="lines", fill="toself", fillcolor=fill,
                          line={"color": fill, "width": 1}, hoverinfo="skip")
        )  # fmt: skip
    return traces


def _name_lines(lines: Sequence[str], shade: Shade) -> int:
    """How many lines come before the one that begins with the colour's name."""
    word = texts.class_label(shade)
    return next((place for place, line in enumerate(lines) if place and line.startswith(word)), 0)


def _plain(text: str) -> str:
    """Plotly reads a few tags in texts; data must not be read so."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text(
    flat: _Flat, items: Sequence[tuple[float, float, str]], ink: str, position: str, size: float
) -> go.Scattergeo:
    return go.Scattergeo(
        lon=flat.x(item[0] for item in items), lat=flat.y(item[1] for item in items), mode="text",
        text=[item[2] for item in items], textposition=position, hoverinfo="skip",
        textfont={"color": ink, "size": size, "family": FONT},
        selected={"textfont": {"color": ink}}, unselected={"textfont": {"color": ink}},
    )  # fmt: skip


def _key(key: Sequence[tuple[Shade | str, str]], canvas: Canvas, flat: _Flat) -> list[go.Scattergeo]:
    """The key inside the picture that is taken away; on screen it stands beside the map."""
    traces = []
    step = 30.0
    left = canvas.box[0] - KEY_WIDTH + 22
    top = canvas.box[3] - step * len(key)
    draw: Callable[[int], float] = lambda index: top + (index + 0.5) * step  # noqa: E731
    for index, (look, words) in enumerate(key):
        if isinstance(look, Shade):
            marker = {
                "symbol": "square",
                "size": 22,
                "color": look.fill,
                "line": {"color": look.edge, "width": 1},
            }
            sign, ink = texts.class_cell(look), look.text
        else:
            is_worst = look == "diamond"
            marker = {"symbol": look, "size": 13 if is_worst else 10,
                      "color": colours.neutral("ink" if is_worst else "surface"),
                      "line": {"color": colours.neutral("ink"), "width": 1.5}}  # fmt: skip
            sign, ink = "", colours.neutral("ink")
        traces.append(
            go.Scattergeo(
                lon=flat.x([left]), lat=flat.y([draw(index)]), mode="markers+text", marker=marker,
                text=[f"<b>{_plain(sign)}</b>"], textposition="middle center", hoverinfo="skip",
                textfont={"color": ink, "size": 13, "family": FONT},
            )
        )  # fmt: skip
        traces.append(
            _text(
                flat, [(left + 18, draw(index), _plain(words))], colours.neutral("ink"), "middle right", 13.5
            )
        )
    return traces
