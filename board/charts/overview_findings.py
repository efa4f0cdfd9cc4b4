"""The five headline findings: each a figure, a sentence with figures, and the page that tells more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from board import address, texts
from board.charts import marks, overview_targets
from board.charts.marks import safe
from board.charts.overview_facts import ALL, Facts, losses
from board.charts.overview_measures import ZERO_PENALTY, measures, people
from board.charts.overview_strip import has_new_colour, is_sure, new_colour
from board.charts.overview_svg import width_of
from board.charts.overview_words import MOST_NAMES, count, keep, name_of, regions, shade_of, turned, who
from board.charts.ranking_table import by_rank, veto_link
from board.texts import _
from rules.months import Month

NAMES_IN_FIGURE = 11.5
"""So many Chinese characters of names stand beside the chips; more become counts."""

NAMED_REASONS = 5
"""For so many regions the reasons are told by name; for more, by how many."""


@dataclass(frozen=True)
class Finding:
    """One column of the first row; figure and sentence are markup."""

    key: str
    label: str
    figure: str
    sentence: str
    pages: tuple[str, ...]
    """Pages that tell more; the first that exists is linked."""


def findings(facts: Facts) -> list[Finding]:
    """The five in their order."""
    return [_colours(facts), _movement(facts), _hazards(facts), _targets(facts), _measures(facts)]


def _big(figure: str, words: str = "") -> str:
    return f'<b class="o-big">{figure}</b>' + (f' <span class="o-words">{words}</span>' if words else "")


def _colours(facts: Facts) -> Finding:
    shades = facts.shades
    scale = {c.code: c for c in facts.plan.ranking_scale}
    label = _("{classes}地区").format(
        classes=_("与").join(texts.class_name(scale[code]) for code in facts.worst)
    ) if facts.worst else _("排名")  # fmt: skip
    done = lambda figure, sentence: Finding("colours", label, figure, sentence, ("ranking",))  # noqa: E731
    if facts.rule is None:
        return done(_big(texts.UNKNOWN), _("方案在本月还没有计分规则，不评颜色。"))
    if not facts.has_figures:
        return done(_big(texts.UNKNOWN), _("本月没有可以评定的地区：数据未报或样本不足，不按零计。"))
    groups = {code: facts.of_class(code) for code in facts.worst}
    bad = [row for group in groups.values() for row in group]
    if not bad:
        last = [row for row in by_rank(facts.rows) if row["rank"] is not None][-1]
        sentence = _("最低为{region}，{score} 分，{chip}。").format(
            region=keep(name_of(last)),
            score=_of_score(texts.score(last["score"], marks.limits(facts.rule)), last),
            chip=texts.class_label(shade_of(last, shades)),
        )
        return done(_big(address.figure("0", part="colours"), texts.form(_("个地区"), 0)), sentence)
    width = sum(width_of(name_of(row), 1) for row in bad) + max(0, len(bad) - 2)
    fits = width <= NAMES_IN_FIGURE
    parts = []
    for code, group in groups.items():
        if group:
            told = texts.names(keep(name_of(r)) for r in group) if fits else regions(len(group))
            parts.append(f'<span class="o-class">{marks.chip(shades[code])} <b>{told}</b></span>')
    return done(f'<span class="o-classes">{"".join(parts)}</span>', _why(facts, bad))


def _why(facts: Facts, bad: list[dict[str, Any]]) -> str:
    assert facts.rule is not None
    vetoed = [row for row in bad if row["vetoes"]]
    is_crowd = len(bad) > NAMED_REASONS
    parts = []
    if is_crowd or len(vetoed) > 2:
        if vetoed:
            parts.append(_("{regions}触发否决").format(regions=regions(len(vetoed))))
    else:
        for row in vetoed:
            veto = row["vetoes"][0]
            parts.append(
                _("{region}{title} {count}，触发否决").format(
                    region=keep(name_of(row)),
                    title=safe(veto["title"]),
                    count=veto_link(veto, facts.rule, "region", str(row["region_code"])),
                )
            )
    causes: dict[str, list[str]] = {}
    for row in bad:
        costs = losses(row)
        if not row["vetoes"] and costs:
            causes.setdefault(costs[0][0], []).append(name_of(row))
    for indicator, names in sorted(causes.items(), key=lambda item: -len(item[1]))[:2]:
        title = keep(texts.indicator_short_title(facts.plan.indicator(indicator)))
        title = address.defined(title, indicator=indicator)
        told = regions(len(names)) if is_crowd else who(names, 2)
        parts.append(_("{who}主要失分在{indicator}").format(who=told, indicator=title))
    return texts.sentence(texts.statements(parts[:3])).strip() if parts else ""


def _of_score(figure: str, row: marks.Row) -> str:
    """A score or its change as the way to how it came about."""
    return address.figure(figure, about="score", **address.unit("region", str(row["region_code"])))


def _movement(facts: Facts) -> Finding:
    done = lambda figure, sentence: Finding(  # noqa: E731
        "movement", _("较上月变化"), figure, sentence, ("ranking",)
    )
    compared = [row for row in facts.rows if row["change"] is not None]
    if not compared:
        why = _("没有上月的得分可以比较。") if facts.has_figures else _("本月没有可以比较的得分。")
        return done(_big(texts.UNKNOWN), why)
    sure = sorted(
        (row for row in compared if row["change_beyond_chance"]), key=lambda row: -abs(row["change"])
    )
    recoloured = [row for row in compared if has_new_colour(row, facts.shades)]
    facts_ = [row for row in recoloured if is_sure(row)]
    unsure = [row for row in recoloured if not is_sure(row)]
    parts = [turned(name_of(row), new_colour(row, facts.shades)) for row in facts_[:2]]
    if len(facts_) > 2:
        parts.append(_("另有 {regions}变色").format(regions=regions(len(facts_) - 2)))
    others = [row for row in sure[1:] if row not in facts_]
    if others:
        parts.append(_("{who}也超出随机波动").format(who=who([name_of(r) for r in others], 2)))
    if len(unsure) > 2:
        parts.append(_("另有 {regions}变色，但未超出随机波动").format(regions=regions(len(unsure))))
    elif unsure:
        told = texts.names(turned(name_of(row), new_colour(row, facts.shades)) for row in unsure)
        parts.append(_("{who}，未超出随机波动").format(who=told))
    if sure:
        top = sure[0]
        arrow = "▲" if top["change"] > 0 else "▼"
        figure = _big(
            _of_score(f'<span class="o-arrow">{arrow}</span>{texts.number(abs(top["change"]), 1)}', top),
            _("分 {region}").format(region=keep(name_of(top))),
        )
        codes = {row["region_code"] for row in [*sure, *recoloured]}
        rest = len(compared) - len(codes)
        if rest:
            parts.append(_("其余 {regions}变化未超出随机波动").format(regions=regions(rest)))
    elif facts_:
        figure = _big(address.figure(str(len(facts_)), part="colours"), _("个地区因否决变色"))
    else:
        figure = _big("≈", _("没有超出随机波动的变化"))
        largest = max(compared, key=lambda row: abs(row["change"]))
        if not parts:
            parts.append(_("{regions}颜色与上月相同").format(regions=regions(len(compared))))
            parts.append(
                _("变动最大的{region} {change} 分").format(
                    region=keep(name_of(largest)),
                    change=_of_score(keep(texts.change(largest["change"])), largest),
                )
            )
    earlier = facts.plan.ranking_rule(Month.parse(facts.month) + -1)
    if earlier and facts.rule and earlier.version != facts.rule.version:
        parts.append(_("本月起执行新计分规则，与上月不全可比"))
    return done(figure, texts.sentence(texts.statements(parts[:4])).strip())


def _hazards(facts: Facts) -> Finding:
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
        return done(_big(texts.UNKNOWN), told)
    moved = ""
    if facts.before is not None:
        difference = totals["open_stock"] - facts.before["open_stock"]
        words = _("较上月增加 {count}") if difference > 0 else _("较上月减少 {count}")
        before = address.at(str(Month.parse(facts.month) + -1))
        moved = (
            words.format(count=count(abs(difference), unit, **behind("open_stock"), **before))
            if difference
            else _("与上月持平")
        )
    sentence = _("本月查出 {found}、销号 {closed}").format(
        found=count(totals["found"], unit, **behind("found")),
        closed=count(totals["closed"], unit, **behind("closed")),
    )
    late = sorted((row for row in facts.stock if row["overdue"]), key=lambda row: -row["overdue"])
    parts = [sentence]
    if totals["overdue"]:
        told = texts.names(
            address.figure(
                keep(f"{name_of(r)} {texts.with_unit(texts.number(r['overdue']), unit)}"),
                **behind("overdue", str(r["region_code"])),
            )
            for r in late[:2]
        )
        more = _("等") if len(late) > 2 else ""
        parts.append(
            _("逾期 {overdue}，{where}{more}").format(
                overdue=count(totals["overdue"], unit, **behind("overdue")), where=told, more=more
            )
        )
    else:
        parts.append(_("没有逾期"))
    chosen = next((row for row in facts.stock if row["region_code"] == facts.region), None)
    if chosen:
        parts.append(
            _("{region}在册 {stock}").format(
                region=keep(name_of(chosen)),
                stock=count(chosen["open_stock"], unit, **behind("open_stock", facts.region)),
            )
        )
    if facts.reported < len(facts.rows):
        parts.append(_("{regions}未报，沿用台账").format(regions=regions(len(facts.rows) - facts.reported)))
    stock = texts.number(totals["open_stock"])
    figure = _big(
        address.figure(stock, **behind("open_stock")),
        f"{safe(texts.form(_(unit), stock))} {moved}".strip(),
    )
    return done(figure, texts.sentence(texts.statements(parts)).strip())


def _targets(facts: Facts) -> Finding:
    done = lambda figure, sentence: Finding(  # noqa: E731
        "targets", _("{year} 年目标").format(year=facts.year), figure, sentence, ("targets",)
    )
    targets, plan = facts.targets, facts.plan
    if not targets:
        return done(_big(texts.UNKNOWN), _("方案没有 {year} 年的目标。").format(year=facts.year))
    if all(row["status"] == "no_data" for row in targets):
        return done(_big(texts.UNKNOWN), _("{count} 项目标都还没有数据。").format(count=len(targets)))
    late = overview_targets.late(targets)
    missed = sum(row["status"] == "missed" for row in late)
    words = _("项进度滞后")
    if missed:
        words = _("项未达到") if missed == len(late) else _("项未达到或滞后")
    figure = _big(address.figure(f"{len(late)} / {len(targets)}", part="how"), words)
    if not late:
        return done(figure, _("没有滞后的目标。"))
    row = overview_targets.by_risk(late, plan)[0]
    indicator = plan.indicator(row["indicator"])
    goal = keep(overview_targets.said_target(indicator, row["target"]))
    if row["status"] == "missed":
        sentence = _("差得最多的是{title}：{value}，目标 {goal}。").format(
            title=safe(row["title"]),
            value=address.figure(
                keep(overview_targets.said(indicator, row["value"], row)),
                indicator=indicator.id,
                region=ALL,
                sector=ALL,
            ),
            goal=goal,
        )
        return done(figure, sentence)
    if row["forecast"] is None:
        sentence = _("数据还不足以预计年底；年内累计的率年初偏低，{count} 项现在都还没有达到。")
        return done(figure, sentence.format(count=len(late)))
    is_clear = overview_targets.shortfall(indicator, row) > 0
    verdict = _("达不到 {goal}") if is_clear else _("能否达到 {goal} 还不能断定")
    span = overview_targets.said_span(indicator, row)
    sentence = _("{title}年底预计 {forecast}{span}，{verdict}。").format(
        title=safe(row["title"]),
        forecast=address.figure(keep(overview_targets.said(indicator, row["forecast"])), part="how"),
        span=texts.brackets(keep(span)) if span else "",
        verdict=f'<span class="keep">{verdict.format(goal=goal)}</span>'
        if is_clear
        else verdict.format(goal=goal),
    )
    return done(figure, sentence)


def _measures(facts: Facts) -> Finding:
    done = lambda figure, sentence: Finding(  # noqa: E731
        "measures", _("须采取措施的地区"), figure, sentence, ("ranking",)
    )
    if not facts.plan.ladder:
        return done(_big(texts.UNKNOWN), _("方案没有规定函告、通报、约谈一类的措施。"))
    found = measures(facts)
    if not found:
        return done(
            _big(address.figure("0", part="colours"), texts.form(_("个地区"), 0)),
            _("按方案的阶梯，本月没有地区须采取措施。"),
        )
    parts = []
    classes = [m for m in found if m.trigger != ZERO_PENALTY]
    zero = [m for m in found if m.trigger == ZERO_PENALTY]
    if classes:
        by_steps: dict[tuple[str, str], list[str]] = {}
        for m in classes:
            key = (texts.names(keep(texts.step_name(s)) for s in m.steps), m.clauses)
            by_steps.setdefault(key, []).append(name_of(m.row))
        for (steps, clause), names in list(by_steps.items())[:2]:
            # The worst are named; of a crowd behind them the card below names the first.
            told = regions(len(names)) if parts and len(names) > MOST_NAMES else who(names)
            parts.append(
                _("{who}：{steps}{clause}").format(who=told, steps=steps, clause=texts.brackets(keep(clause)))
            )
    if zero:
        parts.append(
            _("{who}零处罚，{steps}{clause}").format(
                who=who([name_of(m.row) for m in zero], 2),
                steps=texts.names(keep(texts.step_name(s)) for s in zero[0].steps),
                clause=texts.brackets(keep(zero[0].clauses)),
            )
        )
    return done(
        _big(
            address.figure(str(len(people(found))), part="colours"),
            texts.form(_("个地区"), len(people(found))),
        ),
        texts.sentence(texts.statements(parts)).strip(),
    )


def finding_markup(finding: Finding) -> str:
    """Figure and sentence of a column."""
    return (
        f'<div class="o-finding"><div class="o-figure">{finding.figure}</div>'
        f'<p class="o-sentence">{finding.sentence}</p></div>'
    )
