"""The figures that pages, documents and commands show, as plain functions on an open board.

``python -m board show`` prints these very objects, so a page can't show another figure than the command.
Every reading is cached by build (``board.opening``): two viewers of one build cause one query.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import geopandas
import pandas as pd
import shapely

from board.opening import (
    ALL,
    Board,
    NotInRelease,
    NotPublished,
    UnknownMonth,
    UnknownUnit,
    current_plan,
    open_board,
    published_board,
    read,
    require_month,
    units,
)
from rules.classes import risk_class, risk_index
from rules.goals import deadline
from rules.months import Month
from rules.noise import noise_of
from rules.plan import Plan, RankingRule
from rules.statistics import interval
from rules.statistics import runner_up as likeliest_other

__all__ = [
    "ALL",
    "Board",
    "NotInRelease",
    "NotPublished",
    "UnknownMonth",
    "UnknownUnit",
    "boundaries",
    "committee_of",
    "current_plan",
    "hazard_totals",
    "hazards",
    "indicator_at",
    "indicator_history",
    "open_board",
    "published_board",
    "ranking",
    "read",
    "require_month",
    "risk",
    "risk_breakdown",
    "risk_history",
    "risk_points",
    "runner_up",
    "score_history",
    "stable_from",
    "targets",
    "units",
]


def committee_of(plan: Plan, sector: str) -> str:
    """Id of the first committee that answers for a sector; ``*`` where none does."""
    return next((c.id for c in plan.programme.ranked_committees if sector in c.sectors), ALL)


def ranking(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """The five-colour ranking of a month: one object a unit, in official order (docs: interfaces, ranking).

    ``veto_ended``: last month's colour was a veto's and this one's is none. ``stable_from`` is the chance from which on
    the rule calls a colour stable; ``low`` and ``high`` of a component are
    the 95 % interval of its value, None where nothing is known of its chance.
    """
    require_month(board, month, ranked=True)
    names = units(board, by)
    rows = read(
        board,
        "SELECT unit_code, score, colour, rank, rank_low, rank_high, colour_probability, previous_colour, vetoes, "
        "rule_version, change, change_beyond_chance, score_low, score_high FROM scores "
        "WHERE unit_kind = ? AND month = ?",
        by, month,
    )  # fmt: skip
    earlier = read(
        board,
        "SELECT unit_code FROM scores WHERE unit_kind = ? AND month = ? AND vetoes <> '[]'",
        by, str(Month.parse(month) + -1),
    )  # fmt: skip
    was_vetoed = {code for (code,) in earlier}
    parts: dict[str, list[dict[str, Any]]] = {}
    for unit, *values in read(
        board,
        "SELECT unit_code, indicator, numerator, denominator, value, target, weight, points, state "
        "FROM score_components WHERE unit_kind = ? AND month = ?",
        by, month,
    ):  # fmt: skip
        names_of = ("indicator", "numerator", "denominator", "value", "target", "weight", "points", "state")
        parts.setdefault(unit, []).append(
            _with_interval(board.plan, dict(zip(names_of, values, strict=True)))
        )
    rule = board.plan.ranking_rule(Month.parse(month))
    titles = {v.id: v.title for v in rule.vetoes} if rule else {}
    order = [c.indicator for c in rule.components] if rule else []
    found = {row[0]: row for row in rows}
    result = []
    for code, name in names:
        row = found.get(code)
        entry: dict[str, Any] = {
            "region_code": code, "region": name, "month": month, "score": None, "colour": "no_data", "rank": None,
            "rank_low": None, "rank_high": None, "colour_probability": {}, "previous_colour": None, "vetoes": [],
            "rule_version": rule.version if rule else None, "components": [], "change": None,
            "change_beyond_chance": False, "score_low": None, "score_high": None,
            "stable_from": stable_from(rule), "veto_ended": False,
        }  # fmt: skip
        if row:
            entry |= {
                "score": row[1], "colour": row[2], "rank": row[3], "rank_low": row[4], "rank_high": row[5],
                "colour_probability": json.loads(row[6]), "previous_colour": row[7],
                "vetoes": [v | {"title": titles.get(v["id"], v["id"])} for v in json.loads(row[8])],
                "rule_version": row[9], "change": row[10], "change_beyond_chance": row[11],
                "score_low": row[12], "score_high": row[13], "veto_ended": code in was_vetoed and row[8] == "[]",
                "components": sorted(parts.get(code, []), key=lambda part: order.index(part["indicator"])),
            }  # fmt: skip
        result.append(entry)
    return result


def stable_from(rule: RankingRule | None) -> float:
    """The chance from which on a colour is stable under a rule; the usual one in months without a rule."""
    return rule.stable_from if rule else RankingRule.model_fields["stable_from"].default


def runner_up(
    plan: Plan, month: str, colour: str, chances: dict[str, float], vetoed: bool
) -> tuple[str | None, float | None]:
    """The other colour that is most likely and its chance, where a month's colour is not stable; else two None."""
    least = stable_from(plan.ranking_rule(Month.parse(month)))
    return likeliest_other(colour, chances, vetoed, least) or (None, None)


