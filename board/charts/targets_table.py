"""Lists of targets: the month's year as bullets, closed years as bars. One row a target, on a phone one card."""

from __future__ import annotations

from collections.abc import Sequence

from board import address, texts
from board.charts import marks, overview_svg, targets_bullet, targets_gap, targets_text
from board.charts.marks import safe
from board.charts.targets_bullet import Axis
from board.queries_targets import Goal
from board.texts import _
from rules.months import Month


def key(is_closed: bool = False) -> str:
    """What the marks stand for, for the head of the first card."""
    items = [("em", _("现值")), ("u", _("年底预计")), ("b", _("95% 区间")), ("s", _("目标"))]
    if is_closed:
        items = [items[0], items[3]]
    parts = "".join(
        f'<span class="key-item"><span class="tg-key"><{mark}></{mark}></span>{safe(text)}</span>'
        for mark, text in items
    )
    return f'<div class="key">{parts}</div>'


def _through(month: str) -> str:
    """The months of a year so far: ``1～10月``."""
    last = Month.parse(month)
    first = texts.month_short(str(Month(last.year, 1)))
    if last.number == 1 or texts.is_english():
        return texts.span(first, texts.month_short(month))
    return texts.span("1", texts.month_short(month))


def main_table(goals: Sequence[Goal], month: str, head: str, chosen: str) -> str:
    """The main targets of the month's year: two lines a row; ``chosen`` is the row that is drawn below."""
    axis = targets_bullet.common_axis(goals)
    body = "".join(_main_row(goal, axis, chosen) for goal in goals)
    return _wrap("tg-main", _head(head, month, axis), body)


def clause_table(goals: Sequence[Goal], month: str, chosen: str) -> str:
    """Targets inside single clauses: one compact row each, by clause."""
    axis = targets_bullet.common_axis(goals)
    body = []
    groups = targets_text.by_clause(goals)
    for clause, members in groups:
        for place, goal in enumerate(members):
            body.append(_compact_row(goal, axis, clause if place == 0 else "", chosen))
    return _wrap("tg-main tg-dense", _head(_("条款与目标"), month, axis), "".join(body), groups)


def _wrap(css: str, head: str, body: str, groups: Sequence[tuple[str, list[Goal]]] = ()) -> str:
    css += " tg-en" if texts.is_english() else ""
    style = ""
    if groups:
        # The column takes what its longest clause asks for; several clauses stand below each other.
        parts = [part for clause, _members in groups for part in _parts(clause)]
        style = f' style="--clause:{max(overview_svg.width_of(p, 1) for p in parts) + 0.4:.1f}em"'
    return f'<div class="table-wrap"><table class="tg {css}"{style}><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _head(first: str, month: str, axis: Axis) -> str:
    cells = (
        ("c-title", safe(first)),
        ("num c-value", safe(_("{month}末").format(month=texts.month_short(month)))),
        ("c-bullet", targets_bullet.axis_head(axis)),
        ("num c-ahead", safe(_("年底预计"))),
        ("c-spark", safe(_through(month))),
        ("num c-status", safe(_("状态"))),
    )
    return "<tr>" + "".join(f'<th class="{css}">{text}</th>' for css, text in cells) + "</tr>"


def _origin(goal: Goal) -> str:
    """A tag where the committee set the target itself, apart from what the plan says."""
    if goal.target.origin != "committee":
        return ""
    return " " + marks.tag(_("安委会自定"), _("方案没有写明这个数，由安委会自定"), "tg-own")


def ahead_words(goal: Goal) -> tuple[str, str]:
    """Forecast and interval; without a forecast nothing and why there is none."""
    if goal.value is None or not goal.has_figures:
        return "", texts.UNKNOWN
    if goal.is_closed:
        if not goal.is_due:
            return "", _("已超过")
        return "", _("已到期限") if goal.has_own_day else _("已到年底")
    if goal.forecast is None:
        return "", _("不足四个月")
    if goal.status == "met" and goal.is_share and goal.value == goal.forecast:
        return "", _("已达到")
    shown, span = targets_text.forecast_text(goal), targets_text.forecast_span(goal)
    aside = span if span != shown else ""
    if goal.has_own_day:
        aside = f"{targets_gap.end(goal)} {aside}".strip()
    return shown, aside


