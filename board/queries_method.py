"""What the page of definitions reads: names of marts and measures, and what was loaded."""

from __future__ import annotations

from dataclasses import dataclass

from board.queries import Board, read
from rules.forecasts import USED


@dataclass(frozen=True)
class Names:
    """What marts, measures, columns and values are called; Chinese and English."""

    pairs: dict[tuple[str, str, str], tuple[str, str]]

    def of(self, kind: str, of: str, name: str, is_english: bool) -> str:
        """The name of a ``mart``, ``measure`` (of a mart), ``grain`` column or ``value`` (of a column)."""
        pair = self.pairs.get((kind, of, name))
        return pair[is_english] if pair else name

    def measures(self) -> list[tuple[str, str]]:
        """Every (mart, measure)."""
        return [(of, name) for kind, of, name in self.pairs if kind == "measure"]


def names(board: Board) -> Names:
    """The words that the load kept beside the figures."""
    rows = read(board, "SELECT kind, of, name, title, title_en FROM measure_words")
    return Names({(kind, of, name): (title, title_en) for kind, of, name, title, title_en in rows})


def loaded(board: Board, is_english: bool) -> list[tuple[str, int, int, int, str, str]]:
    """What each table was loaded from: its name, files, rows accepted, rows rejected, first and last report month."""
    found = names(board)
    rows = read(
        board,
        "SELECT \"table\", count(*), sum(accepted)::BIGINT, sum(rejected)::BIGINT, coalesce(min(report_month), ''), "
        "coalesce(max(report_month), '') FROM load_files WHERE \"table\" IS NOT NULL AND status = 'loaded' GROUP BY 1 ORDER BY 1",
    )
    return [(found.of("table", "", row[0], is_english), *row[1:]) for row in rows]  # type: ignore[misc]


def backtest(board: Board) -> list[dict[str, float]]:
    """How forecasts of closed years held, by months ahead: horizon, coverage, cases; empty without closed years.

    Of the method whose figures are shown; ``forecast_backtest`` holds the one used before beside it.
    """
    rows = read(
        board,
        "SELECT horizon, coverage, cases FROM forecast_backtest WHERE method = ? ORDER BY horizon",
        USED,
    )
    return [dict(zip(("horizon", "coverage", "cases"), row, strict=True)) for row in rows]
