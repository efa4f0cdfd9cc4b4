"""Rows of the demonstration that load well and that somebody should look at: at least one for each finding rule.

``profile.yml`` says which character has which oddity (``odd``). They touch rows that are there and add next to none;
no chance is drawn for them, so that nothing else moves.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demo.scene import Character, Scene, day, index_of, profile
from rules.plan import Region

MISDATED_YEARS = 10
"""A year typed wrongly: later than any clock and than the plan."""
BULK = 6
"""Rows struck off on the day, or described alike; those moved to the month's last day are half of the month's."""
_NAT = np.datetime64("NaT", "D")


def move_out_of_closed(ledger: pd.DataFrame, register: pd.DataFrame, kept: int) -> None:
    """Hazards of an enterprise that had closed go to the next one of its sector; the last ``kept`` of them stay."""
    at = register.iloc[ledger["_enterprise"].to_numpy()]
    closed = pd.Series(at["closed_date"].to_numpy(), index=ledger.index)
    late = ledger.index[(closed < ledger["found_date"]) | (closed < ledger["closed_date"])]
    sector, ends = register["_sector"].to_numpy(), register["closed_date"].isna().to_numpy()
    for row in late[: len(late) - kept]:
        place = int(ledger.at[row, "_enterprise"])  # type: ignore[arg-type]
        others = np.flatnonzero((sector == sector[place]) & ends)
        if len(others):
            ledger.at[row, "_enterprise"] = int(
                others[others > place][0] if others[-1] > place else others[0]
            )


def before_description(
    scene: Scene, character: Character, ledger: pd.DataFrame, register: pd.DataFrame
) -> None:
    """Oddities of dates and of whose the hazards are."""
    move_out_of_closed(ledger, register, kept=2 if "closed_enterprise" in character.odd else 0)
    month = _last_month(scene, ledger)
    if "month_end_bunching" in character.odd:
        later = (ledger["due_date"] > pd.Timestamp(scene.last_day)) & (
            ledger["closed_date"] > pd.Timestamp(scene.last_day)
        )
        moved = ledger.index[month & later][: -(-int(month.sum()) // 2)]
        ledger.loc[moved, "found_date"] = pd.Timestamp(scene.last_day)
    if "closed_same_day" in character.odd:
        rows = ledger.index[month & (ledger["level"] == "general")][:BULK]
        sector = register["_sector"].to_numpy()
        # The rarest sector: the bulk must be most of what was found in it.
        counts = np.bincount(sector, minlength=len(scene.kinds))
        rarest = int(np.argmin(np.where(counts > 0, counts, counts.max() + 1)))
        places = np.flatnonzero((sector == rarest) & register["closed_date"].isna().to_numpy())
        if len(places):
            ledger.loc[rows, "_enterprise"] = np.resize(places, len(rows))
            ledger.loc[rows, "closed_date"] = ledger.loc[rows, "found_date"]
    if "supervised_without_due" in character.odd:
        is_open = (ledger["closed_date"] > pd.Timestamp(scene.last_day)) & (ledger["supervision"] != "none")
        waiting = ledger.index[(is_open & (ledger["due_date"] > pd.Timestamp(scene.last_day))).to_numpy()]
        ledger.loc[waiting[-1:], "due_date"] = _NAT


def after_description(scene: Scene, character: Character, ledger: pd.DataFrame) -> None:
    """Oddities of words and numbers."""
    month = _last_month(scene, ledger)
    named = ledger.index[month & (ledger["enterprise_id"] != "")]
    if "same_description" in character.odd:
        ledger.loc[named[:BULK], "description"] = profile().copied_text
    if "unknown_sector" in character.odd:
        ledger.loc[named[-2:], "sector_code"] = profile().unknown_sector
    if "unregistered_enterprise" in character.odd:
        ledger.loc[named[-2:], "enterprise_id"] = profile().unknown_enterprise


def in_sheets(scene: Scene, character: Character, sheets: pd.DataFrame) -> pd.DataFrame:
    """Oddities of what is sent: a hazard of the last sheet whose year was typed wrongly."""
    if "misdated" in character.odd:
        last = (sheets["_month"] == index_of(scene.until)).to_numpy()
        plain = ((sheets["level"] == "general") & (sheets["supervision"] == "none")).to_numpy()
        for row in np.flatnonzero(last & plain & sheets["closed_date"].isna().to_numpy())[-1:]:
            for name in ("found_date", "due_date"):
                place = sheets.columns.get_loc(name)
                sheets.iloc[row, place] = sheets.iloc[row, place] + pd.DateOffset(years=MISDATED_YEARS)  # type: ignore[operator]
    return sheets


def in_inspections(character: Character, rows: pd.DataFrame) -> pd.DataFrame:
    """Oddities of inspections: a penalty without a problem, one of an enterprise that nobody registered."""
    if "penalty_without_problem" in character.odd:
        rows.loc[rows.index[(rows["penalties"] > 0).to_numpy()][-1:], ["problems", "rectified"]] = 0
    if "unregistered_enterprise" in character.odd:
        again = rows.index[(rows.duplicated(["enterprise_id"]) & (rows["penalties"] == 0)).to_numpy()]
        rows.loc[again[-1:], "enterprise_id"] = profile().unknown_enterprise
    return rows


def in_dispatch(scene: Scene, region: Region, character: Character, rows: pd.DataFrame) -> pd.DataFrame:
    """Oddities of dispatch reports: the last one also tells a figure that is counted from a ledger, and is wrong."""
    told = (rows["_month"] == index_of(scene.until)).to_numpy()
    counted = next(
        (
            i
            for i in scene.plan.indicators
            if i.source == "ledger" and i.denominator is not None and i.kind == "percentage" and not i.regions
        ),
        None,
    )
    if "dispatch_disagrees" not in character.odd or counted is None or not told.any():
        return rows
    row = rows.loc[told].iloc[-1:].assign(
        indicator=counted.id, numerator=profile().wrong_total, denominator=profile().wrong_total
    )  # fmt: skip
    return pd.concat([rows, row.assign(month=str(scene.until))], ignore_index=True)


def _last_month(scene: Scene, ledger: pd.DataFrame) -> pd.Series:
    first = pd.Timestamp(day(scene.until.first_day))
    return ledger["found_date"].between(first, pd.Timestamp(scene.last_day))
