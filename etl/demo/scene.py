"""What all tables of the demonstration share: profile, words, chance from a seed, quality over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from rules.months import Month, MonthText, months_between
from rules.plan import Plan, Region, Sector

Days = NDArray[np.datetime64]
_T = TypeVar("_T")
_FOLDER = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Format(_Strict):
    """How an office writes its files."""

    kind: Literal["csv", "xlsx"] = "csv"
    encoding: str = "utf-8-sig"
    newline: Literal["crlf", "lf"] = "crlf"
    dates: Literal["iso", "slash", "dot", "chinese", "compact", "excel"] = "iso"
    booleans: Literal["yes_no", "tick"] = "yes_no"
    region: Literal["name", "short", "code"] = "name"
    headers: Literal["title", "alias1", "alias2"] = "title"
    words: int = 0
    """Which of a contract's words for an enum value this office uses."""
    digits: Literal["half", "full"] = "half"
    report_month: bool = True
    """False where the month stands only in the file name and the title row."""
    numbering: bool = False
    title_row: bool = False
    note: Literal["none", "top", "bottom"] = "none"


class Character(_Strict):
    """What a region is like; regions take these in turn by their order."""

    id: str
    size: float
    quality: list[float]
    found_by: dict[str, float]
    penalty: float
    format: Format
    shift: dict[str, float] = {}
    inspects: float = 1
    finds: float = 1
    """How often its inspections find something, against what its quality says; ``inspects`` likewise of how many."""
    late_days: float = 25
    runoff_days: float = 90
    runoff_end_days: int = 365
    supervised_late: list[float] = [0.12, 0.04, 0, 0]
    standing_overdue: int = 0
    """Supervised hazards that are open and overdue at the end."""
    reports_late: bool = False
    dispatch_dip: bool = False
    odd: list[str] = []
    """Rows that load and that a finding rule points at (``oddities.py``)."""
    serious_accident: float | None = None
    """Where in the time written (0 to 1) it has an accident with three deaths."""


class Training(_Strict):
    """Trainings for one audience in a region of size 1."""

    a_year: float
    people: float
    by_sector: bool
    tested: bool


class Visitor(_Strict):
    """Posts of one kind that visit, in a region of size 1."""

    prefix: str
    posts: float
    least: int
    a_month: float
    tries: int
    """Most visits of a post in a month."""
    activities: dict[str, float]


class Wrong(_Strict):
    """A cell to be made wrong."""

    rule: str
    column: str
    value: str


class Profile(_Strict):
    """``profile.yml``."""

    until: MonthText
    later_months: int
    rows: dict[str, float]
    register_months: list[int]
    monthly_inspection_share: float
    sent_by_departments: float
    """Share of a department's sectors' inspections that it sends itself, where the plan has it report."""
    major_share: float
    stock_major_share: float
    no_enterprise_share: float
    no_sector_share: float
    duplicate_share: float
    spoiled_share: float
    line_break_share: float
    season: dict[int, float]
    aspects: dict[str, tuple[float, float]]
    mood: float
    letters_sent: dict[str, float]
    """Kind of unit -> share of the steps of the ladder that are due to it and were taken."""
    letters_answered: tuple[float, float]
    """Shares of the letters that were answered in time, and late; the others never were."""
    never_reported: float
    """Share of the periods of the plan's tasks on which a region never reports."""
    hard_tasks: float
    """Share of the periods of tasks that not every region gets done; the others are done by all that report."""
    few_days_late: float
    """Share of what a region does that it does a few days after the due day."""
    trainings: dict[str, Training]
    posts: dict[str, float]
    drill_kinds: dict[str, float]
    drill_organisers: dict[str, float]
    visitors: dict[str, Visitor]
    penalty_kinds: dict[str, float]
    penalty_finders: dict[str, float]
    report_channels: dict[str, float]
    blacklist_reasons: dict[str, float]
    facilities: dict[str, tuple[int, int]]
    """Kind -> smallest and largest quantity planned at a site."""
    characters: list[Character]
    file_titles: dict[str, str]
    wrong: dict[str, list[Wrong]]
    foreign_regions: list[str]
    copied_text: str
    unknown_sector: str
    unknown_enterprise: str
    wrong_total: int


class Kind(_Strict):
    """Words for one kind of sector."""

    words: list[str]
    weight: float
    season: str
    office: str
    trades: list[str]
    points: list[str]
    phrases: list[str]


class Words(_Strict):
    """``words.yml``."""

    stems: list[str]
    mark: str
    towns: list[str]
    places: list[str]
    remarks: list[str]
    accident_texts: list[str]
    topics: list[str]
    insurers: list[str]
    task_done: str
    task_open: str
    zero_penalty: str
    slow_progress: str
    seasons: dict[str, list[float]]
    kinds: list[Kind]

    def kind_of(self, sector: Sector) -> Kind:
        """The kind that serves a sector; the last serves what no other does."""
        # The name speaks first: an alias such as 危险货物 may belong to a neighbouring kind.
        for text in (sector.name, f"{sector.code} {' '.join(sector.aliases)}"):
            for kind in self.kinds:
                if any(word in text for word in kind.words):
                    return kind
        return self.kinds[-1]


