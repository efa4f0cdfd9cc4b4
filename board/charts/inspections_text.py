"""How inspections read: windows, verdicts, findings, notes."""

from __future__ import annotations

from collections.abc import Sequence

from board import texts
from board.charts.inspections_scene import WIDENED, Scene
from board.queries_inspections import Covered
from board.queries_method import Names
from board.texts import N_, _
from rules.funnel import Point, Verdict
from rules.statistics import wilson

WINDOWS = {
    "year_to_date": N_("今年以来"),
    "trailing_12": N_("近12个月"),
    "quarter_to_date": N_("本季度"),
    "month": N_("当月"),
    "month_end": N_("当月"),
    "campaign_to_date": N_("行动以来"),
}
VERDICTS: dict[Verdict, str] = {
    "far_below": N_("明显偏少"),
    "below": N_("偏少"),
    "within": N_("在范围内"),
    "above": N_("偏多"),
    "far_above": N_("明显偏多"),
}
TAGS: dict[Verdict, str] = {
    "far_below": "solid", "below": "outline", "within": "", "above": "outline", "far_above": "outline",
}  # fmt: skip
MOST_NAMES = 3
"""More names than this become a count in a finding."""


def span(scene: Scene) -> str:
    """The months that are added up: ``2026年1月～10月``."""
    first, last = scene.compared.first, scene.compared.last
    if first == last:
        return texts.month(last)
    if first[:4] != last[:4] or texts.is_english():
        return texts.span(texts.month(first), texts.month(last))
    return texts.span(texts.month(first), texts.month_short(last))


def hits(value: float | None) -> str:
    """Problems per inspection, two decimals."""
    return texts.number(value, 2)


def counted(point: Point) -> str:
    """``检查 676 次，查出 250 个，每次 0.37 个``."""
    return _("检查 {n} 次，查出 {found} 个，每次 {hits} 个").format(
        n=texts.number(point.volume), found=texts.number(point.count), hits=hits(point.rate)
    )


def named(names: Sequence[str], unit: str) -> str:
    """A few names; more than three become a count."""
    if len(names) <= MOST_NAMES:
        return texts.names(names)
    return _("{names}等 {count} 个{unit}").format(
        names=texts.names(names[:MOST_NAMES]), count=len(names), unit=unit
    )


def funnel_finding(scene: Scene) -> str:
    """Who inspects much and finds little; what to look at where nobody does."""
    if scene.centre is None or not scene.points:
        return _("还不知道查出了多少问题")
    idle = scene.idle
    if len(idle) == 1:
        point, verdict = idle[0]
        return _("{name}检查多、查出少：检查 {n} 次，每次查出 {hits} 个，{verdict}（{whole} {centre} 个）").format(
            name=scene.titles[point.code], n=texts.number(point.volume), hits=hits(point.rate),
            verdict=_(VERDICTS[verdict]), whole=scene.titles["*"], centre=hits(scene.centre),
        )  # fmt: skip
    if idle:
        told = [f"{scene.titles[point.code]} {hits(point.rate)}" for point, _verdict in idle]
        return _("检查多、查出少的有{names}（{whole}每次查出 {centre} 个）").format(
            names=named(told, scene.unit), whole=scene.titles["*"], centre=hits(scene.centre)
        )
    few = [scene.titles[p.code] for p in scene.points if scene.verdicts[p.code] in ("far_below", "below")]
    if few:
        return _("没有检查多而查出少的{unit}；检查不多、查出也偏少的有{names}").format(
            unit=scene.unit, names=named(few, scene.unit)
        )
    return _("没有查出偏少的{unit}，{whole}每次检查查出 {centre} 个问题").format(
        unit=scene.unit, whole=scene.titles["*"], centre=hits(scene.centre)
    )


def funnel_notes(scene: Scene) -> list[str]:
    """What the limits mean and how wide they stand."""
    notes = [
        _("中线是{whole}每次检查查出的问题数；只有偶然波动时，95% 的{unit}落在内线之间，99.8% 落在外线之间").format(
            whole=scene.titles["*"], unit=scene.unit
        )
    ]  # fmt: skip
    found = scene.dispersion
    if not found.is_beyond_chance:
        notes.append(_("各{unit}之间的差异没有超出偶然波动，界限没有放宽").format(unit=scene.unit))
    else:
        told = _("各{unit}之间的差异大于偶然波动（离散系数 {phi}）").format(
            unit=scene.unit, phi=texts.number(found.phi, 1)
        )
        how = (
            _("界限放宽为 {n} 倍")
            if scene.limits == WIDENED
            else _("这里的界限没有为此放宽（放宽时为 {n} 倍）")
        )
        notes.append(texts.clauses([told, how.format(n=texts.number(found.factor, 1))]))
    gaps = [
        f"{scene.titles[code]} {tally.lacking}"
        for code, tally in scene.compared.known().items()
        if tally.lacking
    ]
    if gaps:
        notes.append(_("有月份缺报（个月）：{names}").format(names=texts.names(gaps)))
    notes.append(_("“检查多、查出少”指检查次数高于中位数而查出数低于内线下限"))
    notes.append(_("界限按 Spiegelhalter（2005）的漏斗图方法计算"))
    return notes


def penalty_finding(scene: Scene) -> str:
    """How much is penalised, and who never penalises."""
    whole = scene.compared.whole
    if whole is None or whole.penalties is None:
        return _("处罚数没有上报，不按零计")
    per = texts.number(100 * whole.per_problem, 1) if whole.per_problem is not None else texts.UNKNOWN
    found = _("{whole}每百个问题处罚 {per} 次").format(whole=scene.titles["*"], per=per)
    none = [
        scene.titles[code]
        for code, tally in scene.compared.known().items()
        if tally.penalties == 0
    ]  # fmt: skip
    if none:
        return texts.clauses([found, _("{names}一次处罚也没有").format(names=named(none, scene.unit))])
    return texts.clauses([found, _("没有零处罚的{unit}").format(unit=scene.unit)])


def part_name(kind: str, part: Covered, names: Names) -> str:
    """A part of the register in words: 重点企业, 20～299 人."""
    if kind != "headcount_band":
        title = names.of("grain", "", kind, texts.is_english())
        return title[:1].upper() + title[1:]
    band = str(part.where[kind])
    if band == "none":
        return _("从业人数未填")
    if band.endswith("+"):
        return _("{n} 人及以上").format(n=texts.number(float(band[:-1])))
    low, _dash, high = band.partition("-")
    if low == "0":
        return _("{n} 人以下").format(n=texts.number(float(high) + 1))
    return _("{span} 人").format(span=texts.span(texts.number(float(low)), texts.number(float(high))))


def method_name(code: str, names: Names) -> str:
    """A method in words."""
    title = names.of("value", "method", code, texts.is_english())
    return title[:1].upper() + title[1:]


def interval(part: float, whole: float) -> str:
    """The 95 % interval of a share: ``80.9%～83.4%``."""
    low, high = wilson(part, whole)
    return texts.span(texts.rate(low, 0 if low == 0 else None), texts.rate(high))
