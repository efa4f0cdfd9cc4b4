"""How the page of hazards reads: what a figure leads to, findings of its cards, names of sectors and channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from board import address, texts
from board.frame import ALL
from board.queries_hazards import OWN, Band, Channels, Flow, Scope
from board.queries_method import Names
from board.texts import _
from rules.comparisons import counts_differ
from rules.months import Month
from rules.plan import Plan
from rules.statistics import wilson

MOST_NAMES = 3


def behind(
    column: str, scope: Scope, window: str = "month", mart: str = "hazard_month", **where: str
) -> dict[str, str]:
    """What a figure's link asks for: its rows, limited as the page is."""
    level = "" if scope.level == "all" or mart == "supervision_month" else scope.level
    found = {"measure": f"{mart}.{column}", "where": address.limits(level=level, **where), "window": window}
    return {name: value for name, value in found.items() if value}


def sector(code: str, plan: Plan) -> str:
    """A sector's name; rows that name none, or one that the plan does not have."""
    if code == "none":
        return _("未填")
    return texts.sector_names(plan).get(code, _("方案外"))


def value(column: str, code: str, names: Names) -> str:
    """A value of the ledger in words, as the start of a line."""
    told = names.of("value", column, code, texts.is_english())
    return told[:1].upper() + told[1:]


def band(kind: str, code: str, names: Names) -> str:
    """A band of days in words."""
    return names.of("value", f"{kind}_band", code, texts.is_english())


def scope_words(scope: Scope, plan: Plan) -> str:
    """Where and in which sector: ``巴东县，矿山``."""
    parts = [texts.region_names(plan)[scope.region]]
    if scope.sector != ALL:
        parts.append(texts.sector_names(plan)[scope.sector])
    return texts.clauses(parts)


def few(found: Sequence[str]) -> str:
    """The first names of a list, and how many there are where they are more."""
    if len(found) <= MOST_NAMES:
        return texts.names(found)
    return _("{names}等 {n} 个").format(names=texts.names(found[:MOST_NAMES]), n=len(found))


def flow_finding(months: Sequence[Flow]) -> str:
    """What became of the stock in the month, and in the months shown."""
    now, first = months[-1], months[0]
    step = now.found - now.closed
    parts = [
        _("月末在册 {n} 处，{change}").format(
            n=texts.number(now.open_stock), change=_change(step, _("较上月末"))
        ),
    ]
    if len(months) > 2:
        start = texts.month(str(Month.parse(first.month) + -1))
        since = _change(now.open_stock - first.opening, _("较{month}末").format(month=start))
        parts.append(since)
    return texts.clauses(parts)


def _change(step: int, since: str) -> str:
    if step == 0:
        return _("{since}持平").format(since=since)
    word = _("{since}增加 {n} 处") if step > 0 else _("{since}减少 {n} 处")
    return word.format(since=since, n=texts.number(abs(step)))


def against_last_year(now: int, before: int | None) -> str:
    """A month's count beside that of the year before, as markup; a change is told where it is more than chance."""
    if before is None:
        return _("没有上年同期数")
    told = f"{_('上年同期')} {texts.number(before)}"
    if not counts_differ(now, before):
        return f'{told} <span class="faint" title="{_("变化没有超出偶然波动")}">≈</span>'
    mark = "▲" if now > before else "▼"
    return f"{told} <b>{mark}{f'{abs(now / before - 1) * 100:.1f}%' if before else ''}</b>"


def age_finding(found: Mapping[tuple[str, str], int], ages: Sequence[Band]) -> str:
    """How much of the stock is old, and how much overdue."""
    total = sum(found.values())
    if not total:
        return _("月末没有在册隐患")
    last = ages[-1]
    old = sum(n for (age, _late), n in found.items() if age == last.code)
    late = sum(n for (_age, late), n in found.items() if late != "none")
    parts = [
        _("逾期 {n} 处，占在册的 {share}").format(
            n=texts.number(late), share=texts.rate(late / total, late, total)
        ),
        _("在册 {days} 天以上的 {n} 处").format(days=last.low - 1, n=texts.number(old)),
    ]
    return texts.clauses(parts)


