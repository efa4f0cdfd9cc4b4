"""What made one score: every part with its figure, basis, rule, points and points lost."""

from __future__ import annotations

from collections.abc import Mapping

from board import address, colours, texts
from board.charts import marks
from board.charts.marks import Row, safe
from board.charts.ranking_table import veto_count
from board.colours import Shade
from board.texts import _
from rules.plan import Component, Indicator, Plan, RankingRule


def breakdown(row: Row, plan: Plan, month: str, by: str = "region") -> str:
    """The parts of a score as a table, the sum and what a veto changed, as markup; ``by`` says what the row is.

    Every figure leads to the rows behind it.
    """
    at = address.unit(by, str(row["region_code"]))
    rule = marks.rule_for(plan, month)
    given = {part["indicator"]: part for part in row["components"]}
    lines = "".join(
        _line(c, given.get(c.indicator), plan.indicator(c.indicator), at) for c in rule.components
    )
    head = "".join(
        f'<th class="{css}">{safe(name)}</th>'
        for css, name in (
            ("", _("计分项")),
            ("", _("依据")),
            ("num", _("本月值（95% 区间）")),
            ("num", _("分子/分母")),
            ("num", _("本年目标")),
            ("", _("零分～满分")),
            ("num", _("满分")),
            ("num", _("得分")),
            ("c-lost", _("失分")),
        )
    )
    verdict = _verdict(row, rule, colours.scale(plan.ranking_scale), at)
    return (
        f'<div class="table-wrap"><table class="parts"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody>'
        f"<tfoot>{_sum(row, rule, at)}</tfoot></table></div>{verdict}"
    )


def breakdown_finding(row: Row, plan: Plan) -> str:
    """Where the most points were lost, or why there is no score."""
    if row["score"] is None:
        shade = colours.scale(plan.ranking_scale)[row["colour"]]
        return _("{region}{state}，不计分").format(region=row["region"], state=texts.class_label(shade))
    lost = [(c["weight"] - c["points"], c) for c in row["components"] if c["state"] == "scored"]
    most = sorted(lost, key=lambda item: -item[0])[:2]
    named = [
        f"{texts.indicator_short_title(plan.indicator(c['indicator']))} {marks.scored(texts.change(-gap))}"
        for gap, c in most
        if gap >= 0.05
    ]
    if not named:
        return _("{region}各项满分").format(region=row["region"])
    return _("{region}失分最多：{parts}").format(
        region=row["region"], parts=texts.names(named) if texts.is_english() else texts.clauses(named)
    )


def bound(value: float, indicator: Indicator) -> str:
    """A limit of a part in the unit of its indicator."""
    return texts.target(value) if texts.is_share(indicator) else texts.plain(value)


def _clauses(text: str) -> str:
    # A line may end between two clauses, never inside one.
    return texts.names(f"<nobr>{safe(texts.clause(part))}</nobr>" for part in text.split("、"))


def _td(css: str, label: str, markup: str) -> str:
    """A cell; the label shows on a phone, where the head of the table is hidden."""
    return f'<td class="{css}" data-label="{safe(label)}">{markup}</td>'


def _line(rule_part: Component, part: Row | None, indicator: Indicator, at: dict[str, str]) -> str:
    span = texts.span(bound(rule_part.zero_at, indicator), bound(rule_part.full_at, indicator))
    cells = [
        f'<th scope="row" title="{safe(texts.indicator_definition(indicator))}">'
        f"{address.defined(safe(texts.indicator_title(indicator)), indicator=indicator.id, **at)}</th>",
        _td("", _("依据"), _clauses(indicator.clause)),
    ]
    bounds = _td("", _("零分～满分"), f"<nobr>{address.figure(safe(span), part='colours')}</nobr>")
    weight = _td("num", _("满分"), address.figure(texts.plain(rule_part.weight), part="colours"))
    if part is None or part["state"] != "scored":
        cells += _unscored(rule_part, part, bounds, weight, at)
    else:
        cells += _scored(part, indicator, bounds, weight, at)
    return f"<tr>{''.join(cells)}</tr>"


