"""What one figure means: its definition, formula, clause, targets, where it counts, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

import streamlit as st

from board import address, downloads, queries, queries_rows, texts, theme
from board.charts import marks, method_rows, method_words
from board.charts.marks import safe
from board.frame import View
from board.queries import Board
from board.queries_method import Names
from board.texts import _
from rules.months import Month
from rules.plan import Aggregate, Indicator, Target, Window
from rules.windows import halves_at

MEASURE = ("measure", "over", "per", "where", "window")
"""What in the address names a measure of a mart."""


@dataclass(frozen=True)
class Figure:
    """An indicator of the plan, or one measure of a mart."""

    key: str
    title: str
    parts: Sequence[tuple[str, Aggregate, Month]]
    """Name of the half, what is added up, and for which month."""
    indicator: Indicator | None = None
    is_ratio: bool = False
    """Whether the halves are of different things, so that their quotient is a number and no share."""


def of_indicator(indicator: Indicator, month: Month) -> Figure:
    """A declared indicator."""
    return Figure(indicator.id, texts.indicator_title(indicator), halves_at(indicator, month), indicator)


def of_measure(asked: Mapping[str, str], month: Month, board: Board, names: Names) -> Figure | None:
    """A measure as a link names it; None where there is no such measure or limit.

    ``measure`` is ``mart.column``, ``over`` a column of the same mart of which it is a share, ``per`` one by which it
    is divided to give a number, ``where`` ``column:value,value;column:>=number``, ``window`` the months that are added
    up, the month's own unless said.
    """
    mart, _dot, column = asked["measure"].partition(".")
    columns = [column, *filter(None, [asked.get("over", "") or asked.get("per", "")])]
    window = asked.get("window", "month")
    if any((mart, c) not in names.measures() for c in columns) or window not in get_args(Window):
        return None
    limits = _limits(asked.get("where", ""), queries_rows.columns_of(board, mart), names)
    if limits is None:
        return None
    where, least = limits
    halves = [
        (
            half,
            Aggregate(mart=mart, column=c, where=where, at_least=least, window=cast("Window", window)),
            month,
        )
        for half, c in zip(("numerator", "denominator"), columns, strict=False)
    ]
    titles = [names.of("measure", mart, c, texts.is_english()) for c in columns]
    return Figure(asked["measure"], " / ".join(titles), halves, is_ratio=bool(asked.get("per")))


def _limits(
    text: str, columns: set[str], names: Names
) -> tuple[dict[str, str | bool | list[str]], dict[str, float]] | None:
    """What ``where`` says: values of columns, and the least of numbers; None where a column or number is none."""
    where: dict[str, str | bool | list[str]] = {}
    least: dict[str, float] = {}
    for part in filter(None, text.split(";")):
        name, _colon, value = part.partition(":")
        if ("grain", "", name) not in names.pairs or name not in columns:
            return None
        if value.startswith(">="):
            try:
                least[name] = float(value[2:])
            except ValueError:
                return None
        elif value in ("true", "false"):
            where[name] = value == "true"
        else:
            where[name] = value.split(",") if "," in value else value
    return where, least


def asked(view: View, names: Names, indicator: str) -> Figure | None:
    """The measure that the address names, else the chosen indicator; None in a plan without indicators."""
    month = Month.parse(view.month)
    told = {name: st.query_params[name] for name in MEASURE if name in st.query_params}
    if "measure" in told:
        found = of_measure(told, month, view.board, names)
        if found is not None:
            return found
        theme.notice(_("地址里的数“{odd}”没有，现显示指标。").format(odd=told["measure"][:40]))
    return of_indicator(view.board.plan.indicator(indicator), month) if indicator else None


def show(view: View, figure: Figure, names: Names) -> None:
    """The definition on the left, the rows on the right."""
    with st.container(key="card_mt_figure"):
        value = _value(view, figure)
        theme.markup(marks.card_head(figure.title, value))
        theme.markup(_definition(view, figure, names))
    with st.container(key="card_mt_rows"):
        method_rows.show(view, figure.parts, names, figure.indicator)


def _value(view: View, figure: Figure) -> str:
    """The figure of the view, as the pages show it."""
    unit = method_rows.unit_of(view, figure.indicator is not None)
    where = texts.clauses([texts.month(view.month), unit.name(view.board.plan)])
    if figure.indicator is None:
        halves = [method_rows.cell(unit, half, month) for _name, half, month in figure.parts]
        if not queries_rows.can_trace(view.board, halves[0].half.mart):
            return where
        amounts = [queries_rows.added_up(view.board, cell).amount for cell in halves]
        if len(amounts) == 1:
            return f"{where}{texts.colon()}{texts.number(amounts[0])}"
        over, under = amounts[0], amounts[1]
        share = over / under if over is not None and under else None
        shown = texts.number(share, 2) if figure.is_ratio else texts.rate(share, over, under)
        told = f"{shown} = {texts.number(over)} / {texts.number(under)}"
        return f"{where}{texts.colon()}{told}"
    found = queries.indicator_at(view.board, figure.indicator.id, unit.kind, unit.code, view.month)
    if found is None or found[2] is None:
        return f"{where}{texts.colon()}{texts.UNKNOWN}"
    numerator, denominator, value = found
    if figure.indicator.kind == "fall":
        return f"{where}{texts.colon()}{texts.change(-100 * (value or 0.0))}%"
    if figure.indicator.unit == "%":
        shown = texts.rate(value, numerator, denominator)
        return f"{where}{texts.colon()}{shown} = {texts.number(numerator)} / {texts.number(denominator)}"
    return f"{where}{texts.colon()}{texts.with_unit(texts.number(value), figure.indicator.unit)}"


def _definition(view: View, figure: Figure, names: Names) -> str:
    plan = view.board.plan
    halves = [
        (_("分子") if len(figure.parts) > 1 else _("计数"), figure.parts[0]),
        *([(_("分母"), figure.parts[1])] if len(figure.parts) > 1 else []),
    ]
    rows: list[tuple[str, str]] = []
    indicator = figure.indicator
    if indicator is not None:
        rows.append((_("定义"), texts.indicator_definition(indicator)))
    for label, (_name, half, month) in halves:
        told = method_words.half(half, plan, names)
        if str(month) != view.month:
            told = texts.clauses([told, texts.month(str(month))])
        rows.append((label, told))
    if indicator is not None:
        rows.append((_("条款"), texts.clause(indicator.clause)))
        rows.append((_("类别"), _(method_words.KINDS[indicator.kind])))
        rows.append((_("方向"), _("越高越好") if indicator.direction == "up" else _("越低越好")))
        rows.append((_("来源"), _("台账计算") if indicator.source == "ledger" else _("调度表上报")))
        if indicator.regions:
            codes = texts.region_names(plan)
            rows.append((_("适用地区"), texts.names(codes[c] for c in indicator.regions)))
        if indicator.sectors:
            sectors = texts.sector_names(plan)
            rows.append((_("适用行业领域"), texts.names(sectors[c] for c in indicator.sectors)))
        rows.append((_("目标"), _targets(indicator)))
        rows.append((_("计分"), _weights(view, indicator)))
    return '<dl class="mt-def">' + "".join(
        f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>" for name, text in rows if text
    ) + "</dl>"  # fmt: skip


def _targets(indicator: Indicator) -> str:
    told = [
        f"{_goal(indicator, goal)}"
        + texts.brackets(texts.clauses([texts.clause(goal.clause), _(method_words.ORIGINS[goal.origin])]))
        for goal in indicator.targets
    ]
    return texts.statements(told) if told else _("没有定目标")


def _goal(indicator: Indicator, goal: Target) -> str:
    """A year's target: ``2026年 100%``, ``2024年 下降``, with its day where it has one."""
    value = texts.target(goal.value) if indicator.unit == "%" else texts.plain(goal.value)
    if indicator.kind == "fall":
        value = _("降 {share}").format(share=texts.target(goal.value)) if goal.value else _("下降")
    due = " " + _("{day}前").format(day=texts.day(goal.due)) if goal.due is not None else ""
    return f"{texts.year(goal.year)} {value}{due}"


