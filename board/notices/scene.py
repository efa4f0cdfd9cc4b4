"""What every part of a paper is drafted from: the release, the period, names, and how figures are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from board import colours, texts
from board.colours import Shade
from board.notices.content import Figure, Heading, Paragraph, Part, Source
from board.notices.shown import Rows, Shown
from board.notices.span import Span
from board.opening import Board
from rules.months import Month
from rules.notices import Notices
from rules.plan import Plan, RankingRule


@dataclass(frozen=True)
class Scene:
    """One paper in the making."""

    shown: Shown
    span: Span
    regions: tuple[str, ...] = ()
    """Codes to which the annex by region is limited; empty for all."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What one part worked out and another uses."""
    day: date | None = None
    """Date that the paper was asked for with."""

    @property
    def board(self) -> Board:
        """The release."""
        return self.shown.board

    @property
    def plan(self) -> Plan:
        """The pack as it was when the month was published."""
        return self.board.plan

    @property
    def notices(self) -> Notices:
        """The plan's papers and wording, as they are today: the release freezes figures, not how a paper is worded."""
        return self.board.current.plan.notices

    @property
    def paper_day(self) -> date:
        """The paper's date, from which days for an answer count: the day of publication where none was asked for."""
        if self.day is not None:
            return self.day
        release = self.board.release
        assert release is not None  # Shown is of a release
        return datetime.fromisoformat(release.published_at).astimezone(self.plan.zone).date()

    @property
    def month(self) -> str:
        """The month that the period closes with."""
        return self.span.last

    @property
    def months(self) -> tuple[str, ...]:
        """All months of the period."""
        return self.span.months

    @property
    def rule(self) -> RankingRule | None:
        """The ranking rule of the closing month."""
        return self.plan.ranking_rule(Month.parse(self.month))

    @property
    def limits(self) -> list[float]:
        """Class breaks of that rule, across which no score is rounded."""
        return [b.below for b in self.rule.breaks if b.below is not None] if self.rule else []

    @property
    def shades(self) -> dict[str, Shade]:
        """Every class and state of the plan by its code."""
        return colours.own(self.plan)

    def class_name(self, code: str) -> str:
        """红色, as the scale calls it; the state's name for a state."""
        for item in self.plan.ranking_scale:
            if item.code == code:
                return item.name
        return texts.class_label(self.shades.get(code) or colours.shade(code))

    def class_short(self, code: str) -> str:
        """红; the state's name for a state."""
        return texts.class_label(self.shades.get(code) or colours.shade(code))

    def rows(self, kind: str, month: str = "", **more: Any) -> Rows:
        """A listing, of the closing month where none is named."""
        return self.shown.rows(kind, month or self.month, **more)

    def reported(self, kind: str) -> set[str]:
        """Regions that had sent any row of a ledger by the closing month: for others nothing is known."""
        return {str(r["region_code"]) for r in self.rows(kind) if r["reported"]}

    def source(self, kind: str, name: str = "", months: str | Sequence[str] = "", **more: Any) -> Source:
        """A source, of the closing month where none is named."""
        return self.shown.source(kind, months or self.month, name, **more)

    def count(self, kind: str, name: str = "", unit: str = "", **more: Any) -> Figure:
        """A count with its unit: ``3处``."""
        found = self.shown.figure(self.source(kind, name, **more))
        return Figure(found.text + (unit if found.value is not None else ""), found.value, found.source)

    def number(self, kind: str, name: str = "", digits: int = 1, unit: str = "", **more: Any) -> Figure:
        """A number with so many decimals: ``1.67``."""
        return self.written(
            self.source(kind, name, **more),
            lambda v: texts.number(v, digits).replace(",", "") + (unit if v is not None else ""),
        )

    def rate(self, kind: str, name: str, per: str = "", **more: Any) -> Figure:
        """A share as a percentage; with ``per`` worked out from the sums of both halves."""
        source = self.source(kind, name, how="ratio" if per else more.pop("how", "value"), per=per, **more)
        value = self.shown.value(source)
        if per and value is not None:
            top, under = (self.shown.value(self._half(source, half)) for half in (source.field, source.per))
            return Figure(texts.rate(value, top, under), value, source)
        return Figure(texts.rate(value), value, source)

    def score(self, code: str, by: str = "region") -> Figure:
        """A unit's score, with one decimal."""
        source = self.source("ranking", "score", by=by, region_code=code)
        value = self.shown.value(source)
        return Figure(texts.score(value, self.limits), value, source)

    def written(self, source: Source, write: Callable[[Any], str]) -> Figure:
        """A figure written in a way of its own."""
        return self.shown.figure(source, write=write)

    @staticmethod
    def _half(source: Source, name: str) -> Source:
        return Source(
            source.show, source.months, source.release, name, source.by, source.level, source.where, "sum"
        )


def heading(text: str, level: int = 1) -> Heading:
    """A heading that gets its number when the paper is put together."""
    return Heading(text, level)


def paragraph(name: str, *parts: Part, lead: str = "") -> Paragraph:
    """A paragraph by its stable id; texts that stand side by side are joined."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return Paragraph(name, tuple(joined), lead=lead)


def listed(groups: Sequence[Sequence[Part]], between: str = "、") -> list[Part]:
    """Several groups of parts with a mark between them."""
    found: list[Part] = []
    for group in groups:
        if found:
            found.append(between)
        found += group
    return found


def month_name(text: str) -> str:
    """2026-09 as 9月."""
    return texts.month_short(text)
