"""Demonstration records of what people did to prepare: trainings, certificates, drills, visits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo.registers import as_known, numbered
from etl.demo.scene import Character, Days, Scene, day, evenly, profile, shares, words
from rules.months import Month
from rules.plan import Region

NEVER = np.datetime64("NaT")
TERM = 1096
"""Days for which a certificate is valid."""


def trainings(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """Trainings for every audience that the plan counts."""
    rng = scene.rng("trainings", region.code)
    plans = scene.chosen(("training_month",), "audience", profile().trainings)
    # Shuffled, since the days ascend: every audience is trained all the time.
    audience = rng.permutation(
        np.repeat(list(plans), [over_span(scene, character, t.a_year) for t in plans.values()])
    )
    n = len(audience)
    days = any_days(scene, n, rng)
    has_sector = np.array([plans[a].by_sector for a in audience])
    planned = np.maximum(3, rng.poisson([plans[a].people for a in audience]))
    attended = rng.binomial(planned, scene.aspect("trained", region, character, days))
    tested = np.where([plans[a].tested for a in audience], rng.binomial(attended, 0.96), 0)
    sectors = scene.sector_codes[rng.choice(len(scene.kinds), n, p=scene.sector_weights)]
    return pd.DataFrame(
        {
            "training_id": numbered("PX", n, 4),
            "region_code": region.code,
            "sector_code": np.where(has_sector, sectors, ""),
            "held_date": days,
            "audience": audience,
            "topic": rng.choice(words().topics, n),
            "planned": planned,
            "attended": attended,
            "examined": tested,
            "passed": rng.binomial(tested, scene.aspect("passed", region, character, days)),
        }
    )


def certificates(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """Posts that need a certificate, with every date that will ever hold; ``_lapses`` ends it for good."""
    rng = scene.rng("certificates", region.code)
    kinds = scene.chosen(("certificate_month",), "kind", profile().posts)
    n_each = [max(3, round(n * character.size * scene.scale)) for n in kinds.values()]
    kind = np.repeat(list(kinds), n_each)
    n = len(kind)
    at = register.iloc[rng.integers(0, len(register), n)].reset_index(drop=True)
    since = scene.first_day + rng.integers(-1200, 120, n)
    fresh = rng.random(n) < 0.2
    since[fresh] = scene.first_day + rng.integers(0, scene.span, int(fresh.sum()))
    left = np.where(
        rng.random(n) < 0.06, np.maximum(since, scene.first_day) + rng.integers(90, 900, n), NEVER
    )
    quality = scene.aspect("certified", region, character, np.full(n, scene.last_day))
    has = evenly(rng.permutation(n), rng) < quality
    # Half of the holders had theirs when they began, the others came to it on the way.
    later = rng.random(n) < 0.5
    begun = np.maximum(since, scene.first_day)
    issued = np.where(
        later, begun + (rng.beta(2, 3, n) * scene.span * 0.7).astype(int), since + rng.integers(0, 40, n)
    )
    renews = rng.random(n) < 0.75 + 0.25 * quality
    return pd.DataFrame(
        {
            "post_id": numbered("GW", n, 4),
            "region_code": region.code,
            "sector_code": at["sector_code"],
            "enterprise_id": at["enterprise_id"],
            "kind": kind,
            "since_date": since,
            "left_date": left,
            "issued_date": np.where(has, issued, NEVER),
            "_lapses": np.where(renews, np.datetime64("2200-01-01"), issued + TERM),
        }
    )


def certificates_known(frame: pd.DataFrame, month: Month) -> pd.DataFrame:
    """The posts as known at a month's end: a certificate ends with the term in which that day lies."""
    known = as_known(frame, month, "since_date", ["left_date", "issued_date"])
    last = day(month.last_day)
    issued = known["issued_date"].to_numpy().astype("datetime64[D]")
    gone = (last - issued).astype("timedelta64[D]").astype(float)
    terms = np.where(np.isnan(gone), 0, np.floor(np.nan_to_num(gone) / TERM) + 1).astype(int)
    known["valid_to"] = np.minimum(
        issued + terms * TERM, known.pop("_lapses").to_numpy().astype("datetime64[D]")
    )
    return known


