"""The sentence at the head of a card: what the month's ranking says, drawn from its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from board import colours, texts
from board.charts.marks import Row, chances, runner_up
from board.colours import Shade
from board.texts import _
from rules.plan import RankingRule

MOST_NAMES = 3
"""More names than this become a count: a finding is read in one breath."""


def _who(rows: Sequence[Row], unit: str) -> str:
    if len(rows) > MOST_NAMES:
        shown = texts.names(str(row["region"]) for row in rows[:MOST_NAMES])
        return _("{names}等 {count} 个{unit}").format(names=shown, count=len(rows), unit=unit)
    return texts.names(str(row["region"]) for row in rows)


def ranking_finding(rows: Sequence[Row], rule: RankingRule, shades: Mapping[str, Shade], unit: str) -> str:
    """Who is in the worst class and why, then whose colour changed; or that nothing did."""
    worst = rule.breaks[0].code
    judged = [row for row in rows if row["colour"] not in colours.STATES]
    if not judged:
        return _("本月没有可以评定的{unit}").format(unit=unit)
    parts = []
    told: set[str] = set()
    for is_vetoed, words in ((True, _("{who}因否决列{colour}")), (False, _("{who}列{colour}"))):
        group = [row for row in judged if row["colour"] == worst and bool(row["vetoes"]) is is_vetoed]
        if group:
            parts.append(words.format(who=_who(group, unit), colour=texts.class_label(shades[worst])))
            told |= {str(row["region_code"]) for row in group}
    moves: dict[tuple[str, str], list[Row]] = {}
    for row in judged:
        before = row.get("previous_colour")
        has_moved = before in shades and before not in colours.STATES and before != row["colour"]
        if has_moved and str(row["region_code"]) not in told:
            moves.setdefault((str(before), str(row["colour"])), []).append(row)
    for (before, after), group in list(moves.items())[:2]:
        parts.append(
            _("{who}由{before}转{after}").format(
                who=_who(group, unit),
                before=texts.class_label(shades[before]),
                after=texts.class_label(shades[after]),
            )
        )
    if not parts:
        return _("{count} 个{unit}颜色与上月相同").format(count=len(judged), unit=unit)
    return texts.clauses(parts)


def distribution(rows: Sequence[Row], shades: Mapping[str, Shade]) -> str:
    """How many are in each class, best first: ``绿 3 · 蓝 2 · 红 1``."""
    counts = {code: sum(row["colour"] == code for row in rows) for code in shades}
    order = [c for c in reversed(list(shades)) if c not in colours.STATES] + list(colours.STATES)
    return " · ".join(
        f"{texts.class_label(shades[code])} {counts[code]}" for code in order if counts.get(code)
    )


def unsettled(rows: Sequence[Row], shades: Mapping[str, Shade], mark: str) -> str:
    """Note on the colours that are not settled, with the chances of both; ``mark`` is what shows them."""
    parts = []
    for row in rows:
        if runner_up(row):
            parts.append(f"{row['region']} {texts.names(chances(row, shades))}")
    if not parts:
        return _("本月颜色都稳定")
    more = _("，等 {count} 个").format(count=len(parts)) if len(parts) > MOST_NAMES else ""
    return _("{mark}为颜色未稳定：").format(mark=mark) + texts.statements(parts[:MOST_NAMES]) + more
