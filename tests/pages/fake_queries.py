"""Invented figures in the form of ``board.queries``: pages can be drawn and tested without a database."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import box

from board.charts.marks import rule_for
from rules.months import Month, months_between
from rules.packs import load_plan
from rules.plan import Plan, Region


@dataclass
class Board:
    plan: Plan
    build_id: str = "fake-1"
    is_demo: bool = True
    months: list[str] = field(default_factory=lambda: MONTHS)
    data_through: str = "2026-10"


MONTHS = [str(m) for m in months_between(Month(2024, 3), Month(2026, 10))]


def open_board() -> Board:
    plan = load_plan(os.environ.get("WUSE_PLAN", "enshi"))
    count = int(os.environ.get("FAKE_REGIONS", "0"))
    if count:
        base = plan.regions[0].model_dump()
        regions = [
            Region(
                **{
                    **base,
                    "code": f"R{i:02d}",
                    "name": f"邮区 {10100 + i * 7}",
                    "short_name": "",
                    "tile_column": None,
                    "tile_row": None,
                }
            )
            for i in range(count)
        ]
        plan = plan.model_copy(update={"regions": regions})
    return Board(plan, is_demo=os.environ.get("FAKE_DEMO", "1") == "1")


def _units(board: Board, by: str):
    if by == "region":
        return [(r.code, r.name) for r in board.plan.regions]
    return [(s.code, s.name) for s in board.plan.sectors]


def _colour(rule, score):
    for b in rule.breaks:
        if b.below is None or score < b.below:
            return b.code
    raise AssertionError


def _score(seed: str, month: str, index: int, count: int) -> float:
    rng = random.Random(f"{seed}{month}")
    base = 93 - 32 * index / max(count - 1, 1)
    drift = (MONTHS.index(month) - len(MONTHS)) * 0.45
    return max(30.0, min(99.0, base + drift + rng.gauss(0, 2)))


def _one(board: Board, month: str, by: str) -> dict[str, dict]:
    rule = rule_for(board.plan, month)
    units = _units(board, by)
    order = sorted(range(len(units)), key=lambda i: random.Random(units[i][0]).random())
    found = {}
    for place, i in enumerate(order):
        code, name = units[i]
        rng = random.Random(f"{code}{month}x")
        score = _score(code, month, place, len(units))
        colour = _colour(rule, score)
        first = rng.choice([0.99, 0.95, 0.9, 0.58])
        others = [b.code for b in rule.breaks if b.code != colour]
        near = rng.choice(others)
        vetoes = []
        state = "scored"
        if place == len(units) - 1 and month >= "2026-10":
            vetoes = [{"id": v.id, "title": v.title, "count": 1} for v in rule.vetoes[-1:]]
            colour = rule.breaks[0].code
        if rng.random() < 0.03:
            colour, score, state, vetoes = "no_data", None, "no_data", []
        elif rng.random() < 0.03:
            colour, score, state, vetoes = "too_few", None, "too_few", []
        parts = []
        for k, c in enumerate(rule.components):
            share = max(0.0, min(1.0, (score or 50) / 100 + rng.gauss(0, 0.08)))
            value = c.zero_at + share * (c.full_at - c.zero_at)
            n = rng.randint(20, 400)
            part_state = state if state != "scored" else ("too_few" if k == 3 and place == 6 else "scored")
            is_scored = part_state == "scored"
            parts.append(
                {
                    "indicator": c.indicator,
                    "numerator": round(value * n) if part_state != "no_data" else None,
                    "denominator": n if part_state != "no_data" else None,
                    "value": value if is_scored else None,
                    "target": 1.0,
                    "weight": c.weight,
                    "points": c.weight * share if is_scored else None,
                    "state": part_state,
                }
            )
        found[code] = {
            "region_code": code,
            "region": name,
            "month": month,
            "score": score,
            "colour": colour,
            "rank": None,
            "rank_low": None,
            "rank_high": None,
            "colour_probability": {} if score is None else {colour: first, near: 1 - first},
            "previous_colour": None,
            "vetoes": vetoes,
            "rule_version": rule.version,
            "components": parts,
        }
    ranked = sorted((r for r in found.values() if r["score"] is not None), key=lambda r: -r["score"])
    for rank, row in enumerate(ranked, 1):
        row["rank"] = rank
        row["rank_low"] = max(1, rank - (rank % 2))
        row["rank_high"] = min(len(ranked), rank + (rank % 3))
    return found


def ranking(board: Board, month: str, by: str = "region") -> list[dict]:
    now = _one(board, month, by)
    at = MONTHS.index(month)
    before = _one(board, MONTHS[at - 1], by) if at else {}
    for code, row in now.items():
        old = before.get(code)
        row["previous_colour"] = old["colour"] if old else None
        has_both = old and old["score"] is not None and row["score"] is not None
        row["change"] = row["score"] - old["score"] if has_both else None
        row["change_beyond_chance"] = bool(has_both and abs(row["change"]) > 3)
    return [now[code] for code, _name in _units(board, by)]


def score_history(board: Board, by: str = "region") -> pd.DataFrame:
    lines = []
    for month in MONTHS:
        for code, row in _one(board, month, by).items():
            chances = row["colour_probability"]
            is_settled = row["vetoes"] or chances.get(row["colour"], 1) >= 0.8
            second = None if is_settled else next(c for c in chances if c != row["colour"])
            lines.append((code, month, row["score"], row["colour"], second, bool(row["vetoes"])))
    return pd.DataFrame(lines, columns=["unit_code", "month", "score", "colour", "runner_up", "vetoed"])


def boundaries(board: Board) -> gpd.GeoDataFrame | None:
    if os.environ.get("FAKE_REGIONS"):
        if os.environ.get("FAKE_TILES"):
            return None
        codes = [r.code for r in board.plan.regions]
        rng = random.Random(4)
        points = shapely.MultiPoint(
            [(109 + rng.random() ** 2, 30 + rng.random() ** 1.5 * 0.8) for _ in codes]
        )
        cells = shapely.voronoi_polygons(points, extend_to=box(108.9, 29.9, 110.1, 30.9))
        shapes = [c.intersection(box(108.9, 29.9, 110.1, 30.9)) for c in cells.geoms]
        return gpd.GeoDataFrame({"region_code": codes}, geometry=shapes)
    source = board.plan.boundaries
    if source is None:
        return None
    frame = gpd.read_file(board.plan.folder / source.file)
    frame["region_code"] = frame[source.code_property].astype(str)
    return frame[["region_code", "geometry"]]
