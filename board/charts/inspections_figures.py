"""The key figures of inspections, and what the cards of coverage and methods say."""

from __future__ import annotations

from collections.abc import Sequence

from board import address, queries_inspections, texts
from board.charts import inspections_tables, inspections_text
from board.charts.inspections_scene import Scene
from board.charts.marks import safe
from board.frame import ALL
from board.queries_inspections import REGISTER, Covered, Tally
from board.texts import _
from rules.changes import Figure, is_beyond_chance
from rules.months import Month
from rules.statistics import wilson


def key_row(scene: Scene) -> str:
    """Inspections, coverage of the register, problems per inspection, penalties: each a link, with what to hold it to."""
    tiles = (_made(scene), _coverage(scene), _hits(scene), _penalties(scene))
    return f'<div class="rg-figures">{"".join(tiles)}</div>'


def _tile(title: str, period: str, figure: str, below: Sequence[str]) -> str:
    lines = "".join(f"<span>{text}</span>" for text in below if text)
    return (
        f'<div class="rg-figure"><p>{safe(title)} <nobr class="faint">{safe(period)}</nobr></p>'
        f"<strong>{figure}</strong><small>{lines}</small></div>"
    )


def _at(scene: Scene) -> dict[str, str]:
    return {"region": scene.region, "sector": scene.sector}


def _before(scene: Scene) -> tuple[Tally | None, dict[str, str]]:
    """The same months of the year before, and the parameters of their month."""
    month = Month.parse(scene.month) + -12
    if month < scene.plan.first_month:
        return None, {}
    made = queries_inspections.compared(scene.board, str(month), scene.window, "region", ALL, scene.sector)
    found = made.whole if scene.region == ALL else made.units.get(scene.region)
    return found, address.at(str(month))


def _year_before(scene: Scene, column: str) -> str:
    """A count a year before, with the change where it is more than chance; markup."""
    tally, at = _before(scene)
    then = getattr(tally, column, None) if tally else None
    if then is None:
        return safe(_("没有上年同期数"))
    now = getattr(scene.tally, column, None) if scene.tally else None
    told = f"{safe(_('上年同期'))} {texts.number(then)}"
    linked = address.figure(told, **scene.behind(column), **_at(scene), **at)
    if now is None or not then:
        return linked
    if not is_beyond_chance("count", Figure(now), Figure(then)):
        return f'{linked} <nobr><span class="faint" title="{safe(_("变化没有超出偶然波动"))}">≈</span></nobr>'
    change = f"{'▲' if now > then else '▼'}{abs(now / then - 1) * 100:.1f}%"
    return f"{linked} <b>{address.figure(change, **scene.behind(column), **_at(scene))}</b>"


def _made(scene: Scene) -> str:
    tally = scene.tally
    shown = texts.number(tally.inspections) if tally else _("未报")
    figure = address.figure(safe(shown), **scene.behind("inspections"), **_at(scene))
    below = [_year_before(scene, "inspections")]
    if tally and tally.lacking:
        told = safe(texts.form(_("缺 {n} 个月的报送"), tally.lacking).format(n=tally.lacking))
        href = safe(address.link("registers"))
        below.append(
            told if scene.is_presentation else f'<a class="def fig" href="{href}" target="_self">{told}</a>'
        )
    return _tile(_("检查次数"), inspections_text.span(scene), figure, below)


def _coverage(scene: Scene) -> str:
    part = queries_inspections.coverage(scene.board, scene.month, scene.region, scene.sector)
    title = _("监督检查率")
    period = texts.span(texts.month_short(f"{scene.month[:4]}-01"), texts.month_short(scene.month))
    if part is None:
        return _tile(title, period, safe(_("未报")), [safe(_("还没有报送企业名录"))])
    asked = {
        "measure": f"{REGISTER}.inspected_ytd",
        "over": "registered",
        "window": "month_end",
        **_at(scene),
    }
    figure = address.figure(texts.rate(part.share, part.inspected, part.registered), **asked)
    below = [address.figure(safe(_("在册 {n} 家").format(n=texts.number(part.registered))), **{**asked, "measure": f"{REGISTER}.registered", "over": ""})]  # fmt: skip
    rest = part.registered - part.inspected
    below.append(address.figure(safe(_("还有 {n} 家没有查到").format(n=texts.number(rest))), **asked))
    if part.target is not None:
        told = _("{year}目标 {target}").format(
            year=texts.year(int(scene.month[:4])), target=texts.target(part.target.value)
        )
        below.append(address.figure(safe(told), **asked))
    return _tile(title, period, figure, below)


