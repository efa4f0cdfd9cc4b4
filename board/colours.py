"""The one place where a class becomes a colour: names from the plan's scale, tokens from the palette.

Nothing else in the product names a colour. A class code that the palette doesn't know is shown in
slate with its name, so that a foreign plan still reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from rules.plan import ScaleClass

PALETTE = Path(__file__).with_name("palette.yml")
NO_DATA = "no_data"
TOO_FEW = "too_few"
STATES = (NO_DATA, TOO_FEW)


@dataclass(frozen=True)
class Shade:
    """How one class or state looks and what it is called."""

    code: str
    name: str
    name_en: str
    short: str
    short_en: str
    fill: str
    text: str
    edge: str

    @property
    def is_state(self) -> bool:
        """True where there is no class: not reported, or too few cases."""
        return self.code in STATES

    @property
    def label(self) -> str:
        """The word in a chip or sentence: the short name of a class, the full name of a state."""
        return self.name if self.is_state else self.short


@lru_cache(maxsize=1)
def _palette() -> tuple[dict[str, Shade], dict[str, str]]:
    raw = yaml.safe_load(PALETTE.read_text(encoding="utf-8"))
    named = {**raw["classes"], **raw["states"]}
    return {code: Shade(code=code, **tokens) for code, tokens in named.items()}, raw["neutrals"]


def neutral(name: str) -> str:
    """A neutral token. Raises KeyError for a name that the palette doesn't have."""
    return _palette()[1][name]


def neutrals() -> dict[str, str]:
    """All neutral tokens by name."""
    return dict(_palette()[1])


def shade(code: str) -> Shade:
    """The look of a class or state by its code; slate for a code without a colour of its own."""
    known = _palette()[0].get(code)
    if known:
        return known
    return Shade(code, code, code, code, code, neutral("slate"), neutral("surface"), neutral("ink"))


def shades() -> dict[str, Shade]:
    """Every class and state of the palette by code."""
    return dict(_palette()[0])


def scale(classes: Iterable[ScaleClass]) -> dict[str, Shade]:
    """A plan's scale, worst class first, followed by the two states; names are the plan's."""
    found = {
        c.code: replace(shade(c.code), name=c.name, name_en=c.name_en, short=c.short, short_en=c.short_en)
        for c in classes
    }
    return {**found, **{code: shade(code) for code in STATES}}
