"""Reads a deck back as PowerPoint would: texts, figures, shapes, and whether the package holds together."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

import pptx
from lxml import etree
from pptx.util import Pt

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LINE = 1.3


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def tables(deck: Any) -> list[list[list[str]]]:
    """Every table's cells, those that a merged head covers empty."""
    return [
        [[c.text for c in row.cells] for row in shape.table.rows]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
    ]


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def freeforms(slide: Any) -> list[Any]:
    return [s for s in slide.shapes if s._element.find(f".//{A}custGeom") is not None]


def shown(slide: Any) -> str:
    """All that is written on a slide."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [c.text for row in shape.table.rows for c in row.cells]
    return "\n".join(found)


def em(char: str) -> float:
    return 1.0 if ord(char) > 0x2E80 else 0.55


def overflows(deck: Any) -> list[str]:
    """Text boxes that hold less than their text, reckoned with one em a Chinese character; what leaves the slide."""
    found = []
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            place = (number, shape.name)
            right, bottom = shape.left + shape.width, shape.top + shape.height
            if min(shape.left, shape.top) < 0 or right > deck.slide_width or bottom > deck.slide_height:
                found.append(f"{place} leaves the slide")
            if shape.has_table:
                table = shape.table
                used = 0.0
                for row in table.rows:
                    # A merged head stands over two rows.
                    cells = [
                        (c, w) for c, w in zip(row.cells, table.columns, strict=True) if not c.is_merge_origin
                    ]
                    tall = max((_tall(c.text_frame, w.width / Pt(1) - 12) for c, w in cells), default=0.0)
                    if tall > row.height / Pt(1) + 0.5:
                        found.append(f"{place}: row of {row.height / Pt(1):.0f} pt holds {tall:.0f} pt")
                    used += row.height
                if abs(used - shape.height) > 20:
                    found.append(f"{place}: rows and frame differ")
            elif shape.has_text_frame and shape.text_frame.text:
                wide = shape.width / Pt(1) + 0.5
                if shape.text_frame.word_wrap is False:
                    widest = max(_wide(p) for p in shape.text_frame.paragraphs)
                    if widest > wide:
                        found.append(f"{place}: {widest:.0f} pt in {wide:.0f}")
                tall = _tall(shape.text_frame, wide)
                if tall > shape.height / Pt(1) + 1:
                    found.append(f"{place}: {tall:.0f} pt in {shape.height / Pt(1):.0f}")
    return found


def _size(paragraph: Any) -> float:
    return max((r.font.size.pt for r in paragraph.runs if r.font.size), default=14.0)


def _wide(paragraph: Any) -> float:
    return sum(map(em, paragraph.text)) * _size(paragraph)


def _tall(frame: Any, wide: float) -> float:
    total = 0.0
    for paragraph in frame.paragraphs:
        inset = (
            int(paragraph._p.find(f"{A}pPr").get("marL", 0)) / 12700
            if paragraph._p.find(f"{A}pPr") is not None
            else 0
        )
        room = wide - inset
        # Whole letters only: what does not fit goes over.
        rows = max(1, -(-_wide(paragraph) // room)) if paragraph.text else 1
        total += rows * _size(paragraph) * LINE + (paragraph.space_after.pt if paragraph.space_after else 0)
    return total


def faults(data: bytes) -> list[str]:
    """What PowerPoint would offer to repair: ids twice, relations that lead nowhere, parts without a type."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        found += [f"twice: {n}" for n in names if names.count(n) > 1]
        types = etree.fromstring(file.read("[Content_Types].xml"))
        endings = {t.get("Extension") for t in types if t.get("Extension")}
        typed = {t.get("PartName") for t in types if t.get("PartName")}
        found += [f"typed and missing: {t}" for t in typed if t.lstrip("/") not in names]
        for name in names:
            if f"/{name}" not in typed and name.rpartition(".")[2] not in endings:
                found.append(f"no type: {name}")
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(file.read(name))
            if name.endswith(".rels"):
                found += list(_lost(name, root, names))
                continue
            ids = [e.get("id") for e in root.iter(f"{P}cNvPr")]
            found += [f"{name}: id {i} twice" for i in ids if ids.count(i) > 1]
            own = posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")
            known = set()
            if own in names:
                known = {r.get("Id") for r in etree.fromstring(file.read(own)).iter(RELATION)}
            used = {
                v
                for e in root.iter()
                if isinstance(e.tag, str)
                for k, v in e.attrib.items()
                if k.startswith(R)
            }
            found += [f"{name}: {u} leads nowhere" for u in used - known]
    return found


def _lost(name: str, root: Any, names: list[str]) -> Iterator[str]:
    base = posixpath.dirname(posixpath.dirname(name))
    for relation in root.iter(RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join(base, relation.get("Target"))).lstrip("/")
        if target not in names:
            yield f"{name}: {target} is missing"
