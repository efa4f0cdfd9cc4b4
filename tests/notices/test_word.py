"""A Word paper holds what its content says: sentences, real tables in class colours, native maps, footnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from docx.table import Table as WordTable
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from board import colours
from board.notices import looks, word
from board.notices.content import (
    Area,
    Cell,
    Chart,
    Column,
    Content,
    Line,
    Map,
    Native,
    Note,
    Paragraph,
    Run,
    Section,
    Series,
    Table,
)  # fmt: skip
from board.notices.word import finish, tables
from board.notices.word.layout import TEXT_WIDTH
from board.notices.word.markup import NAMESPACES, WML, clean
from rules.packs import load_plan
from rules.plan import Plan, ScaleClass
from tests.notices.word_papers import Bare, Painted, opened, texts
from tests.notices.word_validity import WP, WPS, A, faults

Quarter = Callable[[str], Content]
PLAN = load_plan("enshi")


@pytest.fixture(scope="module")
def paper(quarter: Quarter) -> tuple[Content, bytes]:
    content = quarter("enshi")
    return content, word.render(content, PLAN, Painted())


def small(quarter: Quarter, *blocks: Table | Map | Chart | Paragraph, **more: Any) -> Content:
    """A paper of one part with these blocks and no annexes."""
    return replace(quarter("enshi"), sections=(Section("x", "情况", blocks),), annexes=(), **more)


def said(text: str, *runs: Run) -> Paragraph:
    return Paragraph("test", (text,), runs=runs or (Run(text),))


def table_of(rows: list[list[str]], **more: Any) -> Table:
    columns = tuple(Column(f"c{n}", f"列{n}") for n in range(len(rows[0])))
    return Table(
        "t", "表", columns, tuple(Line(tuple(Cell(t) for t in row)) for row in rows), number="表1", **more
    )


def fill_of(cell: etree._Element) -> str | None:
    shade = cell.find(f"{WML}tcPr/{WML}shd")
    return None if shade is None else shade.get(f"{WML}fill")


def test_every_sentence_and_figure_of_the_content_is_in_the_paper(paper: tuple[Content, bytes]) -> None:
    content, data = paper
    lines = texts(opened(data))
    for paragraph in content.paragraphs():
        assert paragraph.lead + paragraph.text in lines
    pictures = [e.get("descr") for e in opened(data).element.body.iter(f"{WP}docPr")]
    whole = "\n".join([*lines, *pictures])
    figures = [f for b in (content.lead, *content.blocks()) for f in getattr(b, "figures", ())]
    assert len(figures) > 200
    assert [f.text for f in figures if f.text not in whole] == []
    day = content.day
    for text in (
        content.number,
        f"{content.recipients}：",
        content.signed,
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert text in lines
    assert content.title in [t.replace("\n", "") for t in lines]


def test_tables_read_back_as_the_content_has_them(paper: tuple[Content, bytes]) -> None:
    content, data = paper
    found = opened(data).tables
    wanted = [b for b in content.blocks() if isinstance(b, Table)]
    assert len(found) == len(wanted)
    for read, table in zip(found, wanted, strict=True):
        heads = 2 if any(c.group for c in table.columns) else 1
        rows = [[cell.text for cell in row.cells] for row in read.rows]
        assert rows[heads:] == [[c.text for c in line.cells] for line in table.lines]
        assert rows[heads - 1] == [c.title for c in table.columns]
        assert rows[0] == [c.group or c.title for c in table.columns]
        assert_framed(read, heads)


def assert_framed(read: WordTable, heads: int) -> None:
    """As wide as the type area; heads repeat on the next page, no row is torn apart."""
    element = read._tbl
    assert sum(int(c.get(f"{WML}w")) for c in element.iter(f"{WML}gridCol")) == TEXT_WIDTH
    rows = list(element.iterfind(f"{WML}tr"))
    assert [r.find(f"{WML}trPr/{WML}tblHeader") is not None for r in rows] == [
        n < heads for n in range(len(rows))
    ]
    assert all(r.find(f"{WML}trPr/{WML}cantSplit") is not None for r in rows)
    assert {b.get(f"{WML}sz") for b in element.find(f"{WML}tblPr/{WML}tblBorders")} == {"8"}  # eighths: 1 pt


def test_class_cells_take_the_class_colour_and_its_text_colour_in_bold_heiti(
    paper: tuple[Content, bytes],
) -> None:
    content, data = paper
    count = 0
    for read, table in zip(
        opened(data).tables, (b for b in content.blocks() if isinstance(b, Table)), strict=True
    ):
        rows = read._tbl.findall(f"{WML}tr")[-len(table.lines) :]
        for row, line in zip(rows, table.lines, strict=True):
            for element, cell in zip(row.iterfind(f"{WML}tc"), line.cells, strict=True):
                assert bool(cell.shade) == (fill_of(element) is not None)
                if cell.shade:
                    count += 1
                    look = tables.shade_of(PLAN, cell.shade)
                    properties = element.find(f".//{WML}rPr")
                    assert fill_of(element) == look.fill[1:]
                    assert properties.find(f"{WML}color").get(f"{WML}val") == look.text[1:]
                    assert properties.find(f"{WML}b") is not None
                    assert properties.find(f"{WML}rFonts").get(f"{WML}eastAsia") == "黑体"
    assert count >= 3 * len(PLAN.regions)


def test_a_map_is_native_shapes_in_class_colours(paper: tuple[Content, bytes]) -> None:
    content, data = paper
    wanted = [b for b in content.blocks() if isinstance(b, Map)]
    groups = list(opened(data).element.body.iter(f"{{{NAMESPACES['wpg']}}}wgp"))
    assert len(groups) == len(wanted) > 0
    for group, block in zip(groups, wanted, strict=True):
        shapes = {s.find(f"{WPS}cNvPr").get("name"): s for s in group.iter(f"{WPS}wsp")}
        for area in block.areas:
            named = [
                s
                for name, s in shapes.items()
                if name.startswith(f"{area.name} ") and s.find(f".//{A}custGeom") is not None
            ]
            assert len(named) == 1
            look = looks.shade(PLAN, area.shade, block.scale)
            if not look.is_state:
                assert named[0].find(f"{WPS}spPr/{A}solidFill/{A}srgbClr").get("val") == look.fill[1:]
        keys = {name[3:] for name in shapes if name.startswith("图例 ")}
        assert keys == {looks.shade(PLAN, a.shade, block.scale).name for a in block.areas}
        described = group.getparent().getparent().getparent().find(f"{WP}docPr")
        assert described.get("descr").startswith(block.title)
    told = ["".join(t.text or "" for t in g.iter(f"{WML}t")) for g in groups]
    assert all("示意" in text and "内部使用" in text for text in told)


def test_a_hole_and_an_exclave_are_paths_of_one_shape(quarter: Quarter) -> None:
    def square(x: float, y: float, side: float) -> tuple[tuple[float, float], ...]:
        return ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))

    area = Area(
        "1", "甲", "red", ((square(0, 0, 100), square(40, 40, 20)), (square(200, 0, 50),)), ("红",), (20, 20)
    )
    block = Map("m", "图", 560, 100, (area,), ("red",), "ranking", number="图1")
    group = opened(word.render(small(quarter, block), PLAN, Bare())).element.body.find(
        f".//{{{NAMESPACES['wpg']}}}wgp"
    )
    shape = next(s for s in group.iter(f"{WPS}wsp") if s.find(f"{WPS}cNvPr").get("name") == "甲 红")
    path = shape.find(f".//{A}path")
    assert [etree.QName(e).localname for e in path] == ["moveTo", "lnTo", "lnTo", "lnTo", "close"] * 3
    unit = 156 * 36000 / 560  # the map is as wide as the type area
    assert (int(path.get("w")), int(path.get("h"))) == (round(250 * unit), round(100 * unit))
    second = path.findall(f"{A}moveTo")[1][0]
    assert (int(second.get("x")), int(second.get("y"))) == (round(40 * unit), round(40 * unit))


def test_notes_are_real_footnotes_in_order(quarter: Quarter) -> None:
    notes = [Note(term, f"{term}的定义。", n) for n, term in enumerate(("未销号", "逾期"), start=1)]
    line = said(
        "未销号3处，逾期1处。", Run("未销号", note=notes[0]), Run("3处，逾期", note=notes[1]), Run("1处。")
    )
    data = word.render(small(quarter, line), PLAN, Bare())
    body = opened(data).element.body
    references = [int(e.get(f"{WML}id")) for e in body.iter(f"{WML}footnoteReference")]
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        part = etree.fromstring(source.read("word/footnotes.xml"))
    there = {int(n.get(f"{WML}id")): "".join(t.text or "" for t in n.iter(f"{WML}t")).strip() for n in part}
    assert [there[r] for r in references][-2:] == ["未销号的定义。", "逾期的定义。"]
    assert "未销号3处，逾期1处。" in texts(opened(data))
    assert (
        body.find(f".//{WML}sectPr/{WML}footnotePr/{WML}numFmt").get(f"{WML}val")
        == "decimalEnclosedCircleChinese"
    )


def test_a_chart_is_a_picture_and_without_a_browser_a_table_that_says_what_to_install(
    quarter: Quarter,
) -> None:
    figures = quarter("enshi").figures()[:2]
    native = Native("columns", ("7月", "8月", "9月"), (Series("未销号", (*figures, None)),))
    chart = Chart("c", "走势", lambda: "", native, said=("由多变少",), number="图1")
    drawn = opened(word.render(small(quarter, chart), PLAN, Painted()))
    (picture,) = drawn.inline_shapes
    assert round(picture.width / 36000) == 136 and picture.width == 2 * picture.height
    assert (
        picture._inline.docPr.get("descr")
        == f"走势。由多变少。未销号：7月{figures[0].text}，8月{figures[1].text}，9月—"
    )
    assert "图1 走势" in texts(drawn)
    bare = opened(word.render(small(quarter, chart), PLAN, Bare()))
    assert [[c.text for c in row.cells] for row in bare.tables[0].rows] == [
        ["", "未销号"], ["7月", figures[0].text], ["8月", figures[1].text], ["9月", "—"],
    ]  # fmt: skip
    assert "图1 走势" in texts(bare)
    assert any(t.startswith("本图暂以表代替：没有找到Chrome、Edge或Chromium") for t in texts(bare))


def test_word_accepts_the_file_whatever_is_in_it(paper: tuple[Content, bytes], quarter: Quarter) -> None:
    assert faults(paper[1]) == []
    name = "<甲>&\"乙\"'丙'" + "\x00\x0b\x1f\ufffe" + "\ud800" + "企业" * 100
    block = table_of([[name, "1"], ["Ltd" * 70, "2"]], notes=(name,))
    content = small(
        quarter, block, said(f"{name}{{{{ 标题 }}}}{{% if %}}"), title=f"关于{name}的通报", recipients=name
    )
    data = word.render(content, PLAN, Bare())
    assert faults(data) == []
    shown = "<甲>&\"乙\"'丙'" + "企业" * 100
    read = opened(data)
    assert read.tables[0].rows[1].cells[0].text == shown
    assert f"{shown}{{{{ 标题 }}}}{{% if %}}" in texts(read)
    assert f"{shown}：" in texts(read)


@pytest.mark.parametrize(
    ("part", "old", "new", "expected"),
    [
        ("word/document.xml", '<w:vAlign w:val="center"/></w:tcPr>', '<w:vAlign w:val="center"/><w:tcW w:w="1"/></w:tcPr>', "tcPr: children out of order"),
        ("word/document.xml", "<wps:cNvPr id=", '<wps:cNvPr id="1" was=', "drawing id 1 twice"),
        ("word/document.xml", 'w:type="default" r:id="', 'w:type="default" r:id="x', "which is no relationship"),
        ("word/_rels/document.xml.rels", 'Target="styles.xml"', 'Target="lost.xml"', "which is not there"),
        ("word/document.xml", '<w:pStyle w:val="gongwen1"', '<w:pStyle w:val="lost"', "no style lost"),
        ("word/footnotes.xml", '<w:footnote w:id="1"', '<w:footnote w:id="2"', "footnote 2 twice"),
        ("[Content_Types].xml", 'PartName="/word/styles.xml"', 'PartName="/word/lost.xml"', "typed, but not there"),
    ],
)  # fmt: skip
def test_the_checker_finds_what_word_refuses(
    part: str, old: str, new: str, expected: str, paper: tuple[Content, bytes]
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper[1])) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(name, text)
    assert any(expected in fault for fault in faults(out.getvalue()))


def test_the_same_content_makes_the_same_bytes_with_the_releases_time(paper: tuple[Content, bytes]) -> None:
    content, data = paper
    assert word.render(content, PLAN, Painted()) == data
    told = opened(data).core_properties
    when = datetime.fromisoformat(content.published_at).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    assert told.created is not None and told.created.replace(tzinfo=None) == when
    assert (told.title, told.author, told.last_modified_by) == (content.title, content.signed, content.signed)


def test_an_edited_text_with_line_ends_becomes_paragraphs(quarter: Quarter) -> None:
    edited = Paragraph("x", ("旧",), edited="第一段。\n\n第二段。", runs=(Run("第一段。\n\n第二段。"),))
    lines = texts(opened(word.render(small(quarter, edited), PLAN, Bare())))
    place = lines.index("第一段。")
    assert lines[place + 1] == "第二段。"


def test_a_plan_of_six_classes_with_colours_of_its_own_needs_no_code(quarter: Quarter) -> None:
    own = {"fill": "#123456", "text": "#fedcba", "edge": "#654321"}
    sixth = ScaleClass.model_validate(
        {"code": "purple", "name": "紫色", "name_en": "Purple", "short": "紫", "short_en": "P", "colour": own}
    )
    plan: Plan = PLAN.model_copy(update={"id": "sixth", "ranking_scale": [*PLAN.ranking_scale, sixth]})
    block = Table(
        "t", "表", (Column("c", "颜色", "class"),), (Line((Cell("紫", shade="purple"),)),), number="表1"
    )
    read = opened(word.render(small(quarter, block), plan, Bare()))
    assert fill_of(read.tables[0].rows[1].cells[0]._tc) == "123456"
    assert colours.scale(plan.ranking_scale)["purple"].text == "#fedcba"


def test_text_gets_smaller_until_the_columns_fit_and_long_texts_wrap() -> None:
    def size(columns: int, width: int) -> float:
        block = table_of([["字" * width] * columns])
        fit = tables.fitted(block.columns, block.lines)
        assert sum(fit.widths) == TEXT_WIDTH
        return fit.size

    # 442 pt: a column of n characters needs (n + 0.2) × size + 5 points, and at most 12 characters.
    assert size(4, 5) == 12  # 4 × 67.4 = 269.6
    assert size(6, 6) == 10.5  # at 12: 6 × 79.4 = 476.4; at 10.5: 6 × 70.1 = 420.6
    assert size(8, 5) == 9  # at 10.5: 8 × 59.6 = 476.8; at 9: 8 × 51.8 = 414.4
    assert size(3, 200) == 10.5  # at 12: 3 × (12 × 12 + 5) = 447; at 10.5: 3 × 131 = 393
    assert size(30, 5) == 7.5


def test_a_table_without_rows_says_so(quarter: Quarter) -> None:
    block = Table("t", "表", (Column("a", "甲"), Column("b", "乙")), (), number="表1")
    data = word.render(small(quarter, block), PLAN, Bare())
    assert [c.text for c in opened(data).tables[0].rows[1].cells] == ["无", "无"]
    assert faults(data) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于甲的通报", "关于甲的通报"),
        # 28 ems in all (2026 is 2): 13 and 15 at the edge of 治本攻坚; 11 and 17, 17 and 11 are further from half.
        (
            "关于2026年第三季度安全生产治本攻坚三年行动进展情况的通报",
            "关于2026年第三季度安全生产\n治本攻坚三年行动进展情况的通报",
        ),
        ("a" * 90, "a" * 90),
    ],
)
def test_a_title_is_broken_between_words_into_nearly_equal_lines(title: str, expected: str) -> None:
    assert finish.broken_title(title, ("2026年第三季度",)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\x00b\x1fc", "abc"), ("a\r\nb\rc\td", "a\nb\nc d"), ("\ud83d\ude00", ""), ("😀", "😀")],
)
def test_what_xml_forbids_is_dropped(text: str, expected: str) -> None:
    assert clean(text) == expected