@dataclass(frozen=True)
class Own:
    """A region's share of hazards that enterprises found themselves."""

    region: str
    own: int
    found: int
    share: float | None
    low: float | None
    high: float | None
    is_apart: bool
    """Whether the whole lies outside the interval."""
    is_few: bool
    """Too few cases for a share."""


def own_shares(found: Channels, regions: Sequence[str], least: int) -> tuple[Own, list[Own]]:
    """The whole, and each region against it: 95 % Wilson intervals; under ``least`` cases there is no share."""

    def of(code: str, whole: float | None) -> Own:
        own, total = found.found(code, OWN), found.found(code)
        if total < max(least, 1):
            return Own(code, own, total, None, None, None, False, True)
        low, high = wilson(own, total)
        is_apart = whole is not None and not low <= whole <= high
        return Own(code, own, total, own / total, low, high, is_apart, False)

    whole = of(ALL, None)
    return whole, [of(code, whole.share) for code in regions]


def least_cases(plan: Plan, month: str) -> int:
    """Cases under which a share is not shown: what the ranking rule in force asks of its indicators on hazards.

    Of all its indicators where none is counted from the hazard ledger; the committee's own.
    """
    rule = plan.ranking_rule(Month.parse(month)) or min(plan.ranking, key=lambda r: r.valid_from)
    asked = {c.indicator: c.min_cases for c in rule.components}
    own = [n for i, n in asked.items() if plan.indicator(i).halves()[0].mart == "hazard_month"]
    return max([*(own or asked.values()), 1])


def channel_finding(whole: Own, regions: Sequence[Own], plan: Plan) -> str:
    """The share, and who is clearly above and below it."""
    if whole.share is None:
        return _("今年查出的不足以计算比例")
    names = texts.region_names(plan)
    parts = [_("企业自查占 {share}").format(share=texts.rate(whole.share, whole.own, whole.found))]
    low = [names[r.region] for r in regions if r.is_apart and (r.share or 0) < whole.share]
    high = [names[r.region] for r in regions if r.is_apart and (r.share or 0) > whole.share]
    if low:
        parts.append(_("明显偏低：{names}").format(names=few(low)))
    if high:
        parts.append(_("明显偏高：{names}").format(names=few(high)))
    if not low and not high:
        parts.append(_("各地区与总体的差别都没有超出偶然波动"))
    return texts.statements(parts)


def grid_finding(found: Mapping[tuple[str, str], int], plan: Plan, measure: str) -> str:
    """The cell, the sector and the region with most."""
    if not found:
        return _("没有记录")
    sectors: dict[str, int] = {}
    regions: dict[str, int] = {}
    for (code, region), number in found.items():
        sectors[code] = sectors.get(code, 0) + number
        regions[region] = regions.get(region, 0) + number
    names = texts.region_names(plan)
    top_sector = max(sectors, key=lambda c: (sectors[c], c))
    top_region = max(regions, key=lambda c: (regions[c], c))
    word = _("{measure}最多的领域是{sector}（{n} 处），地区是{region}（{m} 处）")
    return word.format(
        measure=measure, sector=sector(top_sector, plan), n=texts.number(sectors[top_sector]),
        region=names.get(top_region, top_region), m=texts.number(regions[top_region]),
    )  # fmt: skip


def period(scope: Scope) -> str:
    """January to the month, as the head of a figure of the year so far."""
    month = texts.month_short(scope.month)
    if Month.parse(scope.month).number == 1:
        return month
    return _("{months}累计").format(months=texts.span(texts.month_short(f"{scope.year}-01"), month))


def with_days(days: int) -> str:
    """So many days."""
    return texts.form(_("{n} 天"), days).format(n=texts.number(days))