def _read(name: str) -> Any:
    # BaseLoader would turn numbers into text; dates and months in quotes-free YAML must stay text.
    return yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=_TextDates)


class _TextDates(yaml.SafeLoader):
    """YAML without the timestamp type: 2024-02-30 and 2024-02-28 are texts alike."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def profile() -> Profile:
    """The profile, read once."""
    return Profile.model_validate(_read("profile.yml"))


@cache
def words() -> Words:
    """The words, read once."""
    return Words.model_validate(_read("words.yml"))


def day(value: date) -> np.datetime64:
    """A date as numpy counts days."""
    return np.datetime64(value, "D")


@dataclass(frozen=True)
class Scene:
    """One run: the plan, the seed, the scale and the months written."""

    plan: Plan
    seed: int
    scale: float
    until: Month

    @cached_property
    def months(self) -> list[Month]:
        """All months written."""
        return months_between(self.plan.first_month, self.until)

    @cached_property
    def first_day(self) -> np.datetime64:
        """First day of the first month."""
        return day(self.plan.first_month.first_day)

    @cached_property
    def last_day(self) -> np.datetime64:
        """Last day of the last month."""
        return day(self.until.last_day)

    @cached_property
    def span(self) -> int:
        """Days from the first to the last, at least one."""
        return max(1, int((self.last_day - self.first_day).astype(int)))

    @cached_property
    def years(self) -> list[int]:
        """The calendar years touched."""
        return sorted({month.year for month in self.months})

    @cached_property
    def regions(self) -> list[tuple[Region, Character]]:
        """The plan's regions, each with its character, by order."""
        characters = profile().characters
        return [(r, characters[i % len(characters)]) for i, r in enumerate(self.plan.regions)]

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kind of each sector of the plan."""
        return [words().kind_of(sector) for sector in self.plan.sectors]

    @cached_property
    def sector_codes(self) -> NDArray[np.str_]:
        """Sector codes in the plan's order."""
        return np.array([sector.code for sector in self.plan.sectors])

    @cached_property
    def sector_weights(self) -> NDArray[np.float64]:
        """Share of each sector among enterprises."""
        return shares([kind.weight for kind in self.kinds])

    @cached_property
    def sector_seasons(self) -> NDArray[np.float64]:
        """Sector x calendar month: how much more is found then."""
        return np.array([words().seasons[kind.season] for kind in self.kinds], dtype=float)

    def rng(self, table: str, region: str = "") -> np.random.Generator:
        """Chance of its own for each table and region, so that no table moves another."""
        return np.random.default_rng([self.seed, crc32(table.encode()), crc32(region.encode())])

    def count(self, name: str, size: float, least: int = 1) -> int:
        """Rows wanted of a kind for a region of this size."""
        return max(least, round(profile().rows[name] * size * self.scale))

    def chosen(self, marts: tuple[str, ...], column: str, choices: dict[str, _T]) -> dict[str, _T]:
        """Those of the choices that the plan's indicators select by in one of these marts; all if none does."""
        named: set[str] = set()
        for half in (half for indicator in self.plan.indicators for half in indicator.halves()):
            if half and half.mart in marts:
                value = half.where.get(column, [])
                named |= set(value if isinstance(value, list) else [str(value)])
        return {code: choice for code, choice in choices.items() if code in named} or choices

    def month_index(self, days: Days) -> NDArray[np.int64]:
        """Calendar months since year 0: compares with ``index_of``."""
        return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12

    def progress(self, days: Days) -> NDArray[np.float64]:
        """0 on the first day written, 1 on the last."""
        return np.clip((days - self.first_day).astype(float) / self.span, 0, 1)

    def along(self, knots: list[float], days: Days) -> NDArray[np.float64]:
        """Value of a line through evenly spaced knots at these days."""
        return np.interp(self.progress(days), np.linspace(0, 1, len(knots)), knots)

    def aspect(self, name: str, region: Region, character: Character, days: Days) -> NDArray[np.float64]:
        """How well a region does in one aspect at these days, as a share or a factor."""
        low, high = profile().aspects[name]
        mood = self.rng("mood", region.code).normal(0, profile().mood, len(self.months) + 1)
        position = np.clip(self.month_index(days) - index_of(self.months[0]), 0, len(self.months))
        quality = self.along(character.quality, days) + mood[position] + character.shift.get(name, 0)
        return low + (high - low) * np.clip(quality, 0, 1)


def index_of(month: Month) -> int:
    """Calendar months since year 0."""
    return month.year * 12 + month.number - 1


def evenly(order: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Numbers from 0 to 1 that are spread evenly along an order, so that small groups get their share.

    With plain chance a region with a dozen major risk points could miss its quality by a colour or two.
    """
    found = np.empty(len(order))
    found[order] = (np.arange(len(order)) * 0.6180339887 + rng.random()) % 1
    return found


def shares(weights: list[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that add up to one."""
    found = np.asarray(weights, dtype=float)
    return found / found.sum()
