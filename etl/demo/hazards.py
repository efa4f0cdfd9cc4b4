"""Demonstration hazard ledgers: the life of each hazard, and the monthly sheets it appears in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo import oddities
from etl.demo.scene import Character, Days, Scene, day, evenly, index_of, profile, shares, words
from rules.months import Month, months_between
from rules.plan import Region

SUPERVISION = ("none", "county", "prefecture", "province")
MAJOR_SUPERVISION = (0.58, 0.3, 0.1, 0.02)


def hazards(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """All hazards of a region with the day each is closed, however late that comes."""
    rng = scene.rng("hazards", region.code)
    cutoff = day(scene.plan.cohort_before or scene.plan.first_month.first_day)
    cutoff = min(cutoff, scene.first_day)
    found, enterprise = _found(scene, character, register, cutoff, rng)
    stock = scene.count("stock", character.size, least=2)
    old = np.arange(len(found) + stock) < stock
    found = np.concatenate([cutoff - rng.integers(1, 540, stock), found])
    enterprise = np.concatenate([rng.integers(0, len(register), stock), enterprise])
    n = len(found)

    major = rng.random(n) < np.where(old, profile().stock_major_share, profile().major_share)
    supervision = np.where(major, rng.choice(4, n, p=MAJOR_SUPERVISION), 0)
    # Stock is struck off by the special run-off, not by supervision: it would be overdue from the start.
    supervision[old] = 0
    term = np.where(major, rng.integers(30, 91, n), rng.integers(5, 31, n))
    # What was left over got a new date when the plan took it up.
    term[old] = (cutoff - found[old]).astype(int) + rng.integers(-20, 260, stock)
    due = found + term
    closed = _closed(scene, region, character, found, due, supervision > 0, np.lexsort((due, major)), rng)
    closed[old] = _run_off(scene, character, cutoff, int(old.sum()), rng)

    # Old numbers first: an office numbers its hazards as they are found.
    order = np.argsort(found, kind="stable")
    frame = pd.DataFrame(
        {
            "hazard_id": "",
            "region_code": region.code,
            "level": np.where(major, "major", "general"),
            "found_by": rng.choice(list(character.found_by), n, p=shares(list(character.found_by.values()))),
            "found_date": found,
            "due_date": due,
            "closed_date": closed,
            "supervision": np.array(SUPERVISION)[supervision],
            "five_settled": rng.random(n) < scene.aspect("five_settled", region, character, found),
            "investment_yuan": (rng.lognormal(np.where(major, 10.6, 7.6), 0.8) // 100 * 100).astype(int),
            "remark": np.where(rng.random(n) < 0.03, rng.choice(words().remarks, n), ""),
            "_enterprise": enterprise,
        }
    ).iloc[order]
    frame = frame.reset_index(drop=True)
    frame["hazard_id"] = [
        f"YH-{month}-{number:05d}"
        for number, month in enumerate(frame["found_date"].dt.strftime("%Y%m"), start=1)
    ]
    _stand_overdue(scene, character, frame)
    oddities.before_description(scene, character, frame, register)
    frame = _described(scene, region, frame, register, rng)
    oddities.after_description(scene, character, frame)
    return frame


def _found(
    scene: Scene,
    character: Character,
    register: pd.DataFrame,
    cutoff: np.datetime64,
    rng: np.random.Generator,
) -> tuple[Days, np.ndarray]:
    """Days on which hazards are found after the cohort's day, and at which enterprise."""
    days, where = [], []
    sector = register["_sector"].to_numpy()
    for month in months_between(Month.of(cutoff.astype(object)), scene.until):
        expected = scene.count("hazards_a_month", character.size) * profile().season[month.number]
        n = int(rng.poisson(expected))
        days.append(day(month.first_day) + rng.integers(0, month.last_day.day, n))
        season = scene.sector_seasons[sector, month.number - 1]
        where.append(rng.choice(len(register), n, p=shares(season)))
    return np.concatenate(days), np.concatenate(where)


