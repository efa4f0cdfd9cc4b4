"""Plan packs: everything a plan fixes or a committee sets, read from a folder.

A pack is a folder of text files (``plan.yml``, ``regions.csv``, ``sectors.csv``, ``indicators.yml``,
optionally ``programme.yml``, ``tasks.yml``, ``notices.yml``, ``sources.yml`` and ``boundaries.geojson``). The models refuse unknown keys, so that a
misspelt key is an error with file, key and expectation, and never a silently ignored setting.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, FiniteFloat, field_validator

from rules.ladder import SlowProgressRule, YearlySupervision
from rules.months import Month, MonthText
from rules.notices import Notices
from rules.palette import ClassColour
from rules.programme import Programme
from rules.sources import FileSource
from rules.strict import Clause, Key, Origin, Strict

Window = Literal["month", "month_end", "quarter_to_date", "year_to_date", "trailing_12", "campaign_to_date"]
"""Which months of a mart are added up for a month M.

``month``: M alone. ``month_end``: the state on M's last day (the mart holds it in M's row).
``quarter_to_date``: the first month of M's quarter to M. ``year_to_date``: January to M.
``trailing_12``: the twelve months ending with M.
``campaign_to_date``: the plan's first month to M.
"""

TRIGGERS = ("slow_progress", "zero_penalty")
"""What a step of the ladder may apply to beside classes; a plan may name others, which nothing works out."""


class Region(Strict):
    """One row of ``regions.csv``: a place whose rows are judged together."""

    NAMED_BY: ClassVar = ("code", "name", "short_name", "name_en")

    code: str
    name: str
    name_en: str
    short_name: str = ""
    aliases: list[str] = []
    parent: str = ""
    valid_from: date
    valid_to: date | None = None
    successor: str = ""
    has_boundary: bool = True
    longitude: float | None = None
    """Degrees east, WGS84: where the square of a region without polygon stands."""
    latitude: float | None = None
    tile_column: int | None = None
    tile_row: int | None = None

    @property
    def short(self) -> str:
        """Name for tight places, falling back on the full name."""
        return self.short_name or self.name

    def names(self) -> list[str]:
        """Every text by which an office may call this region."""
        return [n for n in (*(getattr(self, key) for key in self.NAMED_BY), *self.aliases) if n]

    def exists_in(self, month: Month) -> bool:
        """Whether it is there on any day of a month."""
        return self.valid_from <= month.last_day and (
            self.valid_to is None or self.valid_to >= month.first_day
        )


class Sector(Strict):
    """One row of ``sectors.csv``."""

    NAMED_BY: ClassVar = ("code", "name", "name_en")

    code: str
    name: str
    name_en: str
    aliases: list[str] = []
    high_risk: bool = False

    def names(self) -> list[str]:
        """Every text by which an office may call this sector."""
        return [n for n in (*(getattr(self, key) for key in self.NAMED_BY), *self.aliases) if n]


class Aggregate(Strict):
    """A sum over one column of one mart: half of an indicator, or what a veto looks at."""

    mart: str
    column: str
    where: dict[str, str | bool | list[str]] = {}
    at_least: dict[str, FiniteFloat] = {}
    """Numeric column of the grain -> its smallest value, such as visitors with three visits or more."""
    window: Window = "month"


class Target(Strict):
    """What an indicator must reach in a year. ``value`` is a share (0 to 1) for percentages."""

    year: int
    value: float
    clause: Clause
    origin: Origin = "plan"
    due: date | None = None
    """Last day for reaching it; year end when empty."""


class HeldAgainst(Strict):
    """What a ledger says of the same thing as an indicator's dispatch reports; a half left out is not compared."""

    numerator: Aggregate | None = None
    denominator: Aggregate | None = None