def _with_interval(plan: Plan, part: dict[str, Any]) -> dict[str, Any]:
    noise = noise_of(plan.indicator(part["indicator"]))
    around = interval(noise, part["numerator"], part["denominator"]) if part["value"] is not None else None
    return part | dict(zip(("low", "high"), around or (None, None), strict=True))


def score_history(board: Board, by: str = "region") -> pd.DataFrame:
    """Scores and colours of all months: unit_code, month, score, colour, runner_up, vetoed, chance, second_chance.

    The last two are the chances of the colour and of the runner-up, which is named only where the colour isn't stable.
    """
    rows = []
    for unit, month, score, colour, probability, vetoes in read(
        board,
        "SELECT unit_code, month, score, colour, colour_probability, vetoes FROM scores WHERE unit_kind = ? "
        "ORDER BY unit_code, month",
        by,
    ):
        vetoed, chances = vetoes != "[]", json.loads(probability)
        second, chance = runner_up(board.plan, month, colour, chances, vetoed)
        rows.append((unit, month, score, colour, second, vetoed, chances.get(colour), chance))
    columns = ["unit_code", "month", "score", "colour", "runner_up", "vetoed", "chance", "second_chance"]
    return pd.DataFrame(rows, columns=columns)


def reported(board: Board, mart: str, by: str, month: str) -> set[str]:
    """Units that had reported a mart's ledger by a month: from then on no row means nought, before it nothing."""
    rows = read(
        board, "SELECT unit_code FROM reported_since WHERE mart = ? AND unit_kind = ? AND since <= ?",
        mart, "sector" if by == "committee" else by, month,
    )  # fmt: skip
    found = {code for (code,) in rows}
    if by != "committee":
        return found
    return {c.id for c in board.plan.programme.ranked_committees if found & set(c.sectors)}


def hazards(board: Board, month: str, level: str = "major", by: str = "region") -> list[dict[str, Any]]:
    """Stock and flow of a month by region, sector or committee; rates are None where nothing was due. ``reported``:
    whether the unit had sent any hazard by then; where it had not, the counts of 0 mean that nothing is known.
    """
    require_month(board, month)
    known = reported(board, "hazard_month", by, month)
    names = units(board, by)
    column, table = ("region_code" if by == "region" else "sector"), "hazard_month"
    if by == "committee":
        column, table = by, "hazard_month JOIN committee_sectors ON sector = sector_code"
    condition = "" if level == "all" else " AND level = ?"
    measures = ("opening", "found", "closed", "open_stock", "overdue", "due", "on_time", "closed_of_due")
    sums = ", ".join(f"sum({name})" for name in measures)
    rows = read(
        board,
        f"SELECT {column}, {sums} FROM {table} WHERE month = ?{condition} GROUP BY 1",
        month, *([] if level == "all" else [level]),
    )  # fmt: skip
    found = {row[0]: [int(v) for v in row[1:]] for row in rows}
    result = []
    for code, name in names:
        values = dict(zip(measures, found.get(code, [0] * len(measures)), strict=True))
        due, closed_of_due = values["due"], values.pop("closed_of_due")
        result.append(
            {"region_code": code, "region": name, "month": month, "level": level, "reported": code in known, **values,
             "on_time_rate": values["on_time"] / due if due else None,
             "closure_rate": closed_of_due / due if due else None}
        )  # fmt: skip
    return result


