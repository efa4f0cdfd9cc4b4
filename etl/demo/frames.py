"""All demonstration rows of a plan: what each file holds, what is true in the end, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from etl.contract import Contract, contracts
from etl.demo import activity, departments, duties, hazards, letters, measures, oddities, registers, tasks
from etl.demo.scene import Character, Format, Scene, index_of, profile
from rules.months import Month
from rules.plan import Plan, Region

SEED = 20240301


@dataclass(frozen=True)
class Batch:
    """One office's rows of one table, all its files together.

    ``rows`` has the contract's stored column names and ``_month``, the number of the file's month;
    ``wrong`` lists the rows to be added that break a rule, ``twice`` the rows to be repeated.
    """

    table: str
    region: Region | None
    """None where one file holds all regions."""
    format: Format
    rows: pd.DataFrame
    wrong: pd.DataFrame
    twice: list[int]
    sender: str = ""
    """Who sent the files, where it is no region and not the committee."""
    stated: dict[int, date] = field(default_factory=dict)
    """Number of a file's month -> the day of sending that the file states."""
    is_correction: bool = False


@dataclass(frozen=True)
class DemoFrames:
    """What the demonstration files say.

    ``tables`` holds the rows that remain after loading everything, by contract column names
    (``region_code``, ``sector_code``; dates as datetime64). ``spoiled`` has one row for each rejected
    row: table, region_code, month of the file, id, column, value, rule. ``duplicates`` counts the rows
    repeated within a file by table, ``sent`` all good rows in all files, repeats included.
    """

    tables: dict[str, pd.DataFrame]
    spoiled: pd.DataFrame
    duplicates: dict[str, int]
    sent: dict[str, int]
    batches: list[Batch] = field(repr=False)


def demo_frames(plan: Plan, seed: int = SEED, scale: float = 1.0, until: Month | None = None) -> DemoFrames:
    """Make the demonstration rows of a plan without writing anything.

    ``until`` is the last month; without it the profile's or the plan's last, whichever comes first. A plan
    that begins after the profile's last month is written for the profile's ``later_months``.
    Raises ValueError when it lies before the plan's first month or when ``scale`` isn't positive.
    """
    until = until or min(plan.last_month, _usual_end(plan))
    if until < plan.first_month:
        raise ValueError(f"expected a month from {plan.first_month} on, found {until}")
    if not scale > 0:
        raise ValueError(f"expected a scale above 0, found {scale}")
    scene = Scene(plan, seed, scale, until)
    known: dict[str, pd.DataFrame] = {}
    batches: list[Batch] = []
    shared: dict[str, list[pd.DataFrame]] = {}
    moved: list[pd.DataFrame] = []
    for region, character in scene.regions:
        known[region.code] = registers.enterprises(scene, region, character)
        checked = activity.inspections(scene, region, character, known[region.code])
        checked = oddities.in_inspections(character, checked)
        own, theirs = departments.parted(scene, region, checked)
        moved.append(theirs)
        for table, rows in _region_tables(scene, region, character, known[region.code], own):
            turn = sum(len(b.wrong) for b in batches if b.table == table)
            batches.append(_batch(scene, table, region, character.format, rows, turn))
        for table, rows in _shared_tables(scene, region, character, known[region.code], checked):
            shared.setdefault(table, []).append(rows)
    committee = scene.regions[0][1].format
    batches.append(_batch(scene, "accidents", None, committee, activity.accidents(scene, known), 0))
    for turn, (table, parts) in enumerate(shared.items()):
        form = profile().characters[turn % len(profile().characters)].format
        batches.append(_batch(scene, table, None, form, pd.concat(parts, ignore_index=True), 0))
    for sent in departments.sheets(scene, pd.concat(moved, ignore_index=True)):
        form = profile().characters[len(batches) % len(profile().characters)].format
        batches.append(
            Batch(departments.TABLE, None, form.model_copy(update={"report_month": False, "title_row": True}), sent.rows,
                  pd.DataFrame(columns=_WRONG), [], sent.name, sent.days, sent.is_correction)
        )  # fmt: skip
    tables = _tables(batches)
    # Last, since they follow from the ranking of everything else.
    sent_letters = letters.letters(scene, tables)
    sent_letters["_month"] = _sent_with(scene, pd.Series(sent_letters["sent_date"]))
    form = profile().characters[len(shared) % len(profile().characters)].format
    batches.append(_batch(scene, "escalations", None, form, sent_letters, 0))
    batches = [batch for batch in batches if len(batch.rows)]
    tables |= _tables(batches[-1:]) if len(sent_letters) else {}
    return DemoFrames(
        tables={table: tables[table] for table in contracts() if table in tables},
        spoiled=pd.concat([batch.wrong for batch in batches], ignore_index=True).drop(columns="at"),
        duplicates={t: sum(len(b.twice) for b in batches if b.table == t) for t in contracts()},
        sent={t: sum(len(b.rows) + len(b.twice) for b in batches if b.table == t) for t in contracts()},
        batches=batches,
    )


