"""The files of a plan pack as plain data, with the line on which everything stands.

Reading never stops at a broken file: what can't be read is noted as a problem and left out, so that one check
tells the mistakes of all files together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import SafeConstructor

from rules.problems import NOTHING, Problem, shown

LIST_SEPARATOR = ";"
FILES = {
    "plan": "plan.yml",
    "regions": "regions.csv",
    "sectors": "sectors.csv",
    "indicators": "indicators.yml",
    "programme": "programme.yml",
    "tasks": "tasks.yml",
    "sources": "sources.yml",
    "notices": "notices.yml",
}
"""Part of a pack -> its file."""
OPTIONAL = {"programme", "tasks", "sources", "notices"}
MAPPINGS = {"plan", "programme", "notices"}
TABLES = {"regions", "sectors"}
_ENTRIES_AT = {
    "regions": 0,
    "sectors": 0,
    "indicators": 0,
    "tasks": 0,
    "sources": 0,
    "programme": 1,
    "notices": 1,
}
"""At which step of a path a part's entries are numbered."""

Place = tuple[str | int, ...]
"""Keys and numbers (from 0) that lead to a value inside a part."""


if TYPE_CHECKING:
    _Reader = yaml.SafeLoader
else:  # libyaml's parser where the wheel has it: a fifth of the time
    _Reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Reader):
    """Safe YAML that notes keys given twice, and keeps an impossible date as text for the models to refuse."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As usual; a key that stands twice in the file is noted in ``repeated``."""
        seen: dict[str, yaml.Node] = {}
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    self.repeated.append((key, seen[key.value]))
                seen[key.value] = key
        return super().construct_mapping(node, deep)

    def read(self) -> tuple[yaml.Node | None, Any]:
        """The document's root node and its data."""
        self.repeated: list[tuple[yaml.ScalarNode, yaml.Node]] = []
        node = self.get_single_node()
        return node, None if node is None else self.construct_document(node)


