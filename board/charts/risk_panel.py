"""The panel of the risk map: one region, or all together, in figures, points and tiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from board import address, colours, texts
from board.address import ALL
from board.charts.marks import bar, chip, css_class, revision, safe
from board.charts.risk_words import TIERS, point_class, sector_name, shown_classes, tier_name
from board.colours import Shade
from board.queries_risk import Cell
from board.texts import _
from rules.plan import Plan

MOST_SECTORS = 5
MOST_POINTS = 200
"""Rows in the list; what is left out is said and can be downloaded."""


@dataclass(frozen=True)
class Count:
    """Points and how many of them are filed, labelled, controlled."""

    points: int = 0
    filed: int = 0
    labelled: int = 0
    controlled: int = 0

    def __add__(self, other: Count | Cell) -> Count:
        return Count(
            self.points + other.points,
            self.filed + other.filed,
            self.labelled + other.labelled,
            self.controlled + other.controlled,
        )


@dataclass(frozen=True)
class Summary:
    """What the panel says, from the counts of one region or of all."""

    by_class: dict[str, Count]
    """Every class of the scale, worst first."""
    by_sector: list[tuple[str, Count]]
    """Sectors of the points in the two worst classes, most first."""
    by_tier: list[tuple[str, dict[str, Count]]]
    """Tiers from the highest; counts by class, worst first."""

    @property
    def total(self) -> Count:
        """All classes together."""
        return sum(self.by_class.values(), Count())

    @property
    def worst(self) -> Count:
        """The worst class: what filed, labelled and controlled rates are of."""
        return next(iter(self.by_class.values()), Count())


def summary(cells: Sequence[Cell], plan: Plan) -> Summary:
    """Add up the counts."""
    order = [c.code for c in reversed(plan.risk_scale)]
    by_class = {code: Count() for code in order}
    sectors: dict[str, Count] = {}
    tiers: dict[str, dict[str, Count]] = {}
    for cell in cells:
        by_class[cell.risk_class] = by_class.get(cell.risk_class, Count()) + cell
        tier = tiers.setdefault(cell.tier, {})
        tier[cell.risk_class] = tier.get(cell.risk_class, Count()) + cell
        if cell.risk_class in order[:2]:
            sectors[cell.sector] = sectors.get(cell.sector, Count()) + cell
    known = [t for t in TIERS if t in tiers] + sorted(set(tiers) - set(TIERS))
    return Summary(
        by_class,
        sorted(sectors.items(), key=lambda item: (-item[1].points, item[0])),
        [(t, {c: tiers[t][c] for c in order if c in tiers[t]}) for t in known],
    )


def head(name: str, shade: Shade | None, aside: str, changed: str = "") -> str:
    """Name, class, since when; ``changed`` says what the class was when it was published."""
    look = ""
    if shade is not None:
        words = texts.class_label(shade)
        if not shade.is_state:
            words = f"{texts.class_short(shade)} {texts.class_name(shade)}"
        mark, css = revision(changed), css_class(shade.code) + (" revised" if changed else "")
        look = f'<span class="chip {css}">{safe(words)}{mark}</span>'
    return (
        f'<div class="rp-head"><h2>{safe(name)}</h2>{look}<span class="rp-aside">{safe(aside)}</span></div>'
    )


def nothing(text: str, next_step: str) -> str:
    """No points: what that means and what to do."""
    return f'<div class="rp-nothing"><b>{safe(text)}</b><p>{safe(next_step)}</p></div>'


def figures(found: Summary, plan: Plan, shades: Mapping[str, Shade]) -> str:
    """Points by class, sectors of the dangerous ones, and the three rates of the worst class."""
    top = max((count.points for count in found.by_class.values()), default=0) or 1
    classes = "".join(
        f'<tr><th scope="row">{chip(shades[code])}</th><td>{safe(point_class(shades[code]))}</td>'
        f'<td class="rp-bar">{_class_bar(code, count.points / top)}</td>'
        f'<td class="num">{_defined(texts.number(count.points), "points", f"risk_class:{code}")}</td></tr>'
        for code, count in found.by_class.items()
    )
    words = texts.names(point_class(shades[code]) for code in shown_classes(plan))
    most = found.by_sector[0][1].points if found.by_sector else 1
    worst = shown_classes(plan)
    sectors = "".join(
        f'<tr><th scope="row">{safe(sector_name(plan, code))}</th><td class="rp-slate">'
        f'{bar(100 * count.points / most)}</td><td class="num">{_of_sector(texts.number(count.points), worst, [code])}</td></tr>'
        for code, count in found.by_sector[:MOST_SECTORS]
    )
    rest = found.by_sector[MOST_SECTORS:]
    if rest:
        left = sum(count.points for _code, count in rest)
        sectors += (
            f'<tr><td colspan="2" class="faint">{_of_sector(_("其他 {count} 个行业").format(count=len(rest)), worst, [code for code, _count in rest])}</td>'
            f'<td class="num faint">{_of_sector(texts.number(left), worst, [code for code, _count in rest])}</td></tr>'
        )
    if not sectors:
        sectors = f'<tr><td class="faint">{safe(_("没有{classes}风险点").format(classes=words))}</td></tr>'
    title = _defined(_("风险点 {count} 处").format(count=texts.number(found.total.points)), "points", "")
    return (
        f'<div class="rp-two"><div><h3>{title}</h3><table class="rp-classes">{classes}</table></div>'
        f"<div><h3>{safe(_('{classes}风险点行业').format(classes=words))}</h3>"
        f'<table class="rp-sectors">{sectors}</table></div></div>' + _rates(found, plan, shades)
    )


def _class_bar(code: str, share: float) -> str:
    if not share:
        return ""
    return f'<i class="{css_class(code)}" style="width:max(3px,{100 * share:.1f}%)"></i>'


def _rates(found: Summary, plan: Plan, shades: Mapping[str, Shade]) -> str:
    worst = found.worst
    word = point_class(shades[shown_classes(plan)[0]])
    items = (
        (_("{word}风险建档率").format(word=word), worst.filed, "filed"),
        (_("{word}风险标识率").format(word=word), worst.labelled, "labelled"),
        (_("{word}风险管控到位率").format(word=word), worst.controlled, "controlled"),
    )
    where = f"risk_class:{shown_classes(plan)[0]}"
    parts = []
    for name, done, column in items:
        value = done / worst.points if worst.points else None
        rows = {"measure": f"risk_month.{column}", "over": "points", "where": where}
        shown = texts.rate(value, done, worst.points)
        basis = texts.share(done, worst.points) if worst.points else _("没有{word}风险点").format(word=word)
        parts.append(
            f"<div><span>{address.defined(safe(name), **rows)}</span><b>{address.figure(shown, **rows)}</b> "
            f"<small>{address.figure(safe(basis), **rows)}</small></div>"
        )
    return f'<div class="rp-rates">{"".join(parts)}</div>'


def _of_sector(text: str, classes: Sequence[str], sectors: Sequence[str]) -> str:
    """A count of the dangerous points of some sectors as a link to them."""
    return _defined(text, "points", address.limits(risk_class=classes, sector=sectors))


def _defined(text: str, column: str, where: str) -> str:
    """A count of risk points as a link to its definition and rows."""
    return address.figure(safe(text), measure=f"risk_month.{column}", where=where)


def tiers(found: Summary, plan: Plan, shades: Mapping[str, Shade]) -> str:
    """Who controls how many of what, and how many of them are in place."""
    rows = []
    for tier, counts in found.by_tier:
        whole = sum(counts.values(), Count())
        what = texts.names(
            _defined(
                f"{point_class(shades[code])} {texts.number(count.points)}", "points",
                address.limits(tier=tier, risk_class=code),
            )
            for code, count in counts.items()
        )  # fmt: skip
        gap = whole.points - whole.controlled
        share = {"measure": "risk_month.controlled", "over": "points", "where": address.limits(tier=tier)}
        state = safe(_("全部到位"))
        if gap:
            told = safe(_("{count} 处未到位").format(count=texts.number(gap)))
            state = f"<b>{address.figure(told, **share, half='denominator')}</b>"
        rows.append(
            f'<tr><th scope="row">{safe(tier_name(plan, tier))}</th><td>{what}</td>'
            f'<td class="num">{address.figure(safe(texts.share(whole.controlled, whole.points)), **share)}</td>'
            f'<td class="rp-state">{state}</td></tr>'
        )
    return (
        f"<h3>{safe(_('分级管控'))}</h3>"
        f'<table class="rp-tiers"><thead><tr><th>{safe(_("层级"))}</th><th>{safe(_("管控的风险点（处）"))}</th>'
        f'<th class="num">{safe(_("到位/共有"))}</th><th></th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def point_list(
    points: Sequence[Mapping[str, Any]], plan: Plan, names: Mapping[str, str], with_region: bool
) -> str:
    """The points of one class, those not under control first."""
    if not points:
        return f'<p class="faint rp-none">{safe(_("这一级没有风险点"))}</p>'
    ordered = by_control(points)
    rows = []
    for point in ordered[:MOST_POINTS]:
        place = texts.names(
            [names.get(point["region_code"], point["region_code"])] if with_region else []
        ) + (" " if with_region and point["town"] else "")
        where = place + (point["town"] or ("" if with_region else _("乡镇未填")))
        done = bool(point["is_controlled"])
        state = _("已到位") if done else _("未到位")
        rows.append(
            f'<tr><th scope="row"><span class="rp-name">{safe(point["name"])}</span>'
            f'<span class="rp-where">{safe(where)}</span></th><td>{safe(sector_name(plan, point["sector"]))}</td>'
            f'<td><b class="rp-tier">{safe(tier_name(plan, point["tier"]))}</b> '
            f"{safe(point['office'] or _('管控单位未填'))}</td>"
            f'<td class="rp-state">{safe(state) if done else f"<b>{safe(state)}</b>"}</td></tr>'
        )
    more = len(ordered) - MOST_POINTS
    rest = (
        f'<p class="note">{safe(_("另有 {count} 处，下载清单可见全部").format(count=texts.number(more)))}</p>'
        if more > 0
        else ""
    )
    return (
        f'<div class="rp-scroll"><table class="rp-points"><thead><tr><th>{safe(_("风险点"))}</th>'
        f"<th>{safe(_('行业'))}</th><th>{safe(_('管控层级和单位'))}</th><th>{safe(_('管控'))}</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>{rest}"
    )


def by_control(points: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Points not under control first, then the higher tier; otherwise as they came."""
    order = {tier: place for place, tier in enumerate(TIERS)}
    return sorted(points, key=lambda p: (bool(p["is_controlled"]), order.get(p["tier"] or "none", 9)))


