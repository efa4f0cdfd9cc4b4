"""The ranking as an HTML table: one row a region or sector, in the order of the ranks.

On a phone the style sheet lays each row out as a card; the markup stays one table, so that a screen
reader, a copy into a spreadsheet and a test all meet every row once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from board import address, colours, texts
from board.charts import marks, ranking_losses
from board.charts.marks import Row, safe
from board.colours import Shade
from board.texts import _
from rules.months import Month, months_between
from rules.plan import Component, Indicator, Plan, RankingRule

SPARK_MONTHS = 12
NAME_WIDTH = 24
"""Half characters of a name from which on it may break over two lines."""
DENSE_FROM = 7
"""From so many parts of a score on, their columns stand closer."""


def by_rank(rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of the ranks; those without a rank follow in the plan's order."""
    return sorted(rows, key=lambda row: row["rank"] if row["rank"] is not None else len(rows) + 1)


def ranking_table(
    rows: Sequence[Row],
    history: pd.DataFrame,
    plan: Plan,
    month: str,
    unit: str,
    chosen: str = "",
    by: str = "region",
) -> str:
    """The whole table as markup; ``unit`` is what a row stands for, such as 地区, ``chosen`` a row's code.

    ``by`` is the same as a code: a figure leads to the rows of its own region, sector or committee.
    """
    rule = marks.rule_for(plan, month)
    shades = colours.scale(plan.ranking_scale)
    scores = _recent(history, month)
    low = _floor(scores, rule)
    dense = " dense" if len(rule.components) >= DENSE_FROM or len(rows) > 20 else ""
    if max((marks.half_width(str(row["region"])) for row in rows), default=0) > NAME_WIDTH:
        dense += " long-names"
    if texts.is_english():
        dense += " in-english"
    body = "".join(
        _row(row, rule, plan, shades, len(rows), scores, low, str(row["region_code"]) == chosen, by)
        for row in by_rank(rows)
    )
    return (
        f'<div class="table-wrap"><table class="ranking{dense}"><thead>{_head(rule, plan, len(rows), unit)}'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def notes(rows: Sequence[Row], rule: RankingRule, plan: Plan, by: str = "region") -> str:
    """The sentences below the table: what was left out, what was vetoed, what the signs mean."""
    parts = []
    for row in by_rank(rows):
        for veto in row["vetoes"]:
            parts.append(
                safe(_("{region}{title} {count}，否决列{colour}")).format(
                    region=safe(row["region"]),
                    title=safe(veto["title"]),
                    count=veto_link(veto, rule, by, str(row["region_code"])),
                    colour=safe(texts.class_label(colours.scale(plan.ranking_scale)[row["colour"]])),
                )
            )
        few = [c for c in row["components"] if c["state"] == colours.TOO_FEW]
        if few and row["score"] is not None:
            titles = texts.names(texts.indicator_short_title(plan.indicator(c["indicator"])) for c in few)
            parts.append(
                safe(_("{region}{titles}样本不足，不计分，其余各项折算为百分制")).format(
                    region=safe(row["region"]), titles=safe(titles)
                )
            )
    if len(parts) > 4:
        parts = [*parts[:4], _("另有 {count} 条同类情况见各行").format(count=len(parts) - 4)]
    signs = _("▲▼ 只标出超过随机波动的变化（95%），≈ 为不显著；名次区间为 95%。")
    origin = (
        _("计分规则 {version} 为安委会自定（{clause}）。")
        if rule.origin == "committee"
        else _("计分规则 {version} 依据{clause}。")
    )
    told = texts.sentence(texts.statements(parts)) if parts else ""
    text = told + safe(signs + origin.format(version=rule.version, clause=texts.clause(rule.clause)))
    return f'<p class="note">{text}</p>'


def veto_count(veto: Row, rule: RankingRule) -> str:
    """How many cases made the veto, with the unit that fits what was counted."""
    marts = {v.id: v.count.mart for v in rule.vetoes}
    words = _("{count} 起") if marts.get(veto["id"], "").startswith("accident") else _("{count} 处")
    return words.format(count=texts.number(veto["count"]))


def veto_link(veto: Row, rule: RankingRule, by: str, code: str) -> str:
    """The same as markup that leads to the cases that were counted."""
    said = safe(veto_count(veto, rule))
    known = next((v for v in rule.vetoes if v.id == veto["id"]), None)
    return address.figure(said, **address.of_half(known.count), **address.unit(by, code)) if known else said


def _recent(history: pd.DataFrame, month: str) -> dict[str, list[float | None]]:
    last = Month.parse(month)
    wanted = [str(m) for m in months_between(last + (1 - SPARK_MONTHS), last)]
    found: dict[str, list[float | None]] = {}
    for code, part in history[history["month"].isin(wanted)].groupby("unit_code", sort=False):
        known = dict(zip(part["month"], part["score"], strict=True))
        found[str(code)] = [
            None if known.get(m) is None or pd.isna(known[m]) else float(known[m]) for m in wanted
        ]
    return found


def _floor(scores: Mapping[str, Sequence[float | None]], rule: RankingRule) -> float:
    # One scale for all rows, from the full ten below the lowest figure shown.
    known = [v for values in scores.values() for v in values if v is not None] + marks.limits(rule)
    return max(0.0, (min(known, default=0) // 10) * 10 - 5)


def _head(rule: RankingRule, plan: Plan, count: int, unit: str) -> str:
    limits = " ".join(texts.plain(v) for v in marks.limits(rule))
    parts = "".join(_part_head(c, plan) for c in rule.components)
    return (
        f'<tr><th class="num">{_("名次")}</th><th>{safe(unit)}</th><th>{_("颜色")}</th>'
        f'<th class="num">{_("得分")}</th>'
        f'<th class="c-rank">{_("名次 95% 区间")}{_axis(count)}</th>'
        f'<th class="num c-prob">{_("颜色概率")}</th><th class="c-change">{_("较上月")}</th>{ranking_losses.head()}'
        f'<th class="c-spark">{_("近 12 个月")}<br>{_("线为 {limits} 分").format(limits=safe(limits))}</th>{parts}</tr>'
    )


def _part_head(part: Component, plan: Plan) -> str:
    indicator = plan.indicator(part.indicator)
    most = _("满分 {weight}").format(weight=texts.plain(part.weight))
    return (
        f'<th class="c-part" title="{safe(texts.indicator_title(indicator))}"><span class="part-name">'
        f"{address.defined(safe(texts.indicator_short_title(indicator)), indicator=indicator.id)}</span>"
        f"<br>{safe(most)}</th>"
    )


def _place(rank: float, count: int) -> float:
    return (rank - 0.5) / count * 100


def _ticks(count: int) -> list[int]:
    if count <= 10:
        return list(range(1, count + 1))
    step = 5 if count <= 30 else 10
    return [1, *range(step, count + 1, step)]


def _axis(count: int) -> str:
    marks_ = "".join(f'<i style="left:{_place(t, count):.2f}%">{t}</i>' for t in _ticks(count))
    return f'<span class="axis">{marks_}</span>'


def _interval(row: Row, count: int) -> str:
    lines = "".join(f'<u style="left:{_place(t, count):.2f}%"></u>' for t in _ticks(count))
    if row["rank"] is None:
        return f'<span class="interval">{lines}</span>'
    low, high = row["rank_low"] or row["rank"], row["rank_high"] or row["rank"]
    left, right = _place(low, count), _place(high, count)
    hint = _("名次 {rank}，95% 区间 {span}").format(rank=row["rank"], span=texts.span(str(low), str(high)))
    return (
        f'<span class="interval" title="{safe(hint)}">{lines}'
        f'<b style="left:{left:.2f}%;width:{right - left:.2f}%"></b>'
        f'<em style="left:{_place(row["rank"], count):.2f}%"></em></span>'
    )


def _chance(row: Row, shades: Mapping[str, Shade], score: dict[str, str]) -> str:
    if row["vetoes"] or row["colour"] in colours.STATES:
        return texts.UNKNOWN
    first, *second = marks.chances(row, shades)
    told = (
        f"<nobr><strong>{safe(first)}</strong></nobr> <nobr>{safe(second[0])}</nobr>"
        if second
        else safe(first)
    )
    return address.figure(told, **score)


def _change_parts(row: Row, shades: Mapping[str, Shade]) -> list[tuple[str, str]]:
    """What changed since last month, each with how sure it is: ``strong``, ``faint`` or neither."""
    before, now = str(row.get("previous_colour")), str(row["colour"])
    judged = set(shades) - set(colours.STATES)
    parts = []
    if before != now and {before, now} <= judged:
        moved = _("由{before}转{after}").format(
            before=texts.class_label(shades[before]), after=texts.class_label(shades[now])
        )
        parts.append((moved, "strong" if marks.is_sure(row) else ""))
    if row["vetoes"]:
        parts.append((_("否决"), ""))
    elif row.get("veto_ended"):
        parts.append((_("否决解除"), ""))
    if not row["vetoes"] and row.get("change") is not None:
        if row.get("change_beyond_chance"):
            arrow = "▲" if row["change"] > 0 else "▼"
            parts.append((arrow + marks.scored(texts.number(abs(row["change"]), 1)), "strong"))
        else:
            parts.append((f"≈ {marks.scored(texts.change(row['change']))}", "faint"))
    return parts


def change_words(row: Row, shades: Mapping[str, Shade]) -> str:
    """What changed since last month, as plain text."""
    return " ".join(text for text, _sure in _change_parts(row, shades)) or texts.UNKNOWN


def _change(row: Row, shades: Mapping[str, Shade], score: dict[str, str]) -> str:
    marked = {"strong": "<strong>{}</strong>", "faint": '<span class="faint">{}</span>', "": "{}"}
    parts = [marked[sure].format(safe(text)) for text, sure in _change_parts(row, shades)]
    if not parts:
        return texts.UNKNOWN
    return address.figure("<nobr>" + "</nobr> <nobr>".join(parts) + "</nobr>", **score)


def _part(part: Row | None, most: float, indicator: Indicator, at: dict[str, str]) -> str:
    label = texts.indicator_short_title(indicator)
    head = f'<td class="c-part" data-label="{safe(label)}">'
    if part is None:
        return f"{head}{texts.UNKNOWN}</td>"
    dot = marks.revision(part.get("revised", ""))
    if part["state"] == colours.TOO_FEW:
        cases = _("样本 {count}").format(count=texts.number(part["denominator"]))
        told = address.figure(safe(cases), indicator=part["indicator"], half="denominator", **at)
        return f'{head}{marks.tag(_("样本不足"))} <nobr class="faint">{told}</nobr>{dot}</td>'
    if part["state"] == colours.NO_DATA or part["points"] is None:
        return f"{head}{marks.tag(_('未报'), _('没有数据，不按零计'), 'hatched')}{dot}</td>"
    basis = texts.brackets(texts.share(part["numerator"], part["denominator"]))
    hint = marks.value(part["value"], indicator, part) + basis + marks.interval_words(part, indicator)
    filled = 100 * part["points"] / part["weight"] if part["weight"] else 0
    track = 55 + 45 * part["weight"] / most
    bar = marks.bar(filled, track)
    return (
        f'{head}<span class="part" title="{safe(hint)}">'
        f'<span class="part-n">{address.figure(texts.points(part["points"]), indicator=part["indicator"], **at)}</span>{dot}{bar}</span></td>'
    )


def _row(
    row: Row,
    rule: RankingRule,
    plan: Plan,
    shades: Mapping[str, Shade],
    count: int,
    scores: Mapping[str, Sequence[float | None]],
    low: float,
    is_chosen: bool,
    by: str,
) -> str:
    at = address.unit(by, str(row["region_code"]))
    score = {"about": "score", **at}
    shade = shades.get(row["colour"]) or colours.shade(row["colour"])
    second = marks.runner_up(row)
    given = {c["indicator"]: c for c in row["components"]}
    most = max(c.weight for c in rule.components)
    parts = "".join(
        _part(given.get(c.indicator), most, plan.indicator(c.indicator), at) for c in rule.components
    )
    values = scores.get(str(row["region_code"]), [])
    shown = texts.score(row["score"], marks.limits(rule))
    known = [v for v in values if v is not None]
    label = (
        _("{region}近 12 个月得分，最低 {low}，最高 {high}").format(
            region=row["region"], low=texts.score(min(known)), high=texts.score(max(known))
        )
        if known
        else _("没有近 12 个月得分")
    )
    spark = marks.sparkline(values, low, marks.limits(rule), label) if known else ""
    rank = row["rank"] if row["rank"] is not None else texts.UNKNOWN
    said = row.get("revised", {})
    chip = marks.chip(shade, second[0] if second else None, bool(row["vetoes"]), said.get("colour", ""))
    mark = ' class="chosen"' if is_chosen else ""
    shown, place = (
        address.figure(safe(text), **score) if text != texts.UNKNOWN else text for text in (shown, str(rank))
    )
    return (
        f'<tr data-code="{safe(row["region_code"])}"{mark}><td class="num c-no">{place}{marks.revision(said.get("rank", ""))}</td>'
        f'<th scope="row" class="c-name">{safe(row["region"])}</th><td class="c-chip">{chip}</td>'
        f'<td class="num c-score">{shown}{marks.revision(said.get("score", ""))}</td><td class="c-rank">{_interval(row, count)}</td>'
        f'<td class="num c-prob" data-label="{_("颜色概率")}">{_chance(row, shades, score)}</td>'
        f'<td class="c-change" data-label="{_("较上月")}">{_change(row, shades, score)}</td>{ranking_losses.cell(row, plan, score)}'
        f'<td class="c-spark">{spark}</td>{parts}</tr>'
    )
