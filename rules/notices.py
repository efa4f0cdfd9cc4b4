"""Which papers a plan issues, of what parts, and what is asked of whom: ``notices.yml`` of a pack.

Every key may be left out: what a pack does not say is taken from ``rules/notices_default.yml``, whose papers and
wording are the committee's own (安委会自定).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field

from rules.strict import Clause, Key, Origin, Strict

SectionId = Literal[
    "ranking", "hazards", "targets", "inspections", "risk", "accidents", "tasks", "problems", "asked",
    "dispatch_table", "tasks_by_office", "phase", "goals_by_year",
]  # fmt: skip
AnnexId = Literal[
    "regions", "indicators", "sectors", "dispatch_table", "tasks_by_office", "phase", "reporting", "method"
]
LetterPartId = Literal["why", "score", "benchmark", "hazards", "asked"]
Span = Literal["month", "quarter", "year", "phase"]
STEPS = "*"
WORDS = frozenset(("period", "whole", "campaign", "plan", "phase", "office", "year", "next", "short"))
"""Placeholders that titles, leads, recipients and asks may have."""
LETTER_WORDS = WORDS | {"unit", "step", "reason", "clause"}
"""Those of letters."""
ANSWER_DUE = "answer_due"
"""Placeholder of a letter's asks: the day by which an answer is due; an ask with it is left out where there is none."""


class PaperSection(Strict):
    """A part of a paper's body: its own heading, and what it is called in a template."""

    part: SectionId
    name: Annotated[str, Field(min_length=1)]
    """Heading of the part, and the placeholder that stands for it: ``{{ 五色晾晒情况 }}``."""
    indicators: list[str] = []
    """Of ``goals_by_year``: the indicators whose targets it lists; all with targets where none is named."""


class PaperAnnex(Strict):
    """An annex with its title."""

    part: AnnexId
    name: Annotated[str, Field(min_length=1)]


class Paper(Strict):
    """A paper that covers months: a monthly briefing, a quarterly notice, a yearly summary, a phase's summary."""

    id: Key
    """What the command line calls it; ``monthly``, ``quarterly`` and ``annual`` every plan has."""
    name: str
    name_en: str
    covers: Span
    title: str
    """``{period}``, ``{whole}``, ``{campaign}``, ``{plan}``, ``{phase}`` … are filled in."""
    recipients: str
    lead: str
    sections: Annotated[list[PaperSection], Field(min_length=1)]
    annexes: list[PaperAnnex] = []
    clause: Clause | None = None
    """Where the plan asks for the paper."""
    origin: Origin = "committee"
    form_note: str = ""
    """What of its form is the committee's own, said in the paper's notes."""


class LetterPart(Strict):
    """A part of a letter's body with its heading."""

    part: LetterPartId
    """``why``: what brought the letter; ``score``: table of the score's parts; ``benchmark``: beside the best unit and
    the one in the middle; ``hazards``: open and overdue; ``asked``: what is asked and by when."""
    name: Annotated[str, Field(min_length=1)]


class Letter(Strict):
    """How a step of the ladder is written to one region, sector or committee; what is left out is as in ``*``."""

    title: str = ""
    """``{unit}``, ``{step}``, ``{reason}``, ``{clause}``, ``{period}``, ``{plan}``, ``{campaign}`` … are filled in."""
    recipients: str = ""
    recipients_of: dict[Literal["region", "sector", "committee"], str] = {}
    """Recipients by what the letter is about, where they differ."""
    opening: str = ""
    closing: str = ""
    sections: list[LetterPart] = []
    asks: list[str] = []
    """What the step itself asks, beside what its triggers ask; ``{answer_due}`` too."""
    with_trigger_asks: bool = True
    """Whether it asks what ``asks`` says of its triggers; not where it is to others than the unit."""
    form_note: str = ""
    """What of its form is the committee's own, said in the letter's remarks."""


class Notices(Strict):
    """The papers of a plan."""

    signed: str
    """Whose name stands below; ``{office}`` is the plan's."""
    number: str
    """The paper's number with ``{year}``; the running number is for the office to fill in."""
    papers: Annotated[list[Paper], Field(min_length=1)]
    letters: dict[str, Letter]
    """Step of the ladder -> its letter; ``*`` for steps that are not named."""
    asks: dict[str, list[str]]
    """Trigger (a class, ``slow_progress``, ``zero_penalty``; ``*`` for others) -> what is asked of who meets it."""
    asked_of_all: list[str] = []
    """What the paper asks of everybody; ``{next}`` is the month, quarter or year after its own."""

    def paper(self, paper_id: str) -> Paper | None:
        """The paper with this id; None where the plan has none."""
        return next((paper for paper in self.papers if paper.id == paper_id), None)

    def letter(self, step: str) -> Letter:
        """How a step is written."""
        usual, own = self.letters[STEPS], self.letters.get(step)
        return usual.model_copy(update={k: getattr(own, k) for k in own.model_fields_set}) if own else usual

    def asks_of(self, trigger: str) -> list[str]:
        """What is asked of whoever meets a trigger."""
        return self.asks.get(trigger) or self.asks.get(STEPS, [])


DEFAULT = Path(__file__).with_name("notices_default.yml")


def with_defaults(own: dict[str, Any]) -> dict[str, Any]:
    """A pack's ``notices.yml`` over the default one: papers by id, letters and asks by key, the rest as it is."""
    base: dict[str, Any] = yaml.safe_load(DEFAULT.read_text(encoding="utf-8"))
    found = {**base, **own}
    for key in ("letters", "asks"):
        if isinstance(own.get(key, {}), dict):
            found[key] = {**base[key], **own.get(key, {})}
    usual = found["letters"].get(STEPS) if isinstance(found["letters"], dict) else None
    if isinstance(
        usual, dict
    ):  # also where a pack words the usual letter itself: what it leaves out is the default's
        found["letters"][STEPS] = {**base["letters"][STEPS], **usual}
    papers = own.get("papers", [])
    if isinstance(papers, list):
        named = {p.get("id") for p in papers if isinstance(p, dict)}
        # A pack's own come first, so that the places of its mistakes are those of its file.
        found["papers"] = [*papers, *(p for p in base["papers"] if p["id"] not in named)]
    return found
