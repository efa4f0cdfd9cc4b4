"""Packs restate a plan in words of their own: no long run of the published text is copied."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from rules.packs import load_plan, plan_ids

# The texts aren't ours to ship, so they stay outside the repository.
TEXTS = Path(os.environ.get("WUSE_PLAN_TEXTS") or Path(__file__).resolve().parents[3] / "shared" / "plans")
FILES = {
    "enshi": "enshi-prefecture.txt",
    "bailin": "bailin-town.txt",
    "hebei": "hebei-province.txt",
    "xupu": "xupu-county-2023.txt",
    "hejiapan": "hejiapan-town.txt",
}
RUN = 16
NAMES = {"title", "text.title"}
"""A document's title is its name and can't be said in other words."""


def han(text: str) -> str:
    """Only the Chinese characters: punctuation and line breaks must not hide a copied run."""
    return re.sub(r"[^\u4e00-\u9fff]", "", text)


def strings(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a pack with the path of its key."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from strings(getattr(value, key), f"{where}.{key}".lstrip("."))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from strings(item, f"{where}.{number}")


def copied(pack: Iterator[tuple[str, str]], text: str) -> list[str]:
    """Keys whose text shares a run of RUN Chinese characters with the published one."""
    published = han(text)
    found = []
    for where, value in pack:
        own = han(value)
        runs = (own[i : i + RUN] for i in range(len(own) - RUN + 1))
        if where not in NAMES and any(run in published for run in runs):
            found.append(f"{where}: {value}")
    return found


def test_a_copied_run_would_be_seen() -> None:
    text = "一二三四五六七八，九十甲乙丙丁戊己庚"
    assert copied(iter([("note", "注：一二三四五六七八九十甲乙丙丁戊己")]), text)
    assert not copied(iter([("note", "一二三四五六七八九十甲乙丙丁戊子")]), text)
    assert not copied(iter([("title", text)]), text)


@pytest.mark.parametrize("plan_id", [p for p in plan_ids() if (TEXTS / FILES.get(p, "?")).is_file()])
def test_no_sentence_of_the_plan_is_copied(plan_id: str) -> None:
    path = TEXTS / FILES[plan_id]
    assert copied(strings(load_plan(plan_id)), path.read_text(encoding="utf-8")) == []
