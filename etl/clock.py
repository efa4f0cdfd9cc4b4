"""Today, in the plan's time zone; ``WUSE_TODAY`` replaces it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from etl.problems import NothingDone


def today(zone: ZoneInfo) -> date:
    """The current day. Raises NothingDone when ``WUSE_TODAY`` is no date."""
    text = os.environ.get("WUSE_TODAY")
    if not text:
        return datetime.now(zone).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NothingDone(f"环境变量 WUSE_TODAY 应为 YYYY-MM-DD，实为“{text}”") from error


def moment(zone: ZoneInfo) -> datetime:
    """Now in UTC, without its zone; on the day that ``WUSE_TODAY`` names, where it does."""
    at = datetime.combine(today(zone), datetime.now(zone).time(), zone)
    return at.astimezone(UTC).replace(tzinfo=None)
