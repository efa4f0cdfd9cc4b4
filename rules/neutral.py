"""Keeps a spreadsheet from running what came in: the one rule for every text that goes into a CSV."""

from __future__ import annotations

import re

# Full-width signs too: Excel with an East Asian keyboard reads them as the others.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def neutral(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run; the loader takes it off again."""
    if text.startswith(RISKY) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text