def _timestamp(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


@dataclass
class Table:
    """A CSV's header and where its records begin."""

    header: list[str]
    lines: list[int]


@dataclass
class Pack:
    """A pack as it stands on disk. ``data`` has every part, an empty one for a file that is missing or unread."""

    folder: Path
    data: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Parts whose file could not be read: nothing may be concluded from their emptiness."""
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[str, yaml.Node | None] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def at(self, part: str, *path: str | int) -> Any:
        """The value at a path, None where there is none."""
        value = self.data[part]
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def items(self, part: str, *path: str | int) -> Iterator[tuple[Place, dict[str, Any]]]:
        """Path and data of each entry of the list at a path; entries that are no groups of keys are left out."""
        entries = self.at(part, *path)
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, dict):
                yield (*path, number), entry

    def problem(self, part: str, path: Place, zh: str, en: str, found: object = NOTHING) -> Problem:
        """A mistake at a path of a part; ``found`` is shown as it is where it is NOTHING or starts with a blank."""
        said = (
            found.strip()
            if isinstance(found, str) and (found == NOTHING or found[:1] == " ")
            else shown(found)
        )
        line, _ = self.line(part, path)
        return Problem(
            self.folder.name, FILES[part], line, self.key(part, path), f"{zh} ({en})" if en else zh, said
        )

    def line(self, part: str, path: Place) -> tuple[int | None, int]:
        """Line of a path, or of the nearest group round it, and how many of its steps exist in the file."""
        if part in TABLES:
            lines = self.tables[part].lines if part in self.tables else []
            if path and isinstance(path[0], int) and path[0] < len(lines):
                return lines[path[0]], len(path)
            return 1 if lines else None, 0
        node = self.nodes.get(part)
        if node is None:
            return None, 0
        line, known = node.start_mark.line + 1, 0
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = next(
                    (pair for pair in reversed(node.value) if getattr(pair[0], "value", None) == str(step)),
                    None,
                )
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
            known += 1
        return line, known

    def key(self, part: str, path: Place) -> str:
        """A path as an analyst finds it: ``item 3 (drill_rate).targets.0.value``, ``row 4 (990102).parent``."""
        texts = [str(step) for step in path]
        start = _ENTRIES_AT.get(part)
        if start is not None and len(path) > start and isinstance(path[start], int):
            entry = self.at(part, *path[: start + 1])
            given = entry if isinstance(entry, dict) else {}
            name = next((f" ({given[k]})" for k in ("id", "code") if given.get(k)), "")
            line = self.line(part, path[: start + 1])[0] if part in TABLES else None
            texts[start] = (f"item {int(path[start]) + 1}" if line is None else f"row {line}") + name
        return ".".join(texts)


def read_pack(folder: Path) -> Pack:
    """Read all files of a pack; what is wrong with them as files is in ``problems``."""
    pack = Pack(folder)
    for part, name in FILES.items():
        pack.data[part] = {} if part in MAPPINGS else []
        path = folder / name
        if not path.is_file():
            if part not in OPTIONAL:
                pack.unread.add(part)
                pack.problems.append(
                    Problem(
                        folder.name, name, None, "", "这个文件 (this file)", "文件不存在 (file is missing)"
                    )
                )
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            _unreadable(
                pack,
                part,
                line,
                "UTF-8 编码；Excel 请另存为“CSV UTF-8” (UTF-8)",
                "别的编码 (another encoding)",
            )
            continue
        if part in TABLES:
            _read_table(pack, part, text)
        else:
            _read_yaml(pack, part, text)
    return pack


def _unreadable(pack: Pack, part: str, line: int | None, expected: str, found: str) -> None:
    pack.unread.add(part)
    pack.problems.append(Problem(pack.folder.name, FILES[part], line, "", expected, found))


def _read_yaml(pack: Pack, part: str, text: str) -> None:
    try:
        loader = _Loader(text)
        node, data = loader.read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(m) for m in (error.context, error.problem) if m)
        _unreadable(pack, part, mark.line + 1 if mark else None, "正确的 YAML (YAML)", said)
        return
    except yaml.YAMLError as error:
        place = getattr(error, "position", None)
        line = None if place is None else text[:place].count("\n") + 1
        _unreadable(pack, part, line, "正确的 YAML (YAML)", " ".join(str(error).split()))
        return
    pack.nodes[part] = node
    kind = dict if part in MAPPINGS else list
    if data is None and part != "plan":
        return
    if not isinstance(data, kind):
        expected = "键和值 (keys and values)" if kind is dict else "以“- ”开头的列表 (a list)"
        _unreadable(pack, part, 1, expected, shown(data))
        return
    for key, first in loader.repeated:
        pack.problems.append(
            Problem(
                pack.folder.name,
                FILES[part],
                key.start_mark.line + 1,
                str(key.value),
                "每个键只写一次 (each key once)",
                f"第 {first.start_mark.line + 1} 行已有 (line {first.start_mark.line + 1} has it)",
            )
        )
    pack.data[part] = data


def _read_table(pack: Pack, part: str, text: str) -> None:
    """Rows of a CSV; empty cells are left out, ``aliases`` is split at semicolons, blank rows are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append((line, record))
            line = reader.line_num + 1
    except csv.Error as error:
        _unreadable(pack, part, line, "正确的 CSV (CSV)", str(error))
        return
    if not records:
        _unreadable(pack, part, None, "表头和数据行 (a header and rows)", shown(""))
        return
    header = [cell.strip() for cell in records[0][1]]
    for number, record in records[1:]:
        if len(record) > len(header) and any(cell.strip() for cell in record[len(header) :]):
            pack.problems.append(
                Problem(
                    pack.folder.name,
                    FILES[part],
                    number,
                    f"row {number}" + (f" ({record[0]})" if record[0] else ""),
                    f"与表头一样 {len(header)} 格 ({len(header)} cells, as in the header)",
                    f"{len(record)} 格 ({len(record)} cells, more than the header)",
                )
            )
    rows: list[dict[str, Any]] = []
    for _, record in records[1:]:
        row: dict[str, Any] = {k: v for k, v in zip(header, record, strict=False) if v != "" and k}
        if "aliases" in row:
            row["aliases"] = [a.strip() for a in row["aliases"].split(LIST_SEPARATOR) if a.strip()]
        rows.append(row)
    pack.tables[part] = Table(header, [number for number, _ in records[1:]])
    pack.data[part] = rows
