"""Speaker's notes: what the figures are, where they stand, of which release, by which definitions, what was edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from board.notices.content import Chart, Content, Figure, Map, Meaning, Paragraph, Source, Table, words

Exhibit = Table | Chart | Map


def of_exhibit(content: Content, shown: Exhibit) -> list[str]:
    """The notes of a table, chart or map."""
    said = words(shown.said)
    found = [f"{shown.number} {shown.title}".strip()]
    found += [f"结论：{said}。"] if said else []
    found += [f"“{f.text}”：{f.source.told()}" for f in figures(shown.said)]
    found += ["数字出处："]
    for name, group in _groups(shown):
        found += [f"{name}：{told}" for told in places(group)]
    found += [f"注：{note.removeprefix('注：')}" for note in shown.notes]
    text = " ".join([said, shown.title, *shown.notes, *(name for name, _group in _groups(shown))])
    return [*found, *of_all(content, text), *edited(content, [])]


def of_paragraphs(content: Content, shown: Sequence[Paragraph]) -> list[str]:
    """The notes of a slide of sentences."""
    found = [one.lead + one.text for one in shown]
    sources = [f for one in shown for f in one.figures]
    found += ["数字出处："] if sources else []
    found += [f"“{f.text}”：{f.source.told()}" for f in sources]
    text = " ".join(one.lead + one.text for one in shown)
    return [*found, *of_all(content, text), *edited(content, shown)]


def of_all(content: Content, text: str) -> list[str]:
    """Release, and the definitions of the terms that a text uses."""
    found = [f"数据：{content.release_told}的发布数据。"]
    found += [f"口径：{term}，{said}" for term, said in definitions(content, text)]
    return found


def edited(content: Content, shown: Sequence[Paragraph]) -> list[str]:
    """Which paragraphs the office wrote itself: those of this slide, else that there are some in the paper."""
    there = content.edited()
    if not there:
        return []
    own = [one for one in shown if one.edited is not None]
    if own:
        said = "；".join(f"“{name(one)}”" for one in own)
        return [f"改写：本页{said}由发文单位在起草稿上改写，其中的数字由发文单位核对。"]
    said = "、".join(f"“{name(one)}”" for one in there)
    return [f"改写：正文有{len(there)}段由发文单位改写（{said}），本页没有改写的段落。"]


def name(one: Paragraph) -> str:
    """How a paragraph is called: by its heading, else by its first words."""
    return (one.lead or one.text[:12]).rstrip("。")


def figures(parts: Sequence[str | Figure]) -> list[Figure]:
    """The figures among parts."""
    return [p for p in parts if isinstance(p, Figure)]


def definitions(content: Content, text: str) -> list[tuple[str, str]]:
    """Terms that a text uses, each with its definition."""
    known = {note.term: note.text for note in content.notes}
    for meaning in content.meanings:
        known.setdefault(meaning.term, told(meaning))
    return [(term, said) for term, said in known.items() if term in text]


def told(meaning: Meaning) -> str:
    """A definition with who gave it."""
    return f"{meaning.text}（{basis(meaning)}）"


def basis(meaning: Meaning) -> str:
    """The clause of the plan, or that it is the committee's own."""
    return "安委会自定" if meaning.origin == "committee" else meaning.clause


def _groups(shown: Exhibit) -> list[tuple[str, list[Figure]]]:
    """Figures by column, by series, or of the map's labels."""
    if isinstance(shown, Chart):
        return [(s.name, [f for f in s.figures if f is not None]) for s in shown.native.series]
    if isinstance(shown, Map):
        return [("图上各地区的标注", shown.figures)]
    found = []
    for place, column in enumerate(shown.columns):
        own = [line.cells[place].figure for line in shown.lines]
        name_ = f"{column.group} {column.title}" if column.group else column.title
        found.append((name_, [f for f in own if f is not None]))
    return [(n, g) for n, g in found if g]


def places(group: Sequence[Figure]) -> list[str]:
    """Where figures stand: of many that differ in region or month only, the first, and what changes."""
    alike: dict[tuple[object, ...], list[Source]] = {}
    for figure in group:
        source = figure.source
        plain = replace(source, months=(), release="", where=())
        key = (plain, len(source.months), tuple(k for k, _v in source.where))
        alike.setdefault(key, []).append(source)
    found = []
    for sources in alike.values():
        first, others = sources[0], dict.fromkeys(sources[1:])
        changes = [k for i, (k, v) in enumerate(first.where) if any(s.where[i][1] != v for s in others)]
        changes += ["月份"] if any(s.months != first.months for s in others) else []
        changes += ["发布"] if any(s.release != first.release for s in others) else []
        rest = f"（其余{len(others)}项同，换 {'、'.join(changes)}）" if changes else ""
        found.append(first.told() + rest)
    return found
