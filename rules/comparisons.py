"""Comparisons of plain counts: more than chance, above the middle of all, below it."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from rules.changes import Figure, is_beyond_chance


def counts_differ(now: float, before: float) -> bool:
    """Whether two counts of events differ by more than chance (Poisson, exact, 95 %: ``rules.changes.rates_p``)."""
    return is_beyond_chance("count", Figure(now), Figure(before))


def much_for_little(pairs: Mapping[str, tuple[float | None, float | None]]) -> frozenset[str]:
    """Units whose effort is above the median of all and whose result below it: many meetings, little solved.

    ``pairs`` gives effort and result by unit. A unit that lacks either is neither judged nor counted in the medians;
    with fewer than three units nobody is.
    """
    known = {
        code: (effort, result)
        for code, (effort, result) in pairs.items()
        if effort is not None and result is not None
    }
    if len(known) < 3:
        return frozenset()
    effort_middle = median(effort for effort, _result in known.values())
    result_middle = median(result for _effort, result in known.values())
    return frozenset(
        code for code, (effort, result) in known.items() if effort > effort_middle and result < result_middle
    )