def targets(board: Board, month: str) -> list[dict[str, Any]]:
    """Every target up to the month's year, of all regions together and of each: earlier years as they closed.

    ``month`` is that of the figure: the one asked for, but never one after the target's day (``due``); ``gap`` is
    how far the value is beyond the target (negative: what is missing); ``reached`` since which month it has been.
    """
    asked = require_month(board, month)
    names = [(ALL, board.plan.whole), *units(board, "region")]
    last = min(month, board.data_through)
    rows = read(
        board,
        "SELECT indicator, year, region_code, value, numerator, denominator, gap, status, reached, forecast, "
        "forecast_low, forecast_high, figure_month FROM target_status QUALIFY row_number() OVER "
        "(PARTITION BY indicator, year, region_code ORDER BY month <= ? DESC, month DESC) = 1 AND month <= ?",
        last, last,
    )  # fmt: skip
    found = {(row[0], row[1], row[2]): row[3:] for row in rows}
    result = []
    for indicator in board.plan.indicators:
        for target in indicator.targets:
            if target.year > asked.year:
                continue
            for code, name in names:
                if indicator.regions and code not in (ALL, *indicator.regions):
                    continue
                row = found.get((indicator.id, target.year, code), (None,) * 10)
                result.append(
                    {"indicator": indicator.id, "title": indicator.title, "clause": target.clause,
                     "kind": indicator.kind, "year": target.year, "region_code": code, "region": name,
                     "month": row[9] or month, "value": row[0], "numerator": row[1], "denominator": row[2],
                     "target": target.value, "gap": row[3], "origin": target.origin, "status": row[4] or "no_data",
                     "due": str(deadline(target, board.plan)), "reached": row[5],
                     "forecast": row[6], "forecast_low": row[7], "forecast_high": row[8]}
                )  # fmt: skip
    return result


def risk(board: Board, month: str, sector: str = ALL) -> list[dict[str, Any]]:
    """Risk class and points of each region in a month; with a sector, of its points alone.

    ``points_major`` are those of the worst class, of which ``filed, labelled, controlled`` are the halves of the rates.
    """
    asked = require_month(board, month)
    rule = board.plan.risk_rule(asked)
    condition, values = ("", [month]) if sector == ALL else (" AND sector = ?", [month, sector])
    rows = read(
        board,
        "SELECT region_code, risk_class, sum(points), sum(filed), sum(labelled), sum(controlled) FROM risk_month "
        f"WHERE month = ?{condition} GROUP BY ALL",
        *values,
    )
    counted: dict[str, dict[str, tuple[int, ...]]] = {}
    for region, code, *numbers in rows if month <= board.data_through else []:
        counted.setdefault(region, {})[code] = tuple(int(n) for n in numbers)
    result = []
    for code, name in units(board, "region"):
        classes = counted.get(code, {})
        points = {c: n[0] for c, n in classes.items()}
        controlled = {c: n[3] for c, n in classes.items()}
        major = classes.get(rule.breaks[-1].code if rule else "", (0, 0, 0, 0))
        rates = [n / major[0] if major[0] else None for n in major[1:]]
        result.append(
            {"region_code": code, "region": name, "month": month,
             "risk_class": risk_class(points, controlled, rule) if rule else "no_data",
             **{f"points_{c}": points.get(c, 0) for c in ("red", "orange", "yellow", "blue")},
             "filed_rate": rates[0], "labelled_rate": rates[1], "controlled_rate": rates[2],
             "points": sum(points.values()), "points_major": major[0],
             "filed": major[1], "labelled": major[2], "controlled": major[3],
             "risk_index": risk_index(points, controlled, rule) if rule else None}
        )  # fmt: skip
    return result


def risk_history(board: Board) -> list[tuple[str, str, str]]:
    """Risk class of every region and month: region_code, month, risk_class."""
    return read(board, "SELECT region_code, month, risk_class FROM risk_classes ORDER BY ALL")  # type: ignore[return-value]


def risk_points(
    board: Board,
    month: str,
    region: str = ALL,
    sector: str = ALL,
    classes: tuple[str, ...] = ("red", "orange"),
) -> list[dict[str, Any]]:
    """Risk points in force at a month's end, worst class first: where each is, who controls it, whether it is."""
    last = require_month(board, month).last_day
    names = (
        "region_code", "risk_point_id", "name", "town", "sector", "risk_class", "longitude", "latitude", "tier",
        "office", "is_filed", "is_labelled", "is_controlled",
    )  # fmt: skip
    where, values = "", [last] * 5
    for column, chosen in (("region_code", region), ("coalesce(sector_code, 'none')", sector)):
        if chosen != ALL:
            where, values = f"{where} AND {column} = ?", [*values, chosen]
    marks = ", ".join("?" for _ in classes)
    rows = read(
        board,
        "SELECT region_code, risk_point_id, name, town, coalesce(sector_code, 'none'), risk_class, longitude, latitude, "
        "tier, office, coalesce(filed_date <= ?, FALSE), coalesce(labelled_date <= ?, FALSE), "
        "coalesce(controlled_date <= ?, FALSE) FROM risk_points WHERE assessed_date <= ? "
        f"AND (removed_date IS NULL OR removed_date > ?){where} AND risk_class IN ({marks}) "
        "ORDER BY region_code, risk_point_id",
        *values, *classes,
    )  # fmt: skip
    order = {code: place for place, code in enumerate(classes)}
    found: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    return sorted(found, key=lambda point: order[point["risk_class"]])


