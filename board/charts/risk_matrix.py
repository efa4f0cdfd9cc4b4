"""Risk × performance: who runs a high risk and does poorly, by class names in neutral tones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from board import address, colours, texts
from board.charts.marks import Row, breakable, chip, safe
from board.charts.risk_words import point_class, region_name, who
from board.colours import Shade
from board.queries_risk import Cell
from board.texts import _
from rules.plan import Plan

MOST_NAMES, MOST_OF_MANY, MANY = 6, 3, 24
"""More names than this in a cell become a count with the names on hover; fewer where there are many regions."""
MOST_FIRST = 6
"""Regions that are told of in words; the rest stand in the darkest cells."""
TONES = 3
LETTERS = 9
"""Longer Latin words may break in a cell."""


@dataclass(frozen=True)
class Matrix:
    """Regions by risk class (rows, worst first) and ranking colour (columns, best first)."""

    risks: tuple[str, ...]
    results: tuple[str, ...]
    cells: dict[tuple[str, str], list[str]]
    """Region codes in official order by (risk class, ranking colour)."""
    tones: dict[tuple[str, str], int]
    """0 calm, 1 watch, 2 first: states have none."""

    @property
    def urgent(self) -> list[str]:
        """Regions in the cells of the darkest tone, worst first."""
        found = [(self._rank(cell), code) for cell, codes in self.cells.items() for code in codes
                 if self.tones.get(cell) == TONES - 1]  # fmt: skip
        return [code for _rank, code in sorted(found, key=lambda item: item[0])]

    def _rank(self, cell: tuple[str, str]) -> int:
        return self.risks.index(cell[0]) - self.results.index(cell[1])


def matrix(risk_rows: Sequence[Row], ranking_rows: Sequence[Row], plan: Plan) -> Matrix:
    """Place every region; a state (not reported, too few) gets a row or column only where it occurs."""
    results_of = {str(row["region_code"]): str(row["colour"]) for row in ranking_rows}
    placed: dict[tuple[str, str], list[str]] = {}
    for row in risk_rows:
        cell = (str(row["risk_class"]), results_of.get(str(row["region_code"]), colours.NO_DATA))
        placed.setdefault(cell, []).append(str(row["region_code"]))
    risks = [c.code for c in reversed(plan.risk_scale)]
    results = [c.code for c in reversed(plan.ranking_scale)]
    tones = {}
    for i, risk in enumerate(risks):
        for j, result in enumerate(results):
            danger = 1 - i / max(len(risks) - 1, 1)
            failing = j / max(len(results) - 1, 1)
            tones[risk, result] = _tone(danger, failing)
    # Before both scales: states stand last among the risks and first among the results.
    risks += [s for s in colours.STATES if any(cell[0] == s for cell in placed)]
    results = [s for s in colours.STATES if any(cell[1] == s for cell in placed)] + results
    return Matrix(tuple(risks), tuple(results), placed, tones)


def _tone(danger: float, failing: float) -> int:
    together = danger + failing
    return 2 if together >= 1.4 and min(danger, failing) >= 0.4 else 1 if together >= 0.95 else 0


def matrix_finding(found: Matrix, plan: Plan) -> str:
    """Whom to call in first; or that nobody stands out."""
    names = [region_name(plan, code) for code in found.urgent]
    if not names:
        return _("没有风险高而成效差的地区")
    return _("{who}风险高、成效差，优先督办").format(who=who(names))


def matrix_html(
    found: Matrix,
    plan: Plan,
    risk_shades: Mapping[str, Shade],
    result_shades: Mapping[str, Shade],
    chosen: str,
) -> str:
    """The matrix as a table: risk upwards, performance from best to worst."""
    head = "".join(f'<th scope="col">{chip(result_shades[code])}</th>' for code in found.results)
    lines = []
    for risk in found.risks:
        cells = "".join(_cell(found, (risk, result), plan, chosen) for result in found.results)
        shade = risk_shades[risk]
        name = "" if shade.is_state else f'<span class="rm-word">{safe(point_class(shade))}</span>'
        lines.append(f'<tr><th scope="row"><span class="rm-side">{name}{chip(shade)}</span></th>{cells}</tr>')
    corner = (
        f'<span class="rm-axes"><span>{safe(_("风险"))} ↑</span>'
        f"<span>{safe(_('工作成效由好到差'))} →</span></span>"
    )
    return (
        f'{corner}<table class="rm"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def urgent_html(
    found: Matrix,
    plan: Plan,
    risk_shades: Mapping[str, Shade],
    result_shades: Mapping[str, Shade],
    cells: Sequence[Cell],
) -> str:
    """The regions to call in first, worst first, each with its dangerous points and how many are not under control."""
    worst = plan.risk_scale[-1].code
    place_of = {code: cell for cell, codes in found.cells.items() for code in codes}
    lines = []
    for code in found.urgent[:MOST_FIRST]:
        risk, result = place_of[code]
        held = [c for c in cells if c.region_code == code and c.risk_class == worst]
        points, controlled = sum(c.points for c in held), sum(c.controlled for c in held)
        behind = {"where": address.limits(risk_class=worst), "region": code}
        count = _("{word}风险点 {count} 处").format(
            word=point_class(risk_shades[worst]), count=texts.number(points)
        )
        told = [address.figure(safe(count), measure="risk_month.points", **behind)]
        if points > controlled:
            left = safe(_("{count} 处未到位").format(count=texts.number(points - controlled)))
            shares = {"measure": "risk_month.controlled", "over": "points", "half": "denominator"}
            told.append(address.figure(left, **shares, **behind))
        name = _to_region(code, region_name(plan, code))
        lines.append(
            f"<li>{name} {chip(risk_shades[risk])} × {chip(result_shades[result])} "
            f"<span>{texts.clauses(told)}</span></li>"
        )
    left = len(found.urgent) - MOST_FIRST
    if left > 0:
        more = address.figure(safe(_("另 {count} 个").format(count=left)), part="colours")
        lines.append(f'<li class="rm-more">{more}</li>')
    return f'<ol class="rm-first">{"".join(lines)}</ol>' if lines else ""


def _to_region(code: str, name: str) -> str:
    """The name as a link that chooses the region; before an audience only the name."""
    if st.query_params.get("present") == "1":
        return f"<b>{safe(name)}</b>"
    return f'<a href="{escape(address.link("risk_map", region=code))}" target="_self"><b>{safe(name)}</b></a>'


def _cell(found: Matrix, cell: tuple[str, str], plan: Plan, chosen: str) -> str:
    codes = found.cells.get(cell, [])
    names = [region_name(plan, code) for code in codes]
    parts = [
        f"<b class='rm-on'>{breakable(name, LETTERS)}</b>"
        if code == chosen
        else f"<span>{breakable(name, LETTERS)}</span>"
        for code, name in zip(codes, names, strict=True)
    ]
    most = MOST_NAMES if sum(map(len, found.cells.values())) <= MANY else MOST_OF_MANY
    if len(parts) > most:
        rest = len(parts) - most + 1
        first = [p for p, code in zip(parts, codes, strict=True) if code == chosen]
        others = [p for p, code in zip(parts, codes, strict=True) if code != chosen]
        told = address.figure(safe(_("另 {count} 个").format(count=rest)), part="colours")
        parts = [*[*first, *others][: most - 1], f"<i>{told}</i>"]
    tone = found.tones.get(cell)
    kind = "state" if tone is None else f"tone-{tone}"
    hint = f' title="{safe(texts.names(names))}"' if names else ""
    return f'<td class="{kind}"{hint}>{"".join(parts)}</td>'
