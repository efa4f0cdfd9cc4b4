"""Demonstration of the plan's ladder: the letters, notices and interviews that follow from its ranking.

Most steps that are due were sent, some were forgotten; most letters were answered in time, some late, some never.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo.duties import NEVER
from etl.demo.scene import Scene, day, profile, words
from etl.demo.standing import Standing, standings
from rules.months import Month

_COLUMNS = [
    "escalation_id", "region_code", "sector_code", "step", "cause", "sent_date", "answer_due", "answered_date", "committee",
]  # fmt: skip
_LAST_DAYS = 4
"""So many days after the last month its letters go out: a reader of the demonstration may open it no later."""


def letters(scene: Scene, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All letters, numbered within the region under which they are entered; ``tables`` are all other final rows."""
    due: dict[tuple[str, str, Month, str], list[Standing]] = {}
    for one in standings(scene.plan, tables, scene.until):
        due.setdefault((one.kind, one.code, one.month, one.due.step.id), []).append(one)
    names = {item.code: item.name for item in scene.plan.ranking_scale}
    names |= {"slow_progress": words().slow_progress, "zero_penalty": words().zero_penalty}
    committees = {one.id: one for one in scene.plan.programme.committees}
    rows = []
    for (kind, code, month, step_id), reasons in due.items():
        rng = scene.rng(f"letters {kind} {month} {step_id}", code)
        if rng.random() >= profile().letters_sent[kind]:
            continue
        step = reasons[0].due.step
        sent = _sent(scene, month, rng)
        until = sent + step.answer_days if step.answer_days else NEVER
        region = scene.plan.regions[int(rng.integers(len(scene.plan.regions)))].code
        sector, committee = "", ""
        if kind == "region":
            region = code
        elif kind == "sector":
            sector = code
        else:
            sector, committee = committees[code].sectors[0], committees[code].name
        cause = f"{month}{'、'.join(names[one.trigger] for one in reasons)}"
        answered = _answered(scene, sent, step.answer_days or 15, rng)
        rows.append((region, sector, step.id, cause, sent, until, answered, committee))
    frame = pd.DataFrame(rows, columns=[*_COLUMNS[1:8], "committee"])
    for column in ("sent_date", "answer_due", "answered_date"):
        frame[column] = frame[column].astype("datetime64[s]")
    frame = frame.sort_values(["region_code", "sent_date"], kind="stable", ignore_index=True)
    frame["escalation_id"] = [f"DC-{n + 1:03d}" for n in frame.groupby("region_code").cumcount()]
    return frame.loc[:, _COLUMNS]


def _sent(scene: Scene, month: Month, rng: np.random.Generator) -> np.datetime64:
    """Some days after the month; of the last one as soon as it can be."""
    wait = int(rng.integers(4, 13))
    return day(month.last_day) + (min(wait, _LAST_DAYS) if month == scene.until else wait)


def _answered(scene: Scene, sent: np.datetime64, days: int, rng: np.random.Generator) -> np.datetime64:
    in_time, late = profile().letters_answered
    chance = rng.random()
    if chance < in_time:
        answered = sent + max(2, days - int(rng.integers(0, 6)))
    elif chance < in_time + late:
        answered = sent + days + int(rng.integers(1, 25))
    else:
        return NEVER
    return answered if answered <= scene.last_day else NEVER
