"""How one cell is written: a number with its exact value wherever there is one, a text otherwise, never a formula."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

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
_WITH_UNIT = re.compile(r"([-−]?\d+(?:\.(\d+))?)(%|[^\d\s\"%]{0,4})")
_NUMBER = re.compile(r"[-−]?\d+(?:\.(\d+))?")


class Written(NamedTuple):
    """What Excel is to hold, and the number format in which it reads as in the paper."""

    value: float | date | str
    format: str = "General"


def value_of(cell: Cell, kind: Kind) -> Written:
    """The figure's exact value, a plain whole number as such, otherwise the text."""
    value = cell.figure.value if cell.figure is not None else None
    if kind == "date":
        return Written(_day(value) or _day(cell.text) or cell.text, FORMATS["date"])
    if isinstance(value, int | float) and is_number(value):
        return _as_text(cell.text, value) if kind == "text" else _number(cell, value, kind)
    # A rank or a number of things that no listing gives as a figure of its own.
    if kind not in ("text", "class") and cell.figure is None and re.fullmatch(r"\d{1,9}", cell.text):
        return Written(int(cell.text), "0")
    return Written(cell.text)


def _number(cell: Cell, value: float, kind: Kind) -> Written:
    if kind == "class":
        return Written(cell.text)
    return Written(value, number_format(cell.figure, kind, cell.text))


def _as_text(text: str, value: float) -> Written:
    """A figure among texts, ``92.5%`` or ``3起``: a number where it is written as one, with its unit in the format."""
    found = _WITH_UNIT.fullmatch(text.strip())
    if found is None:
        return Written(text)
    if found[3] == "%":
        return Written(value, _told(text, value, "rate"))
    written, decimals = float(found[1].replace("−", "-")), len(found[2] or "")
    if abs(written - value) > 0.5 * 10**-decimals + 1e-9:
        return Written(text)
    unit = f'"{found[3]}"' if found[3] else ""
    return Written(value, "0" + ("." + "0" * decimals if decimals else "") + unit)


def number_format(figure: Figure | None, kind: Kind, text: str) -> str:
    """The format in which the exact value reads as the paper has it."""
    if kind == "number":
        found = _NUMBER.fullmatch(text.strip())
        return "0" + ("." + "0" * len(found[1]) if found and found[1] else "") if found else "General"
    if figure is None or kind not in ("rate", "score", "points") or not is_number(figure.value):
        return FORMATS.get(kind, "General")
    return _told(text, figure.value, kind)


def _told(text: str, value: float, kind: Kind) -> str:
    """A format with as many decimals as it takes to tell what the paper tells.

    A paper never rounds across a limit (99.96% is not 100%, 89.96 is not 90.0), where Excel's own rounding would.
    """
    found = _NUMBER.match(text.strip())
    if found is None:
        return FORMATS[kind]
    said = Decimal(found[0].replace("−", "-"))
    exact = Decimal(repr(float(value))) * (100 if kind == "rate" else 1)
    for decimals in range(1, MOST_DECIMALS + 1):
        shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if said in (shown, *(shown.quantize(Decimal("0.1"), way) for way in (ROUND_FLOOR, ROUND_CEILING))):
            return "0." + "0" * decimals + ("%" if kind == "rate" else "")
    return FORMATS[kind]


def is_number(value: Any) -> bool:
    """Whether it is a number that a cell can hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value[:10])
    return None
