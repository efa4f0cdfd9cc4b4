"""Which step of the plan's ladder is due to a unit, and whether a letter that was sent carries it out.

A step is due from so many months in a row on as its plan says (``LadderStep.months_in_a_row``): the strongest one that
has come counts. A worse class goes on with the months of a milder one: whoever was orange twice and is red now has
been orange or worse three times, and must not get a milder step for having become worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.months import Month
from rules.plan import LadderStep

State = Literal["not_sent", "sent", "overdue", "answered"]


@dataclass(frozen=True)
class Due:
    """A step that is due."""

    step: LadderStep
    counted: str
    """The trigger whose months brought it: the unit's own, or a milder class that it has been in or worse."""
    months: int
    """For how many months in a row that one has been met."""
    needed: int
    """From how many on the step is due."""


@dataclass(frozen=True)
class Letter:
    """A letter, notice or interview as it was entered in the ledger of escalations."""

    step: str
    sent: date
    answer_due: date | None = None
    answered: date | None = None
    triggers: frozenset[str] = frozenset()
    """Triggers that its cause names; empty where it names none."""
    number: str = ""
    """Its own number in the ledger."""


@dataclass(frozen=True)
class Outcome:
    """What became of a step that is due."""

    state: State
    letter: Letter | None = None
    days: int = 0
    """Days after the answer was due: until it came, or so far; 0 where it came in time or none was asked for."""
    others: tuple[Letter, ...] = ()
    """Letters of other steps for the same month and trigger, oldest first."""


def needed(ladder: Sequence[LadderStep], step: LadderStep, trigger: str) -> int:
    """From how many months in a row on a step is due: as it says, else its place among the trigger's steps."""
    if trigger in step.months_in_a_row:
        return step.months_in_a_row[trigger]
    return 1 + [s.id for s in ladder if trigger in s.applies_to].index(step.id)


def months_at_least(classes: Sequence[str], history: Sequence[str | None]) -> dict[str, int]:
    """Class -> for how many months in a row, to the last one, a unit has been in it or in a worse one.

    ``classes`` run from worst to best; ``history`` holds a class a month, oldest first, None for one without.
    """
    found = {}
    for place, code in enumerate(classes):
        bad = set(classes[: place + 1])
        count = 0
        for then in reversed(history):
            if then not in bad:
                break
            count += 1
        found[code] = count
    return found


def step_due(
    ladder: Sequence[LadderStep], classes: Sequence[str], trigger: str, months: Mapping[str, int]
) -> Due | None:
    """The strongest step that is due to a unit that meets ``trigger``; None before the first is.

    ``classes`` run from worst to best; ``months`` says for how many months in a row the trigger has been met, and
    for a class those of the milder ones too (``months_at_least``).
    """
    milder = [trigger]
    if trigger in classes:
        milder = list(classes[list(classes).index(trigger) :])
    found = None
    for step in ladder:
        if trigger not in step.applies_to:
            continue
        for code in milder:
            least = needed(ladder, step, code) if code in step.applies_to else None
            if least is not None and months.get(code, 0) >= least:
                found = Due(step, code, months[code], least)
                break  # the unit's own trigger comes first and is the better reason
    return found


def next_step(ladder: Sequence[LadderStep], trigger: str, months: int) -> tuple[LadderStep, int] | None:
    """The first step that is still to come for a trigger met so long, and from which month on; None after the last."""
    coming = [(needed(ladder, s, trigger), s) for s in ladder if trigger in s.applies_to]
    later = [(least, s) for least, s in coming if least > months]
    return (later[0][1], later[0][0]) if later else None


def window(month: Month) -> tuple[date, date]:
    """First and last day on which a letter about a month is sent: the month after it, until that one's figures."""
    after = month + 1
    return after.first_day, after.last_day


def outcome(letters: Sequence[Letter], step: str, trigger: str, month: Month, as_of: date) -> Outcome:
    """Whether a step that was due for a month has been carried out, as known on a day.

    ``letters`` are all of one unit. A letter counts that is of this step, was sent in the month after (``window``),
    not after ``as_of``, and whose cause names no other trigger; of several the latest. An answer after ``as_of``
    is not known yet; what asks for none by a day is never overdue.
    """
    first, last = window(month)
    fitting = sorted(
        (
            letter
            for letter in letters
            if first <= letter.sent <= min(last, as_of)
            and (not letter.triggers or trigger in letter.triggers)
        ),
        key=lambda letter: (letter.sent, letter.number),
    )
    others = tuple(letter for letter in fitting if letter.step != step)
    own = [letter for letter in fitting if letter.step == step]
    if not own:
        return Outcome("not_sent", others=others)
    letter = own[-1]
    answered = letter.answered if letter.answered and letter.answered <= as_of else None
    late = max(((answered or as_of) - letter.answer_due).days, 0) if letter.answer_due else 0
    if answered:
        return Outcome("answered", letter, late, others)
    return Outcome("overdue" if late else "sent", letter, late, others)
