"""Names and sentences of the risk map: one place that says what classes, regions and tiers are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from board import colours, texts
from board.charts.marks import Row
from board.colours import Shade
from board.queries import ALL
from board.queries_risk import NO_TOWN
from board.texts import N_, _
from rules.months import Month
from rules.plan import Plan, RiskRule

_TIER_NAMES = {
    "province": N_("省级"), "prefecture": N_("市州级"), "county": N_("县级"), "town": N_("乡级"),
    "enterprise": N_("企业"), "none": N_("未定层级"),
}  # fmt: skip
_BELOW = {"county": N_("村、社区"), "town": N_("片区、村组")}
_OWN_TIER = {"州": N_("州级"), "市": N_("市级")}
MOST_NAMES = 3


def region_name(plan: Plan, code: str) -> str:
    """What a region is called; the plan's word for all of them together."""
    return texts.region_names(plan).get(code, code)


def sector_name(plan: Plan, code: str) -> str:
    """What a sector is called, with the words for rows that name none or an unknown one."""
    if code == ALL:
        return _("全部行业领域")
    return texts.sector_names(plan).get(code) or {"none": _("未填行业"), "other": _("其他行业")}.get(
        code, code
    )


def tier_name(plan: Plan, code: str | None) -> str:
    """Who controls: the tier in a word; a prefecture's own tier by its own word (``州级`` of ``全州``)."""
    own = _OWN_TIER.get(plan.whole.removeprefix("全"))
    if code == plan.tier == "prefecture" and own:
        return _(own)
    return _(_TIER_NAMES.get(code or "none", code or ""))


def below(plan: Plan) -> str:
    """What the parts of a region are called, by the plan's own tier: what the records' column of towns then holds."""
    return _(_BELOW.get(plan.tier, N_("乡镇")))


def town_name(town: str) -> str:
    """A town as the records write it, or that they name none."""
    return _("未注明") if town == NO_TOWN else town


def point_class(shade: Shade) -> str:
    """The class in a word without the colour: ``重大`` of ``重大风险``."""
    name = texts.class_name(shade)
    return name.removesuffix("风险").removesuffix(" risk") or name


def shown_classes(plan: Plan) -> tuple[str, ...]:
    """The two worst classes of the plan's scale, worst first: the points that are drawn and listed."""
    return tuple(c.code for c in reversed(plan.risk_scale))[:2]


def risk_shades(plan: Plan, sector: str) -> dict[str, Shade]:
    """The plan's risk scale; where only one sector is looked at, nothing found does not mean not reported."""
    found = colours.scale(plan.risk_scale)
    if sector != ALL:
        name = N_("无风险点")
        found[colours.NO_DATA] = replace(
            found[colours.NO_DATA], name=name, short=name, name_en="No points", short_en="None"
        )
    return found


def who(names: Sequence[str]) -> str:
    """Some names in a breath: ``甲、乙、丙等 5 个地区``."""
    if len(names) <= MOST_NAMES:
        return texts.names(names)
    return _("{names}等 {count} 个地区").format(names=texts.names(names[:MOST_NAMES]), count=len(names))


def map_finding(rows: Sequence[Row], plan: Plan, shades: Mapping[str, Shade]) -> str:
    """Who is in the worst class there is, and how many are in the worst two."""
    order = [c.code for c in reversed(plan.risk_scale)]
    judged = [row for row in rows if row["risk_class"] in order]
    if not judged:
        return _("本月没有可以评定的地区")
    worst = min((str(row["risk_class"]) for row in judged), key=order.index)
    names = [region_name(plan, str(row["region_code"])) for row in judged if row["risk_class"] == worst]
    told = _("{who}为{name}").format(who=who(names), name=texts.class_name(shades[worst]))
    if len(rows) == 1 or len(order) < 2:
        return told
    high = sum(row["risk_class"] in order[:2] for row in judged)
    if not high:
        return _("没有地区为{name}及以上").format(name=point_class(shades[order[1]]))
    more = _("{all} 个地区中 {count} 个为{name}及以上").format(
        all=len(rows), count=high, name=point_class(shades[order[1]])
    )
    return texts.clauses([told, more])


def counts(rows: Sequence[Row], plan: Plan, shades: Mapping[str, Shade]) -> str:
    """How many regions are in each class, worst first: ``9 个地区：红 3、橙 3``."""
    order = [c.code for c in reversed(plan.risk_scale)] + list(colours.STATES)
    found = {code: sum(row["risk_class"] == code for row in rows) for code in order}
    told = [f"{texts.class_label(shades[code])} {found[code]}" for code in order if found[code]]
    return (
        texts.form(_("{count} 个地区"), len(rows)).format(count=len(rows)) + texts.colon() + texts.names(told)
    )


def rule_note(rule: RiskRule | None, plan: Plan) -> str:
    """From when the breaks hold, who set them, and what they are."""
    if rule is None:
        return _("本方案没有风险分级规则，地区不评等级")
    shades = colours.scale(plan.risk_scale)
    limits = [
        _("{colour}低于 {limit}").format(colour=texts.class_label(shades[b.code]), limit=texts.plain(b.below))
        for b in rule.breaks
        if b.below is not None
    ]
    if limits:
        limits.append(_("{colour}其余").format(colour=texts.class_label(shades[rule.breaks[-1].code])))
    origin = _("安委会自定") if rule.origin == "committee" else _("方案规定")
    told = _("风险指数分级界限自 {start}起固定").format(start=texts.month(str(rule.valid_from)))
    return told + texts.brackets(origin) + texts.colon() + texts.names(limits)


def point_note(drawn: int, total: int, is_merged: bool, classes: Iterable[str]) -> str:
    """What the marks leave out."""
    parts = []
    if is_merged:
        parts.append(_("相近的同级风险点合并，数字为处数，位置略有移动"))
    if drawn < total:
        parts.append(
            _("{count} 处{classes}风险点没有坐标或在图外，只计入数字").format(
                count=texts.number(total - drawn), classes=texts.names(classes)
            )
        )
    return texts.statements(parts)


def years(months: Sequence[str]) -> dict[str, str]:
    """The year to write at a month: at the first of all and wherever a new one begins."""
    found = {}
    for place, month in enumerate(months):
        year = Month.parse(month).year
        if place == 0 or Month.parse(months[place - 1]).year != year:
            found[month] = texts.year(year)
    return found
