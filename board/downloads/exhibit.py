"""An exhibit, and what every file made from it says about itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from board import texts
from board.texts import _
from rules.months import Month


@dataclass(frozen=True)
class Exhibit:
    """A chart or table as it is taken away: picture, figures, and what they are."""

    name: str
    """Stem of the file's name."""
    title: str
    unit: str
    source: str
    month: str
    """YYYY-MM."""
    frame: pd.DataFrame | Callable[[], pd.DataFrame]
    """The figures behind the picture, one row a mark, headings in the language of the interface.

    ``frame.attrs["formats"]`` may give a column an Excel number format, such as ``{"按期率": "0.0%"}``.
    A function where reading them is worth doing only once somebody asks for the file.
    """
    filters: dict[str, str] = field(default_factory=dict)
    """Name of a filter -> what was chosen, in words."""
    figure: Callable[[], go.Figure] | None = None
    svg: Callable[[], str] | None = None
    """One of ``figure`` and ``svg``, or neither for a bare table."""
    is_demo: bool = False
    has_classes: bool = False
    """Whether its picture shows classes in their colours: it can be had with patterns, for black-and-white print."""
    published: str = ""
    """How it stands to what was published where it is always of the current build, whatever the page shows."""

    def table(self) -> pd.DataFrame:
        """The figures, read now where they were not yet."""
        return self.frame() if callable(self.frame) else self.frame

    @property
    def has_picture(self) -> bool:
        """Whether there is more to take than the figures."""
        return self.figure is not None or self.svg is not None


class Build(NamedTuple):
    """Which build of the data an exhibit shows."""

    id: str
    made: str
    """When it was made, as the database says it."""
    through: str
    """Last month that it covers, YYYY-MM."""
    release: str = ""
    """Which publication of the month it is, or that it is none, in words."""


class Fact(NamedTuple):
    """One thing that a file says about itself."""

    name: str
    value: str


def facts(exhibit: Exhibit, build: Build | None) -> list[Fact]:
    """Title, unit, source, month, filters and build; last that the data are invented, where they are."""
    chosen = texts.statements(f"{name} {value}" for name, value in exhibit.filters.items())
    found = [
        Fact(_("标题"), exhibit.title),
        Fact(_("单位"), exhibit.unit),
        Fact(_("来源"), exhibit.source),
        Fact(_("月份"), texts.month(exhibit.month)),
        Fact(_("筛选"), chosen or _("未筛选")),
    ]
    if build is not None:
        found += [
            *([Fact(_("发布"), build.release)] if build.release else []),
            Fact(_("数据版本"), build.id),
            Fact(_("数据生成时间"), build.made),
            Fact(_("数据截至"), texts.day(Month.parse(build.through[:7]).last_day)),
        ]
    if exhibit.is_demo:
        found.append(Fact(_("数据性质"), _("演示数据，由程序生成，不是任何单位的真实数据")))
    return found


def file_name(exhibit: Exhibit, ending: str, variant: str = "") -> str:
    """A name that Windows takes too: ``五色排名_2026-10.csv``; ``variant`` stands before the month."""
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", exhibit.name).strip(" ._") or "wuse"
    parts = (stem, re.sub(r"[^\w-]+", "-", variant), exhibit.month)
    return f"{'_'.join(filter(None, parts))}.{ending}"
