"""Demonstration of the plan's own tasks and ladder: progress reports, and letters to those in bad shape."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo.duties import NEVER
from etl.demo.scene import Character, Scene, day, index_of, profile, words
from rules.months import Month
from rules.plan import Plan, Region, ScaleClass
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


def escalations(scene: Scene, region: Region, character: Character) -> pd.DataFrame:
    """Steps of the plan's ladder for months in which a region looks as if it had a bad class.

    The demonstration doesn't work out scores: the class is guessed from the region's quality.
    """
    rng = scene.rng("escalations", region.code)
    rows = []
    bad = 0
    for month in scene.months[1:]:
        end = np.array([day(month.last_day)])
        quality = float(scene.along(character.quality, end)[0])
        scale = _class_at(scene.plan, month, quality)
        steps = [s for s in scene.plan.ladder if scale and scale.code in s.applies_to]
        cause = f"{month}{scale.name}" if scale else ""
        bad = bad + 1 if steps else 0
        if character.penalty == 0 and month.number % 3 == 0:
            zero = [s for s in scene.plan.ladder if "zero_penalty" in s.applies_to]
            steps, cause = (zero, f"{month}{words().zero_penalty}") if zero else (steps, cause)
        sent = end[0] + int(rng.integers(4, 13))
        if not steps or sent > scene.last_day or (bad % 2 == 0 and bad):
            continue
        step = steps[min(max(bad - 1, 0) // 2, len(steps) - 1)]
        due = sent + step.answer_days if step.answer_days else NEVER
        # What asks for no answer by a day is answered as if half a month had been given.
        asked = due if step.answer_days else sent + 15
        rows.append((step.id, cause, sent, due, _answered(scene, quality, sent, asked, rng)))
    frame = pd.DataFrame(rows, columns=["step", "cause", "sent_date", "answer_due", "answered_date"])
    for column in ("sent_date", "answer_due", "answered_date"):
        frame[column] = frame[column].astype("datetime64[s]")
    frame.insert(0, "escalation_id", [f"DC-{number:03d}" for number in range(1, len(frame) + 1)])
    frame.insert(1, "region_code", region.code)
    # Some go to a committee and bear on its first sector.
    bodies = [c for c in scene.plan.programme.committees if c.sectors]
    picked = [bodies[i] if bodies and p < 0.3 else None for i, p in zip(
        rng.integers(0, max(1, len(bodies)), len(frame)), rng.random(len(frame)), strict=True)]  # fmt: skip
    frame.insert(2, "sector_code", [c.sectors[0] if c else "" for c in picked])
    frame["committee"] = [c.name if c else "" for c in picked]
    return frame


def _class_at(plan: Plan, month: Month, quality: float) -> ScaleClass | None:
    """A class by quality: the rule's classes, worst first, over the span in which qualities lie."""
    rule = plan.ranking_rule(month)
    if rule is None:
        return None
    codes = [b.code for b in rule.breaks]
    low, high = profile().class_span
    place = int((quality - low) / (high - low) * len(codes))
    code = codes[min(max(place, 0), len(codes) - 1)]
    return next(c for c in plan.ranking_scale if c.code == code)


def _answered(
    scene: Scene, quality: float, sent: np.datetime64, due: np.datetime64, rng: np.random.Generator
) -> np.datetime64:
    """Mostly in time; late, or not at all, oftener where a region is in bad shape."""
    days = int((due - sent).astype(int))
    chance = rng.random()
    if chance < 0.45 + 0.5 * quality:
        answered = sent + max(2, days - int(rng.integers(0, 6)))
    elif chance < 0.93:
        answered = due + 1 + int(rng.integers(1, 25))
    else:
        return NEVER
    return answered if answered <= scene.last_day else NEVER
