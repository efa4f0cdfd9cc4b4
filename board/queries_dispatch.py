"""What ``board show dispatch`` and ``board show indicators`` give: figures since the plan began, and indicators by unit."""

from __future__ import annotations

from typing import Any

from board.queries import ALL, Board, read, require_month, units

MEASURES = ("opening", "found", "closed", "open_stock", "overdue")


def dispatch(board: Board, month: str, level: str = "major") -> list[dict[str, Any]]:
    """The dispatch table of a month: one object a region, cumulative from the plan's first day to the month's last.

    ``since, through`` (days); ``registered, self_checked`` enterprises at the month's end; ``opening`` hazards of the
    level on the first day, ``found, closed`` since then, ``open_stock, overdue`` at the month's end; ``channels``: the same for each ``found_by``;
    ``indicators``: what the region reported of each indicator that is read from dispatch reports (``numerator,
    denominator, value``, None where it did not report the month); ``reported_date``: the newest day of these reports.
    """
    asked = require_month(board, month)
    enterprises = {
        code: counts
        for code, *counts in read(
            board,
            "SELECT region_code, sum(registered)::BIGINT, sum(self_check)::BIGINT FROM enterprise_month "
            "WHERE month = ? GROUP BY 1",
            month,
        )
    }
    channels = _channels(board, month, level)
    told = _told(board, month)
    ids = [i.id for i in board.plan.indicators if i.source == "dispatch"]
    result = []
    for code, name in units(board, "region"):
        registered, checked = enterprises.get(code, (0, 0))
        own, reports = channels.get(code, {}), told.get(code, {})
        days = [day for _top, _under, day in reports.values() if day is not None]
        result.append(
            {"region_code": code, "region": name, "month": month, "level": level,
             "since": str(board.plan.first_month.first_day), "through": str(asked.last_day),
             "registered": registered, "self_checked": checked,
             **{measure: sum(counts[measure] for counts in own.values()) for measure in MEASURES},
             "channels": [{"found_by": by, **counts} for by, counts in sorted(own.items())],
             "indicators": [_reported(one, reports.get(one)) for one in ids],
             "reported_date": str(max(days)) if days else None}
        )  # fmt: skip
    return result


def _channels(board: Board, month: str, level: str) -> dict[str, dict[str, dict[str, int]]]:
    """Region -> channel -> counts; every channel of any region for each of them."""
    condition, first = "" if level == "all" else " AND level = ?", str(board.plan.first_month)
    rows = read(
        board,
        # The mart reaches back before the plan, for comparisons with the year before.
        "SELECT region_code, found_by, sum(opening) FILTER (WHERE month = ?)::BIGINT, coalesce(sum(found) FILTER (WHERE month >= ?), 0)::BIGINT, "
        "coalesce(sum(closed) FILTER (WHERE month >= ?), 0)::BIGINT, "
        "sum(open_stock) FILTER (WHERE month = ?)::BIGINT, sum(overdue) FILTER (WHERE month = ?)::BIGINT "
        f"FROM hazard_month WHERE month <= ?{condition} GROUP BY ALL ORDER BY ALL",
        first, first, first, month, month, month, *([] if level == "all" else [level]),
    )  # fmt: skip
    there = sorted({row[1] for row in rows})
    found: dict[str, dict[str, dict[str, int]]] = {
        code: {by: dict.fromkeys(MEASURES, 0) for by in there} for code, _name in units(board, "region")
    }
    for code, by, *counts in rows:
        if code in found:
            found[code][by] = dict(zip(MEASURES, (int(n or 0) for n in counts), strict=True))
    return found


def _told(board: Board, month: str) -> dict[str, dict[str, tuple[float, float, Any]]]:
    found: dict[str, dict[str, tuple[float, float, Any]]] = {}
    for code, indicator, *rest in read(
        board,
        "SELECT region_code, indicator, numerator, denominator, reported_date FROM dispatch_month WHERE month = ?",
        month,
    ):
        found.setdefault(code, {})[indicator] = (rest[0], rest[1], rest[2])
    return found


def _reported(indicator: str, told: tuple[float, float, Any] | None) -> dict[str, Any]:
    top, under = (told[0], told[1]) if told else (None, None)
    value = top / under if top is not None and under else None
    return {"indicator": indicator, "numerator": top, "denominator": under, "value": value}


def indicators(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """Every indicator of a month in every unit, all of them together (``*``) first: ``indicator, title, region_code,
    region, month, numerator, denominator, value``; None where nothing is known."""
    require_month(board, month)
    rows = {
        (row[0], row[1]): row[2:]
        for row in read(
            board,
            "SELECT indicator, unit_code, numerator, denominator, value FROM indicator_values "
            "WHERE unit_kind = ? AND month = ?",
            by, month,
        )
    }  # fmt: skip
    if month > board.data_through:  # a month without data has no figures, whatever is laid out for it
        rows = {}
    return [
        {"indicator": one.id, "title": one.title, "region_code": code, "region": name, "month": month,
         **dict(zip(("numerator", "denominator", "value"), rows.get((one.id, code), (None,) * 3), strict=True))}
        for one in board.plan.indicators
        for code, name in [(ALL, board.plan.whole), *units(board, by)]
    ]  # fmt: skip