def legend(rows: Sequence[Mapping[str, Any]], plan: Plan, shades: Mapping[str, Shade]) -> str:
    """Classes with the number of regions in each, then the two marks; states only where they occur."""
    counts = {code: sum(row["risk_class"] == code for row in rows) for code in shades}
    order = [c.code for c in reversed(plan.risk_scale)] + [c for c in colours.STATES if counts[c]]
    parts = []
    for code in order:
        shade = shades[code]
        name = "" if shade.is_state else f"<b>{safe(texts.class_name(shade))}</b>"
        told = texts.form(_("{count} 个地区"), counts[code]).format(count=counts[code])
        told = address.figure(safe(told), part="colours")
        parts.append(f'<span class="rl-item">{chip(shade)} {name} <span>{told}</span></span>')
    return f'<div class="rl">{"".join(parts)}</div>'


def mark_legend(totals: Mapping[str, int], plan: Plan, shades: Mapping[str, Shade]) -> str:
    """What the marks on the map stand for, and how many points there are."""
    parts = []
    for sign, code in zip(("rl-diamond", "rl-circle"), shown_classes(plan), strict=False):
        words = _("{word}风险点 {count} 处").format(
            word=point_class(shades[code]), count=texts.number(totals.get(code, 0))
        )
        counted = address.figure(
            safe(words), measure="risk_month.points", where=f"risk_class:{code}", region=ALL
        )
        parts.append(f'<span class="rl-item"><i class="{sign}"></i>{counted}</span>')
    note = _("窄屏上只画{word}风险点").format(word=point_class(shades[shown_classes(plan)[0]]))
    return f'<div class="rl rl-marks">{"".join(parts)}</div><p class="note rp-note">{safe(note)}</p>'
