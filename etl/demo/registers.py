"""Demonstration registers: enterprises and risk points, as they really came about."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from etl.demo.scene import Character, Days, Scene, day, evenly, words
from rules.months import Month
from rules.plan import Plan, Region

RISK_CLASSES = ("red", "orange", "yellow", "blue")
RISK_SHARES = (0.07, 0.16, 0.37, 0.40)
TIERS = ("province", "prefecture", "county", "town", "enterprise")


def enterprises(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """All enterprises of a region with every date that will ever hold."""
    rng = scene.rng("enterprises", region.code)
    n = scene.count("enterprises", character.size, least=8)
    sector = rng.choice(len(scene.kinds), n, p=scene.sector_weights)
    dangerous = np.array([s.high_risk for s in scene.plan.sectors])[sector]
    high_risk = np.where(dangerous, rng.random(n) < 0.8, rng.random(n) < 0.04)
    above_scale = rng.random(n) < 0.2
    registered = scene.first_day - rng.integers(200, 5500, n)
    fresh = rng.random(n) < 0.1
    span = int((scene.last_day - scene.first_day).astype(int))
    registered[fresh] = scene.first_day + rng.integers(0, max(1, span), int(fresh.sum()))
    closed = np.where(
        rng.random(n) < 0.05,
        np.maximum(registered, scene.first_day) + rng.integers(60, 900, n),
        np.datetime64("NaT"),
    )
    # High-risk enterprises are to be ready in the first year, above-scale ones in the second, all at last.
    stage = np.where(high_risk, 0, np.where(above_scale, 1, 2))
    frame = pd.DataFrame(
        {
            "enterprise_id": numbered("QY", n, 5),
            "region_code": region.code,
            "town": rng.choice(words().towns, n),
            "name": _names(scene, region, sector, rng),
            "sector_code": scene.sector_codes[sector],
            "is_high_risk": high_risk,
            "is_above_scale": above_scale,
            "is_key": high_risk & (rng.random(n) < 0.35),
            "headcount": np.clip(rng.lognormal(2.9, 0.9, n), 2, 4000).astype(int),
            "registered_date": registered,
            "closed_date": closed,
            "action_plan_date": _readiness(scene, region, character, "action_plan", stage, registered, rng),
            "self_check_date": _readiness(scene, region, character, "self_check", stage, registered, rng),
            "_sector": sector,
        }
    )
    frame["_office"] = [scene.kinds[s].office for s in sector]
    return frame


def _names(scene: Scene, region: Region, sector: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Place + neutral word + trade, marked as a demonstration so that no real firm is meant."""
    stems = rng.choice(words().stems, len(sector))
    pick = rng.random(len(sector))
    trades = [scene.kinds[s].trades for s in sector]
    return [
        f"{region.short}{stem}{trade[int(p * len(trade))]}{words().mark}"
        for stem, trade, p in zip(stems, trades, pick, strict=True)
    ]


