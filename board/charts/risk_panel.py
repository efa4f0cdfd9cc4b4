"""The panel of the risk map: one region, or all together, in figures, points and tiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from board import address, colours, texts
from board.address import ALL
from board.charts.marks import bar, chip, css_class, revision, safe
from board.charts.risk_words import point_class, sector_name, shown_classes
from board.colours import Shade
from board.queries_risk import Cell
from board.queries_risk_points import TIERS
from board.texts import _
from rules.plan import Plan

MOST_SECTORS = 5


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
    town: str = ALL
    """The town that all this is of; ``*`` for whole regions."""

    @property
    def total(self) -> Count:
        """All classes together."""
        return sum(self.by_class.values(), Count())

    @property
    def worst(self) -> Count:
        """The worst class: what filed, labelled and controlled rates are of."""
        return next(iter(self.by_class.values()), Count())


def summary(cells: Sequence[Cell], plan: Plan, town: str = ALL) -> Summary:
    """Add up the counts; ``town`` says that they are of one town."""
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
        town,
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
        f'<td class="num">{_counted(found, texts.number(count.points), risk_class=code)}</td></tr>'
        for code, count in found.by_class.items()
    )
    words = texts.names(point_class(shades[code]) for code in shown_classes(plan))
    most = found.by_sector[0][1].points if found.by_sector else 1
    worst = shown_classes(plan)
    sectors = "".join(
        f'<tr><th scope="row">{safe(sector_name(plan, code))}</th><td class="rp-slate">'
        f'{bar(100 * count.points / most)}</td><td class="num">{_counted(found, texts.number(count.points), risk_class=worst, sector=code)}</td></tr>'
        for code, count in found.by_sector[:MOST_SECTORS]
    )
    rest = found.by_sector[MOST_SECTORS:]
    if rest:
        left = texts.number(sum(count.points for _code, count in rest))
        others: dict[str, Any] = {"risk_class": worst, "sector": [code for code, _count in rest]}
        more = _("其他 {count} 个行业").format(count=len(rest))
        sectors += (
            f'<tr><td colspan="2" class="faint">{_counted(found, more, **others)}</td>'
            f'<td class="num faint">{_counted(found, left, **others)}</td></tr>'
        )
    if not sectors:
        sectors = f'<tr><td class="faint">{safe(_("没有{classes}风险点").format(classes=words))}</td></tr>'
    title = _counted(found, _("风险点 {count} 处").format(count=texts.number(found.total.points)))
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
    where = shown_classes(plan)[0]
    parts = []
    for name, done, column in items:
        value = done / worst.points if worst.points else None
        rows = behind(found.town, column, "points", risk_class=where)
        shown = texts.rate(value, done, worst.points)
        basis = texts.share(done, worst.points) if worst.points else _("没有{word}风险点").format(word=word)
        parts.append(
            f"<div><span>{address.defined(safe(name), **rows)}</span><b>{address.figure(shown, **rows)}</b> "
            f"<small>{address.figure(safe(basis), **rows)}</small></div>"
        )
    return f'<div class="rp-rates">{"".join(parts)}</div>'


def _counted(found: Summary, text: str, **limited: Any) -> str:
    """A count of points as a link to its definition and rows."""
    return address.figure(safe(text), **behind(found.town, "points", **limited))


def behind(town: str, column: str, over: str = "", **limited: Any) -> dict[str, str]:
    """Parameters of a link to the definition and rows of a count, or of a share; of a town, from the towns' mart."""
    mart = "risk_month" if town == ALL else "risk_town_month"
    if town != ALL:
        limited["town"] = town
    found = {"measure": f"{mart}.{column}", "where": address.limits(**limited)}
    return found | ({"over": over} if over else {})


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


def mark_legend(
    layers: Sequence[str], totals: Mapping[str, int], plan: Plan, shades: Mapping[str, Shade]
) -> str:
    """What the marks on the map stand for, and how many points there are; ``layers`` are the classes drawn."""
    parts = []
    for code in layers:
        words = _("{word}风险点 {count} 处").format(
            word=point_class(shades[code]), count=texts.number(totals.get(code, 0))
        )
        sign = "rl-diamond" if code == shown_classes(plan)[0] else "rl-circle"
        counted = address.figure(
            safe(words), measure="risk_month.points", where=f"risk_class:{code}", region=ALL
        )
        parts.append(f'<span class="rl-item"><i class="{sign}"></i>{counted}</span>')
    note = ""
    if len(layers) > 1:
        told = safe(_("窄屏上只画{word}风险点").format(word=point_class(shades[layers[0]])))
        note = f'<p class="note rp-note">{told}</p>'
    return f'<div class="rl rl-marks">{"".join(parts)}</div>{note}' if parts else ""
