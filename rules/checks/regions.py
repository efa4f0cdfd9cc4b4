"""Regions: codes, names, what follows what, tiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rules.checks.common import as_date, one_meaning
from rules.pack_files import Pack, Place
from rules.plan import Region
from rules.problems import Problem


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of ``regions.csv``."""
    yield from one_meaning(pack, "regions", "code", Region.NAMED_BY)
    if "regions" in pack.unread:
        return
    rows = list(pack.items("regions"))
    codes = {str(row.get("code")) for _, row in rows}
    if not rows:
        yield pack.problem("regions", (), "至少一个区域", "one region at least", [])
    tiles: dict[tuple[str, str], Place] = {}
    for path, row in rows:
        for key in ("parent", "successor"):
            if row.get(key) and row[key] not in codes:
                yield pack.problem("regions", (*path, key), "本表里的代码", "a code of this table", row[key])
        begins, ends = as_date(row.get("valid_from")), as_date(row.get("valid_to"))
        if begins and ends and ends < begins:
            yield pack.problem(
                "regions", (*path, "valid_to"), f"{begins} 或以后", f"{begins} or later", str(ends)
            )
        if row.get("valid_to"):
            if not row.get("successor"):
                yield pack.problem(
                    "regions", (*path, "successor"), f"{row['valid_to']} 撤销后由哪个区域承接",
                    f"the region that took over when it ended on {row['valid_to']}",
                )  # fmt: skip
        elif row.get("tile_column") and row.get("tile_row"):
            first = tiles.setdefault((row["tile_column"], row["tile_row"]), path)
            if first != path:
                line = pack.line("regions", first)[0]
                yield pack.problem(
                    "regions", (*path, "tile_column"), f"与第 {line} 行不同的格子", f"another square than line {line}",
                    f" {row['tile_column']},{row['tile_row']}",
                )  # fmt: skip
    for key in ("parent", "successor"):
        yield from _cycles(pack, key)


def _cycles(pack: Pack, key: str) -> Iterator[Problem]:
    at: dict[str, Place] = {}
    onward: dict[str, Any] = {}
    for path, row in pack.items("regions"):
        code = str(row.get("code"))
        at.setdefault(code, path)
        onward.setdefault(code, row.get(key))
    done: set[str] = set()
    for start in at:
        chain: list[str] = []
        code = start
        while code in at and code not in done and code not in chain:
            chain.append(code)
            code = onward[code]
        if code in chain:
            ring = chain[chain.index(code) :]
            told = " → ".join([*ring, ring[0]])
            yield pack.problem("regions", (*at[ring[0]], key), "不绕成圈", "no ring of regions", f" {told}")
        done.update(chain)
