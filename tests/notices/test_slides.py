"""The briefing of a small paper: every figure on a slide, native and editable, sources in the notes, valid for PowerPoint."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from pptx.dml.color import RGBColor
from pptx.util import Pt

from board.notices import looks, slides
from board.notices.content import (
    Area,
    Cell,
    Chart,
    Column,
    Line,
    Map,
    Native,
    Paragraph,
    Section,
    Series,
    Table,
)
from rules.packs import load_plan
from rules.plan import Plan
from tests.notices import papers, slide_reading
from tests.notices.slide_reading import A, C, charts, freeforms, opened, shown, tables

BAD = '甲<乙>&"丙"\'丁\x0b\x1f\ufffe]]>'
LONG = "恩施土家族苗族自治州某某矿业有限责任公司" * 10


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("enshi")


@pytest.fixture(scope="module")
def deck(plan: Plan) -> Any:
    return opened(slides.render(papers.paper(), plan))


def only(block: Any, part: str = "ranking") -> Any:
    """A paper of one exhibit."""
    return papers.paper(sections=(Section(part, "一节", (block,)),))


def test_one_message_a_slide_under_its_finding_with_number_and_caption(deck):
    titles = [s.shapes.title.text_frame.text for s in deck.slides]
    assert titles == [
        "关于2026年第三季度进展情况的通报", "乙县89.9分", "颜色分布", "未销号重大隐患（处）", "数据取自2026-09.1的发布数据",
    ]  # fmt: skip
    assert "表1　各地区晾晒情况" in shown(deck.slides[1])
    assert "图2　颜色分布" in shown(deck.slides[2])
    cover = shown(deck.slides[0])
    for said in ("季通报　2026年第三季度", "安委办", "2026年10月8日", "演示数据"):
        assert said in cover
    assert "演示数据" not in shown(
        opened(slides.render(papers.paper(is_demo=False, remarks=()), load_plan("enshi"))).slides[0]
    )
    assert (deck.slide_width / Pt(1), deck.slide_height / Pt(1)) == (960, 540)


def test_tables_are_native_and_class_cells_carry_colour_and_name(deck, plan):
    assert tables(deck)[0] == [
        ["名次", "地区", "9月得分", "颜色", "重大隐患"],
        ["", "", "", "9月", "按期率"],
        ["1", "甲县", "93.8", "绿", "100%"],
        ["2", "乙县", "89.9", "蓝", "99.9%"],
        ["3", "丙县", "85.0", "红", "66.7%"],
        ["4", '=HYPERLINK("http://x")', "—", "样本不足", "—"],
        ["", "全州", "—", "—", "90.0%"],
    ]
    frame = next(s for s in deck.slides[1].shapes if s.has_table)
    for row, code in ((2, "green"), (3, "blue"), (4, "red")):
        shade = looks.shade(plan, code)
        cell = frame.table.cell(row, 3)
        assert str(cell.fill.fore_color.rgb) == shade.fill[1:].upper()
        assert str(cell.text_frame.paragraphs[0].runs[0].font.color.rgb) == shade.text[1:].upper()
    too_few = frame.table.cell(5, 3)._tc.find(f".//{A}pattFill")
    assert too_few is not None and frame.table.cell(2, 2)._tc.find(f".//{A}tcPr/{A}solidFill") is None
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "乙县89.9分"


def test_charts_are_native_with_a_line_over_columns_on_the_same_axes(deck):
    (chart,) = charts(deck)
    bars, line = chart.plots
    assert (bars.series[0].name, tuple(bars.series[0].values)) == ("未销号", (4, 3))
    assert (line.series[0].name, tuple(line.series[0].values)) == ("其中逾期", (None, 1))
    assert list(bars.categories) == ["8月", "9月"]
    space = chart._chartSpace
    axes = [[a.get("val") for a in plot.findall(f"{C}axId")] for plot in (bars._element, line._element)]
    assert axes[0] == axes[1]
    assert space.find(f".//{C}view3D") is None and space.find(f".//{C}majorGridlines") is None
    assert chart.has_legend
    text = space.find(f"{C}txPr")
    assert {text.find(f".//{A}{tag}").get("typeface") for tag in ("latin", "ea")} == {"微软雅黑"}


def test_labels_of_charts_say_what_the_paper_says(plan):
    """0.99996 reads 99.9% in a paper, 0.0% as its number format would have it nowhere."""
    values = (("99.9%", 0.99996), ("50.0%", 0.5), ("100%", 1.0))
    figures = tuple(papers.figure(t, v) for t, v in values)
    native = Native("bars", ("甲", "乙", "丙"), (Series("按期率", figures, "green"),), "0.0%")
    chart = Chart("c", "按期率", lambda: "", native, number="图1")
    (found,) = charts(opened(slides.render(only(chart), plan)))
    assert not found.has_legend
    series = found.plots[0].series[0]
    assert tuple(series.values) == (0.99996, 0.5, 1.0)
    fixed = {
        label.find(f"{C}idx").get("val"): "".join(t.text for t in label.iter(f"{A}t"))
        for label in series._element.iter(f"{C}dLbl")
    }
    assert fixed == {"0": "99.9%", "2": "100%"}
    assert series._element.find(f"{C}dLbls/{C}numFmt").get("formatCode") == "0.0%"
    fill = series._element.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val")
    assert fill == looks.shade(plan, "green").fill[1:].upper()


def test_lines_are_named_at_their_ends_and_a_target_is_dashed(plan):
    rising = tuple(papers.figure(f"{v}%", v / 100) for v in (50, 60, 70))
    target = tuple(papers.figure("95%", 0.95) for _ in range(3))
    native = Native(
        "lines", ("1月", "2月", "3月"), (Series("2026年", rising, "ink"), Series("目标", target)), "0%"
    )
    (found,) = charts(opened(slides.render(only(Chart("c", "按期率", lambda: "", native)), plan)))
    assert not found.has_legend
    assert [tuple(s.values) for s in found.plots[0].series] == [(0.5, 0.6, 0.7), (0.95, 0.95, 0.95)]
    named = found._chartSpace.findall(f".//{C}dLbl/{C}showSerName[@val='1']")
    assert len(named) == 2
    assert len(found._chartSpace.findall(f".//{C}ser/{C}spPr//{A}prstDash")) == 1
    close = Native("lines", ("1月",) * 3, (Series("甲", rising), Series("乙", rising, "ink")), "0%")
    (found,) = charts(opened(slides.render(only(Chart("c", "按期率", lambda: "", close)), plan)))
    assert found.has_legend


def test_many_lying_bars_stand_in_panels_on_one_scale(plan):
    figures = tuple(papers.figure(str(n), n) for n in range(1, 26))
    native = Native("bars", tuple(f"乡镇{n}" for n in range(1, 26)), (Series("未销号", figures),))
    found = charts(opened(slides.render(only(Chart("c", "未销号", lambda: "", native)), plan)))
    assert [len(c.plots[0].series[0].values) for c in found] == [13, 12]
    assert [v for c in found for v in c.plots[0].series[0].values] == list(range(1, 26))
    assert len({c.value_axis.maximum_scale for c in found}) == 1


def test_workbooks_behind_charts_hold_the_data_and_no_formula(plan):
    native = Native("columns", ("=1+1", "乙"), (Series('=HYPERLINK("x")', (papers.figure("4", 4), None)),))
    data = slides.render(only(Chart("c", "甲", lambda: "", native)), plan)
    (chart,) = charts(opened(data))
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book.properties.created.isoformat() == "2026-10-08T01:30:00"
    cells = [[(c.value, c.data_type) for c in row] for row in book["Sheet1"].iter_rows()]
    assert (
        cells
        == [
            [(None, "n"), ('=HYPERLINK("x")', "s")],
            [("=1+1", "s"), (4, "n")],
            [("乙", "s"), (None, "n")],
        ]
        or cells[1][0][0] == "=1+1"
    )
    sheet = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).read(
        "xl/worksheets/sheet1.xml"
    )
    assert b"<f>" not in sheet


RING = ((0, 0), (300, 0), (300, 200), (0, 200), (0, 0))
HOLE = ((200, 50), (280, 50), (280, 150), (200, 150), (200, 50))
ISLE = ((340, 0), (360, 0), (360, 20), (340, 20), (340, 0))
NARROW = ((300, 0), (310, 0), (310, 200), (300, 200), (300, 0))


def area(code: str, name: str, shade: str, *polygons: Any, **more: Any) -> Area:
    label = (
        papers.figure("绿", shade, "ranking", "colour", region_code=code),
        " ",
        papers.figure("91.2", 91.2),
    )
    return Area(code, name, shade, polygons, label, (100, 100), **more)


def mapped(**more: Any) -> Map:
    areas = (
        area("r1", "甲县", "green", (RING, HOLE), (ISLE,)), area("r2", "乙县", "blue", (NARROW,)),
        area("r3", "高新区", "red", (((0, 0), (90, 0), (90, 40), (0, 40), (0, 0)),), is_square=True),
    )  # fmt: skip
    codes = ("red", "orange", "yellow", "blue", "green")
    return replace(
        Map("m", "分布", 400, 260, areas, codes, "ranking", notes=("示意图",), number="图1"), **more
    )


def test_a_map_is_one_shape_a_region_with_holes_exclaves_key_and_note(plan):
    slide = opened(slides.render(only(mapped()), plan)).slides[1]
    shapes = {s.name: s for s in freeforms(slide)}
    assert sorted(shapes) == ["乙县 r2", "甲县 r1", "高新区 r3"]
    path = shapes["甲县 r1"]._element.find(f".//{A}path")
    assert [len(path.findall(f"{A}{tag}")) for tag in ("moveTo", "close", "lnTo")] == [3, 3, 9]
    points = [(int(p.get("x")), int(p.get("y"))) for p in path.iter(f"{A}pt")]
    assert max(x for x, _y in points) == shapes["甲县 r1"].width == int(path.get("w"))
    assert max(y for _x, y in points) == shapes["甲县 r1"].height == int(path.get("h"))
    # 300 by 200 with a hole of 80 by 100, 340 of 360 across up to the exclave: proportions are kept.
    assert points[1][0] - points[0][0] == pytest.approx(300 / 360 * shapes["甲县 r1"].width, abs=2)
    assert points[6][1] - points[5][1] == pytest.approx(100 / 200 * shapes["甲县 r1"].height, abs=2)
    for name, code in (("甲县 r1", "green"), ("乙县 r2", "blue"), ("高新区 r3", "red")):
        assert str(shapes[name].fill.fore_color.rgb) == looks.shade(plan, code).fill[1:].upper()
        assert shapes[name]._element.nvSpPr.cNvPr.get("descr").endswith("：绿 91.2")
        assert shapes[name]._element.find("{*}style") is None
    text = shown(slide)
    assert text.count("绿 91.2") == 3 and "示意图" in text
    for name in ("红色", "橙色", "黄色", "蓝色", "绿色"):
        assert name in text
    # 乙县 is narrower than its name: it stands beside the map with a line.
    assert [s.name for s in slide.shapes if s.name.startswith("引线")] == ["引线 乙县"]


def test_a_recoloured_region_stays_recoloured(plan, tmp_path):
    first = opened(slides.render(only(mapped()), plan))
    shape = next(s for s in freeforms(first.slides[1]) if s.name == "甲县 r1")
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0x12, 0x34, 0x56)
    first.save(tmp_path / "again.pptx")
    again = freeforms(opened((tmp_path / "again.pptx").read_bytes()).slides[1])
    assert {s.name: str(s.fill.fore_color.rgb) for s in again}["甲县 r1"] == "123456"
    assert str(again[1].fill.fore_color.rgb) == looks.shade(plan, "blue").fill[1:].upper()


def test_notes_say_where_figures_stand_and_what_was_edited(deck, plan):
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides]
    assert all("2026-09（第1次发布，2026年10月8日）" in n for n in notes)
    ranking = notes[1]
    assert "“89.9”：board show ranking --month 2026-09 --release 2026-09：region_code=r2，score" in ranking
    score = "board show ranking --month 2026-09 --release 2026-09：region_code=r1，score（其余3项同，换 region_code）"
    assert f"9月得分：{score}" in ranking
    assert "注：90分及以上为绿色。" in ranking
    assert all("改写：正文有1段由发文单位改写（“（二）措施”）" in n for n in notes)
    told = papers.paper(sections=(replace(papers.paper().sections[1], part="problems"),))
    own = opened(slides.render(told, plan)).slides[2].notes_slide.notes_text_frame.text
    assert "改写：本页“（二）措施”由发文单位在起草稿上改写" in own
    assert "“1处”：board show hazards --month 2026-09 --release 2026-09：region_code=r3，overdue" in own


def test_problems_and_requests_stand_as_short_lines(plan):
    said = "9月得58.2分；因逾期（2处；含挂牌）定为红色。失分较多的是：甲1分；乙2分。"
    one = Paragraph("problems.region.r1", (said,), lead="（一）建始县为红色。")
    slide = opened(slides.render(only(one, "problems"), plan)).slides[1]
    assert slide.shapes.title.text_frame.text == "建始县为红色"
    box = next(s for s in slide.shapes if s.name == "一节")
    assert [p.text for p in box.text_frame.paragraphs] == [
        "建始县为红色", "9月得58.2分", "因逾期（2处；含挂牌）定为红色", "失分较多的是：", "甲1分", "乙2分",
    ]  # fmt: skip


def test_an_edited_text_of_any_length_is_whole_and_runs_over_nothing(plan):
    text = "整改要求" * 700 + "完"
    one = Paragraph("problems.x", ("原稿",), edited=text, lead="（一）要求。")
    found = opened(slides.render(only(one, "problems"), plan))
    assert not slide_reading.overflows(found)
    boxes = [s for slide in found.slides for s in slide.shapes if s.name == "一节"]
    lines = "".join(p.text for b in boxes for p in b.text_frame.paragraphs)
    assert lines.replace("要求", "", 0).count("整改要求") == 700 and lines.endswith("完")


def test_long_and_broken_names_break_nothing(plan):
    figure = papers.figure("3", 3)
    lines = tuple(
        Line((Cell(name), Cell(LONG), *(Cell("3", figure),) * 4), f"r{i}")
        for i, name in enumerate([BAD, LONG, *["普通县"] * 30])
    )
    columns = (
        Column("a", "地区"),
        Column("b", "单位"),
        *(Column(f"c{i}", "很长很长的列名" * 3, "count") for i in range(4)),
    )
    table = Table("t", BAD, columns, lines, (LONG, BAD), "表1", (f"{LONG}为红色",))
    native = Native(
        "columns", (BAD, LONG), (Series(BAD, (figure, figure)), Series(LONG, (figure, None), "ink", "line"))
    )
    chart = Chart("c", LONG, lambda: "", native, (BAD,), (LONG,), "图1")
    drawn = mapped(
        areas=tuple(replace(a, name=n) for a, n in zip(mapped().areas, (BAD, LONG, LONG), strict=True))
    )
    told = Paragraph("problems.x", (f"{LONG * 20}；{BAD}。",), lead=f"（一）{LONG}。")
    paper = papers.paper(
        title=LONG, signed=BAD, paper_name=BAD,
        sections=(Section("ranking", BAD, (table, chart, drawn)), Section("problems", LONG, (told,))),
    )  # fmt: skip
    data = slides.render(paper, plan)
    assert not slide_reading.faults(data)
    found = opened(data)
    assert not slide_reading.overflows(found)
    cells = [row for t in tables(found) for row in t if row[-1] == "3"]
    assert len(cells) == 32
    # The first row's name without the characters that XML cannot hold.
    assert cells[0][0] == '甲<乙>&"丙"\'丁]]>'
    assert LONG in "".join(shown(s) for s in found.slides)


def test_wide_tables_are_split_by_columns_with_the_names_on_each(plan):
    columns = (
        Column("n", "名次", "count"),
        Column("a", "地区"),
        *(Column(f"c{i}", "累计完成数", "count") for i in range(24)),
    )
    lines = tuple(
        Line(
            (
                Cell(str(r)),
                Cell(f"乡镇{r}"),
                *(Cell(str(1000 * r + i), papers.figure("1", 1)) for i in range(24)),
            )
        )
        for r in range(1, 4)
    )
    found = opened(slides.render(only(Table("t", "调度表", columns, lines, said=("共三个",))), plan))
    shown_ = [t for t in tables(found) if t[0][0] == "名次"]
    assert len(shown_) > 1
    assert all(
        [row[:2] for row in t] == [["名次", "地区"], ["1", "乡镇1"], ["2", "乡镇2"], ["3", "乡镇3"]]
        for t in shown_
    )
    assert [v for t in shown_ for v in t[3][2:]] == [str(3000 + i) for i in range(24)]
    assert not slide_reading.overflows(found)


def test_a_letter_gets_its_sentences_and_tables(plan):
    ask = Paragraph("letter.ask.1", ("1.查明原因。",))
    own = replace(papers.RANKING, said=())
    letter = papers.paper(
        paper="letter", paper_name="函告", unit="r1", unit_name="甲县", title="关于甲县的函",
        sections=(Section("why", "有关情况", (own,)), Section("asked", "要求", (ask,))),
    )  # fmt: skip
    found = opened(slides.render(letter, plan))
    assert [s.shapes.title.text_frame.text for s in found.slides] == [
        "关于甲县的函", "要求", "各地区晾晒情况", "数据取自2026-09.1的发布数据",
    ]  # fmt: skip
    assert "1.查明原因" in shown(found.slides[1])


def test_a_table_without_a_finding_has_no_slide(plan):
    found = opened(slides.render(only(replace(papers.RANKING, said=())), plan))
    assert len(found.slides) == 2


def test_the_file_is_valid_small_lettered_and_of_no_clock(plan):
    data = slides.render(papers.paper(), plan)
    assert slides.render(papers.paper(), plan) == data
    assert not slide_reading.faults(data)
    found = opened(data)
    about = found.core_properties
    assert (about.created.isoformat()[:19], about.author) == ("2026-10-08T01:30:00", "安委办")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        slides_ = [n for n in file.namelist() if re.match(r"ppt/(slides|charts|slideLayouts)/[^/]+\.xml", n)]
        sizes = [int(s) for n in slides_ for s in re.findall(rb'\bsz="(\d{3,})"', file.read(n))]
        themes = [file.read(n).decode() for n in file.namelist() if n.startswith("ppt/theme/")]
        assert not [n for n in file.namelist() if "thumbnail" in n or "printerSettings" in n]
        assert b"python-pptx" not in file.read("docProps/core.xml")
    assert min(sizes) >= 1400
    assert all('<a:latin typeface="微软雅黑"' in t and '<a:ea typeface="微软雅黑"' in t for t in themes)
    for slide in found.slides:
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape in freeforms(slide):
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