def _hits(scene: Scene) -> str:
    tally, at = scene.tally, _at(scene)
    asked = {**scene.behind("problems", "inspections"), **at}
    figure = address.figure(inspections_text.hits(tally.hits if tally else None), **asked)
    below = []
    if tally and tally.problems is not None:
        told = _("查出问题 {n} 个").format(n=texts.number(tally.problems))
        below.append(address.figure(safe(told), **scene.behind("problems"), **at))
        share = texts.rate(tally.found_share, tally.with_problems, tally.inspections)
        told = _("查出问题的检查占 {share}").format(share=share)
        below.append(address.figure(safe(told), **scene.behind("with_problems"), over="inspections", **at))
    return _tile(_("每次检查查出问题"), inspections_text.span(scene), figure, below)


def _penalties(scene: Scene) -> str:
    tally, at = scene.tally, _at(scene)
    known = tally is not None and tally.penalties is not None
    shown = texts.number(tally.penalties) if tally and known else _("未报")
    figure = address.figure(safe(shown), **scene.behind("penalties"), **at)
    below = []
    if tally and tally.per_problem is not None:
        told = _("每百个问题 {n} 次").format(n=texts.number(100 * tally.per_problem, 1))
        below.append(address.figure(safe(told), **scene.behind("penalties"), over="problems", **at))
    if known:
        below.append(_year_before(scene, "penalties"))
    return _tile(_("处罚次数"), inspections_text.span(scene), figure, below)


# ---- what the cards say


def cover_finding(named: Sequence[tuple[str, Covered]], whole: Covered) -> str:
    """How much of the register has been inspected, and which part least where that is more than chance."""
    share = texts.rate(whole.share, whole.inspected, whole.registered)
    told = _("今年已查 {inspected} 家，占在册的 {share}").format(
        inspected=texts.number(whole.inspected), share=share
    )
    low = [
        (part.share or 0.0, name, part)
        for name, part in named
        if part.registered and wilson(part.inspected, part.registered)[1] < (whole.share or 0.0)
    ]
    if not low:
        return texts.clauses([told, _("没有明显偏低的部分")])
    value, name, part = min(low, key=lambda item: item[:2])
    last = _("最低的是“{name}”，{share}").format(
        name=name, share=texts.rate(value, part.inspected, part.registered)
    )
    return texts.clauses([told, last])


def cover_note(scene: Scene, whole: Covered, parts: Sequence[Covered]) -> str:
    """How to read the table; markup."""
    told = [
        _("点是监督检查率，横条是 95% 区间，细线是全部企业；与全部有别的点涂实"),
        _("一家企业一年只计一次"),
    ]
    if whole.target is None:
        told.append(
            _("粗线是方案给个别行业领域定的目标")
            if any(part.target for part in parts)
            else _("方案没有定{year}的监督检查率目标").format(year=texts.year(int(scene.month[:4])))
        )
    else:
        own = "" if whole.target.origin == "plan" else texts.brackets(_("安委会自定"))
        told.append(
            _("粗线是{year}目标 {target}").format(
                year=texts.year(int(scene.month[:4])), target=texts.target(whole.target.value)
            )
            + own
        )
    return f'<p class="note">{safe(texts.sentence(texts.statements(told)))}</p>'


def method_finding(scene: Scene, rows: Sequence[tuple[str, Tally]]) -> str:
    """Which methods find more than everyday inspections, beyond chance."""
    if not rows:
        return _("没有记录")
    known = [(code, tally) for code, tally in rows if code != "none"]
    if not known:
        return _("检查记录没有填检查方式")
    base = dict(rows).get("routine")
    if base is None or base.found_share is None:
        code, tally = known[0]
        return _("用得最多的是{name}，占 {share}").format(
            name=inspections_text.method_name(code, scene.names),
            share=texts.rate(tally.inspections / sum(t.inspections for _c, t in rows)),
        )
    better = [
        (tally.found_share or 0.0, code) for code, tally in known
        if code != "routine" and inspections_tables.beyond(tally, base) > 0
    ]  # fmt: skip
    usual = texts.rate(base.found_share, base.with_problems, base.inspections)
    if not better:
        return _("没有哪种方式比日常检查（{share} 查出问题）查出更多").format(share=usual)
    told = [
        f"{inspections_text.method_name(code, scene.names)} {texts.rate(share)}"
        for share, code in sorted(better, reverse=True)
    ]
    names = texts.names(told[: inspections_text.MOST_NAMES])
    if len(told) > inspections_text.MOST_NAMES:
        names = _("{names}等 {count} 种").format(names=names, count=len(told))
    return _("比日常检查（{share} 查出问题）查出更多的有{names}").format(share=usual, names=names)