def _weights(view: View, indicator: Indicator) -> str:
    """What it weighs in the rule of the month."""
    rule = view.board.plan.ranking_rule(Month.parse(view.month))
    part = next((c for c in rule.components if c.indicator == indicator.id), None) if rule else None
    if rule is None or part is None:
        return _("不计入得分")
    return _("规则 {version} 里占 {weight} 分，{zero} 得 0 分，{full} 得满分，少于 {cases} 例不计分").format(
        version=rule.version, weight=texts.plain(part.weight), zero=_limit(indicator, part.zero_at),
        full=_limit(indicator, part.full_at), cases=part.min_cases,
    )  # fmt: skip


def _limit(indicator: Indicator, value: float) -> str:
    return texts.target(value) if indicator.unit == "%" else texts.plain(value)


def catalogue(view: View, names: Names) -> None:
    """All indicators of the plan: one line each, with a link to each definition."""
    plan = view.board.plan
    lines = []
    for indicator in plan.indicators:
        parts = halves_at(indicator, Month.parse(view.month))
        formula = " / ".join(
            method_words.half(half, plan, names)
            for _name, half, _at in parts[: 2 if indicator.kind != "fall" else 1]
        )
        goals = texts.statements(_goal(indicator, goal) for goal in indicator.targets)
        href = safe(address.link("method", indicator=indicator.id))
        lines.append(
            f'<tr><td class="mt-clause">{safe(texts.clause(indicator.clause))}</td>'
            f'<th scope="row"><a href="{href}" target="_self">{safe(texts.indicator_title(indicator))}</a></th>'
            f"<td>{safe(formula)}</td><td>{safe(goals or texts.UNKNOWN)}</td></tr>"
        )
    head = "".join(f"<th>{safe(h)}</th>" for h in (_("条款"), _("指标"), _("口径"), _("目标")))
    with st.container(key="card_mt_all"):
        said = _("{n} 项，点名称看定义和台账行").format(n=len(plan.indicators))
        theme.markup(marks.card_head(_("全部指标"), said))
        downloads.offer(method_rows.catalogue_exhibit(view, names), "method_all")
        theme.markup(
            f'<table class="mt"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
        )
