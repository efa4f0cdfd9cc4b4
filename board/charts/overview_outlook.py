"""Major hazards and risk points of the month, and which of the year's targets will be missed."""

from __future__ import annotations

from typing import Any

from board import address, colours, texts
from board.charts import overview_targets
from board.charts.marks import safe
from board.charts.overview_facts import ALL, Facts
from board.charts.overview_sentence import Finding, big, said
from board.charts.overview_words import again, count, keep, name_of, regions
from board.charts.risk_words import point_class
from board.texts import _
from rules.comparisons import counts_differ
from rules.months import Month


def hazards(facts: Facts) -> Finding:
    """Major hazards on the register: how they moved, what is overdue, what is overdue under supervision; risk points."""
    label = _("在册重大隐患")
    if facts.sector != ALL:
        label += texts.brackets(texts.sector_names(facts.plan)[facts.sector])
    done = lambda figure, sentence: Finding("hazards", label, figure, sentence, ("hazards", "ranking"))  # noqa: E731
    totals, unit = facts.totals, "处"

    def behind(column: str, region: str = ALL) -> dict[str, str]:
        return {"measure": f"hazard_month.{column}", "where": "level:major", "region": region}

    if not facts.reported and not (totals["found"] or totals["closed"]):
        told = _("本月各地区都未报，不按零计。")
        if facts.before and facts.before["open_stock"]:
            told = _("本月各地区都未报，不按零计；上月末在册 {stock}。").format(
                stock=count(
                    facts.before["open_stock"],
                    unit,
                    **behind("open_stock"),
                    **address.at(str(Month.parse(facts.month) + -1)),
                )
            )
        return done(big(texts.UNKNOWN), told)
    moved = ""
    if facts.before is not None:
        difference = totals["open_stock"] - facts.before["open_stock"]
        words = _("较上月增加 {count}") if difference > 0 else _("较上月减少 {count}")
        before = address.at(str(Month.parse(facts.month) + -1))
        moved = (
            words.format(count=again(abs(difference), unit, **behind("open_stock"), **before))
            if difference
            else _("与上月持平")
        )
        # The stock moves by what was found and what was struck off: both are counts.
        if difference and not counts_differ(totals["found"], totals["closed"]):
            moved = f"≈ {moved}"
    sentence = _("本月查出 {found}、销号 {closed}").format(
        found=count(totals["found"], unit, **behind("found")),
        closed=again(totals["closed"], unit, **behind("closed")),
    )
    late = sorted((row for row in facts.stock if row["overdue"]), key=lambda row: -row["overdue"])
    parts = [sentence]
    chosen = next((row for row in facts.stock if row["region_code"] == facts.region), None)
    if chosen:
        parts.append(
            _("{region}在册 {stock}").format(
                region=keep(name_of(chosen)),
                stock=count(chosen["open_stock"], unit, **behind("open_stock", facts.region)),
            )
        )
    if totals["overdue"]:
        told = texts.names(
            f"{keep(name_of(r))} {again(r['overdue'], unit, **behind('overdue', str(r['region_code'])))}"
            for r in late[:2]
        )
        more = _("等") if len(late) > 2 else ""
        parts.append(
            _("逾期 {overdue}，{where}{more}").format(
                overdue=again(totals["overdue"], unit, **behind("overdue")), where=told, more=more
            )
        )
    else:
        parts.append(_("没有逾期"))
    parts += _supervised(facts)
    if facts.reported < len(facts.rows):
        parts.append(_("{regions}未报，沿用台账").format(regions=regions(len(facts.rows) - facts.reported)))
    parts += _risk_points(facts)
    stock = texts.number(totals["open_stock"])
    figure = big(
        address.figure(stock, **behind("open_stock")),
        f"{safe(texts.form(_(unit), stock))} {moved}".strip(),
    )
    return done(figure, said(parts, 4))


def _supervised(facts: Facts) -> list[str]:
    """Hazards under supervision that are overdue, where they are and whether there are more than a month ago."""
    late = sorted(
        (row for row in facts.stock if row["supervised_overdue"]), key=lambda row: -row["supervised_overdue"]
    )
    now = sum(row["supervised_overdue"] for row in late)
    before = sum(row["supervised_overdue"] for row in facts.earlier_stock)
    if not now:
        return [_("挂牌督办的逾期已清零")] if before else []

    def behind(region: str) -> dict[str, str]:
        return {"measure": "hazard_month.supervised_overdue", "where": "level:major", "region": region}

    told = _("其中挂牌督办 {count}").format(count=again(now, "处", **behind(ALL)))
    if len(late) == 1 and len([row for row in facts.stock if row["overdue"]]) > 1:
        told += texts.brackets(keep(name_of(late[0])))
    if facts.earlier_stock and now != before:
        words = _("，比上月多 {count}") if now > before else _("，比上月少 {count}")
        told += words.format(count=again(abs(now - before), "处", **behind(ALL)))
    return [told]