def _ahead(goal: Goal) -> str:
    shown, aside = ahead_words(goal)
    if not shown:
        return aside if aside == texts.UNKNOWN else f"<small>{safe(aside)}</small>"
    around = f"<small><nobr>{safe(aside)}</nobr></small>" if aside else ""
    return address.figure(f"<nobr><strong>{safe(shown)}</strong></nobr>{around}", part="how")


def _row(goal: Goal, axis: Axis, title: str, chosen: str, css: str) -> str:
    lagging = targets_text.lagging_text(goal)
    hint = f' title="{safe(texts.names(goal.lagging))}"' if goal.lagging else ""
    behind = (
        f"<small{hint}>{address.figure(safe(lagging), **targets_text.behind(goal))}</small>"
        if lagging
        else ""
    )
    value = address.figure(targets_text.value_markup(goal), **targets_text.behind(goal))
    value += marks.revision(targets_text.revised_words(goal))
    selected = " tg-chosen" if goal.indicator.id == chosen else ""
    return (
        f'<tr class="{css}{selected}" data-code="{safe(goal.indicator.id)}">'
        f'<th scope="row" class="c-title">{title}</th>'
        f'<td class="num c-value">{value}</td>'
        f'<td class="c-bullet">{targets_bullet.bullet(goal, axis)}</td>'
        f'<td class="num c-ahead" data-label="{_("年底预计")}">{_ahead(goal)}</td>'
        f'<td class="c-spark">{targets_bullet.sparkline(goal, axis)}</td>'
        f'<td class="num c-status">{targets_text.status_tag(goal)}{behind}</td></tr>'
    )


def _name(goal: Goal) -> str:
    indicator = goal.indicator
    return (
        f'<b title="{safe(texts.indicator_definition(indicator))}">'
        f"{address.defined(safe(targets_text.name(indicator)), **targets_text.behind(goal))}</b>"
    )


def sub_parts(goal: Goal, clause: str, is_short: bool = False) -> list[str]:
    """What stands below a target's name: its clause, what must be reached, what the value is made of."""
    basis = targets_text.basis(goal)
    if is_short and goal.is_share and goal.denominator:
        basis = texts.share(goal.numerator, goal.denominator)
    target = targets_text.target_label(goal) + targets_gap.due_note(goal)
    return [p for p in (clause, target, basis, targets_gap.reached_note(goal)) if p]


def _sub(goal: Goal, clause: str, is_short: bool = False) -> str:
    parts = sub_parts(goal, clause, is_short)
    behind = targets_text.behind(goal)
    # The clause is no figure; the target and what the value is made of lead to the definition and the rows.
    return " · ".join(
        f"<nobr>{safe(p) if p == clause else address.figure(safe(p), **behind)}</nobr>" for p in parts
    )


def _parts(clause: str) -> list[str]:
    """The clauses of a target, each as it is told."""
    return [texts.clause(part) for part in clause.split("、")]


def _clause(clause: str) -> str:
    told = "<br> ".join(safe(part) for part in _parts(clause)) if clause else ""
    return f'<i class="tg-clause">{told}</i>'


def _main_row(goal: Goal, axis: Axis, chosen: str) -> str:
    title = f"{_name(goal)}<small>{_sub(goal, texts.clause(goal.target.clause))}{_origin(goal)}</small>"
    return _row(goal, axis, title, chosen, "")


def _compact_row(goal: Goal, axis: Axis, clause: str, chosen: str) -> str:
    title = f"{_clause(clause)}<span>{_name(goal)}<small>{_sub(goal, '', is_short=True)}{_origin(goal)}</small></span>"
    return _row(goal, axis, title, chosen, "tg-first" if clause else "")


def closed_table(goals: Sequence[Goal], with_clause: bool) -> str:
    """A closed year: bar from nought, last value, target, result."""
    rows = []
    groups = targets_text.by_clause(goals) if with_clause else [("", list(goals))]
    for clause, members in groups:
        for place, goal in enumerate(members):
            rows.append(_closed_row(goal, clause if place == 0 else "", with_clause))
    cells = (
        ("c-title", _("条款与目标") if with_clause else _("目标")),
        ("c-bar", ""),
        ("num c-value", _("年末值")),
        ("num c-goal", _("目标")),
        ("num c-status", _("结果")),
    )
    head = "<tr>" + "".join(f'<th class="{css}">{safe(text)}</th>' for css, text in cells) + "</tr>"
    return _wrap(
        "tg-shut tg-by" if with_clause else "tg-shut", head, "".join(rows), groups if with_clause else ()
    )