_WRONG = ["table", "region_code", "month", "id", "column", "value", "rule", "at"]


def _usual_end(plan: Plan) -> Month:
    given = profile()
    return given.until if plan.first_month <= given.until else plan.first_month + (given.later_months - 1)


def _region_tables(
    scene: Scene, region: Region, character: Character, register: pd.DataFrame, checked: pd.DataFrame
) -> list[tuple[str, pd.DataFrame]]:
    points = registers.risk_points(scene, region, character)
    ledger = hazards.hazards(scene, region, character, register)
    reports = activity.dispatch_reports(scene, region, character)
    return [
        ("enterprises", _snapshots(register, _register_months(scene), "registered_date", _ENTERPRISE_ENDS)),
        ("risk_points", _snapshots(points, _year_ends(scene), "assessed_date", _RISK_ENDS)),
        ("hazards", oddities.in_sheets(scene, character, hazards.sheets(scene, ledger))),
        ("inspections", checked),
        ("awareness_checks", activity.awareness_checks(scene, region, character, register)),
        ("dispatch_reports", oddities.in_dispatch(scene, region, character, reports)),
        ("task_progress", tasks.task_progress(scene, region, character)),
    ]


def _shared_tables(
    scene: Scene, region: Region, character: Character, register: pd.DataFrame, checked: pd.DataFrame
) -> list[tuple[str, pd.DataFrame]]:
    """Tables of which the committee keeps one file a year for all regions; here one region's rows."""
    posts = duties.certificates(scene, region, character, register)
    sites = measures.facilities(scene, region, character)
    dated = [
        ("trainings", "held_date", duties.trainings(scene, region, character)),
        ("drills", "held_date", duties.drills(scene, region, character, register)),
        ("visits", "visit_date", duties.visits(scene, region, character, register)),
        ("penalties", "decided_date", measures.penalties(scene, region, character, checked)),
        ("public_reports", "received_date", measures.public_reports(scene, region, character)),
        ("blacklist", "listed_date", measures.blacklist(scene, region, character, register)),
        ("insurance", "starts_date", measures.insurance(scene, region, character, register)),
    ]
    found = [
        (table, rows.assign(_month=_sent_with(scene, pd.Series(rows[date])))) for table, date, rows in dated
    ]
    for table, rows, known_at in (
        ("certificates", posts, duties.certificates_known),
        ("facilities", sites, measures.facilities_known),
    ):
        sent = [known_at(rows, month).assign(_month=index_of(month)) for month in _year_ends(scene)]
        found.append((table, pd.concat(sent, ignore_index=True)))
    return found


def _sent_with(scene: Scene, dates: pd.Series) -> pd.Series:
    """The month of the file in which a dated row is sent: the last of its year, or the last one written."""
    first, last = index_of(scene.months[0]), index_of(scene.until)
    return (dates.dt.year * 12 + 11).clip(first, last)


