"""Demonstration records of what was put in place: penalties, public reports, blacklist, insurance, facilities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo.duties import NEVER, any_days, any_of, over_span
from etl.demo.registers import as_known, numbered
from etl.demo.scene import Character, Days, Scene, day, evenly, profile, words
from rules.months import Month
from rules.plan import Region

POLICY_DAYS = 730


def penalties(scene: Scene, region: Region, character: Character, inspections: pd.DataFrame) -> pd.DataFrame:
    """One penalty for each that an inspection led to, some weeks later."""
    rng = scene.rng("penalties", region.code)
    fined: pd.DataFrame = inspections.loc[inspections["penalties"] > 0]
    dates: Days = fined["inspected_date"].to_numpy().astype("datetime64[D]")
    decided = dates + rng.integers(3, 30, len(fined)).astype("timedelta64[D]")
    kept = decided <= scene.last_day
    fined, decided = fined.loc[kept].reset_index(drop=True), decided[kept]
    n = len(fined)
    kind = any_of(profile().penalty_kinds, n, rng)
    on_unit = rng.random(n) < 0.94
    on_person = (rng.random(n) < scene.aspect("double", region, character, decided)) | ~on_unit
    return pd.DataFrame(
        {
            "penalty_id": numbered("CF", n, 4),
            "region_code": region.code,
            "sector_code": fined["sector_code"],
            "enterprise_id": fined["enterprise_id"],
            "decided_date": decided,
            "kind": kind,
            "on_unit": on_unit,
            "on_person": on_person,
            "amount_yuan": np.where(kind == "warning", 0, fined["penalty_yuan"]),
            "found_by": any_of(profile().penalty_finders, n, rng),
        }
    )


def public_reports(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """What the public reported, and what became of it by the last day written."""
    rng = scene.rng("public_reports", region.code)
    n = over_span(scene, character, profile().rows["public_reports_a_year"])
    days = any_days(scene, n, rng)
    patience = 10 + 70 * (1 - scene.aspect("answered", region, character, days))
    closed = days + 3 + rng.exponential(patience).astype(int)
    closed = np.where(closed <= scene.last_day, closed, NEVER)
    is_closed = ~np.isnat(closed)
    verified = rng.random(n) < 0.55
    paid = is_closed & verified & (rng.random(n) < scene.aspect("rewarded", region, character, days))
    rewarded = np.where(paid, closed + rng.integers(7, 60, n), NEVER)
    rewarded = np.where(rewarded <= scene.last_day, rewarded, NEVER)
    yuan = np.clip(rng.lognormal(6.6, 0.8, n), 100, 30_000) // 100 * 100
    return pd.DataFrame(
        {
            "report_id": numbered("JB", n, 4),
            "region_code": region.code,
            "sector_code": scene.sector_codes[rng.choice(len(scene.kinds), n, p=scene.sector_weights)],
            "received_date": days,
            "channel": any_of(profile().report_channels, n, rng),
            "is_verified": pd.Series(verified, dtype="boolean").where(is_closed),
            "closed_date": closed,
            "reward_yuan": pd.array(np.where(np.isnat(rewarded), np.nan, yuan), dtype="Int64"),
            "rewarded_date": rewarded,
        }
    )


def blacklist(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """Enterprises put on the list, most of them taken off again within three years."""
    rng = scene.rng("blacklist", region.code)
    n = over_span(scene, character, profile().rows["blacklisted_a_year"])
    at = register.iloc[rng.integers(0, len(register), n)].reset_index(drop=True)
    listed = any_days(scene, n, rng)
    removed = listed + rng.integers(180, 1095, n)
    return pd.DataFrame(
        {
            "entry_id": numbered("SX", n, 3),
            "region_code": region.code,
            "sector_code": at["sector_code"],
            "enterprise_id": at["enterprise_id"],
            "listed_date": listed,
            "reason": any_of(profile().blacklist_reasons, n, rng),
            "removed_date": np.where(removed <= scene.last_day, removed, NEVER),
        }
    )


def insurance(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """Policies of two years of the high-risk enterprises and of a few others, renewed unless they lapse."""
    rng = scene.rng("insurance", region.code)
    quality = float(scene.aspect("insured", region, character, np.array([scene.last_day]))[0])
    place = evenly(rng.permutation(len(register)), rng)
    wanted = np.where(register["is_high_risk"], place < quality, rng.random(len(register)) < 0.02)
    insured: pd.DataFrame = register.loc[wanted].reset_index(drop=True)
    n = len(insured)
    begun = np.maximum(scene.first_day - 300, insured["registered_date"].to_numpy().astype("datetime64[D]"))
    first = begun + (rng.beta(1.6, 3, n) * (scene.span * 0.6 + 300)).astype(int)
    found = []
    for turn in range(3):
        starts = first + turn * (POLICY_DAYS + 1)
        held = starts <= scene.last_day
        if turn:
            held &= rng.random(n) < 0.8 + 0.2 * quality
        ends = starts + POLICY_DAYS
        rate = scene.aspect("served", region, character, starts)
        found.append(
            pd.DataFrame(
                {
                    "region_code": region.code,
                    "sector_code": insured["sector_code"],
                    "enterprise_id": insured["enterprise_id"],
                    "starts_date": starts,
                    "ends_date": ends,
                    "insurer_code": rng.choice(words().insurers, n),
                    "services": np.where(rng.random(n) < rate, 1 + rng.poisson(0.8, n), 0),
                }
            )[held]
        )
    frame = pd.concat(found, ignore_index=True)
    frame = frame.sort_values(["starts_date", "enterprise_id"], kind="stable", ignore_index=True)
    frame.insert(0, "policy_id", numbered("BD", len(frame), 5))
    return frame


def facilities(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """Sites of every kind that the plan counts, with the plan's date and the day on which they were done."""
    rng = scene.rng("facilities", region.code)
    kinds = scene.chosen(("facility_month",), "kind", profile().facilities)
    sites = max(1, round(profile().rows["facility_sites"] * character.size * scene.scale))
    kind = np.repeat(list(kinds), sites)
    n = len(kind)
    low, high = (np.array([kinds[k][i] for k in kind]) for i in (0, 1))
    planned = rng.integers(low, high + 1)
    # Every year's plan comes in its first weeks; most is planned for the first year.
    year = rng.choice(len(scene.years), n, p=_early(len(scene.years)))
    starts = np.array([np.datetime64(f"{y}-01-10") for y in scene.years])[year]
    listed = np.maximum(starts, scene.first_day) + rng.integers(0, 40, n)
    quality = scene.aspect("built", region, character, np.full(n, scene.last_day))
    done_date = listed + 60 + (rng.gamma(2, 60, n) * (1.9 - quality)).astype(int)
    finished = rng.random(n) < quality
    done = np.where(finished, planned, rng.binomial(planned, 0.5 * quality))
    return pd.DataFrame(
        {
            "facility_id": numbered("SS", n, 4),
            "region_code": region.code,
            "sector_code": "",
            "kind": kind,
            "planned_date": listed,
            "planned": planned,
            "done_date": np.where(done > 0, done_date, NEVER),
            "done": done,
            "site": rng.choice(words().towns, n),
        }
    )


def facilities_known(frame: pd.DataFrame, month: Month) -> pd.DataFrame:
    """The sites as known at a month's end: what is done later is not done yet."""
    known = as_known(frame, month, "planned_date", ["done_date"])
    known["done"] = known["done"].where(known["done_date"] <= pd.Timestamp(day(month.last_day)), 0)
    return known


def _early(years: int) -> np.ndarray:
    """Weights of the years, the first one twice the next."""
    weights = 0.5 ** np.arange(years)
    return weights / weights.sum()
