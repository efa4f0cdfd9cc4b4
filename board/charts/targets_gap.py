"""The answer for one target in a line: whether it will be reached, by when, and by how much it will fall short."""

from __future__ import annotations

from board import texts
from board.charts import targets_text
from board.queries_targets import Goal
from board.texts import _


def end(goal: Goal) -> str:
    """When it is due, inside a sentence: the year's end, or its own day."""
    return _("到{day}").format(day=day(goal)) if goal.has_own_day else _("年底")


def day(goal: Goal) -> str:
    """The last day for reaching it."""
    return texts.day(goal.deadline) if goal.deadline else ""


def due_note(goal: Goal) -> str:
    """``，6月30日前`` behind a target with a day of its own, and behind every target that is a date."""
    if goal.deadline is None or not (goal.target.due or goal.indicator.kind == "date"):
        return ""
    return _("，{day}前").format(day=day(goal))


def reached_note(goal: Goal) -> str:
    """Since when a target with a day has been reached, or what has become of it after its day."""
    if not due_note(goal):
        return ""
    if goal.reached and goal.status == "met":
        return _("{month}起达到").format(month=texts.month_short(goal.reached))
    if goal.reached:
        return _("{month}才达到，已过期限").format(month=texts.month_short(goal.reached))
    latest = goal.latest
    if latest is None:
        return ""
    value = targets_text.figure(goal, latest["value"], latest["numerator"], latest["denominator"])
    return _("期限后{month}为 {value}").format(month=texts.month_short(str(latest["month"])), value=value)


def gap_text(goal: Goal) -> str:
    """Whether a target will be reached, and by how much it will fall short."""
    if goal.value is None:
        return _risen_from_nought(goal) or _("没有数据，不能判断")
    target = _("下降的目标") if goal.is_fall else targets_text.target_label(goal)
    if goal.status == "missed":
        return _missed(goal, target)
    if goal.status == "met":
        return _met(goal, target)
    if goal.is_due:
        return _("{month} {value}，还没有达到{target}").format(
            month=targets_text.month_word(goal.month), value=_plain(goal), target=target
        )
    if goal.status == "on_course":
        return _on_course(goal, target)
    if goal.forecast is None:
        return _("不足四个月的数字，还不能预计{end}").format(end=end(goal))
    lacks = abs(goal.target.value - goal.forecast)
    if goal.is_share or goal.is_fall:
        points = texts.number(lacks * 100, 1) if lacks >= 0.0005 else _("不到 0.1")
        text = _("按现速度{end}差 {points} 个百分点").format(end=end(goal), points=points)
    else:
        expected = targets_text.forecast_text(goal)
        text = _("按现速度{end} {expected}，{target}").format(end=end(goal), expected=expected, target=target)
    return texts.clauses([text, _("不能排除达到")]) if _reaches(goal, _better(goal)) else text


def _risen_from_nought(goal: Goal) -> str:
    if not goal.is_fall or goal.denominator != 0 or not goal.numerator:
        return ""
    now = texts.with_unit(texts.number(goal.numerator), goal.indicator.unit)
    return _("上年同期为 0，今年已有 {now}").format(now=now)


def _missed(goal: Goal, target: str) -> str:
    if not goal.is_due:
        return _("{month} {value}，已超过{target}，年内不能挽回").format(
            month=targets_text.month_word(goal.month), value=_plain(goal), target=target
        )
    if not goal.has_own_day:
        return _("年末 {value}，没有达到{target}").format(value=_plain(goal), target=target)
    text = _("到{day} {value}，没有达到{target}").format(day=day(goal), value=_plain(goal), target=target)
    after = reached_note(goal)
    return texts.clauses([text, after]) if after else text


def _met(goal: Goal, target: str) -> str:
    word = (
        _("{month} {value}，没有超过{target}")
        if goal.adds_up and goal.is_down
        else _("{month} {value}，已达到{target}")
    )
    text = word.format(month=targets_text.month_word(goal.month), value=_plain(goal), target=target)
    tail = _falls_back(goal)
    return texts.clauses([text, tail]) if tail else text


def _on_course(goal: Goal, target: str) -> str:
    if not _reaches(goal, goal.forecast):
        # A date whose day is still far: nothing is late yet, whatever the pace so far.
        return _("现为 {value}，离{day}还早").format(value=_plain(goal), day=day(goal))
    text = _("按现速度{end}可达到{target}").format(end=end(goal), target=target)
    return text if _reaches(goal, _worse(goal)) else texts.clauses([text, _("但不能排除达不到")])


def _plain(goal: Goal) -> str:
    return targets_text.figure(goal, goal.value, goal.numerator, goal.denominator)


def _falls_back(goal: Goal) -> str:
    if goal.is_closed or goal.forecast is None or _reaches(goal, _worse(goal)):
        return ""
    expected = targets_text.forecast_text(goal)
    if _reaches(goal, goal.forecast):
        return _("{end}预计 {value}，不能排除失守").format(end=end(goal), value=expected)
    return _("但{end}预计 {value}，达不到").format(end=end(goal), value=expected)


def _reaches(goal: Goal, value: float | None) -> bool:
    if value is None:
        return False
    up = goal.indicator.direction == "up" or goal.is_fall
    return value >= goal.target.value if up else value <= goal.target.value


def _worse(goal: Goal) -> float | None:
    return goal.high if goal.indicator.direction == "down" and not goal.is_fall else goal.low


def _better(goal: Goal) -> float | None:
    return goal.low if goal.indicator.direction == "down" and not goal.is_fall else goal.high