def _closed(
    scene: Scene,
    region: Region,
    character: Character,
    found: Days,
    due: Days,
    supervised: np.ndarray,
    order: np.ndarray,
    rng: np.random.Generator,
) -> Days:
    """The day each hazard is struck off: before its due date, or late by a delay of the region's own."""
    n = len(found)
    in_time = scene.aspect("on_time", region, character, due)
    in_time = np.where(supervised, 1 - scene.along(character.supervised_late, due), in_time)
    term = (due - found).astype(int)
    early = found + np.clip(np.ceil(term * rng.beta(2.5, 2, n)), 1, term).astype(int)
    mean_delay = np.where(supervised, np.minimum(character.late_days, 20), character.late_days)
    late = due + np.ceil(rng.exponential(mean_delay) + 1).astype(int)
    return np.where(evenly(order, rng) < in_time, early, late)


def _run_off(
    scene: Scene, character: Character, cutoff: np.datetime64, n: int, rng: np.random.Generator
) -> Days:
    """The old stock: gone by the region's last day at the latest, most of it much sooner."""
    wait = rng.exponential(character.runoff_days, n)
    beyond = wait > character.runoff_end_days
    wait[beyond] = character.runoff_end_days - rng.integers(0, 60, int(beyond.sum()))
    return cutoff + wait.astype(int)


def _stand_overdue(scene: Scene, character: Character, frame: pd.DataFrame) -> None:
    """Leave some supervised hazards open past their day, whatever chance decided."""
    if not character.standing_overdue:
        return
    age = (pd.Timestamp(scene.last_day) - frame["found_date"]).dt.days
    candidates = frame.index[(age >= 50) & (age <= 200)]
    majors = candidates[frame.loc[candidates, "level"] == "major"]
    chosen = (list(majors[::-1]) + list(candidates[::-1]))[: character.standing_overdue]
    frame.loc[chosen, "level"] = "major"
    frame.loc[chosen, "supervision"] = "county"
    frame.loc[chosen, "due_date"] = pd.Timestamp(scene.last_day - np.timedelta64(18, "D"))
    frame.loc[chosen, "closed_date"] = pd.Timestamp(scene.last_day + np.timedelta64(120, "D"))


def _described(
    scene: Scene, region: Region, frame: pd.DataFrame, register: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Add enterprise, sector, place, office and a sentence."""
    n = len(frame)
    at = register.iloc[frame.pop("_enterprise").to_numpy()].reset_index(drop=True)
    public = rng.random(n) < profile().no_enterprise_share
    frame["enterprise_id"] = at["enterprise_id"].mask(public, "")
    frame["enterprise"] = at["name"].mask(public, "")
    frame["town"] = at["town"]
    frame["sector_code"] = at["sector_code"].mask(rng.random(n) < profile().no_sector_share, "")
    frame["office"] = region.short + at["_office"]
    frame["description"] = _sentences(scene, at["_sector"].to_numpy(), rng)
    return frame


def _sentences(scene: Scene, sector: np.ndarray, rng: np.random.Generator) -> list[str]:
    n = len(sector)
    place = rng.choice(words().places, n)
    first, second, style = rng.random(n), rng.random(n), rng.random(n)
    breaks = profile().line_break_share
    found = []
    for number, p, a, b, s in zip(sector, place, first, second, style, strict=True):
        phrases = scene.kinds[number].phrases
        one, two = phrases[int(a * len(phrases))], phrases[int(b * len(phrases))]
        if s < breaks:  # what people type with Alt+Enter, and with quotes and commas
            found.append(f"1.{p}{one}\n2.{two}")
        elif s < 2 * breaks:
            found.append(f'{p}悬挂"安全第一"标牌处,{one}')
        elif s < 0.2 and one != two:
            found.append(f"{p}{one}；{two}")
        else:
            found.append(f"{p}{one}")
    return found


def sheets(scene: Scene, frame: pd.DataFrame) -> pd.DataFrame:
    """The ledger as monthly sheets: what was found in the month, and what was closed in it.

    Column ``_month`` numbers the sheet; a row found and closed in different months stands in both.
    """
    first, last = index_of(scene.months[0]), index_of(scene.until)
    found = np.maximum(scene.month_index(frame["found_date"].to_numpy().astype("datetime64[D]")), first)
    closed = np.maximum(scene.month_index(frame["closed_date"].to_numpy().astype("datetime64[D]")), first)
    fresh = frame.assign(_month=found)
    fresh["closed_date"] = fresh["closed_date"].where(closed <= found)
    later = frame.assign(_month=closed).loc[(closed > found) & (closed <= last)]
    both = pd.concat([later, fresh], ignore_index=True)
    return both.sort_values(by=["_month", "found_date", "hazard_id"], kind="stable", ignore_index=True)
