"""What a paper says, once: every export renders this object and nothing else, so no two can differ in a figure.

A figure carries where it stands in ``python -m board show`` (``Source``); texts are made of figures and words, tables
of cells, charts of a drawing as on screen and of series for native charts, maps of areas in a plane.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import plotly.graph_objects as go

How = Literal["value", "sum", "count", "distinct", "ratio", "max", "min"]
Kind = Literal["text", "count", "rate", "score", "points", "class", "date", "number"]
"""What a column holds: decides alignment, number format and Excel type."""


@dataclass(frozen=True)
class Source:
    """Where a figure stands in what ``python -m board show`` gives.

    ``where`` picks rows: each named field must have one of the values. ``how``: ``value`` of the one row, ``sum`` or
    ``max`` of the rows' field (rows without a value left out), ``count`` of rows, ``distinct`` values of the field, ``ratio`` of the sums of ``field``
    and ``per``. A field may lead into a list of objects: ``components[awareness_rate].value``; ``still[]`` is how many
    a list holds.
    """

    show: str
    """Kind of listing: ranking, hazards, targets, …"""
    months: tuple[str, ...]
    """Months asked for, YYYY-MM; more than one where a quarter's flows are added up."""
    release: str
    """Month whose release it is read from, YYYY-MM."""
    field: str = ""
    by: str = "region"
    level: str = "major"
    where: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    how: How = "value"
    per: str = ""

    def told(self) -> str:
        """The command that shows it and what is taken of it, in Chinese."""
        more = f" --by {self.by}" if self.by != "region" else ""
        more += f" --level {self.level}" if self.level != "major" else ""
        where = "，".join(f"{name}={'/'.join(map(str, values))}" for name, values in self.where)
        what = {
            "value": self.field, "sum": f"{self.field} 合计", "count": "行数",
            "distinct": f"{self.field} 不同值的个数", "ratio": f"{self.field} ÷ {self.per}（各自合计）",
            "max": f"{self.field} 最大", "min": f"{self.field} 最小",
        }[self.how]  # fmt: skip
        months = " ".join(f"--month {m}" for m in self.months)
        return f"board show {self.show} {months} --release {self.release}{more}：{where + '，' if where else ''}{what}"


@dataclass(frozen=True)
class Figure:
    """A figure as the paper writes it, with its exact value and where that stands."""

    text: str
    value: Any
    source: Source


Part = str | Figure


@dataclass(frozen=True)
class Note:
    """A definition that goes below the page where its term first stands."""

    term: str
    text: str
    number: int = 0
    """From 1, in the order of the paper."""


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph: text, a figure where it is one, a note that hangs behind it."""

    text: str
    figure: Figure | None = None
    note: Note | None = None
    is_lead: bool = False
    """The run-in heading （一）…。 in 楷体."""


@dataclass(frozen=True)
class Heading:
    """一、 (level 1) or （一） (level 2), numbered already."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Drafted sentences that an office may write otherwise before they go out."""

    id: str
    """Stable over releases: the part and what it is about, ``ranking.overall``."""
    parts: tuple[Part, ...]
    """As drafted."""
    edited: str | None = None
    """What an office wrote instead."""
    lead: str = ""
    """Run-in heading, kept when the text is edited."""
    runs: tuple[Run, ...] = ()
    """As it goes out, with its notes."""
    is_fixed: bool = False
    """A definition or rule that is told as the plan has it: nothing to edit, and not offered for it."""

    @property
    def drafted(self) -> str:
        """The draft as text, without its lead."""
        return "".join(p if isinstance(p, str) else p.text for p in self.parts)

    @property
    def text(self) -> str:
        """As it goes out, without its lead."""
        return self.drafted if self.edited is None else self.edited

    @property
    def figures(self) -> list[Figure]:
        """The figures that it shows; none where it was edited, whose figures the office answers for."""
        return [p for p in self.parts if isinstance(p, Figure)] if self.edited is None else []


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    key: str
    title: str
    kind: Kind = "text"
    group: str = ""
    """Title over several columns that stand side by side."""
    width: float = 1.0
    """In proportion to the others."""


