"""Demonstration records of what was done and what happened: inspections, spot checks, reports, accidents."""

from __future__ import annotations

from datetime import timedelta
from zlib import crc32

import numpy as np
import pandas as pd

from etl.demo.scene import Character, Scene, day, index_of, profile, shares, words
from rules.months import Month
from rules.plan import Indicator, Region
from rules.reports import STATING, due_day, reports_of

METHODS = {
    "routine": (40, 0.8),
    "random": (18, 1.0),
    "special": (16, 1.1),
    "unannounced": (10, 1.45),
    "cross": (5, 1.3),
    "remote": (4, 0.7),
    "expert": (4, 1.35),
    "complaint": (3, 1.2),
}
"""How often a method is used, of 100 inspections, and how much more or less often than the others it finds something."""


def inspections(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """All inspections of a region; ``_month`` is the sheet in which they are sent."""
    rng = scene.rng("inspections", region.code)
    days = _inspection_days(scene, region, character, len(register), rng)
    n = len(days)
    at = register.iloc[_visited(scene, region, character, register, days, rng)].reset_index(drop=True)
    methods = list(METHODS)
    method = rng.choice(len(methods), n, p=shares([often for often, _finds in METHODS.values()]))
    keen = np.array([finds for _often, finds in METHODS.values()])[method] * character.finds
    finds = rng.random(n) < np.minimum(scene.aspect("finds", region, character, days) * keen, 0.95)
    problems = np.where(finds, 1 + rng.poisson(1.4, n), 0)
    fined = (problems > 0) & (rng.random(n) < character.penalty)
    fine = np.clip(rng.lognormal(9.2, 0.8, n), 1000, 200_000) // 500 * 500
    frame = pd.DataFrame(
        {
            "inspection_id": [
                f"JC-{year}-{i:05d}" for i, year in enumerate(days.astype("datetime64[Y]"), start=1)
            ],
            "region_code": region.code,
            "town": at["town"],
            "sector_code": at["sector_code"],
            "inspected_date": days,
            "enterprise_id": at["enterprise_id"],
            "enterprise": at["name"],
            "method": np.array(methods)[method],
            "problems": problems,
            "rectified": rng.binomial(problems, scene.aspect("rectified", region, character, days)),
            "penalties": fined.astype(int),
            "penalty_yuan": np.where(fined, fine, 0).astype(int),
            "office": region.short + at["_office"],
            "_month": scene.month_index(days),
        }
    )
    return frame


def _inspection_days(
    scene: Scene, region: Region, character: Character, registered: int, rng: np.random.Generator
) -> np.ndarray:
    found = []
    for month in scene.months:
        middle = np.array([day(month.first_day) + 14])
        effort = float(scene.aspect("inspects", region, character, middle)[0]) * character.inspects
        season = 0.75 + 0.25 * profile().season[month.number]
        n = int(rng.poisson(registered * profile().monthly_inspection_share * effort * season))
        found.append(np.sort(day(month.first_day) + rng.integers(0, month.last_day.day, max(1, n))))
    return np.concatenate(found)


def _visited(
    scene: Scene,
    region: Region,
    character: Character,
    register: pd.DataFrame,
    days: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Which enterprise each inspection goes to: each year a part of the register, some of it twice."""
    found = np.zeros(len(days), dtype=int)
    years = days.astype("datetime64[Y]").astype(int) + 1970
    for year in scene.years:
        slots = np.flatnonzero(years == year)
        open_then = register[
            (register["registered_date"] <= pd.Timestamp(year, 1, 1))
            & ~(register["closed_date"] < pd.Timestamp(year, 12, 31))
        ].index.to_numpy()
        pool = open_then if len(open_then) else register.index.to_numpy()
        share = float(scene.aspect("coverage", region, character, days[slots[-1:]])[0])
        # Who is dangerous or large is sooner on the year's list.
        at = register.loc[pool]
        turn = rng.random(len(pool)) - 0.5 * at["is_key"].to_numpy() - 0.15 * at["is_above_scale"].to_numpy()
        turn -= 0.1 * (at["headcount"].to_numpy() >= 20)
        pool = pool[np.argsort(turn)][: max(1, round(share * len(pool)))]
        visits = rng.choice(pool, len(slots))
        # First visits come first in the draw, so that coverage is what the region's aspect says.
        once = rng.permutation(len(slots))[: len(pool)]
        visits[once] = pool[: len(once)]
        found[slots] = visits
    return found


def awareness_checks(
    scene: Scene, region: Region, character: Character, register: pd.DataFrame
) -> pd.DataFrame:
    """Spot checks of every quarter that is complete; sent with the quarter's last month."""
    rng = scene.rng("awareness_checks", region.code)
    ends = [month for month in scene.months if month.number % 3 == 0]
    # A region always asks enough people to be judged, however small it is.
    each = scene.count("awareness_checks_a_quarter", max(character.size, 0.6), least=2)
    n = each * len(ends)
    end = np.repeat(np.array([index_of(month) for month in ends], dtype=int), each)
    quarter_start = (end - 2 - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
    days = np.maximum(quarter_start + rng.integers(0, 88, n), scene.first_day)
    at = register.iloc[rng.integers(0, len(register), n)].reset_index(drop=True)
    sampled = rng.integers(10, 41, n)
    return pd.DataFrame(
        {
            "check_id": [f"CC-{number:05d}" for number in range(1, n + 1)],
            "region_code": region.code,
            "sector_code": at["sector_code"],
            "check_date": days.astype("datetime64[D]"),
            "enterprise_id": at["enterprise_id"],
            "enterprise": at["name"],
            "sampled": sampled,
            "correct": rng.binomial(sampled, scene.aspect("aware", region, character, days)),
            "_month": end,
        }
    )


def dispatch_reports(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """Cumulative reports of every dispatch indicator in force; ``_month`` is the file they come in."""
    found = []
    for indicator in scene.plan.indicators:
        if indicator.source != "dispatch" or (indicator.regions and region.code not in indicator.regions):
            continue
        for year in scene.years:
            months = [m for m in scene.months if m.year == year]
            if _in_force(indicator, year):
                found.append(_cumulative(scene, region, character, indicator, months))
    if not found:
        return pd.DataFrame(
            columns=[
                "region_code",
                "month",
                "indicator",
                "numerator",
                "denominator",
                "reported_date",
                "_month",
            ]
        )
    frame = pd.concat(found, ignore_index=True)
    frame = frame.sort_values(["_month", "indicator"], kind="stable", ignore_index=True)
    days = pd.Series(_report_days(scene, region, character))
    frame.insert(5, "reported_date", days.reindex(frame["_month"]).to_numpy())
    return _lateness(scene, region, character, frame)


def _report_days(scene: Scene, region: Region, character: Character) -> dict[int, np.datetime64]:
    """The day on which each month's table is sent, by the month's number: round the plan's own due day.

    Where the plan names none, in the first days of the next month.
    """
    rng = scene.rng("reported", region.code)
    monthly = [r for r in reports_of(scene.plan) if r.cadence == "monthly" and STATING in r.tables]
    found = {}
    for month in scene.months:
        due = day(due_day(monthly[0], month) if monthly else (month + 1).first_day + timedelta(4))
        early, late = -rng.integers(0, 5), rng.integers(1, 4 + 9 * character.reports_late)
        is_late = rng.random() < (0.6 if character.reports_late else 0.04)
        found[index_of(month)] = due + (late if is_late else early)
    return found


def _in_force(indicator: Indicator, year: int) -> bool:
    return (indicator.from_year or year) <= year <= (indicator.to_year or year)


def _cumulative(
    scene: Scene, region: Region, character: Character, indicator: Indicator, months: list[Month]
) -> pd.DataFrame:
    """One indicator in one year: the year's cases, and how many of them were done by each month's end."""
    rng = scene.rng(f"dispatch {indicator.id} {months[0].year}", region.code)
    # How common, how easy and how steady it is belongs to the indicator: regions differ by size and quality.
    nature = np.random.default_rng(crc32(indicator.id.encode()))
    common, ease, pace = nature.uniform(0.2, 1.8), nature.uniform(-0.05, 0.24), nature.uniform(0.02, 0.9)
    mean = profile().rows["dispatch_cases_a_year"] * common * character.size
    total = 3 + rng.poisson(mean) + np.cumsum(rng.poisson(mean / 300, len(months)))
    middles = np.array([day(month.first_day) + 14 for month in months])
    quality = scene.aspect("dispatch", region, character, middles)
    rates = np.array([_rate(scene, indicator, m, q, ease) for m, q in zip(months, quality, strict=True)])
    # What exists stays near its level all year, what is done bit by bit grows with the year.
    part = np.array([month.number / 12 for month in months]) ** pace
    number = np.array([index_of(month) for month in months])
    return pd.DataFrame(
        {
            "region_code": region.code,
            "month": [str(month) for month in months],
            "indicator": indicator.id,
            # Cumulative: a month may bring nothing, but takes nothing back.
            "numerator": np.maximum.accumulate(np.round(total * rates * part).astype(int)),
            "denominator": total,
            "_month": number,
        }
    )


def _rate(scene: Scene, indicator: Indicator, month: Month, quality: float, ease: float) -> float:
    """The share a region of this quality reaches in a year: on the ranking's scale, else round the target."""
    rule = scene.plan.ranking_rule(month)
    for component in rule.components if rule else []:
        if component.indicator == indicator.id:
            share = component.zero_at + quality * (component.full_at - component.zero_at)
            return float(np.clip(share, 0.02, 1))
    aim = _aim(indicator, month.year)
    if indicator.direction == "down":
        return float(np.clip(aim - ease + (0.6 - quality) * 0.3, 0.01, 1))
    return float(np.clip(aim + ease + (quality - 0.6) * 0.3, 0.02, 1))


def _aim(indicator: Indicator, year: int) -> float:
    """The share aimed at in a year: the year's target, less while the target lies ahead."""
    percent = {t.year: t.value for t in indicator.targets if 0 < t.value <= 1}
    ahead = [y for y in percent if y >= year]
    if ahead:
        return percent[min(ahead)] - 0.12 * (min(ahead) - year)
    return percent[max(percent)] if percent else 0.9


def _lateness(scene: Scene, region: Region, character: Character, frame: pd.DataFrame) -> pd.DataFrame:
    """Months never reported, months that come with the next, and one cumulative figure that falls."""
    first, last = index_of(scene.months[0]), index_of(scene.until)
    position = frame["_month"] - first
    if character.reports_late:
        # Not the same month everywhere, where several regions are of this kind.
        turn = 3 + crc32(region.code.encode()) % 4
        frame = frame.loc[~((position % 11 == turn) & (frame["_month"] < last))].copy()
        position = frame["_month"] - first
        waits = (position % 7 == (turn + 5) % 7) & (frame["_month"] < last)
        sent = frame.loc[~waits].groupby("_month")["reported_date"].min()
        frame.loc[waits, "_month"] += 1
        frame.loc[waits, "reported_date"] = (
            frame.loc[waits, "_month"].map(sent).fillna(frame["reported_date"])
        )
    if character.dispatch_dip and len(scene.months) > 12:
        then = position == len(scene.months) - 5
        dip = then & (frame["indicator"] == frame.loc[then, "indicator"].min())
        frame.loc[dip, "numerator"] = (frame.loc[dip, "numerator"] * 0.6).astype(int)
    return frame.sort_values(["_month", "month", "indicator"], kind="stable", ignore_index=True)


def accidents(scene: Scene, registers: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Accidents of all regions; ``_month`` is the last month written of their year."""
    found = []
    for region, character in scene.regions:
        rng = scene.rng("accidents", region.code)
        span = int((scene.last_day - scene.first_day).astype(int))
        expected = profile().rows["accidents_a_year"] * scene.scale * (span / 365) * character.size
        # Fewer towards the end: positions lean to the beginning.
        n = int(rng.poisson(expected))
        even = (np.arange(n) + rng.random(n)) / max(1, n)
        days = scene.first_day + ((1 - (1 - even) ** (1 / 1.25)) * span).astype(int)
        deaths = rng.choice([0, 1, 2], n, p=[0.45, 0.47, 0.08])
        if character.serious_accident is not None:
            days = np.append(days, scene.first_day + int(span * character.serious_accident))
            deaths = np.append(deaths, 3)
        n = len(days)
        register = registers[region.code]
        at = register.iloc[rng.integers(0, len(register), n)].reset_index(drop=True)
        found.append(
            pd.DataFrame(
                {
                    "region_code": region.code,
                    "town": at["town"],
                    "sector_code": at["sector_code"],
                    "occurred_date": days,
                    "deaths": deaths,
                    "serious_injuries": rng.poisson(0.5, n),
                    "direct_loss_yuan": (rng.lognormal(12.5, 0.7, n) // 1000 * 1000).astype(int),
                    "enterprise_id": at["enterprise_id"],
                    "enterprise": at["name"],
                    "description": rng.choice(words().accident_texts, n),
                }
            )
        )
    frame = pd.concat(found, ignore_index=True)
    frame = frame.sort_values(["occurred_date", "region_code"], kind="stable", ignore_index=True)
    year = frame["occurred_date"].dt.year
    frame.insert(0, "accident_id", [f"SG-{y}-{i:03d}" for i, y in enumerate(year, start=1)])
    frame["_month"] = np.minimum(year * 12 + 11, index_of(scene.until))
    return frame
