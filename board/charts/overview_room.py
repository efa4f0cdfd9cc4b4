"""How much of the overview's cards fits one screen: rows of targets and of scores, by what stands beside them.

A projector shows one picture that must not scroll, and a desk should not have to. Heights are worked out
for 1920 × 1080, from the same lengths as ``board.theme_overview``: other screens scale or scroll.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from board.charts import overview_measures, overview_targets
from board.charts.overview_facts import Facts
from board.charts.overview_findings import Finding, findings
from board.charts.overview_measures import Measure
from board.charts.overview_svg import width_of
from board.texts import _

FEWEST_TARGETS = 2
SHORTEST_STRIP = 330.0


@dataclass(frozen=True)
class Room:
    """What the cards may show."""

    targets: int
    """Rows of the card of targets."""
    strip: float
    """Height of the rows of scores, in units of the drawing."""


@dataclass(frozen=True)
class _Screen:
    """Lengths of one way of showing, in px at 1920 × 1080."""

    cards: float
    """Height of the cards below findings without any line."""
    column: float
    """Width of a finding's sentence."""
    card: float
    """Width inside a card."""
    body: float
    line: float
    scale: float
    """Smallest size of a drawing's unit that can still be read."""
    gap: float
    targets: float
    """Height of the card of targets around its drawing."""
    strip: float
    measures: float
    has_note: bool


_DESK = _Screen(852, 300, 490, 15, 22, 0.994, 16, 122, 160, 122, True)
_STAGE = _Screen(836, 330, 548, 18, 28, 1.035, 22, 106, 128, 76, False)


def room(facts: Facts, is_presentation: bool) -> Room:
    """What fits beside the month's findings and measures."""
    screen = _STAGE if is_presentation else _DESK
    # Names and figures of a sentence are not divided: its lines end early.
    narrow = screen.column * 0.9
    most = max(_lines(_told(found), screen.body, narrow) for found in findings(facts))
    height = screen.cards - screen.line * most
    below = _measures_height(facts, overview_measures.measures(facts), screen)
    free = (height - screen.gap - below - screen.targets) / screen.scale
    rows = int((free - overview_targets.HEAD) // overview_targets.STEP)
    strip = (height - screen.strip) / screen.scale - overview_targets.HEAD
    return Room(
        targets=min(max(rows, FEWEST_TARGETS), overview_targets.most_rows()),
        strip=max(strip - 20, SHORTEST_STRIP),
    )


def _told(found: Finding) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", found.sentence))


def _lines(text: str, size: float, width: float) -> int:
    return max(1, math.ceil(width_of(text, size) / (width * 0.93)))


def _measures_height(facts: Facts, found: Sequence[Measure], screen: _Screen) -> float:
    item = screen.line + 11.0
    height, last = screen.measures, ""
    # The head: its finding stands beside the title where both fit, else below.
    finding = width_of(overview_measures.measures_finding(facts, found), screen.body)
    if screen.has_note:
        height += screen.line * (math.ceil(finding / (screen.card - 92)) - 1)
    elif width_of(_("按方案须采取的措施"), screen.body * 1.12) + finding + 14 > screen.card:
        height += screen.line
    note = overview_measures.measures_note(facts, found)
    if screen.has_note and note:
        height += 20 * _lines(note, 13, screen.card)
    shown = overview_measures.shown(found)
    for measure in shown:
        if measure.step.id != last:
            height += item
            last = measure.step.id
        name = max(width_of(str(measure.row["region"]), screen.body), screen.body * 5.2)
        # The tag of what became of the step stands at the end, undivided and with its own padding.
        said = f"{measure.reason} {measure.state_words}　"
        lines = _lines(said, screen.body, screen.card - name - screen.body * 3.9)
        height += item + (lines - 1) * screen.line
    rest = overview_measures.rest_text(facts, found)
    if rest:
        height += item + (_lines(rest, screen.body, screen.card) - 1) * screen.line
    return height
