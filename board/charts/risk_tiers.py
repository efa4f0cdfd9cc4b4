"""分级管控: at each tier, how many points it controls and which share is filed, labelled and under control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from board import address, texts
from board.charts.marks import safe
from board.charts.risk_panel import Count, Summary, behind
from board.charts.risk_words import point_class, tier_name
from board.colours import Shade
from board.texts import N_, _
from rules.plan import Plan
from rules.statistics import wilson

RATES = (("filed", N_("建档率")), ("labelled", N_("标识率")), ("controlled", N_("管控到位率")))
"""What is done to a point, in the order in which it is done: column of the mart, name of its rate."""


def finding(found: Summary, plan: Plan) -> str:
    """Which tier has the most points that are not under control."""
    left = {tier: whole.points - whole.controlled for tier, whole in _wholes(found)}
    most = max(left, key=lambda tier: left[tier], default="")
    if not most or not left[most]:
        return _("各级管控的风险点全部到位")
    return _("{tier}未到位最多，{count} 处").format(
        tier=tier_name(plan, most), count=texts.number(left[most])
    )


def table(found: Summary, plan: Plan, shades: Mapping[str, Shade]) -> str:
    """Tiers from the highest: points by class, then each rate with its 95 % Wilson interval on one scale."""
    rows = []
    for (tier, counts), (_tier, whole) in zip(found.by_tier, _wholes(found), strict=True):
        classes = "".join(
            "<span>"
            + address.figure(
                safe(f"{point_class(shades[code])} {texts.number(count.points)}"),
                **behind(found.town, "points", tier=tier, risk_class=code),
            )
            + "</span>"
            for code, count in counts.items()
        )
        rates = "".join(_rate(found, tier, whole, column, _(name)) for column, name in RATES)
        rows.append(
            f'<tr><th scope="row">{safe(tier_name(plan, tier))}<span class="rp-of">{classes}</span></th>{rates}</tr>'
        )
    heads = "".join(f'<th scope="col">{safe(_(name))}</th>' for _column, name in RATES)
    told = safe(_("横条是 95% 置信区间，刻度从 0 到 100%"))
    return (
        f"<h3>{safe(_('分级管控'))}<span>{safe(finding(found, plan))}</span></h3>"
        f'<table class="rp-tiers"><thead><tr><th scope="col">{safe(_("层级"))}</th>{heads}</tr></thead>'
        f'<tbody>{"".join(rows)}</tbody></table><p class="note">{told}</p>'
    )


def _wholes(found: Summary) -> Iterator[tuple[str, Count]]:
    for tier, counts in found.by_tier:
        yield tier, sum(counts.values(), Count())


def _rate(found: Summary, tier: str, whole: Count, column: str, name: str) -> str:
    done = getattr(whole, column)
    low, high = wilson(done, whole.points)
    shown = texts.rate(done / whole.points, done, whole.points)
    basis, span = texts.share(done, whole.points), texts.span(texts.rate(low), texts.rate(high))
    hint = _("{name} {rate}，95% 区间 {span}").format(name=name, rate=shown, span=span)
    figure = address.figure(
        f"<b>{safe(shown)}</b> <small>{safe(basis)}</small>",
        **behind(found.town, column, "points", tier=tier),
    )
    return (
        f'<td data-label="{safe(name)}"><span class="rp-rate">{figure}</span><span class="rp-track" role="img" '
        f'aria-label="{safe(hint)}" title="{safe(hint)}"><i style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%">'
        f'</i><b style="left:{100 * done / whole.points:.1f}%"></b></span></td>'
    )


def frame(found: Summary, plan: Plan) -> Sequence[dict[str, object]]:
    """The tiers as rows of a table to take away."""
    rows = []
    for tier, whole in _wholes(found):
        row: dict[str, object] = {_("管控层级"): tier_name(plan, tier), _("风险点（处）"): whole.points}
        for column, name in RATES:
            done = getattr(whole, column)
            low, high = wilson(done, whole.points)
            row |= {
                _(name): done / whole.points,
                _("{name}区间下限").format(name=_(name)): low,
                _("{name}区间上限").format(name=_(name)): high,
            }
        rows.append(row)
    return rows