def risk_breakdown(
    board: Board, month: str, region: str = ALL, dimension: str = "sector"
) -> list[dict[str, Any]]:
    """Points by risk class and by ``sector`` or ``tier``: unit, risk_class, points, filed, labelled, controlled."""
    require_month(board, month)
    if dimension not in ("sector", "tier"):
        raise UnknownUnit(f"风险点没有按“{dimension}”的分组，可选 sector、tier")
    condition, values = ("", [month]) if region == ALL else (" AND region_code = ?", [month, region])
    names = ("unit", "risk_class", "points", "filed", "labelled", "controlled")
    rows = read(
        board,
        f"SELECT {dimension}, risk_class, sum(points)::BIGINT, sum(filed)::BIGINT, sum(labelled)::BIGINT, "
        f"sum(controlled)::BIGINT FROM risk_month WHERE month = ?{condition} GROUP BY ALL ORDER BY ALL",
        *values,
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def indicator_history(
    board: Board, indicator: str, by: str = "region", unit: str = ALL
) -> list[dict[str, Any]]:
    """An indicator's values for all months of the plan up to the data: month, numerator, denominator, value."""
    rows = read(
        board,
        "SELECT month, numerator, denominator, value FROM indicator_values WHERE indicator = ? AND unit_kind = ? "
        "AND unit_code = ? AND month BETWEEN ? AND ? ORDER BY month",
        indicator, by, unit, str(board.plan.first_month), board.data_through,
    )  # fmt: skip
    return [dict(zip(("month", "numerator", "denominator", "value"), row, strict=True)) for row in rows]


def indicator_at(
    board: Board, indicator: str, by: str, unit: str, month: str
) -> tuple[float | None, float | None, float | None] | None:
    """Numerator, denominator and value of an indicator in one unit and month; None where there is no row."""
    rows = read(
        board,
        "SELECT numerator, denominator, value FROM indicator_values WHERE indicator = ? AND unit_kind = ? "
        "AND unit_code = ? AND month = ?",
        indicator, by, unit, month,
    )  # fmt: skip
    return rows[0] if rows else None  # type: ignore[return-value]


def hazard_totals(
    board: Board, month: str, level: str = "major", region: str = ALL, sector: str = ALL
) -> dict[str, int]:
    """Stock and flow of all regions or one, all sectors or one: opening, found, closed, open_stock, overdue."""
    require_month(board, month)
    where, values = "month = ?", [month]
    for column, chosen, everything in (
        ("level", level, "all"), ("region_code", region, ALL), ("sector", sector, ALL),
    ):  # fmt: skip
        if chosen != everything:
            where, values = f"{where} AND {column} = ?", [*values, chosen]
    names = ("opening", "found", "closed", "open_stock", "overdue", "due", "on_time", "supervised_overdue")
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in names)
    row = read(board, f"SELECT {sums} FROM hazard_month WHERE {where}", *values)[0]
    return dict(zip(names, row, strict=True))


def boundaries(board: Board) -> geopandas.GeoDataFrame | None:
    """Polygons of the plan's regions (region_code, geometry), exteriors clockwise; None without a file."""
    spec = board.plan.boundaries
    if spec is None:
        return None
    file = board.plan.folder / spec.file
    return _boundaries(str(file), file.stat().st_mtime_ns if file.is_file() else 0, spec.code_property)


@lru_cache(maxsize=8)
def _boundaries(file: str, stamp: int, code_property: str) -> geopandas.GeoDataFrame | None:
    if not stamp:
        return None
    frame = geopandas.read_file(file)
    frame["region_code"] = frame[code_property].astype(str)
    # Plotly paints over the whole frame when an exterior runs counter-clockwise.
    frame["geometry"] = shapely.orient_polygons(frame.geometry.values, exterior_cw=True)
    return geopandas.GeoDataFrame(frame[["region_code", "geometry"]], geometry="geometry", crs=frame.crs)
