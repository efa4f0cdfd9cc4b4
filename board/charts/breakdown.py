"""What made one score: every part with its figure, basis, rule, points and points lost."""

from __future__ import annotations

from collections.abc import Mapping

from board import colours, texts
from board.charts import marks
from board.charts.marks import Row, safe
from board.charts.ranking_table import veto_count
from board.colours import Shade
from board.texts import _
from rules.months import Month
from rules.plan import Component, Indicator, Plan, RankingRule


def breakdown(row: Row, plan: Plan, month: str) -> str:
    """The parts of a score as a table, the sum and what a veto changed, as markup."""
    rule = plan.ranking_rule(Month.parse(month))
    given = {part["indicator"]: part for part in row["components"]}
    lines = "".join(_line(c, given.get(c.indicator), plan.indicator(c.indicator)) for c in rule.components)
    head = (
        f'<tr><th>{_("计分项")}</th><th>{_("依据")}</th><th class="num">{_("本月值")}</th>'
        f'<th class="num">{_("分子/分母")}</th><th class="num">{_("本年目标")}</th><th>{_("零分～满分")}</th>'
        f'<th class="num">{_("满分")}</th><th class="num">{_("得分")}</th><th class="c-lost">{_("失分")}</th></tr>'
    )
    return (
        f'<div class="table-wrap"><table class="parts"><thead>{head}</thead><tbody>{lines}</tbody>'
        f"<tfoot>{_sum(row, rule)}</tfoot></table></div>{_verdict(row, rule, colours.scale(plan.ranking_scale))}"
    )


def breakdown_finding(row: Row, plan: Plan) -> str:
    """Where the most points were lost, or why there is no score."""
    if row["score"] is None:
        shade = colours.shade(row["colour"])
        return _("{region}{state}，不计分").format(region=row["region"], state=shade.label)
    lost = [(c["weight"] - c["points"], c) for c in row["components"] if c["state"] == "scored"]
    most = sorted(lost, key=lambda item: -item[0])[:2]
    named = [
        f"{plan.indicator(c['indicator']).short_title} {texts.change(-gap)} {_('分')}" for gap, c in most if gap >= 0.05
    ]
    if not named:
        return _("{region}各项满分").format(region=row["region"])
    return _("{region}失分最多：{parts}").format(region=row["region"], parts="，".join(named))


def _value(value: float | None, indicator: Indicator, part: Row) -> str:
    if indicator.kind == "percentage":
        return texts.rate(value, part["numerator"], part["denominator"])
    return f"{texts.number(value, 1)} {indicator.unit}" if value is not None else texts.UNKNOWN


def _bound(value: float, indicator: Indicator) -> str:
    return texts.target(value) if indicator.kind == "percentage" else texts.plain(value)


def _line(rule_part: Component, part: Row | None, indicator: Indicator) -> str:
    span = texts.span(_bound(rule_part.zero_at, indicator), _bound(rule_part.full_at, indicator))
    name = (
        f'<th scope="row" title="{safe(indicator.definition)}">{safe(indicator.title)}</th>'
        f'<td data-label="{_("依据")}">{safe(indicator.clause)}</td>'
    )
    weight = texts.plain(rule_part.weight)
    if part is None or part["state"] != "scored":
        state = part["state"] if part else colours.NO_DATA
        is_few = state == colours.TOO_FEW
        basis = texts.share(part["numerator"], part["denominator"]) if part and is_few else texts.UNKNOWN
        tag = marks.tag(_("样本不足")) if is_few else marks.tag(_("未报"), "", "hatched")
        why = (
            _("不足 {least}，不计分").format(least=texts.plain(rule_part.min_cases)) if is_few else _("不按零计")
        )
        return (
            f'<tr>{name}<td class="num" data-label="{_("本月值")}">{tag}</td>'
            f'<td class="num" data-label="{_("分子/分母")}">{basis}</td><td class="num"></td><td>{span}</td>'
            f'<td class="num" data-label="{_("满分")}">{weight}</td><td class="num">{texts.UNKNOWN}</td>'
            f'<td class="c-lost">{safe(why)}</td></tr>'
        )
    lost = part["weight"] - part["points"]
    goal = _bound(part["target"], indicator) if part["target"] is not None else texts.UNKNOWN
    share = 100 * lost / part["weight"] if part["weight"] else 0
    bar = f'<span class="track"><i style="width:100%"><b style="width:{share:.1f}%"></b></i></span>'
    return (
        f'<tr>{name}<td class="num strong" data-label="{_("本月值")}">{_value(part["value"], indicator, part)}</td>'
        f'<td class="num" data-label="{_("分子/分母")}">{texts.share(part["numerator"], part["denominator"])}</td>'
        f'<td class="num" data-label="{_("本年目标")}">{goal}</td><td data-label="{_("零分～满分")}">{span}</td>'
        f'<td class="num" data-label="{_("满分")}">{weight}</td>'
        f'<td class="num strong" data-label="{_("得分")}">{texts.points(part["points"])}</td>'
        f'<td class="c-lost" data-label="{_("失分")}"><span class="part">'
        f'<span class="part-n">{texts.change(-lost) if lost >= 0.05 else "0.0"}</span>{bar}</span></td></tr>'
    )


def _sum(row: Row, rule: RankingRule) -> str:
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
    return (
        f'<tr><th scope="row">{_("合计")}</th><td colspan="5" class="sum-note">{safe(note)}</td>'
        f'<td class="num" data-label="{_("满分")}">{texts.plain(weight)}</td>'
        f'<td class="num strong" data-label="{_("得分")}">{shown}</td>'
        f'<td class="c-lost" data-label="{_("失分")}"><span class="part"><span class="part-n">'
        f"{texts.change(total - weight)}</span></span></td></tr>"
    )


def _verdict(row: Row, rule: RankingRule, shades: Mapping[str, Shade]) -> str:
    if not row["vetoes"]:
        return ""
    by_id = {veto.id: veto for veto in rule.vetoes}
    parts = []
    for veto in row["vetoes"]:
        known = by_id.get(veto["id"])
        source = f"（{known.clause}{_('，安委会自定') if known.origin == 'committee' else ''}）" if known else ""
        parts.append(f"{veto['title']} {veto_count(veto, rule)}{source}")
    chip = marks.chip(shades[row["colour"]], None, True)
    return f'<p class="verdict">{chip} {safe(_("否决：") + "；".join(parts))}</p>'
