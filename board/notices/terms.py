"""Definitions: a note below the page where a term first stands, and the list of all at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from board.notices.content import Figure, Meaning, Note, Paragraph, Part, Run, Section
from board.notices.scene import Scene
from rules.months import Month

WORDS = {
    "未销号": "截至月末查出日期不晚于月末、销号日期为空或晚于月末的隐患。",
    "逾期": "截至月末未销号、整改时限早于月末的隐患。",
    "按期整改率": "整改时限在本期内的隐患中，在时限当日或之前销号的所占比例。",
    "监督检查率": "今年以来检查过的企业占在册企业的比例。",
    "只检查不处罚": "本期有执法检查而没有一次处罚。",
    "偶然波动": "同样的水平下只因偶然也会有的差别（95%，精确泊松检验）；没有超出的不作升降判断。",
}
"""Terms of the product whose meaning no indicator gives (shared definitions: open, overdue, on time)."""
SLOW = "进展缓慢"
MOST_NOTES = 8
"""A paper with more notes than this reads like a textbook."""
_TECHNICAL = re.compile(r"[率比数]$")
"""What an indicator's short title must end with to be a term: 暗访 or 督促函 are words that anybody knows."""


def words(scene: Scene) -> dict[str, str]:
    """The product's terms with their meaning in this plan."""
    rule = scene.plan.slow_progress_rule(Month.parse(scene.month))
    if rule is None:
        return WORDS
    who = "安委会自定" if rule.origin == "committee" else rule.clause
    said = rule.note.rstrip("。") or "按规则判定，见“口径和数据说明”"
    return {**WORDS, SLOW: f"{said}（{who}）。"}


def noted(
    scene: Scene, lead: Paragraph, sections: Sequence[Section], closing: Paragraph | None
) -> tuple[Paragraph, list[Section], Paragraph | None, tuple[Note, ...]]:
    """Paragraphs as runs; each term gets its note at its first place, numbered in order of the paper.

    Of more than ``MOST_NOTES`` terms the product's own come first, then scored indicators, then the others in the
    order in which they stand.
    """
    body = [b for s in sections for b in s.blocks if isinstance(b, Paragraph)]
    finder = _Finder(scene, [lead, *body, *([closing] if closing else [])])
    lead = finder.runs(lead)
    found = [
        replace(s, blocks=tuple(finder.runs(b) if isinstance(b, Paragraph) else b for b in s.blocks))
        for s in sections
    ]
    return lead, found, closing and finder.runs(closing), tuple(finder.notes)


def plain(sections: Sequence[Section]) -> list[Section]:
    """Paragraphs as runs without notes: those of annexes."""
    return [
        replace(
            s, blocks=tuple(replace(b, runs=_bare(b)) if isinstance(b, Paragraph) else b for b in s.blocks)
        )
        for s in sections
    ]


def _bare(one: Paragraph) -> tuple[Run, ...]:
    lead = [Run(one.lead, is_lead=True)] if one.lead else []
    return (*lead, *(Run(p) if isinstance(p, str) else Run(p.text, figure=p) for p in _parts(one)))


def _parts(one: Paragraph) -> Sequence[Part]:
    return one.parts if one.edited is None else (one.edited,)


class _Finder:
    """Finds each term once, as a word of its own."""

    def __init__(self, scene: Scene, paragraphs: Sequence[Paragraph]) -> None:
        self.notes: list[Note] = []
        meaning = dict(words(scene))
        scored = {c.indicator for c in scene.rule.components} if scene.rule else set()
        rank = dict.fromkeys(meaning, 0)
        known = set(meaning)
        for indicator in scene.plan.indicators:
            for title in (indicator.title, indicator.short_title):
                known.add(title)
                if _TECHNICAL.search(title) and title not in meaning:
                    meaning[title] = indicator.definition
                    rank[title] = 1 if indicator.id in scored else 2
        # Longer words first: what stands within one of them is a part of it and no place of a shorter term.
        self._pattern = re.compile("|".join(map(re.escape, sorted(known, key=lambda t: (-len(t), t)))))
        there: dict[str, str] = {}
        for one in paragraphs:
            for part in _parts(one):
                for place in self._places(part) if isinstance(part, str) else ():
                    if place in meaning and meaning[place] not in there.values():
                        there[place] = meaning[place]
        chosen = sorted(there, key=rank.__getitem__)[:MOST_NOTES]
        self._left = {term: there[term] for term in chosen}

    def _places(self, text: str) -> list[str]:
        return [m[0] for m in self._pattern.finditer(text) if not _goes_on(m[0], text[m.end() : m.end() + 1])]

    def runs(self, one: Paragraph) -> Paragraph:
        """A paragraph as runs, its lead first."""
        runs: list[Run] = [Run(one.lead, is_lead=True)] if one.lead else []
        for part in _parts(one):
            runs += [Run(part.text, figure=part)] if isinstance(part, Figure) else self._split(part)
        return replace(one, runs=tuple(runs))

    def _split(self, text: str) -> list[Run]:
        runs, start = [], 0
        for place in self._pattern.finditer(text):
            if place[0] not in self._left or _goes_on(place[0], text[place.end() : place.end() + 1]):
                continue
            note = Note(place[0], self._left.pop(place[0]), len(self.notes) + 1)
            self.notes.append(note)
            runs.append(Run(text[start : place.end()], note=note))
            start = place.end()
        return [*runs, *([Run(text[start:])] if text[start:] else [])]


def _goes_on(term: str, following: str) -> bool:
    """Whether what follows makes another word of it: 按期整改 before 率."""
    return following in ("率", "比", "数") and not _TECHNICAL.search(term)


def meanings(scene: Scene) -> tuple[Meaning, ...]:
    """Terms, indicators with a target or a weight, and rules, with the clause that they come from."""
    found = [Meaning(term, text, "", "committee") for term, text in words(scene).items()]
    weighed = {c.indicator for c in scene.rule.components} if scene.rule else set()
    year = int(scene.month[:4])
    for indicator in scene.plan.indicators:
        if indicator.id in weighed or any(t.year == year for t in indicator.targets):
            found.append(Meaning(indicator.title, indicator.definition, indicator.clause, "plan"))
    if scene.rule is not None:
        said = f"{scene.rule.note}".strip()
        found.append(Meaning(f"计分规则{scene.rule.version}", said, scene.rule.clause, scene.rule.origin))
    return tuple(found)