def _risk_points(facts: Facts) -> list[str]:
    """By how many the points of the worst risk class are more or fewer than a month ago; nothing where by none."""
    if facts.risk_points is None or facts.earlier_risk_points is None:
        return []
    (code, now), (old_code, before) = facts.risk_points, facts.earlier_risk_points
    if code != old_code or now == before:
        return []
    word = point_class(colours.scale(facts.plan.risk_scale)[code])
    words = _("{risk}风险点增加 {count} 处") if now > before else _("{risk}风险点减少 {count} 处")
    behind = {"measure": "risk_month.points", "where": f"risk_class:{code}", "region": ALL}
    moved = address.figure(keep(texts.number(abs(now - before))), **behind)
    return [words.format(risk=safe(word), count=moved)]


def targets(facts: Facts) -> Finding:
    """How many of the year's targets are behind, what changed since last month, which one will be missed."""
    done = lambda figure, sentence: Finding(  # noqa: E731
        "targets", _("{year} 年目标").format(year=facts.year), figure, sentence, ("targets",)
    )
    rows, plan = facts.targets, facts.plan
    if not rows:
        return done(big(texts.UNKNOWN), _("方案没有 {year} 年的目标。").format(year=facts.year))
    if all(row["status"] == "no_data" for row in rows):
        return done(big(texts.UNKNOWN), _("{count} 项目标都还没有数据。").format(count=len(rows)))
    late = overview_targets.late(rows)
    missed = sum(row["status"] == "missed" for row in late)
    words = _("项进度滞后")
    if missed:
        words = _("项未达到") if missed == len(late) else _("项未达到或滞后")
    figure = big(address.figure(f"{len(late)} / {len(rows)}", part="how"), words)
    changed = _changed(facts)
    if not late:
        return done(figure, said([*changed, _("没有滞后的目标")], 3))
    row = overview_targets.by_risk(late, plan)[0]
    indicator = plan.indicator(row["indicator"])
    goal = keep(overview_targets.said_target(indicator, row["target"]))
    if row["status"] == "missed":
        sentence = _("差得最多的是{title}：{value}，目标 {goal}").format(
            title=safe(row["title"]),
            value=address.figure(
                keep(overview_targets.said(indicator, row["value"], row)),
                indicator=indicator.id,
                region=ALL,
                sector=ALL,
            ),
            goal=goal,
        )
        return done(figure, said([*changed, sentence], 3))
    if row["forecast"] is None:
        sentence = _("数据还不足以预计年底；年内累计的率年初偏低，{count} 项现在都还没有达到")
        return done(figure, said([*changed, sentence.format(count=len(late))], 3))
    is_clear = overview_targets.shortfall(indicator, row) > 0
    verdict = _("达不到 {goal}") if is_clear else _("能否达到 {goal} 还不能断定")
    span = overview_targets.said_span(indicator, row)
    sentence = _("{title}年底预计 {forecast}{span}，{verdict}").format(
        title=safe(row["title"]),
        forecast=address.figure(keep(overview_targets.said(indicator, row["forecast"])), part="how"),
        span=texts.brackets(keep(span)) if span else "",
        verdict=f'<span class="keep">{verdict.format(goal=goal)}</span>'
        if is_clear
        else verdict.format(goal=goal),
    )
    return done(figure, said([*changed, sentence], 3))


def _changed(facts: Facts) -> list[str]:
    """Which targets came to be met and which fell behind since last month, as parts of a sentence."""
    before = {(row["indicator"], row["year"]): row["status"] for row in facts.earlier_targets}
    met, fell = [], []
    for row in overview_targets.by_risk(facts.targets, facts.plan):
        was = before.get((row["indicator"], row["year"]))
        if row["status"] == "met" and was not in (None, "no_data", "met"):
            met.append(row)
        if row["status"] in overview_targets.LATE and was in ("met", "on_course"):
            fell.append(row)
    parts = []
    for rows, words in ((met, _("{what}本月达到目标")), (fell, _("{what}本月转为滞后"))):
        if rows:
            what = _target(facts, rows[0])
            if len(rows) > 1:
                many = texts.form(_("{what}等 {count} 项"), len(rows))
                what = many.format(what=what, count=address.figure(str(len(rows)), part="how"))
            parts.append(words.format(what=what))
    return parts


def _target(facts: Facts, row: dict[str, Any]) -> str:
    title = texts.indicator_short_title(facts.plan.indicator(row["indicator"]))
    return address.defined(keep(title), indicator=str(row["indicator"]), region=ALL, sector=ALL)
