"""Definitions: a note below the page where a term first stands, and the list of all at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from board.notices.content import Figure, Meaning, Note, Paragraph, Run, Section
from board.notices.scene import Scene

WORDS = {
    "未销号": "截至月末查出日期不晚于月末、销号日期为空或晚于月末的隐患。",
    "逾期": "截至月末未销号、整改时限早于月末的隐患。",
    "按期整改率": "整改时限在本期内的隐患中，在时限当日或之前销号的所占比例。",
    "进展缓慢": "按安委会自定的规则判定，见“口径和数据说明”。",
}
"""Terms of the product whose meaning no indicator gives (shared definitions: open, overdue, on time)."""


def noted(
    scene: Scene, lead: Paragraph, sections: Sequence[Section], closing: Paragraph | None
) -> tuple[Paragraph, list[Section], Paragraph | None, tuple[Note, ...]]:
    """Paragraphs as runs; each term gets its note at its first place, numbered in order."""
    left = dict(_wanted(scene))
    notes: list[Note] = []
    lead = _runs(lead, left, notes)
    found = [
        replace(s, blocks=tuple(_runs(b, left, notes) if isinstance(b, Paragraph) else b for b in s.blocks))
        for s in sections
    ]
    return lead, found, closing and _runs(closing, left, notes), tuple(notes)


def _wanted(scene: Scene) -> dict[str, str]:
    """Term -> definition, longer terms first so that none is found inside another."""
    found = dict(WORDS)
    for indicator in scene.plan.indicators:
        found.setdefault(indicator.short_title, indicator.definition)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _runs(one: Paragraph, left: dict[str, str], notes: list[Note]) -> Paragraph:
    runs: list[Run] = [Run(one.lead, is_lead=True)] if one.lead else []
    parts = one.parts if one.edited is None else (one.edited,)
    for part in parts:
        if isinstance(part, Figure):
            runs.append(Run(part.text, figure=part))
            continue
        runs += _split(part, left, notes)
    return replace(one, runs=tuple(runs))


def _split(text: str, left: dict[str, str], notes: list[Note]) -> list[Run]:
    places = sorted((text.find(term), term) for term in left if term in text)
    taken, end = [], 0
    for place, term in places:
        if place >= end:
            taken.append((place, term))
            end = place + len(term)
    runs, start = [], 0
    for place, term in taken:
        note = Note(term, left.pop(term), len(notes) + 1)
        notes.append(note)
        runs.append(Run(text[start : place + len(term)], note=note))
        start = place + len(term)
    return [*runs, *([Run(text[start:])] if text[start:] else [])]


def meanings(scene: Scene) -> tuple[Meaning, ...]:
    """Terms, indicators with a target or a weight, and rules, with the clause that they come from."""
    found = [Meaning(term, text, "", "committee") for term, text in WORDS.items()]
    weighed = {c.indicator for c in scene.rule.components} if scene.rule else set()
    year = int(scene.month[:4])
    for indicator in scene.plan.indicators:
        if indicator.id in weighed or any(t.year == year for t in indicator.targets):
            found.append(Meaning(indicator.title, indicator.definition, indicator.clause, "plan"))
    if scene.rule is not None:
        said = f"{scene.rule.note}".strip()
        found.append(Meaning(f"计分规则{scene.rule.version}", said, scene.rule.clause, scene.rule.origin))
    return tuple(found)