class Indicator(Strict):
    """A declared figure: numerator over denominator, with its targets and its clause."""

    NAMED_BY: ClassVar = ("id", "title", "short_title", "title_en")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    title_en: str
    short_title: str
    short_title_en: str
    clause: Clause
    definition: str
    definition_en: str
    kind: Literal["percentage", "count", "date", "fall", "words"] = "percentage"
    unit: str = "%"
    direction: Literal["up", "down"] = "up"
    source: Literal["ledger", "dispatch"] = "ledger"
    numerator: Aggregate | None = None
    denominator: Aggregate | None = None
    restarts: Literal["never", "yearly", "monthly"] = "yearly"
    """From when dispatch reports add up: the plan's beginning, each January, or each month for itself. Such a sum
    never falls; a monthly one may."""
    held_against: HeldAgainst | None = None
    """For ``source: dispatch``: what the ledger says of it, with which the reports must agree."""
    regions: list[str] | None = None
    """Codes of the regions it applies to; all when empty."""
    sectors: list[str] | None = None
    aliases: list[str] = []
    """Other titles under which dispatch reports name this indicator."""
    targets: list[Target] = []
    from_year: int | None = None
    to_year: int | None = None

    def halves(self) -> tuple[Aggregate, Aggregate | None]:
        """Numerator and denominator; those of dispatch reports follow from the id."""
        if self.source == "dispatch":
            where: dict[str, str | bool | list[str]] = {"indicator": self.id}
            return (
                Aggregate(mart="dispatch_month", column="numerator", where=where, window="month_end"),
                Aggregate(mart="dispatch_month", column="denominator", where=where, window="month_end"),
            )
        assert self.numerator is not None  # rules/checks/indicators.py has seen to it
        return self.numerator, self.denominator

    def target(self, year: int) -> Target | None:
        """The target of a year, or None where the plan sets none."""
        return next((t for t in self.targets if t.year == year), None)

    def names(self) -> list[str]:
        """Every text by which a dispatch report may name this indicator."""
        return [*(getattr(self, key) for key in self.NAMED_BY), *self.aliases]


class Component(Strict):
    """One part of the ranking score."""

    indicator: str
    weight: Annotated[float, Field(gt=0)]
    zero_at: float
    """Value that earns nothing."""
    full_at: float
    """Value that earns the whole weight."""
    min_cases: Annotated[int, Field(ge=0)] = 0
    """Smallest denominator that may be scored; below it the part is 样本不足."""


class Break(Strict):
    """One class of a scale, worst first; ``below`` is exclusive, the best class has none."""

    code: str
    below: float | None = None


class Veto(Strict):
    """What sets a class whatever the score."""

    id: str
    title: str
    title_en: str
    clause: Clause
    origin: Origin = "committee"
    count: Aggregate
    at_least: float = 1
    code: str


class RankingRule(Strict):
    """How a score and a colour come about, from a month on."""

    version: str
    valid_from: MonthText
    origin: Origin = "committee"
    clause: Clause
    note: str = ""
    components: list[Component]
    breaks: list[Break]
    vetoes: list[Veto] = []
    min_weight_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    """Share of the weights that must have data; below it there is no colour."""
    stable_from: Annotated[float, Field(gt=0, le=1)] = 0.8
    """A colour with at least this chance counts as stable; the committee's, whatever the rule's origin."""


class RiskRule(Strict):
    """How a region's risk class follows from its risk points.

    The index is the mean severity of the points in force; a point whose control is not in place
    counts ``uncontrolled_factor`` times. Breaks are frozen from ``valid_from``.
    """

    version: str
    valid_from: MonthText
    origin: Origin = "committee"
    clause: Clause
    severity: dict[str, float]
    uncontrolled_factor: Annotated[float, Field(ge=1)] = 1
    breaks: list[Break]
    """Best class first here would be wrong: order is by rising index, lowest risk first."""
    min_points: Annotated[int, Field(ge=1)] = 1


class ScaleClass(Strict):
    """A class of a scale with its names.

    Its colour comes from the standard palette by ``code``, unless the plan brings one of its own.
    """

    code: Key
    name: str
    name_en: str
    short: str
    short_en: str
    colour: ClassColour | None = None


class LadderStep(Strict):
    """One step of the plan's ladder of consequences; a ladder runs from the mildest step to the strongest."""

    id: str
    name: str
    name_en: str
    applies_to: list[str]
    """Classes, or other triggers such as ``slow_progress`` and ``zero_penalty``."""
    clause: Clause
    answer_days: int | None = None
    months_in_a_row: dict[str, Annotated[int, Field(ge=1)]] = {}
    """Trigger -> from how many months in a row on the step is due; one that is not named here is due from the
    month of its place among the trigger's steps: the first in the first month, the second in the second."""
    months_origin: Origin = "committee"
    """Who says from how many months on; see ``rules/escalation.py``."""


class TextSource(Strict):
    """Where the plan's wording comes from, and what kind of text it is."""

    title: str
    issuer: str
    published: date | None = None
    kind: Literal["official", "draft", "digest", "example"]
    note: str = ""