_ENTERPRISE_ENDS = ["closed_date", "action_plan_date", "self_check_date"]
_RISK_ENDS = ["removed_date", "filed_date", "labelled_date", "controlled_date"]


def _register_months(scene: Scene) -> list[Month]:
    """The first month, the profile's months of each year, and the last month, so that it is up to date."""
    chosen = [m for m in scene.months if m.number in profile().register_months]
    return sorted({scene.months[0], *chosen, scene.until})


def _year_ends(scene: Scene) -> list[Month]:
    return [month for month in scene.months if month.number == 12 or month == scene.until]


def _snapshots(frame: pd.DataFrame, months: list[Month], begins: str, ends: list[str]) -> pd.DataFrame:
    """A register as it was sent in these months, one below the other."""
    sent = [registers.as_known(frame, month, begins, ends).assign(_month=index_of(month)) for month in months]
    return pd.concat(sent, ignore_index=True)


def _batch(
    scene: Scene, table: str, region: Region | None, form: Format, rows: pd.DataFrame, turn: int
) -> Batch:
    """Choose the rows to be spoiled and repeated; ``turn`` says where in the list of faults to go on."""
    rng = scene.rng(f"wrong {table}", region.code if region else "")
    names = {name for r in scene.plan.regions for name in r.names()}
    foreign = next((code for code in profile().foreign_regions if code not in names), "")
    kinds = [w for w in profile().wrong.get(table, []) if foreign or "{foreign}" not in w.value]
    n = int(rng.poisson(len(rows) * profile().spoiled_share)) if kinds and len(rows) else 0
    if region is None and len(rows):
        n = max(n, len(kinds))  # one office's files only: each fault must find its place in them
    at = np.sort(rng.integers(0, max(1, len(rows)), n))
    pick = (turn + np.arange(n)) % max(1, len(kinds))
    id_column = contracts()[table].key[-1]
    wrong = pd.DataFrame(
        {
            "table": table,
            "region_code": rows["region_code"].to_numpy()[at] if n else [],
            "month": [str(Month(i // 12, i % 12 + 1)) for i in rows["_month"].to_numpy()[at]],
            # A number of its own, so that the good row it was copied from stays as it is.
            "id": [
                f"{v}-{k}" if is_numbered(contracts()[table]) else str(v)
                for k, v in enumerate(rows[id_column].to_numpy()[at], start=1)
            ],
            "column": [kinds[p].column for p in pick],
            "value": [kinds[p].value.format(foreign=foreign) for p in pick],
            "rule": [kinds[p].rule for p in pick],
            "at": at,
        }
    )
    share = profile().duplicate_share if table == "hazards" else 0
    twice = (
        sorted(int(i) for i in rng.choice(len(rows), round(share * len(rows)), replace=False))
        if share
        else []
    )
    return Batch(table, region, form, rows, wrong, twice)


def is_numbered(contract: Contract) -> bool:
    """Whether rows have a number of their own; a report's last key column is what it reports on, and stays."""
    return contract.column(contract.key[-1]).type == "id"


def _tables(batches: list[Batch]) -> dict[str, pd.DataFrame]:
    """Table -> its last state, of those that have rows."""
    found = {batch.table for batch in batches if len(batch.rows)}
    return {table: _final(table, batches) for table in contracts() if table in found}


def _final(table: str, batches: list[Batch]) -> pd.DataFrame:
    """The last state of each key: a later file's row replaces an earlier one."""
    contract = contracts()[table]
    rows = pd.concat([batch.rows for batch in batches if batch.table == table], ignore_index=True)
    rows = rows.sort_values("_month", kind="stable").drop_duplicates(contract.key, keep="last")
    columns = [c.stored for c in contract.columns if c.stored in rows]
    return rows.loc[:, columns].sort_values(by=contract.key, ignore_index=True)
