"""How figures, dates and ranges read on screen: one place, so that no two pages write them differently.

Texts go through ``_``. The catalogues hold translations by Chinese text; without one the Chinese
stays. Rates are shares from 0 to 1 and unrounded until they come here.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path

from rules.months import Month

CATALOGUES = Path(__file__).with_name("i18n")
MINUS = "−"
TILDE = "～"
UNKNOWN = "—"
_TENTH = Decimal("0.1")
_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(code: str) -> None:
    """Switch to a language whose catalogue exists; any other leaves the Chinese."""
    global _translations
    _translations = gettext.translation("wuse", str(CATALOGUES), [code], fallback=True)


def _(text: str) -> str:
    """The text in the language in use."""
    return _translations.gettext(text)


def _tenths(value: float, rounding: str = ROUND_HALF_UP) -> Decimal:
    # repr gives the shortest decimal that reads back as the float: 0.15 stays 0.15, not 0.1499999.
    return Decimal(repr(float(value))).quantize(_TENTH, rounding=rounding)


def _signed_minus(text: str) -> str:
    return text.replace("-", MINUS)


def number(value: float | None, digits: int = 0) -> str:
    """A count or figure with thousands commas and a true minus: ``1,268``."""
    if value is None or math.isnan(value):
        return UNKNOWN
    unit = Decimal(1).scaleb(-digits)
    return _signed_minus(f"{Decimal(repr(float(value))).quantize(unit, rounding=ROUND_HALF_UP):,}")


def rate(value: float | None, numerator: float | None = None, denominator: float | None = None) -> str:
    """A share as a percentage with one decimal.

    100% only where nothing is missing (numerator equals denominator, or the share is 1 and no
    halves are known), otherwise at most 99.9%; likewise 0% only where the numerator is nought.
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value * 100)
    whole = numerator >= denominator if numerator is not None and denominator is not None else value >= 1
    nought = numerator == 0 if numerator is not None else value == 0
    if whole and value >= 1:
        return "100%" if shown == 100 else f"{shown}%"
    if nought:
        return "0%"
    return f"{min(max(shown, Decimal('0.1')), Decimal('99.9'))}%"


def target(value: float | None) -> str:
    """A target share: no decimals when it has none (``95%``, ``99.5%``)."""
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value * 100)
    return f"{shown.normalize():f}%"


def score(value: float | None, breaks: Iterable[float] = ()) -> str:
    """A score with one decimal that never shows on the other side of a break.

    89.96 is below 90 and takes the class below it; it shows as 89.9, since 90.0 would deny that.
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value)
    for limit in breaks:
        if value < limit <= shown:
            shown = _tenths(value, ROUND_FLOOR)
        elif shown < limit <= value:
            shown = _tenths(value, ROUND_CEILING)
    return _signed_minus(str(shown))


def points(value: float | None) -> str:
    """Points of one part of a score, one decimal."""
    return score(value)


def plain(value: float) -> str:
    """A number as short as it can be: ``30``, ``12.5``."""
    return _signed_minus(f"{_tenths(value).normalize():f}")


def change(value: float | None) -> str:
    """A difference of scores with its sign: ``+8.4``, ``−1.5``, ``0.0``."""
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value)
    if shown == 0:
        return "0.0"
    return f"+{shown}" if shown > 0 else _signed_minus(str(shown))


def probability(value: float | None) -> str:
    """A chance in whole percent, never 0% or 100% unless it is exactly that."""
    if value is None or math.isnan(value):
        return UNKNOWN
    percent = int(Decimal(repr(float(value * 100))).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if percent >= 100:
        return "＞99%"
    return "＜1%" if percent <= 0 else f"{percent}%"


def span(low: str, high: str) -> str:
    """A range: ``93.9%～96.3%``; one text where both ends read the same."""
    return low if low == high else f"{low}{TILDE}{high}"


def share(numerator: float | None, denominator: float | None) -> str:
    """A share with its basis: ``131/150``."""
    return f"{number(numerator)}/{number(denominator)}"


def month(text: str) -> str:
    """``2026-10`` as ``2026年10月``."""
    parsed = Month.parse(text)
    return f"{parsed.year}年{parsed.number}月"


def day(value: str | date) -> str:
    """A day as ``2026年10月31日``."""
    parsed = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"


def names(items: Iterable[str]) -> str:
    """A list in Chinese: ``甲、乙、丙``."""
    return "、".join(items)
