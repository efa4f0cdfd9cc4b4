"""Who turned which colour this month and why, and whose score moved by more than chance."""

from __future__ import annotations

from typing import Any

from board import address, texts
from board.charts import marks
from board.charts.marks import safe
from board.charts.overview_facts import Facts, gains, losses
from board.charts.overview_sentence import Finding, big, of_part, of_score, said
from board.charts.overview_strip import has_new_colour, new_colour
from board.charts.overview_svg import width_of
from board.charts.overview_words import keep, name_of, regions, shade_of, turned, who
from board.charts.ranking_table import by_rank, veto_link
from board.colours import STATES
from board.texts import _
from rules.months import Month

NAMES_IN_FIGURE = 11.5
"""So many Chinese characters of names stand beside the chips; more become counts."""
NAMED_REASONS = 5
"""For so many regions the reasons are told by name; for more, by how many."""
NAMED_TURNS = 2
"""So many changes of colour are told with their reason; of more, how many there are."""
_Rows = list[dict[str, Any]]


def colours(facts: Facts) -> Finding:
    """The worst two classes by name; who came to another colour and why, then why the others stand there."""
    shades = facts.shades
    scale = {c.code: c for c in facts.plan.ranking_scale}
    label = _("{classes}地区").format(
        classes=_("与").join(texts.class_name(scale[code]) for code in facts.worst)
    ) if facts.worst else _("排名")  # fmt: skip
    done = lambda figure, sentence: Finding("colours", label, figure, sentence, ("ranking",))  # noqa: E731
    if facts.rule is None:
        return done(big(texts.UNKNOWN), _("方案在本月还没有计分规则，不评颜色。"))
    if not facts.has_figures:
        return done(big(texts.UNKNOWN), _("本月没有可以评定的地区：数据未报或样本不足，不按零计。"))
    turns = _turns(facts)
    groups = {code: facts.of_class(code) for code in facts.worst}
    bad = [row for group in groups.values() for row in group]
    if not bad:
        last = [row for row in by_rank(facts.rows) if row["rank"] is not None][-1]
        lowest = _("最低为{region}，{score} 分，{chip}").format(
            region=keep(name_of(last)),
            score=of_score(texts.score(last["score"], marks.limits(facts.rule)), last),
            chip=texts.class_label(shade_of(last, shades)),
        )
        none = big(address.figure("0", part="colours"), texts.form(_("个地区"), 0))
        return done(none, said([*_told(facts, turns), lowest], 4))
    width = sum(width_of(name_of(row), 1) for row in bad) + max(0, len(bad) - 2)
    fits = width <= NAMES_IN_FIGURE
    parts = []
    for code, group in groups.items():
        if group:
            told = texts.names(keep(name_of(r)) for r in group) if fits else regions(len(group))
            parts.append(f'<span class="o-class">{marks.chip(shades[code])} <b>{told}</b></span>')
    told = {str(row["region_code"]) for row in turns[:NAMED_TURNS]}
    others = [row for row in bad if str(row["region_code"]) not in told]
    sentence = said([*_told(facts, turns), *_why(facts, others)], 3 if turns else 4)
    return done(f'<span class="o-classes">{"".join(parts)}</span>', sentence)


def _turns(facts: Facts) -> _Rows:
    """Who has another colour than last month: into the worst classes first, what chance may have done last."""
    order = list(facts.shades)
    found = [row for row in facts.rows if has_new_colour(row, facts.shades)]

    def place(row: dict[str, Any]) -> tuple[bool, bool, int]:
        now, before = order.index(row["colour"]), order.index(str(row["previous_colour"]))
        return not marks.is_sure(row), now > before, now

    return sorted(found, key=place)


def _told(facts: Facts, turns: _Rows) -> list[str]:
    """The changes of colour as parts of a sentence; that there was none, or nothing to compare with."""
    judged = [row for row in facts.rows if row["score"] is not None or row["vetoes"]]
    known = set(facts.shades) - set(STATES)
    compared = [row for row in judged if row["previous_colour"] in known]
    if not compared:
        return [_("没有上月的颜色可以比较")]
    if not turns:
        if len(compared) == len(judged):
            return [_("本月各地颜色与上月相同")]
        return [_("上月也评定的{regions}颜色与上月相同").format(regions=regions(len(compared)))]
    parts = []
    for row in turns[:NAMED_TURNS]:
        why = _cause(facts, row)
        parts.append(
            turned(name_of(row), new_colour(row, facts.shades)) + (texts.brackets(why) if why else "")
        )
    if len(turns) > NAMED_TURNS:
        parts.append(_("另有 {regions}变色").format(regions=regions(len(turns) - NAMED_TURNS)))
    return parts


