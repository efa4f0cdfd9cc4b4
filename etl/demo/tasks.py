"""Demonstration of the plan's own tasks: progress reports."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo.duties import NEVER
from etl.demo.scene import Character, Scene, day, index_of, profile, words
from rules.months import Month
from rules.plan import Region
from rules.programme import Task
from rules.tasks import Period, periods

_COLUMNS = ["task_id", "region_code", "report_month", "percent", "done_date", "note"]


def task_progress(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """Reports on every task of the plan: rising to its due date, most done by all regions, some late, some never made.

    What is hard to do is so for every region: with chance of its own for each, hardly any task would be done by all.
    """
    rng, of_tasks = scene.rng("task_progress", region.code), scene.rng("task_progress")
    quality = float(scene.aspect("tasks", region, character, np.array([scene.last_day]))[0])
    found: list[tuple[str, Month, int, np.datetime64]] = []
    silent = profile().never_reported * (6 if character.reports_late else 1)
    for task in scene.plan.programme.tasks:
        for period in periods(task, scene.plan.first_month, scene.plan.last_month):
            is_hard = bool(of_tasks.random() < profile().hard_tasks)
            if rng.random() >= silent:
                found += _reports(scene, task, period, is_hard, quality, rng)
    rows = pd.DataFrame(found, columns=["task_id", "month", "percent", "done_date"])
    rows = rows.drop_duplicates(["task_id", "month"], keep="last", ignore_index=True)
    rows["done_date"] = rows["done_date"].astype("datetime64[s]")
    rows["report_month"] = rows["month"].map(str)
    rows["region_code"] = region.code
    rows["note"] = np.where(rows["percent"] >= 100, words().task_done, words().task_open)
    numbers = rows["month"].map(index_of).astype(int)
    year = numbers // 12
    rows["_month"] = np.minimum(year * 12 + 11, index_of(scene.until))
    return rows.loc[np.argsort(numbers.to_numpy(), kind="stable"), [*_COLUMNS, "_month"]].reset_index(
        drop=True
    )


def _reports(
    scene: Scene, task: Task, period: Period, is_hard: bool, quality: float, rng: np.random.Generator
) -> list[tuple[str, Month, int, np.datetime64]]:
    """A report when a long period begins, one half-way where it is longer than a year, one when it is due or done.

    ``quality`` is the share of the hard ones that the region gets done in time, or a few days late.
    """
    first = max(Month.of(period.starts), scene.months[0])
    last = min(Month.of(period.ends), scene.until)
    if first > last:
        return []
    if period.due is None:
        return [(task.id, month, 5 * int(13 + 6 * quality), NEVER) for month in (first, last)]
    length = index_of(last) - index_of(first) + 1
    found: list[tuple[str, Month, int, np.datetime64]] = []
    if length > 3:
        found.append((task.id, first, 5 * int(rng.integers(1, 4)), NEVER))
    if length > 12:
        found.append((task.id, first + length // 2, 5 * int(rng.integers(4, 15)), NEVER))
    is_over = period.due <= scene.until.last_day
    if not is_over:
        share = int(20 * length / max(1, index_of(Month.of(period.ends)) - index_of(first) + 1) * quality)
        return [*found, (task.id, last, 5 * min(max(share, 1), 19), NEVER)]
    due = day(period.due)
    if not is_hard or rng.random() < quality:
        done = max(due - int(rng.integers(0, 25)), day(last.first_day))
        if rng.random() < profile().few_days_late:
            done = min(due + int(rng.integers(1, 8)), scene.last_day)
        return [*found, (task.id, last, 100, done)]
    found.append((task.id, last, 5 * int(rng.integers(10, 20)), NEVER))
    done = due + 1 + int(rng.exponential(60 + 500 * (1 - quality)))
    if period.is_last and done <= scene.last_day:
        found.append((task.id, Month.of(done.astype(object)), 100, done))
    return found