def drills(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """Drills of enterprises, localities and schools; more where the region is in good shape."""
    rng = scene.rng("drills", region.code)
    n = over_span(scene, character, profile().rows["drills_a_year"])
    days = any_days(scene, n, rng)
    held = rng.random(n) < scene.aspect("drilled", region, character, days)
    held[:2] = True
    days, n = days[held], int(held.sum())
    at = register.iloc[rng.integers(0, len(register), n)].reset_index(drop=True)
    kind = any_of(profile().drill_kinds, n, rng)
    organiser = any_of(profile().drill_organisers, n, rng)
    return pd.DataFrame(
        {
            "drill_id": numbered("YL", n, 4),
            "region_code": region.code,
            "sector_code": at["sector_code"],
            "enterprise_id": np.where(organiser == "enterprise", at["enterprise_id"], ""),
            "held_date": days,
            "kind": kind,
            "organiser": organiser,
            "participants": np.where(kind == "tabletop", rng.integers(6, 25, n), rng.integers(15, 220, n)),
        }
    )


def visits(scene: Scene, region: Region, character: Character, register: pd.DataFrame) -> pd.DataFrame:
    """Visits, meetings and checks of the posts that the plan counts, month by month."""
    rng = scene.rng("visits", region.code)
    kinds = scene.chosen(("visit_month", "visitor_month"), "kind", profile().visitors)
    firsts = np.array([day(month.first_day) for month in scene.months])
    lengths = np.array([month.last_day.day for month in scene.months])
    share = scene.aspect("visited", region, character, firsts + 14)
    found = []
    for kind, habit in kinds.items():
        posts = max(habit.least, round(habit.posts * character.size * scene.scale))
        # What is asked of a post happens with the region's share; nobody does much more.
        chance = np.repeat(share, posts) * habit.a_month / habit.tries
        times = rng.binomial(habit.tries, chance)
        month = np.repeat(np.repeat(np.arange(len(firsts)), posts), times)
        post = np.repeat(np.tile(np.arange(1, posts + 1), len(firsts)), times)
        found.append(
            pd.DataFrame(
                {
                    "visitor_id": [f"{habit.prefix}-{number:02d}" for number in post],
                    "kind": kind,
                    "activity": any_of(habit.activities, len(post), rng),
                    "visit_date": firsts[month] + (rng.random(len(post)) * lengths[month]).astype(int),
                }
            )
        )
    frame = pd.concat(found, ignore_index=True).sort_values("visit_date", kind="stable", ignore_index=True)
    n = len(frame)
    days = frame["visit_date"].to_numpy().astype("datetime64[D]")
    at = register.iloc[rng.integers(0, len(register), n)].reset_index(drop=True)
    meets = frame["activity"].to_numpy() == "meeting"
    hits = rng.random(n) < scene.aspect("finds", region, character, days) + 0.15
    raised = np.where(hits, 1 + rng.poisson(0.9, n), 0)
    frame.insert(0, "visit_id", numbered("ZF", n, 5))
    frame.insert(1, "region_code", region.code)
    frame.insert(2, "sector_code", at["sector_code"])
    frame["enterprise_id"] = np.where(meets, "", at["enterprise_id"])
    frame["raised"] = raised
    frame["solved"] = rng.binomial(raised, scene.aspect("solved", region, character, days))
    return frame


def over_span(scene: Scene, character: Character, a_year: float) -> int:
    """So many over all months written; at least one a year, so that a small region has its rate."""
    wanted = a_year * max(character.size, 0.5) * scene.scale * scene.span / 365
    return max(len(scene.years), round(wanted))


def any_days(scene: Scene, n: int, rng: np.random.Generator) -> Days:
    """Days spread over all months written, ascending."""
    return scene.first_day + np.sort(
        ((np.arange(n) + rng.random(n)) / max(n, 1) * (scene.span + 1)).astype(int)
    )


def any_of(weights: dict[str, float], n: int, rng: np.random.Generator) -> np.ndarray:
    """So many codes by their weights."""
    return rng.choice(list(weights), n, p=shares(list(weights.values())))