@dataclass(frozen=True)
class Cell:
    """One cell: a text, with the figure that it is, and the class whose colour it takes."""

    text: str
    figure: Figure | None = None
    shade: str = ""
    """Code of a class (``board.colours.own(plan)[code]`` gives fill and text colour) or of a state; empty for none."""
    kind: Kind | None = None
    """What it holds where its column holds several kinds (the column's own ``kind`` is then ``text``)."""


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    cells: tuple[Cell, ...]
    unit: str = ""
    """Code of the region, sector or committee that it is about."""
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its number and caption (above it in a paper)."""

    id: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    number: str = ""
    """``表1``, given when the paper is put together."""
    said: tuple[Part, ...] = ()
    """Its finding in one sentence: title of its slide; empty for a table that has no slide."""

    @property
    def figures(self) -> list[Figure]:
        """All its figures, row by row."""
        return [c.figure for line in self.lines for c in line.cells if c.figure is not None]


@dataclass(frozen=True)
class Series:
    """One series of a native chart; None where nothing is known."""

    name: str
    figures: tuple[Figure | None, ...]
    tone: str = "slate"
    """Name of a neutral of the palette (``board.colours.neutral``), or of a class of the plan."""
    form: Literal["bar", "line", "marks"] = "bar"


@dataclass(frozen=True)
class Native:
    """A chart as Word, PowerPoint and Excel draw it themselves."""

    form: Literal["columns", "bars", "lines"]
    """Columns stand, bars lie; a series with another ``form`` is drawn over them."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str = "0"
    is_stacked: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart: as drawn on screen, and as series."""

    id: str
    title: str
    draw: Callable[[], go.Figure | str]
    """The Plotly figure of the page, or its SVG text; drawn anew at each call, in the language in use."""
    native: Native
    said: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    number: str = ""
    """``图1``."""

    @property
    def figures(self) -> list[Figure]:
        """Figures of its series."""
        return [f for s in self.native.series for f in s.figures if f is not None]


@dataclass(frozen=True)
class Area:
    """A region of a map, in plane units of the map's box, y downwards."""

    code: str
    name: str
    shade: str
    """Class or state whose colour fills it."""
    polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
    """Polygons, each its outer ring and then its holes; rings are closed."""
    label: tuple[Part, ...]
    """Lines below the name: class and figure, such as ``绿 91.2``."""
    spot: tuple[float, float]
    """Middle of the label."""
    is_named: bool = True
    """Whether the name stands above the label's lines; where there is no room for it the first line alone stands."""
    leader: tuple[float, float, float, float] | None = None
    """Line from the area to a label that stands outside it, whose text is then ink on white."""
    is_square: bool = False
    """A square that stands for a region without polygon, or a tile."""


@dataclass(frozen=True)
class Map:
    """A map of classes."""

    id: str
    title: str
    width: float
    height: float
    areas: tuple[Area, ...]
    classes: tuple[str, ...]
    """Codes of the scale, in its order, for the key."""
    scale: Literal["ranking", "risk"]
    said: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    number: str = ""
    draw: Callable[[], go.Figure | str] | None = None
    """The page's drawing, as SVG text or Plotly figure."""

    @property
    def figures(self) -> list[Figure]:
        """Figures of its labels."""
        return [p for area in self.areas for p in area.label if isinstance(p, Figure)]


Block = Heading | Paragraph | Table | Chart | Map


@dataclass(frozen=True)
class Section:
    """A part of the body, or an annex."""

    part: str
    name: str
    """Without its number; also the placeholder's name."""
    blocks: tuple[Block, ...]
    """Begins with its level-1 heading in the body; an annex has none."""


@dataclass(frozen=True)
class Meaning:
    """A definition for the last pages and sheets."""

    term: str
    text: str
    clause: str
    origin: str
    """``plan`` or ``committee``."""


@dataclass(frozen=True)
class Content:
    """A whole paper."""

    plan_id: str
    paper: str
    """Id of the paper; ``letter`` for a letter."""
    paper_name: str
    covers: str
    period: str
    """2026-09, 2026Q3, 2026."""
    period_text: str
    """2026年第三季度."""
    months: tuple[str, ...]
    release: str
    """Name of the release that it is of, ``2026-09.1``."""
    release_told: str
    published_at: str
    day: date
    """成文日期."""
    title: str
    number: str
    recipients: str
    signed: str
    lead: Paragraph
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]
    notes: tuple[Note, ...]
    meanings: tuple[Meaning, ...]
    stem: str
    """Of its files' names: ``恩施州治本攻坚_季通报_2026Q3``."""
    is_demo: bool = False
    unit: str = ""
    """Code of whom a letter is to."""
    unit_name: str = ""
    step: str = ""
    closing: Paragraph | None = None
    remarks: tuple[str, ...] = ()
    """What must be said of the whole: 演示数据, months taken from elsewhere, paragraphs that were edited."""
    extra: dict[str, str] = field(default_factory=dict)
    """Further placeholders of templates."""

    def blocks(self, with_annexes: bool = True) -> Iterator[Block]:
        """All blocks in order."""
        for section in (*self.sections, *(self.annexes if with_annexes else ())):
            yield from section.blocks

    def paragraphs(self) -> list[Paragraph]:
        """Every paragraph in order, the lead first."""
        found = [self.lead, *(b for b in self.blocks() if isinstance(b, Paragraph))]
        return [*found, *([self.closing] if self.closing else [])]

    def edited(self) -> list[Paragraph]:
        """Those that an office wrote otherwise than drafted."""
        return [p for p in self.paragraphs() if p.edited is not None]

    def figures(self) -> list[Figure]:
        """Every figure of the paper, in order, each as often as it stands."""
        found: list[Figure] = list(self.lead.figures)
        for block in self.blocks():
            if isinstance(block, Paragraph | Table | Chart | Map):
                found += block.figures
            found += [p for p in getattr(block, "said", ()) if isinstance(p, Figure)]
        return found + (self.closing.figures if self.closing else [])

    def exhibits(self) -> list[Table | Chart | Map]:
        """Tables, charts and maps of the body, in order."""
        return [b for b in self.blocks(with_annexes=False) if isinstance(b, Table | Chart | Map)]


def words(parts: Sequence[Part]) -> str:
    """Parts as a text."""
    return "".join(p if isinstance(p, str) else p.text for p in parts)
