"""A pack's polygons beside its regions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rules.pack_files import Pack
from rules.problems import NOTHING, Problem, shown

_YES = {"true", "1", "yes", "on", "t", "y"}
_SHAPES = ("Polygon", "MultiPolygon")


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of the boundary file: unreadable, no code, codes that the regions don't have, and the reverse."""
    name, key = pack.at("plan", "boundaries", "file"), pack.at("plan", "boundaries", "code_property")
    if not isinstance(name, str) or not isinstance(key, str):
        return
    path = pack.folder / name
    if Path(name).name != name or not path.is_file():
        yield pack.problem(
            "plan", ("boundaries", "file"), "方案目录里的一个文件", "a file in the pack's folder", name
        )
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
        features = json.loads(text)["features"]
        drawn = [(str(feature["properties"].get(key, "")), feature) for feature in features]
    except json.JSONDecodeError as error:
        yield Problem(pack.folder.name, name, error.lineno, "", "GeoJSON", error.msg)
        return
    except (UnicodeDecodeError, KeyError, TypeError, AttributeError):
        expected = "UTF-8 的 GeoJSON FeatureCollection (a GeoJSON FeatureCollection in UTF-8)"
        yield Problem(pack.folder.name, name, None, "", expected, "别的内容 (something else)")
        return
    yield from _shapes(pack, name, text, key, drawn)
    if "regions" not in pack.unread:
        yield from _codes(pack, name, text, key, [code for code, _ in drawn if code])


def _shapes(
    pack: Pack, name: str, text: str, key: str, drawn: list[tuple[str, dict[str, Any]]]
) -> Iterator[Problem]:
    for number, (code, feature) in enumerate(drawn, start=1):
        place = f"features.{number}" + (f" ({code})" if code else "")
        if not code:
            has = ", ".join(map(str, feature["properties"])) or NOTHING
            expected = f"属性 {key}，值为区域代码 (property {key} with the region's code)"
            yield Problem(pack.folder.name, name, None, place, expected, has)
        shape = feature.get("geometry") or {}
        if shape.get("type") not in _SHAPES:
            found = shown(shape.get("type"))
            yield Problem(
                pack.folder.name, name, _line(text, code), place, f"面 ({' or '.join(_SHAPES)})", found
            )
            continue
        corner = shape.get("coordinates")
        while isinstance(corner, list) and corner and isinstance(corner[0], list):
            corner = corner[0]
        if not _is_degrees(corner):
            expected = "WGS84 经纬度，先经度后纬度 (degrees WGS84, longitude first)"
            found = ", ".join(map(str, corner)) if isinstance(corner, list) and corner else NOTHING
            yield Problem(pack.folder.name, name, _line(text, code), place, expected, found)


def _is_degrees(corner: object) -> bool:
    if not isinstance(corner, list) or len(corner) < 2:
        return False
    if not all(isinstance(v, int | float) for v in corner):
        return False
    return abs(corner[0]) <= 180 and abs(corner[1]) <= 90


def _codes(pack: Pack, name: str, text: str, key: str, codes: list[str]) -> Iterator[Problem]:
    rows = list(pack.items("regions"))
    known = {str(row.get("code")) for _, row in rows}
    for code in sorted(set(codes) - known):
        expected = "regions.csv 里的代码 (a code of regions.csv)"
        yield Problem(
            pack.folder.name, name, _line(text, code), key, expected, f"{code!r}，regions.csv 里没有"
        )
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        expected = "一个区域一个面；多块用 MultiPolygon (one feature for a region)"
        yield Problem(
            pack.folder.name, name, _line(text, code), key, expected, f"{code!r} × {codes.count(code)}"
        )
    for path, row in rows:
        is_drawn = str(row.get("has_boundary", "true")).strip().lower() in _YES
        if is_drawn and row.get("code") and str(row["code"]) not in codes:
            yield pack.problem(
                "regions", (*path, "has_boundary"), f"{name} 里有它的面（{key} = {row['code']}），没有就写 false",
                f"a polygon of it in {name}, or false", " 没有这个面 (no polygon)",
            )  # fmt: skip


def _line(text: str, code: str) -> int | None:
    place = text.find(json.dumps(code, ensure_ascii=False)) if code else -1
    return text[:place].count("\n") + 1 if place >= 0 else None
