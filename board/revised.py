"""Figures that were changed after their month was published, in words: what the white dot on a mark says.

The published fill stays, and the dot tells both values. Each function gives what to say by place; nothing where
nothing changed, or where the month was not published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from board import colours, queries, queries_revisions, texts
from board.charts import marks
from board.queries import Board
from board.texts import _
from database import BadDatabase
from database.comparison import Difference
from rules.plan import Plan

Found = dict[str, Difference]
"""Measure -> what it was and is."""
Said = dict[str, str]
"""Place in a row -> what to say of it."""


def by_key(board: Board, month: str, table: str, *keys: str) -> dict[tuple[Any, ...], Found]:
    """What changed in a table of figures, by these of its keys. Nothing where the release can't be read."""
    try:
        changed = queries_revisions.of_month(board, month, (table,))
    except BadDatabase:
        return {}  # the frame tells of it once, above the page
    found: dict[tuple[Any, ...], Found] = {}
    for change in changed:
        found.setdefault(tuple(change.keys[key] for key in keys), {})[change.measure] = change
    return found


def both(before: str, after: str) -> str:
    """``修订：已发布 78.2，现为 69.8``."""
    return _("修订：已发布 {before}，现为 {after}").format(before=before, after=after)


def ranking_rows(
    rows: Sequence[Mapping[str, Any]], board: Board, month: str, by: str
) -> list[dict[str, Any]]:
    """Rows of the ranking with ``revised`` (colour, score, rank -> what to say), their components likewise (points)."""
    scores = by_key(board, month, "scores", "unit_kind", "unit_code")
    parts = by_key(board, month, "score_components", "unit_kind", "unit_code", "indicator")
    if not scores and not parts:
        return [dict(row) for row in rows]
    found = []
    for row in rows:
        code = str(row["region_code"])
        said = score_words(scores.get((by, code), {}), board.plan, month)
        components = [
            part | {"revised": part_words(parts.get((by, code, part["indicator"]), {}))}
            for part in row["components"]
        ]
        found.append({**row, "revised": said, "components": components})
    return found


def score_words(changed: Found, plan: Plan, month: str) -> Said:
    """What to say of a unit's colour (with its score), score and rank."""
    said: Said = {}
    if "rank" in changed:
        rank = changed["rank"]
        said["rank"] = both(texts.number(rank.published), texts.number(rank.current))
    told = {key: changed[key] for key in ("colour", "score") if key in changed}
    if not told:
        return said
    limits = marks.limits(marks.rule_for(plan, month))
    shades = colours.scale(plan.ranking_scale)

    def words(side: str) -> str:
        values = {key: getattr(change, side) for key, change in told.items()}
        colour, parts = values.get("colour"), []
        if colour is not None:
            parts.append(texts.class_label(shades.get(colour) or colours.shade(colour)))
        if "score" in values:
            parts.append(texts.score(values["score"], limits))
        return " ".join(parts) or texts.UNKNOWN

    said["colour"] = both(words("published"), words("current"))
    if "score" in told:
        said["score"] = said["colour"]
    return said


def part_words(changed: Found) -> str:
    """What to say of a part of a score: its points, else its value."""
    if "points" in changed:
        change = changed["points"]
        return both(texts.points(change.published), texts.points(change.current))
    counts = [name for name in ("numerator", "denominator") if name in changed]
    if not counts:
        return ""
    change = changed[counts[0]]
    return both(texts.number(change.published), texts.number(change.current))


def calendar(board: Board, by: str) -> dict[tuple[str, str], str]:
    """(unit, month) -> what to say of its cell, for every published month."""
    said = {}
    for month in board.releases.months:
        for (kind, code), changed in by_key(board, month, "scores", "unit_kind", "unit_code").items():
            words = score_words(changed, board.plan, month).get("colour") if kind == by else None
            if words:
                said[str(code), month] = words
    return said


def history(board: Board, by: str) -> pd.DataFrame:
    """``queries.score_history``; beside a release every other published month as it was published itself.

    A later release's file holds earlier months as they were by then, with corrections that were never published.
    """
    own = queries.score_history(board, by)
    if board.release is None or board.live is None:
        return own
    others = {m for m in board.releases.months if m != board.release.month} & set(own["month"])
    if not others:
        return own
    now = queries.score_history(board.live, by).to_dict("records")
    rows: list[dict[str, Any]] = [
        {str(k): v for k, v in row.items()} for row in now if row["month"] in others
    ]
    changed = {m: by_key(board, m, "scores", "unit_kind", "unit_code") for m in others}
    for row in rows:
        found = changed[row["month"]].get((by, row["unit_code"]), {})
        for name in ("score", "colour"):
            if name in found:
                row[name] = found[name].published
        if "vetoes" in found:
            row["vetoed"] = bool(found["vetoes"].published)
        if "colour_probability" in found:
            chances = found["colour_probability"].published or {}
            row["chance"] = chances.get(row["colour"])
            row["runner_up"], row["second_chance"] = queries.runner_up(
                board.plan, row["month"], row["colour"], chances, row["vetoed"]
            )
    rows += [
        {str(k): v for k, v in row.items()} for row in own.to_dict("records") if row["month"] not in others
    ]
    rows.sort(key=lambda row: (row["unit_code"], row["month"]))
    return pd.DataFrame(rows, columns=own.columns)


def risk_words(board: Board, month: str) -> dict[str, str]:
    """Region -> what to say of its risk class."""
    shades = colours.scale(board.plan.risk_scale)

    def label(code: str | None) -> str:
        return texts.class_label(shades.get(code) or colours.shade(code)) if code else texts.UNKNOWN

    return {
        str(region): both(label(found["risk_class"].published), label(found["risk_class"].current))
        for (region,), found in by_key(board, month, "risk_classes", "region_code").items()
        if "risk_class" in found
    }
