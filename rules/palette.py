"""Colours of classes: the standard ones by code, and whether a plan's own can be told apart and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from rules.sight import (
    LEAST_CONTRAST,
    LEAST_DIFFERENCE,
    LEAST_EDGE,
    contrast,
    difference,
    least_difference,
)
from rules.strict import Strict

PALETTE = Path(__file__).with_name("palette.yml")
PAPER = "#ffffff"
LEAST_FROM_PAPER = 15.0
"""Distance of a fill from white paper, which stands for 未报."""
STATES = ("no_data", "too_few")
"""Codes of what is shown where there is no class; no class may bear them."""

Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class ClassColour(Strict):
    """How a class looks, as ``#rrggbb`` in small letters."""

    fill: Hex
    """Its area on map, calendar and table."""
    text: Hex
    """The ink on the fill."""
    edge: Hex
    """The rim of small marks on white."""
    pattern: str | None = None
    """What tells it apart on paper without colours (``patterns.yml``); without one it gets one that is free."""


class NamedColour(ClassColour):
    """A standard colour with the name it has where no plan gives one."""

    name: str
    name_en: str
    short: str
    short_en: str


@lru_cache(maxsize=1)
def standard() -> dict[str, NamedColour]:
    """The standard colours by class code."""
    raw = yaml.safe_load(PALETTE.read_text(encoding="utf-8"))
    return {code: NamedColour.model_validate(tokens) for code, tokens in raw.items()}


@dataclass(frozen=True)
class Unclear:
    """A colour of a scale that can't be read or told apart."""

    code: str
    token: str
    """``fill``, ``text`` or ``edge``."""
    expected: tuple[str, str]
    """In Chinese and in English."""
    found: str


def unclear(colours: Mapping[str, ClassColour], own: set[str]) -> Iterator[Unclear]:
    """What can't be read or told apart in a scale (class code -> colour).

    Only what concerns the classes in ``own`` is looked at: the standard colours are known to hold.
    """
    for code in sorted(own):
        colour = colours[code]
        for token, back, least, zh, en in (
            ("text", colour.fill, LEAST_CONTRAST, "文字在底色上的对比度", "contrast of text on fill"),
            ("edge", PAPER, LEAST_EDGE, "边线在白纸上的对比度", "contrast of edge on white"),
        ):
            ratio = contrast(getattr(colour, token), back)
            if ratio < least:
                yield Unclear(
                    code,
                    token,
                    (f"{zh}不低于 {least}:1", f"{en} of {least}:1 or more"),
                    f"{getattr(colour, token)}, {ratio:.1f}:1",
                )
        apart = difference(colour.fill, PAPER)
        if apart < LEAST_FROM_PAPER:
            expected = (
                f"与白纸（未报）的色差不低于 {LEAST_FROM_PAPER:g}",
                f"{LEAST_FROM_PAPER:g} from white paper or more",
            )
            yield Unclear(code, "fill", expected, f"{colour.fill}, {apart:.1f}")
    for one, other in combinations(colours, 2):
        if not {one, other} & own:
            continue
        apart, eye = least_difference(colours[one].fill, colours[other].fill)
        if apart < LEAST_DIFFERENCE:
            code, rest = (other, one) if other in own else (one, other)
            least = f"{LEAST_DIFFERENCE:g}"
            expected = (
                f"与 {rest} 的色差不低于 {least}，色弱者也一样",
                f"{least} from {rest} or more for every eye",
            )
            yield Unclear(code, "fill", expected, f"{colours[code].fill}, {apart:.1f} ({eye})")