def _readiness(
    scene: Scene,
    region: Region,
    character: Character,
    aspect: str,
    stage: np.ndarray,
    registered: Days,
    rng: np.random.Generator,
) -> Days:
    """Day from which an enterprise has what the plan asks for; NaT where it never comes."""
    n = len(stage)
    span = int((scene.last_day - scene.first_day).astype(int))
    share = scene.aspect(aspect, region, character, np.full(n, scene.last_day))
    # Each stage takes a third of the time; the better part was there before its year closed.
    start = np.maximum(stage * span // 3 - span // 8, -span // 9)
    came = scene.first_day + (start + rng.beta(2, 2.5, n) * span * 0.42).astype(int)
    came = np.maximum(came, registered + rng.integers(10, 120, n))
    return np.where(rng.random(n) < share, came, np.datetime64("NaT"))


def risk_points(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """All risk points of a region with every date that will ever hold."""
    rng = scene.rng("risk_points", region.code)
    n = scene.count("risk_points", character.size, least=6)
    sector = rng.choice(len(scene.kinds), n, p=scene.sector_weights)
    # A region in worse shape has more severe points, so that the map shows more than one class.
    heat = 1.0 - float(np.mean(character.quality))
    weights = np.array(RISK_SHARES) * np.array([0.3 + 1.4 * heat, 0.5 + heat, 1.0, 1.6 - heat])
    risk_class = rng.choice(4, n, p=weights / weights.sum())
    assessed = scene.first_day + rng.integers(-500, 300, n)
    gone = rng.random(n) < 0.08
    removed = np.where(
        gone, np.maximum(assessed, scene.first_day) + rng.integers(120, 800, n), np.datetime64("NaT")
    )
    tier = np.clip(risk_class + rng.integers(0, 2, n), 0, 4)
    longitude, latitude = _places(scene.plan, region, n, rng)
    place = _town_at(longitude, latitude, rng.choice(words().towns, n))
    pick = rng.random(n)
    names = [
        f"{town}{points[int(p * len(points))]}"
        for town, points, p in zip(place, (scene.kinds[s].points for s in sector), pick, strict=True)
    ]
    columns = {
        "risk_point_id": numbered("FX", n, 5),
        "region_code": region.code,
        # Offices leave some cells empty.
        "town": np.where(np.arange(n) % 40 == 17, "", place),
        "name": names,
        "sector_code": scene.sector_codes[sector],
        "risk_class": np.array(RISK_CLASSES)[risk_class],
        "longitude": longitude,
        "latitude": latitude,
        "assessed_date": assessed,
        "removed_date": removed,
    }
    patience = 40 + 700 * (1 - scene.aspect("controlled", region, character, assessed))
    by_class = np.lexsort((rng.random(n), risk_class))
    for aspect in ("filed", "labelled", "controlled"):
        share = scene.aspect(aspect, region, character, np.full(n, scene.last_day))
        came = assessed + rng.integers(3, 40, n) + rng.exponential(patience * 0.5).astype(int)
        reached = evenly(by_class, rng) < share
        columns[f"{aspect}_date"] = np.where(reached, came, np.datetime64("NaT"))
    columns["tier"] = np.array(TIERS)[tier]
    columns["office"] = [region.short + scene.kinds[s].office for s in sector]
    return pd.DataFrame(columns)


def _town_at(longitude: np.ndarray, latitude: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The part of the region in which each point lies; ``drawn`` holds where a point has no place.

    ``words.towns`` names the middle, the four sides (east, west, south, north) and a new town near the middle.
    """
    middle, east, west, south, north, new = words().towns
    if not len(drawn) or np.isnan(longitude).any():
        return drawn
    x = (longitude - longitude.mean()) / max(float(longitude.std()), 1e-9)
    y = (latitude - latitude.mean()) / max(float(latitude.std()), 1e-9)
    apart = np.hypot(x, y)
    side = np.where(
        np.abs(x) > np.abs(y), np.where(x > 0, east, west), np.where(y > 0, north, south)
    )  # fmt: skip
    return np.where((drawn == new) & (apart < 1.1), new, np.where(apart < 0.75, middle, side))


def _places(plan: Plan, region: Region, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points inside the region's polygon, else near its own point, else nowhere."""
    shape = _polygon(plan, region)
    if shape is not None:
        west, south, east, north = shape.bounds
        # Far more than needed are drawn at once: a polygon fills a good part of its box.
        x, y = rng.uniform(west, east, 12 * n + 200), rng.uniform(south, north, 12 * n + 200)
        inside = np.flatnonzero(shapely.contains_xy(shape, x, y))[:n]
        if len(inside) == n:
            return x[inside].round(5), y[inside].round(5)
    if region.longitude is None or region.latitude is None:
        return np.full(n, np.nan), np.full(n, np.nan)
    spread = 0.03
    return (
        (region.longitude + rng.normal(0, spread, n)).round(5),
        (region.latitude + rng.normal(0, spread, n)).round(5),
    )


def _polygon(plan: Plan, region: Region) -> shapely.geometry.base.BaseGeometry | None:
    if plan.boundaries is None or not region.has_boundary:
        return None
    path = Path(plan.folder) / plan.boundaries.file
    if not path.is_file():
        return None
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if str(feature["properties"].get(plan.boundaries.code_property)) == region.code:
            return shapely.geometry.shape(feature["geometry"])
    return None


def as_known(frame: pd.DataFrame, month: Month, begins: str, ends: list[str]) -> pd.DataFrame:
    """A register as its office knew it at a month's end: later rows and later dates are not there yet."""
    last = pd.Timestamp(day(month.last_day))
    known: pd.DataFrame = frame.loc[frame[begins] <= last].copy()
    for column in ends:
        known.loc[known[column] > last, column] = pd.NaT
    return known


def numbered(prefix: str, n: int, width: int) -> list[str]:
    """Running numbers such as QY-00001."""
    return [f"{prefix}-{number:0{width}d}" for number in range(1, n + 1)]
