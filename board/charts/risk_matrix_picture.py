"""Risk × performance as a picture for taking away: every region by name, tones neutral as on the page."""

from __future__ import annotations

from collections.abc import Mapping

from board import colours, texts
from board.charts.risk_matrix import TONES, Matrix
from board.charts.risk_words import point_class, region_name
from board.colours import Shade
from board.downloads.drawing import BODY, HEAD, svg, tile, word
from board.downloads.picture import text_width, wrapped
from board.texts import _
from rules.plan import Plan

GROUNDS = ("ground", "band-2", "line-2")
"""Ground of a cell by its tone, from calm to first."""
LEAST_WIDE, LEAST_HIGH = 104.0, 52.0
LINE, PAD, GAP, CHIP = 20.0, 8.0, 2.0, 24.0


def picture(
    found: Matrix,
    plan: Plan,
    risk_shades: Mapping[str, Shade],
    result_shades: Mapping[str, Shade],
    note: str = "",
) -> str:
    """The matrix as SVG: risk upwards, performance from best to worst; no name is left out."""
    sides = {code: _side(risk_shades[code]) for code in found.risks}
    chips = {code: texts.class_short(risk_shades[code]) for code in found.risks}
    side = max(text_width(t, BODY) for t in sides.values()) + 8
    chip_wide = max(_chip_width(t) for t in chips.values())
    left = side + chip_wide + 10
    heads = {code: texts.class_label(result_shades[code]) for code in found.results}
    names = [_names(found, (risk, result), plan) for risk in found.risks for result in found.results]
    wide = max(
        [LEAST_WIDE, *(_chip_width(text) for text in heads.values())]
        + [text_width(name, BODY) * 1.05 + 2 * PAD for cell in names for name in cell]
    )
    starts = {result: left + n * (wide + GAP) for n, result in enumerate(found.results)}
    right = left + len(starts) * (wide + GAP) - GAP

    parts = [
        word(f"{_('风险')} ↑", 0, 14, HEAD, "ink-2"),
        word(f"{_('工作成效由好到差')} →", right, 14, HEAD, "ink-2", "end"),
    ]
    y = 24.0
    for result in found.results:
        text, span = heads[result], _chip_width(heads[result])
        middle = starts[result] + wide / 2
        parts.append(tile(result_shades[result], None, False, text, middle - span / 2, y, span, CHIP))
    y += CHIP + 6
    for risk in found.risks:
        rows = {result: _names(found, (risk, result), plan) for result in found.results}
        high = max(LEAST_HIGH, max(map(len, rows.values()), default=0) * LINE + 2 * PAD)
        middle = y + high / 2
        if sides[risk]:
            parts.append(word(sides[risk], 0, middle + BODY * 0.36))
        parts.append(
            tile(risk_shades[risk], None, False, chips[risk], side, middle - CHIP / 2, chip_wide, CHIP)
        )
        for result, members in rows.items():
            tone = found.tones.get((risk, result))
            parts.append(_ground(tone, starts[result], y, wide, high))
            parts.append(_list(members, tone, starts[result] + wide / 2, middle))
        y += high + GAP
    y += 16
    parts.append(_tones(y))
    told = texts.clauses(t for t in (_("底色越深越优先"), note) if t)
    indent = TONES * 22.0 + 8
    for line in wrapped(told, HEAD, right - indent):
        parts.append(word(line, indent, y + HEAD * 0.36, HEAD, "ink-2"))
        y += HEAD * 1.5
    return svg(right, y, parts)


def _side(shade: Shade) -> str:
    return "" if shade.is_state else point_class(shade)


def _names(found: Matrix, cell: tuple[str, str], plan: Plan) -> list[str]:
    return [region_name(plan, code) for code in found.cells.get(cell, [])]


def _chip_width(text: str) -> float:
    return max(36.0, text_width(text, BODY) + 14)


def _ground(tone: int | None, x: float, y: float, width: float, height: float) -> str:
    if tone is None:
        return (
            f'<rect class="state" x="{x + 0.5:g}" y="{y + 0.5:g}" width="{width - 1:g}" height="{height - 1:g}" '
            f'fill="{colours.neutral("surface")}" stroke="{colours.neutral("line-2")}" stroke-dasharray="3 2"/>'
        )
    return (
        f'<rect class="tone-{tone}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'fill="{colours.neutral(GROUNDS[tone])}"/>'
    )


def _list(names: list[str], tone: int | None, centre: float, middle: float) -> str:
    weight = 700 if tone == TONES - 1 else 400
    top = middle - len(names) * LINE / 2
    return "".join(
        word(name, centre, top + (i + 0.5) * LINE + BODY * 0.36, BODY, "ink", "middle", weight)
        for i, name in enumerate(names)
    )


def _tones(middle: float) -> str:
    """The tones from calm to first, for the note beside them."""
    rim = colours.neutral("line-2")
    return "".join(
        f'<rect x="{i * 22 + 0.5:g}" y="{middle - 6:g}" width="20" height="12" '
        f'fill="{colours.neutral(token)}" stroke="{rim}"/>'
        for i, token in enumerate(GROUNDS)
    )