def _unscored(
    rule_part: Component, part: Row | None, bounds: str, weight: str, at: dict[str, str]
) -> list[str]:
    is_few = part is not None and part["state"] == colours.TOO_FEW
    basis, tag, why = texts.UNKNOWN, marks.tag(_("未报"), "", "hatched"), _("不按零计")
    if part is not None and is_few:
        basis, tag = texts.share(part["numerator"], part["denominator"]), marks.tag(_("样本不足"))
        basis = address.figure(safe(basis), indicator=rule_part.indicator, **at)
        why = _("不足 {least}，不计分").format(least=texts.plain(rule_part.min_cases))
    return [
        _td("num", _("本月值"), tag),
        _td("num", _("分子/分母"), basis),
        '<td class="num"></td>',
        bounds,
        weight,
        f'<td class="num">{texts.UNKNOWN}</td>',
        f'<td class="c-lost">{address.figure(safe(why), part="colours")}</td>',
    ]


def _scored(part: Row, indicator: Indicator, bounds: str, weight: str, at: dict[str, str]) -> list[str]:
    lost = part["weight"] - part["points"]
    shown = texts.change(-lost) if lost >= 0.05 else "0.0"
    goal = bound(part["target"], indicator) if part["target"] is not None else texts.UNKNOWN
    bar = marks.bar(100 * lost / part["weight"] if part["weight"] else 0)
    rows = {"indicator": indicator.id, **at}
    basis = texts.share(part["numerator"], part["denominator"])
    shown_value = address.figure(safe(marks.value(part["value"], indicator, part)), **rows)
    span = marks.interval_span(part, indicator)
    if span:
        around = address.figure(safe(span), about="score", **at)
        shown_value += f'<span class="ci">{around}</span>'
    return [
        _td("num strong", _("本月值"), shown_value),
        _td("num", _("分子/分母"), address.figure(safe(basis), **rows, half="denominator")),
        _td("num", _("本年目标"), address.figure(safe(goal), **rows)),
        bounds,
        weight,
        _td("num strong", _("得分"), address.figure(texts.points(part["points"]), **rows)),
        _td(
            "c-lost",
            _("失分"),
            f'<span class="part"><span class="part-n">{address.figure(shown, **rows)}</span>{bar}</span>',
        ),
    ]


def _sum(row: Row, rule: RankingRule, at: dict[str, str]) -> str:
    scored = [c for c in row["components"] if c["state"] == "scored"]
    weight = sum(c["weight"] for c in scored)
    total = sum(c["points"] for c in scored)
    whole = sum(c.weight for c in rule.components)
    if row["score"] is None:
        note = _("可计分 {weight} 分，不到满分的 {least}，不评定颜色").format(
            weight=texts.plain(weight), least=texts.target(rule.min_weight_share)
        )
    elif abs(weight - 100) > 1e-9 or weight < whole:
        note = _("可计分 {weight} 分，折算为百分制 {score}").format(
            weight=texts.plain(weight), score=texts.score(row["score"], marks.limits(rule))
        )
    else:
        note = ""
    shown = texts.score(total, marks.limits(rule)) if weight == 100 else texts.points(total)
    lost = texts.change(total - weight)
    shown, lost = (address.figure(text, about="score", **at) for text in (shown, lost))
    if not scored:
        shown = lost = texts.UNKNOWN
    return (
        f'<tr><th scope="row">{_("合计")}</th><td colspan="5" class="sum-note">{address.figure(safe(note), part="colours")}</td>'
        f'<td class="num" data-label="{_("满分")}">{address.figure(texts.plain(weight), part="colours")}</td>'
        f'<td class="num strong" data-label="{_("得分")}">{shown}</td>'
        f'<td class="c-lost" data-label="{_("失分")}"><span class="part"><span class="part-n">'
        f"{lost}</span></span></td></tr>"
    )


def _verdict(row: Row, rule: RankingRule, shades: Mapping[str, Shade], at: dict[str, str]) -> str:
    if not row["vetoes"]:
        return ""
    by_id = {veto.id: veto for veto in rule.vetoes}
    parts = []
    for veto in row["vetoes"]:
        known = by_id.get(veto["id"])
        own = _("，安委会自定") if known and known.origin == "committee" else ""
        source = texts.brackets(texts.clause(known.clause) + own) if known else ""
        count = safe(veto_count(veto, rule))
        if known:
            count = address.figure(count, **address.of_half(known.count), **at)
        parts.append(f"{safe(veto['title'])} {count}{safe(source)}")
    chip = marks.chip(shades[row["colour"]], None, True)
    return f'<p class="verdict">{chip} {safe(_("否决："))}{texts.statements(parts)}</p>'
