"""What ``board show inspections`` tells of each region: how much was inspected, found, mended and penalised."""

from __future__ import annotations

from typing import Any

from board.queries import Board, read, require_month, units


def inspections(board: Board, month: str) -> list[dict[str, Any]]:
    """Inspections of a month by region, with the year's coverage of the register."""
    require_month(board, month)
    made = {
        row[0]: row[1:]
        for row in read(
            board,
            "SELECT region_code, sum(inspections), sum(problems), sum(rectified), sum(penalties) FROM inspection_month "
            "WHERE month = ? GROUP BY 1",
            month,
        )
    }
    register = {
        row[0]: row[1:]
        for row in read(
            board,
            "SELECT region_code, sum(inspected_ytd), sum(registered) FROM enterprise_month WHERE month = ? GROUP BY 1",
            month,
        )
    }
    result = []
    for code, name in units(board, "region"):
        count, problems, rectified, penalties = (
            None if v is None else int(v) for v in made.get(code, (0, 0, 0, 0))
        )
        inspected, registered = (int(v) for v in register.get(code, (0, 0)))
        result.append(
            {"region_code": code, "region": name, "month": month, "inspections": count, "problems": problems,
             "rectified": rectified, "penalties": penalties, "inspected": inspected, "registered": registered,
             "inspection_coverage": _share(inspected, registered),
             "hits_per_inspection": _share(problems, count),
             "penalties_per_inspection": _share(penalties, count),
             "rectification_rate": _share(rectified, problems),
             "zero_penalty": None if penalties is None else bool(count) and penalties == 0}
        )  # fmt: skip
    return result


def _share(part: int | None, whole: int | None) -> float | None:
    """A share, unknown where either half is, or where there is nothing to share."""
    return part / whole if part is not None and whole else None
