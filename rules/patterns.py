"""Patterns that tell classes apart where paper has no colours: which there are, and which class gets which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import model_validator

from rules.strict import Strict

PATTERNS = Path(__file__).with_name("patterns.yml")
WIDER = 1.8
"""By how much a pattern is widened each time that all of them are taken already."""


class Pattern(Strict):
    """Lines or dots over a fill; neither for a plain one. Lengths in px."""

    name: str
    lines: tuple[float, ...] = ()
    """Angles in degrees, 0 level and 45 rising; one, or two at right angles."""
    dots: float = 0
    """Radius of the dots."""
    gap: float = 6
    """From line to line, or from dot to dot."""
    weight: float = 1.4
    """Thickness of the lines."""

    @model_validator(mode="after")
    def _is_drawable(self) -> Pattern:
        if len(self.lines) > 2 or (len(self.lines) == 2 and abs(self.lines[0] - self.lines[1]) != 90):
            raise ValueError(
                f"{self.name}: 一个方向的线，或互相垂直的两个方向 / one angle, or two at right angles"
            )
        return self


@lru_cache(maxsize=1)
def patterns() -> dict[str, Pattern]:
    """Every pattern by name, in the order in which classes without one are given them."""
    raw = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
    return {name: Pattern(name=name, **drawn) for name, drawn in raw.items()}


def assigned(wanted: Iterable[tuple[str, str | None]]) -> dict[str, Pattern]:
    """A pattern for each fill (fill, the name that its class asks for or None); two fills never share one.

    Keyed by fill, since two classes of the same look are the same to the eye. The first that asks for a pattern has
    it; after the last one they come again, wider.
    """
    items = list(wanted)
    found: dict[str, Pattern] = {}
    taken: set[str] = set()
    for fill, name in items:
        if name in patterns() and name not in taken and fill not in found:
            found[fill] = patterns()[name]
            taken.add(name)
    spare = _spare(taken)
    for fill, _name in items:
        if fill not in found:
            found[fill] = next(spare)
    return found


def _spare(taken: set[str]) -> Iterator[Pattern]:
    """Patterns that are free, then all but the plain one again and again, each time wider."""
    yield from (p for name, p in patterns().items() if name not in taken)
    wide = WIDER
    while True:
        for name, drawn in patterns().items():
            if drawn.lines or drawn.dots:
                yield drawn.model_copy(update={"name": f"{name}-{wide:.3g}", "gap": drawn.gap * wide})
        wide *= WIDER
