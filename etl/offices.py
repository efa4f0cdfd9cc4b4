"""Which office a file comes from, where its name or its title says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rules.plan import Plan

_SEATS = "省州市县区旗镇乡村"
"""After a short name one of these makes another name of it: 恩施州 is not 恩施市."""


def office_of(texts: Sequence[str], plan: Plan) -> str:
    """Code of the one region, special committee or department that the texts name; empty for none or several.

    A region is named by its code, its name, its short name or an alias; the longest name counts, so that 恩施高新区
    is not 恩施 too. Of a committee and its department, which stand for each other, the committee counts.
    """
    pattern, codes = _pattern(_names(plan))
    found: set[str] = set()
    for text in texts:
        for match in pattern.finditer(text):
            found |= codes[match[0]]
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=16)
def _pattern(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, set[str]]]:
    """One pattern of all names, the longest first, and the codes that each may stand for."""
    codes: dict[str, set[str]] = {}
    for name, code in names:
        codes.setdefault(name, set()).add(code)
    parts = []
    for name in sorted(codes, key=len, reverse=True):
        part = re.escape(name)
        if name.isascii():
            part = rf"(?<![0-9A-Za-z]){part}(?![0-9A-Za-z])"
        elif name[-1] not in _SEATS:
            part += f"(?![{_SEATS}])"
        parts.append(part)
    return re.compile("|".join(parts) or r"(?!)"), codes


def _names(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Every name of an office with its code."""
    found = [(name, region.code) for region in plan.regions for name in region.names()]
    committees = plan.programme.committees
    found += [(name, one.id) for one in committees for name in (one.name, *one.aliases)]
    taken = {name for name, _ in found}
    found += [(one.office, one.office) for one in committees if one.office and one.office not in taken]
    # One character, or a number as short as a day's, stands in any title.
    return tuple((name, code) for name, code in found if len(name) > (3 if name.isdigit() else 1))
