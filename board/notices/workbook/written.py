"""How one cell is written: a number with its exact value wherever there is one, a text otherwise, never a formula."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from board.notices.content import Cell, Figure, Kind

FORMATS: dict[Kind, str] = {
    "count": "0",
    "rate": "0.0%",
    "score": "0.0",
    "points": "0.0",
    "date": 'yyyy"年"m"月"d"日"',
}
"""Kind of a column -> number format; no thousands comma, as in the papers."""
MOST_DECIMALS = 8
_NUMBER = re.compile(r"[-−]?\d+(?:\.(\d+))?")


def value_of(cell: Cell, kind: Kind) -> float | date | str:
    """What Excel is to hold: the figure's exact value, a plain whole number as such, otherwise the text."""
    value = cell.figure.value if cell.figure is not None else None
    if kind in ("text", "class"):
        return cell.text
    if kind == "date":
        return _day(value) or _day(cell.text) or cell.text
    if isinstance(value, int | float) and _is_number(value):
        return value
    # A rank or a number of things that no listing gives as a figure of its own.
    return int(cell.text) if cell.figure is None and re.fullmatch(r"\d{1,9}", cell.text) else cell.text


def number_format(figure: Figure | None, kind: Kind, text: str) -> str:
    """The format in which the exact value reads as the paper has it.

    A paper never rounds across a limit (99.96% is not 100%, 89.96 is not 90.0); where Excel's rounding would, the
    cell shows as many decimals as it takes to tell.
    """
    if kind == "number":
        found = _NUMBER.fullmatch(text.strip())
        return "0" + ("." + "0" * len(found[1]) if found and found[1] else "") if found else "General"
    base = FORMATS.get(kind, "General")
    if figure is None or kind not in ("rate", "score", "points") or not _is_number(figure.value):
        return base
    found = _NUMBER.match(text.strip())
    if found is None:
        return base
    said = Decimal(found[0].replace("−", "-"))
    exact = Decimal(repr(float(figure.value))) * (100 if kind == "rate" else 1)
    for decimals in range(1, MOST_DECIMALS + 1):
        shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if said in (shown, *(shown.quantize(Decimal("0.1"), way) for way in (ROUND_FLOOR, ROUND_CEILING))):
            return "0." + "0" * decimals + ("%" if kind == "rate" else "")
    return base


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value[:10])
    return None
