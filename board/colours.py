"""The one place where a class becomes a colour: names from the plan's scale, tokens from the palette or the plan.

Nothing else in the product names a colour. The standard colours of classes are ``rules/palette.yml``, those of
states and neutrals ``palette.yml`` here; a plan may bring colours of its own. A class code that neither knows is
shown in slate with its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from rules import palette, patterns
from rules.patterns import Pattern
from rules.plan import Plan, ScaleClass

PALETTE = Path(__file__).with_name("palette.yml")
STATES = NO_DATA, TOO_FEW = palette.STATES


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
    pattern: str | None = None
    """What it asks to be told apart by on paper without colours (``rules/patterns.yml``)."""

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
    classes = {code: colour.model_dump() for code, colour in palette.standard().items()}
    named = {**classes, **raw["states"]}
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
    """A plan's scale, worst class first, followed by the two states; names and own colours are the plan's."""
    found = {c.code: _of_plan(c) for c in classes}
    return {**found, **{code: shade(code) for code in STATES}}


def own(plan: Plan) -> dict[str, Shade]:
    """The classes of a plan's scales that bring colours of their own, by code."""
    return {c.code: _of_plan(c) for c in (*plan.ranking_scale, *plan.risk_scale) if c.colour is not None}


def on_paper(plan: Plan) -> dict[str, tuple[Shade, Pattern]]:
    """How the classes of a plan's scales are told apart without colours, by code: two fills never share a pattern."""
    shades = {c.code: _of_plan(c) for c in (*plan.ranking_scale, *plan.risk_scale)}
    found = patterns.assigned((shade.fill, shade.pattern) for shade in shades.values())
    return {code: (shade, found[shade.fill]) for code, shade in shades.items()}


def _of_plan(item: ScaleClass) -> Shade:
    named = replace(
        shade(item.code), name=item.name, name_en=item.name_en, short=item.short, short_en=item.short_en
    )
    return named if item.colour is None else replace(named, **item.colour.model_dump())