def _closed_row(goal: Goal, clause: str, with_clause: bool) -> str:
    indicator = goal.indicator
    own = (
        marks.tag(_("自定"), _("方案没有写明这个数，由安委会自定"), "tg-own")
        if goal.target.origin == "committee"
        else ""
    )
    lead = _clause(clause) if with_clause else ""
    hint = safe(
        f"{texts.clause(goal.target.clause)}，{texts.indicator_definition(indicator)} {targets_text.basis(goal)}"
    )
    value = address.figure(targets_text.value_markup(goal), **targets_text.behind(goal))
    value += marks.revision(targets_text.revised_words(goal))
    return (
        f'<tr class="{"tg-first" if clause else ""}" data-code="{safe(indicator.id)}" data-year="{goal.year}">'
        f'<th scope="row" class="c-title"><span class="tg-line">{lead}<span title="{hint}">'
        f"{address.defined(safe(targets_text.name(indicator)), **targets_text.behind(goal))}{_when(goal)} {own}</span></span></th>"
        f'<td class="c-bar">{targets_bullet.closed_bar(goal)}</td><td class="num c-value">{value}</td>'
        f'<td class="num c-goal" data-label="{_("目标")}"><nobr>{address.figure(safe(targets_text.target_text(goal)), **targets_text.behind(goal))}</nobr></td>'
        f'<td class="num c-status">{targets_text.status_tag(goal)}</td></tr>'
    )


def _when(goal: Goal) -> str:
    """The day of a closed target that has one of its own, and since when it has been reached."""
    if not goal.has_own_day:
        return ""
    parts = [p.strip("，, ") for p in (targets_gap.due_note(goal), targets_gap.reached_note(goal)) if p]
    if not parts:
        return ""
    month = str(goal.latest["month"]) if goal.latest else goal.month
    told = address.figure(safe(texts.clauses(parts)), indicator=goal.indicator.id, **address.at(month))
    return f'<small class="tg-when">{told}</small>'


def notes(goals: Sequence[Goal], is_closed: bool) -> str:
    """The note below a list as markup."""
    text = note_text(goals, is_closed)
    return f'<p class="note">{safe(text)}</p>' if text else ""


def note_text(goals: Sequence[Goal], is_closed: bool) -> str:
    """What the marks mean where it is not plain: turned axes, chance, how the forecast is judged."""
    parts = []
    if any(targets_bullet.is_common(g) for g in goals) and not is_closed:
        parts.append(_("底色由浅到深：低于目标的 90%、90%～95%、95% 以上"))
    turned = [g for g in goals if g.is_down]
    if turned:
        kinds = dict.fromkeys(
            _("同比")
            if g.is_fall
            else targets_text.short_name(g.indicator)
            if g.is_share
            else _("{unit}数").format(unit=texts.unit_name(g.indicator.unit))
            for g in turned
        )
        parts.append(_("{kinds}以少为好，横轴反向，越靠右越好").format(kinds=texts.names(kinds)))
    if is_closed and any(g.target.origin == "committee" for g in goals):
        parts.append(_("自定：方案没有写明这个数，由安委会自定"))
    changes = [targets_text.is_beyond_chance(g) for g in goals if g.is_fall and g.value]
    if any(changes):
        parts.append(_("▲▼ 为超出随机波动（95%）的升降"))
    if not all(changes):
        parts.append(_("≈ 为未超出随机波动（95%）的升降"))
    if not is_closed and any(g.forecast is not None for g in goals):
        parts.append(_("年底预计按近六个月的平均月变化外推，预计值到目标记为进度正常，不到记为进度滞后"))
    elif any(g.status == "behind" for g in goals):
        parts.append(_("不足四个月的数字不作预计，未到目标的先记为进度滞后"))
    if not is_closed and any(g.adds_up and g.is_down for g in goals):
        parts.append(_("年内累计的数一旦超过上限即为未达到"))
    if not is_closed and any(g.indicator.kind == "date" for g in goals):
        parts.append(_("有日期的目标按期限当月末的数判定，期限还早的不算滞后"))
    elif any(g.has_own_day for g in goals):
        parts.append(_("有日期的目标按期限当月末的数判定"))
    return texts.sentence(texts.statements(parts)) if parts else ""
