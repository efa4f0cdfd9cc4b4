"""Who is on the plan's ladder in a month, which step is due, and whether it has been carried out.

Who meets a trigger is read from the figures that are shown, the published ones of a published month. Letters come
after the figures and are entered after the month was published: they are always those of the current build, as known
on the day on which it was made. The rules are in ``rules/escalation.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from board import texts
from board.queries import Board, read, require_month
from board.queries_ladder import SLOW, ZERO_PENALTY, ladder
from rules.escalation import Letter, months_at_least, next_step, outcome, step_due
from rules.months import Month, months_between


def as_of(board: Board) -> date:
    """The day on which the letters of a board are known: that of the current build."""
    return read(board.current, "SELECT judged_on FROM plan_settings")[0][0]


def due(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """Each trigger that a unit meets in a month and that has a step due: strongest step first, then the worst
    trigger, then the longest.

    ``by, code, name`` (``region_code, region`` too, for ``texts.localised``); ``trigger, months_in_a_row, since``
    (first month of them), ``figures`` (see ``queries_ladder.ladder``); ``step, step_title, clause, months_origin,
    answer_days``; ``counted, counted_months, needed``: whose months brought the step (a milder class, where the unit
    has become worse since), how many they are and from how many on it is due; ``state`` (``not_sent``, ``sent``,
    ``overdue``, ``answered``), ``sent_date, answer_due, answered_date`` (days or None), ``days_late``, ``letter``
    (where it was entered: ``escalation_id, step, sent_date, region_code, sector_code, month``) and ``others``:
    letters of other steps, likewise.
    """
    return [row for row in _standing(board, month, by) if row["step"] is not None]


def waiting(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """Triggers that are met and have steps, but none that is due yet: ``code, name, trigger, months_in_a_row, figures``,
    ``next_step`` and ``next_months`` (from how many months on it is due)."""
    return [row for row in _standing(board, month, by) if row["step"] is None]


def listing(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """What ``board show escalations`` gives, strongest step first: one object a trigger that a unit meets and that
    has a step due. Days as YYYY-MM-DD; ``state`` and the three days of the letter are those of today's ledger, also for
    a published month, the rest is the month's.
    """
    return [
        {"region_code": row["code"], "region": row["name"], "month": month, "trigger": row["trigger"],
         "months_in_a_row": row["months_in_a_row"], "since": row["since"], "step": row["step"],
         "step_title": row["step_title"], "clause": row["clause"], "answer_days": row["answer_days"],
         "counted": row["counted"], "counted_months": row["counted_months"], "needed": row["needed"],
         "state": row["state"],
         **{key: row[key] and str(row[key]) for key in ("sent_date", "answer_due", "answered_date")}}
        for row in due(board, month, by)
    ]  # fmt: skip


def _standing(board: Board, month: str, by: str) -> list[dict[str, Any]]:
    asked, plan = require_month(board, month), board.plan
    classes = [item.code for item in plan.ranking_scale]
    history = _history(board, by, month)
    spine = [str(m) for m in months_between(plan.first_month, asked)]
    letters, places = _letters(board, by, asked)
    known = as_of(board)
    order = [step.id for step in plan.ladder]
    found = []
    for row in ladder(board, month, by):
        code, trigger, count = str(row["region_code"]), row["trigger"], row["months_in_a_row"]
        if not any(trigger in step.applies_to for step in plan.ladder):
            continue
        months: Mapping[str, int] = {trigger: count}
        if trigger in classes:
            own = history.get(code, {})
            months = {**months_at_least(classes, [own.get(m) for m in spine]), trigger: count}
        entry = {
            "by": by, "code": code, "name": row["region"], "region_code": code, "region": row["region"], "month": month,
            "trigger": trigger, "months_in_a_row": count, "since": str(asked + (1 - count)), "figures": row["figures"],
            "step": None,
        }  # fmt: skip
        step = step_due(plan.ladder, classes, trigger, months)
        if step is None:
            coming = next_step(plan.ladder, trigger, count)
            entry |= {"next_step": coming and coming[0].id, "next_months": coming and coming[1]}
            found.append(entry)
            continue
        became = outcome(letters.get(code, []), step.step.id, trigger, asked, known)
        letter = became.letter
        found.append(
            entry | {
                "step": step.step.id, "step_title": texts.step_name(step.step), "clause": step.step.clause,
                "months_origin": step.step.months_origin, "answer_days": step.step.answer_days, "counted": step.counted,
                "counted_months": step.months, "needed": step.needed, "state": became.state, "days_late": became.days,
                "sent_date": letter.sent if letter else None, "answer_due": letter.answer_due if letter else None,
                "answered_date": letter.answered if letter and became.state == "answered" else None,
                "letter": places[letter] if letter else None, "others": [places[one] for one in became.others],
            }
        )  # fmt: skip
    worst_first = [*classes, SLOW, ZERO_PENALTY]
    # Stable: units stay in official order within one step, one trigger and one number of months.
    return sorted(
        found,
        key=lambda row: (
            -order.index(row["step"]) if row["step"] else 1,
            worst_first.index(row["trigger"]),
            -row["months_in_a_row"],
        ),
    )


def _history(board: Board, by: str, month: str) -> dict[str, dict[str, str]]:
    """Unit -> month -> class, to this month."""
    found: dict[str, dict[str, str]] = {}
    codes = [item.code for item in board.plan.ranking_scale]
    marks = ", ".join("?" for _ in codes)
    for code, then, trigger in read(
        board,
        f"SELECT unit_code, month, trigger FROM ladder_month WHERE unit_kind = ? AND month <= ? AND trigger IN ({marks})",
        by, month, *codes,
    ):  # fmt: skip
        found.setdefault(code, {})[then] = trigger
    return found


def _letters(
    board: Board, by: str, month: Month
) -> tuple[dict[str, list[Letter]], dict[Letter, dict[str, Any]]]:
    """Unit -> letters that may be about a month, and where each stands in the ledger."""
    after = month + 1
    found: dict[str, list[Letter]] = {}
    places: dict[Letter, dict[str, Any]] = {}
    rows = read(
        board.current,
        "SELECT unit_code, region_code, sector_code, escalation_id, step, triggers, sent_date, answer_due, "
        "answered_date FROM escalation_list WHERE unit_kind = ? AND sent_date BETWEEN ? AND ? ORDER BY sent_date, "
        "region_code, escalation_id",
        by, after.first_day, after.last_day,
    )  # fmt: skip
    for code, region, sector, number, step, triggers, sent, answer_due, answered in rows:
        # Two regions may number their letters alike: both belong to a letter's name.
        letter = Letter(
            step, sent, answer_due, answered, frozenset(json.loads(triggers)), f"{region} {number}"
        )
        found.setdefault(code, []).append(letter)
        places[letter] = {
            "escalation_id": number, "step": step, "sent_date": sent, "region_code": region, "sector_code": sector,
            "month": str(Month.of(sent)),
        }  # fmt: skip
    return found, places
