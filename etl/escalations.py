"""Letters, notices and interviews one by one, each with the unit that it was sent to and what its cause names.

``escalation_list``: unit_kind, unit_code, region_code, sector_code, escalation_id, step, triggers (JSON list), cause,
sent_date, answer_due, answered_date, file_id, row. Its grain is the ledger's. A letter is to the committee that it
names, else to the sector that it names, else to its region; one that names a committee which the plan does not have
is to nobody (unit_code empty). Which step it carries out is worked out in ``rules/escalation.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict

from etl.store import store
from rules.plan import Plan

_FILE = Path(__file__).with_name("causes.yml")


class _CauseWords(BaseModel):
    """``causes.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    classes: list[str]
    triggers: dict[str, list[str]]


@cache
def _cause_words() -> _CauseWords:
    return _CauseWords.model_validate(yaml.safe_load(_FILE.read_text("utf-8")))


def build_escalations(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Make ``escalation_list`` from the ledger ``escalations``."""
    committees = {
        name.strip(): one.id
        for one in plan.programme.committees
        for name in (one.id, one.name, one.name_en, *one.aliases)
        if name
    }
    words = trigger_words(plan)
    rows = connection.execute(
        "SELECT region_code, coalesce(sector_code, 'none'), escalation_id, step, committee, cause, sent_date, "
        "answer_due, answered_date, _file, _row FROM escalations ORDER BY region_code, escalation_id"
    ).fetchall()
    found = []
    for region, sector, number, step, committee, cause, *rest in rows:
        if committee:
            kind, code = "committee", committees.get(committee.strip(), "")
        else:
            kind, code = ("sector", sector) if sector != "none" else ("region", region)
        named = json.dumps(triggers_of(cause or "", words))
        found.append((kind, code, region, sector, number, step, named, cause, *rest))
    store(
        connection, "escalation_list", found,
        ["unit_kind", "unit_code", "region_code", "sector_code", "escalation_id", "step", "triggers", "cause",
         "sent_date", "answer_due", "answered_date", "file_id", "row"],
        ["VARCHAR"] * 8 + ["DATE"] * 3 + ["BIGINT"] * 2,
    )  # fmt: skip


def trigger_words(plan: Plan) -> dict[str, list[re.Pattern[str]]]:
    """Trigger -> patterns of the words by which a cause names it: the plan's classes, and what is no class."""
    given = _cause_words()
    words = {
        item.code: [
            text.format(**item.model_dump(include={"name", "name_en", "short"})) for text in given.classes
        ]
        for item in plan.ranking_scale
    }
    return {code: [_pattern(w) for w in found] for code, found in {**words, **given.triggers}.items()}


def triggers_of(cause: str, words: Mapping[str, list[re.Pattern[str]]]) -> list[str]:
    """The triggers that a cause names, in the plan's order; none where it speaks of something else."""
    return [code for code, patterns in words.items() if any(p.search(cause) for p in patterns)]


def _pattern(word: str) -> re.Pattern[str]:
    # An English word must stand by itself: "red" is not in "reduced".
    edge = r"\b" if word.isascii() else ""
    return re.compile(f"{edge}{re.escape(word)}{edge}", re.IGNORECASE)