class BoundarySource(Strict):
    """Where polygons come from and under which licence, for NOTICE and the map's note."""

    file: str
    code_property: str
    map_note: str
    """审图号 where the map has one, otherwise 示意图."""
    map_note_en: str
    source: str
    licence: str


class Plan(Strict):
    """A whole plan pack."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    title: str
    title_en: str
    short_title: str
    short_title_en: str
    office: str
    office_en: str
    whole: str
    """Name of all regions together, such as 全州."""
    whole_en: str
    tier: Literal["province", "prefecture", "county", "town", "other"]
    text: TextSource
    time_zone: str
    first_month: MonthText
    last_month: MonthText
    clause_words: dict[str, str] = {}
    """Words of the plan's clauses -> their English: ``措施: Measure``; ``N`` stands for a number: ``第N段: par. N``."""
    cohort_before: date | None = None
    """Hazards found before this day are the old stock (存量) that the plan wants gone."""
    date_reach_months: Annotated[int, Field(ge=0)] = 3
    """A date target that is not reached counts as behind from so many months before its day on; the committee's."""
    zero_penalty_window: Window = "year_to_date"
    headcount_bands: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)] = [20, 300, 1000]
    """Headcounts at which a band of enterprises begins, ascending; one band below the first. Where a pack says nothing,
    those of industry in 统计上大中小微型企业划分办法 (2017): micro, small, middle, large."""
    yearly_supervision: YearlySupervision | None = None
    """None where the plan does not ask its committees for a list every year."""
    ranking_scale: list[ScaleClass]
    risk_scale: list[ScaleClass]
    ranking: list[RankingRule]
    risk: list[RiskRule] = []
    ladder: list[LadderStep] = []
    slow_progress: list[SlowProgressRule] = []
    boundaries: BoundarySource | None = None
    sources: list[FileSource] = []
    is_demonstration_named: bool = False
    """True where region names are demonstration names, not from the text."""

    regions: list[Region]
    sectors: list[Sector]
    indicators: list[Indicator]
    programme: Programme = Programme()
    notices: Notices
    folder: Path
    checksum: str

    @property
    def headcount_codes(self) -> list[str]:
        """What each band of headcounts is called in figures: ``0-19``, ``20-299``, … ``1000+``."""
        starts = [0, *self.headcount_bands]
        return [f"{low}-{high - 1}" for low, high in pairwise(starts)] + [f"{starts[-1]}+"]

    @field_validator("headcount_bands")
    @classmethod
    def _ascending(cls, value: list[int]) -> list[int]:
        if any(low >= high for low, high in pairwise(value)):
            raise ValueError("由小到大、各不相同的人数，如 [20, 300, 1000] (headcounts in ascending order)")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (
            KeyError,
            ValueError,
        ) as error:  # ZoneInfoNotFoundError is a KeyError, which pydantic lets through
            raise ValueError(
                "时区表里的名字，如 Asia/Shanghai (a time zone of the IANA list, such as Asia/Shanghai)"
            ) from error
        return value

    @cached_property
    def zone(self) -> ZoneInfo:
        """The plan's time zone: a month ends at its midnight."""
        return ZoneInfo(self.time_zone)

    def ranking_rule(self, month: Month) -> RankingRule | None:
        """The rule in force in a month: the newest whose ``valid_from`` has come; None before the first."""
        return _in_force(self.ranking, month)

    def risk_rule(self, month: Month) -> RiskRule | None:
        """The risk rule in force in a month; the oldest also serves the months before it. None without rules."""
        return _in_force(self.risk, month) or min(self.risk, key=lambda rule: rule.valid_from, default=None)

    def slow_progress_rule(self, month: Month) -> SlowProgressRule | None:
        """Who is slow in a month: the newest rule whose ``valid_from`` has come; None before the first."""
        return _in_force(self.slow_progress, month)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator with this id. Raises KeyError when the plan has none."""
        for indicator in self.indicators:
            if indicator.id == indicator_id:
                return indicator
        raise KeyError(indicator_id)


class _Versioned(Protocol):
    @property
    def valid_from(self) -> Month: ...


_Rule = TypeVar("_Rule", bound=_Versioned)


def _in_force(rules: list[_Rule], month: Month) -> _Rule | None:
    begun = [rule for rule in rules if rule.valid_from <= month]
    return max(begun, key=lambda rule: rule.valid_from) if begun else None
