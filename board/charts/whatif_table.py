"""A trial beside the ranking in force: what changes first, then the rest; dashed rims instead of filled colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from board import address, colours, texts
from board.charts import marks
from board.charts.marks import safe
from board.charts.ranking_table import by_rank
from board.colours import Shade
from board.texts import _
from rules.plan import RankingRule
from rules.whatif import Trial, rescore

Row = Mapping[str, Any]


def tried(rows: Sequence[Row], rule: RankingRule) -> list[Trial]:
    """The rows of ``queries.ranking`` under another rule, in their order."""
    figures = [
        {
            part["indicator"]: (part["numerator"], part["denominator"], part["value"])
            for part in row["components"]
        }
        for row in rows
    ]
    counts = [{veto["id"]: veto["count"] for veto in row["vetoes"]} for row in rows]
    return rescore(rule, figures, counts)


def has_changed(row: Row, trial: Trial) -> bool:
    """Whether a unit would have another colour or place."""
    return trial.colour != row["colour"] or trial.rank != row["rank"]


def finding(rows: Sequence[Row], trials: Sequence[Trial], shades: Mapping[str, Shade], unit: str) -> str:
    """Who would turn which colour, and how many would have another place."""
    turned = [
        _("{who}由{before}转{after}").format(
            who=row["region"], before=_label(row["colour"], shades), after=_label(trial.colour, shades)
        )
        for row, trial in zip(rows, trials, strict=True)
        if trial.colour != row["colour"]
    ]
    moved = sum(trial.rank != row["rank"] for row, trial in zip(rows, trials, strict=True))
    if not turned and not moved:
        return _("颜色和名次都不变")
    parts = turned[:3] or [_("颜色都不变")]
    if len(turned) > 3:
        parts.append(_("变色的共 {count} 个").format(count=len(turned)))
    said = texts.form(_("{count} 个{unit}名次变动"), moved).format(count=moved, unit=unit)
    parts.append(said if moved else _("名次都不变"))
    return texts.clauses(parts)


def table(
    rows: Sequence[Row],
    trials: Sequence[Trial],
    rules: tuple[RankingRule, RankingRule],
    shades: Mapping[str, Shade],
    unit: str,
    by: str,
) -> str:
    """The table as markup; ``rules`` are that in force and the one that is tried."""
    by_code = {str(row["region_code"]): trial for row, trial in zip(rows, trials, strict=True)}
    ordered = [(row, by_code[str(row["region_code"])]) for row in by_rank(rows)]
    first = [(row, trial) for row, trial in ordered if has_changed(row, trial)]
    first.sort(
        key=lambda pair: pair[0]["colour"] == pair[1].colour
    )  # stable: those of another colour by rank
    rest = [(row, trial) for row, trial in ordered if not has_changed(row, trial)]
    body = "".join(_line(row, trial, rules, shades, by) for row, trial in first)
    if first and rest:
        body += f'<tr class="wi-same-head"><td colspan="9">{safe(_("颜色和名次不变的"))}</td></tr>'
    body += "".join(_line(row, trial, rules, shades, by) for row, trial in rest)
    now, then = _("现行{what}"), _("试算{what}")
    heads = [
        (unit, ""), *((now.format(what=w), css) for w, css in ((_("名次"), "num"), (_("颜色"), ""), (_("得分"), "num"))),
        ("", "wi-arrow"),
        *((then.format(what=w), css) for w, css in ((_("名次"), "num"), (_("颜色"), ""), (_("得分"), "num"))),
        (_("得分变化"), "num"),
    ]  # fmt: skip
    head = "".join(
        f'<th class="{css}">{safe(text)}</th>' if text else f'<td class="{css}"></td>' for text, css in heads
    )
    return (
        f'<div class="table-wrap"><table class="parts whatif"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _line(
    row: Row, trial: Trial, rules: tuple[RankingRule, RankingRule], shades: Mapping[str, Shade], by: str
) -> str:
    # A trial has no rows of its own: its figures lead to the parts that were weighted anew.
    link = {"about": "score", **address.unit(by, str(row["region_code"]))}
    limits = [marks.limits(rule) for rule in rules]
    change = None if trial.score is None or row["score"] is None else trial.score - row["score"]

    def figure(text: str) -> str:
        return safe(text) if text == texts.UNKNOWN else address.figure(safe(text), **link)

    def cell(label: str, markup: str, css: str = "") -> str:
        return f'<td class="{css}" data-label="{safe(label)}">{markup}</td>'

    now, then = _("现行{what}"), _("试算{what}")
    cells = [
        cell(now.format(what=_("名次")), figure(_place(row["rank"])), "num"),
        cell(now.format(what=_("颜色")), safe(_label(row["colour"], shades))),
        cell(now.format(what=_("得分")), figure(texts.score(row["score"], limits[0])), "num"),
        '<td class="wi-arrow" aria-hidden="true">→</td>',
        cell(then.format(what=_("名次")), figure(_place(trial.rank)), "num strong"),
        cell(
            then.format(what=_("颜色")),
            f'<span class="trial-chip">{safe(_label(trial.colour, shades))}</span>',
        ),
        cell(then.format(what=_("得分")), figure(texts.score(trial.score, limits[1])), "num strong"),
        cell(_("得分变化"), figure(texts.change(change) if change is not None else texts.UNKNOWN), "num"),
    ]
    css = ' class="wi-changed"' if has_changed(row, trial) else ""
    return f'<tr{css}><th scope="row">{safe(row["region"])}</th>{"".join(cells)}</tr>'


def _place(rank: int | None) -> str:
    return texts.UNKNOWN if rank is None else str(rank)


def _label(code: str, shades: Mapping[str, Shade]) -> str:
    return texts.class_label(shades.get(code) or colours.shade(code))