def _cause(facts: Facts, row: dict[str, Any]) -> str:
    """Why a region has another colour: the veto that came or went, else the part that moved most; markup."""
    assert facts.rule is not None
    if row["vetoes"]:
        veto = row["vetoes"][0]
        return f"{safe(veto['title'])} {veto_link(veto, facts.rule, 'region', str(row['region_code']))}"
    if row.get("veto_ended"):
        return safe(_("否决解除"))
    parts = [_moved_most(facts, row)]
    if not marks.is_sure(row):
        parts.append(safe(_("未超出随机波动")))
    return texts.clauses(part for part in parts if part)


def _moved_most(facts: Facts, row: dict[str, Any]) -> str:
    """The part of a score that moved the most in the direction of the whole: ``按期整改少得 6.2 分``; markup."""
    moved = gains(row, facts.earlier.get(str(row["region_code"])))
    change = row["change"] or 0.0
    if not moved or not change:
        return ""
    indicator, points = moved[-1] if change > 0 else moved[0]
    if points * change <= 0 or abs(points) < 0.05:
        return ""
    title = texts.indicator_short_title(facts.plan.indicator(indicator))
    words = _("{indicator}多得 {points} 分") if points > 0 else _("{indicator}少得 {points} 分")
    return of_part(keep(words.format(indicator=title, points=texts.points(abs(points)))), indicator, row)


def _why(facts: Facts, bad: _Rows) -> list[str]:
    """Why regions stand in the worst classes that did not come there this month, as parts of a sentence."""
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
    return parts


def movement(facts: Facts) -> Finding:
    """Whose score moved by more than chance, most first, and what did it; or that nobody's did."""
    done = lambda figure, sentence: Finding(  # noqa: E731
        "movement", _("较上月变化"), figure, sentence, ("ranking",)
    )
    compared = [row for row in facts.rows if row["change"] is not None]
    if not compared:
        why = _("没有上月的得分可以比较。") if facts.has_figures else _("本月没有可以比较的得分。")
        return done(big(texts.UNKNOWN), why)
    sure = [row for row in compared if row["change_beyond_chance"]]
    sure.sort(key=lambda row: -abs(row["change"]))
    parts = []
    if sure:
        top, others = sure[0], sure[1:]
        arrow = "▲" if top["change"] > 0 else "▼"
        figure = big(
            of_score(f'<span class="o-arrow">{arrow}</span>{texts.number(abs(top["change"]), 1)}', top),
            _("分 {region}").format(region=keep(name_of(top))),
        )
        most = _moved_most(facts, top)
        if most:
            parts.append(_("主要是{part}").format(part=most))
        if others:
            parts.append(_("{who}也超出随机波动").format(who=_moves(others)))
        rest = len(compared) - len(sure)
        if rest:
            parts.append(_("其余 {regions}变化未超出随机波动").format(regions=regions(rest)))
    else:
        figure = big("≈", _("没有超出随机波动的变化"))
        largest = max(compared, key=lambda row: abs(row["change"]))
        change = of_score(keep(texts.change(largest["change"])), largest)
        parts.append(_("{regions}得分变动都在随机波动之内").format(regions=regions(len(compared))))
        if abs(largest["change"]) >= 0.05:
            parts.append(
                _("变动最大的{region} {change} 分").format(region=keep(name_of(largest)), change=change)
            )
    chosen = facts.chosen
    if chosen and chosen["change"] is not None and chosen not in sure[:3]:
        sign = of_score(keep(f"≈ {texts.change(chosen['change'])}"), chosen)
        if not chosen["change_beyond_chance"]:
            parts.append(_("{region} {change} 分").format(region=keep(name_of(chosen)), change=sign))
    earlier = facts.plan.ranking_rule(Month.parse(facts.month) + -1)
    if earlier and facts.rule and earlier.version != facts.rule.version:
        parts.insert(0, _("本月起执行新计分规则，与上月不全可比"))
    return done(figure, said(parts, 4))


def _moves(rows: _Rows) -> str:
    """The first two by name with their change, and how many more."""
    told = [
        keep(name_of(row)) + " " + of_score(keep(marks.scored(texts.change(row["change"]))), row)
        for row in rows[:2]
    ]
    if len(rows) > 2:
        return _("{names}等 {count} 个地区").format(names=texts.names(told), count=len(rows))
    return texts.names(told)
