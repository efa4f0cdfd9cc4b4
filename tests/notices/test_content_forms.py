"""Terms, references and numbers of a paper, and a paper of a plan with six classes and a map of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from board import queries
from board.notices import paper, references, terms
from board.notices.content import (
    Cell,
    Column,
    Figure,
    Heading,
    Line,
    Map,
    Paragraph,
    Section,
    Source,
    Table,
    words,
)
from board.notices.looks import shade
from board.notices.references import see
from board.notices.scene import Scene
from board.notices.scene import paragraph as drafted
from board.notices.shown import worked_out
from rules.months import Month
from tests.conftest import ROOT
from tests.notices.reading import paragraph, table
from tests.notices.test_content_sentences import AWARENESS, published

RIVER = ROOT / "tests" / "fixtures" / "plans" / "river"
ROWS = [
    {"code": "A", "deep": [{"name": "x", "value": 3, "per": 4}], "still": ["p", "q"], "office": "甲"},
    {"code": "B", "deep": [{"name": "x", "value": None, "per": 6}], "still": [], "office": "甲"},
    {"code": "C", "deep": [{"name": "x", "value": 2, "per": 1}], "still": ["p"], "office": "乙"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"field": "still[]", "where": (("code", ("A",)),)}, 2),
        ({"field": "deep[x].value", "where": (("code", ("B",)),)}, None),
        ({"field": "deep[x].value", "how": "sum"}, 5),
        (
            {"field": "deep[x].value", "per": "deep[x].per", "how": "ratio"},
            1.0,
        ),  # (3 + 2) / (4 + 1): B has no half
        ({"field": "still[]", "how": "max"}, 2),
        ({"field": "office", "how": "distinct"}, 2),
        ({"how": "count", "where": (("office", ("甲",)),)}, 2),
        ({"how": "count", "where": (("office", ("甲", "乙")), ("code", ("B", "C")))}, 2),
    ],
)
def test_a_source_is_worked_out_from_the_rows_of_its_listing(more, expected):
    assert worked_out(Source("x", ("2026-01",), "2026-01", **more), ROWS) == expected


def test_a_value_wants_one_row_and_a_known_field():
    with pytest.raises(LookupError, match="expected one row, found 3"):
        worked_out(Source("x", ("2026-01",), "2026-01", field="office"), ROWS)
    with pytest.raises(LookupError, match="no field"):
        worked_out(Source("x", ("2026-01",), "2026-01", field="a[b", where=(("code", ("A",)),)), ROWS)


def test_a_reference_takes_the_number_of_its_table_or_goes_with_its_phrase():
    one = Table(
        "a.table",
        "甲表",
        (Column("x", "甲"),),
        (Line((Cell("1"),)),),
        notes=(f"详{see('b.table')}。",),
        number="表2",
    )
    section = Section("a", "甲", (
        Heading("一、甲"), drafted("a.text", f"各项{see('a.table')}{see('a.map', '，分布见{}')}。"), one,
        drafted("a.alone", "有", see("nothing"), "数。"),
    ))  # fmt: skip
    annex = Section("b", "乙", (Table("b.table", "乙表", (), (), number="附表1-1"),))
    (found,), _annexes = references.resolved([section], [annex])
    _head, text, exhibit, alone = found.blocks
    assert isinstance(text, Paragraph) and isinstance(exhibit, Table) and isinstance(alone, Paragraph)
    assert (text.text, exhibit.notes, alone.text) == ("各项见表2。", ("详见附表1-1。",), "有数。")


@pytest.fixture(scope="module")
def scene(tmp_path_factory, tiny_plan) -> Scene:
    """The small plan, in which 知晓率 and 应知应会知晓率 name one indicator and 按期整改率 is a word of the product too."""
    from board.notices.span import parse
    from tests.conftest import Bench

    board = published(
        Bench(tmp_path_factory.mktemp("bench"), tiny_plan), tiny_plan, "2026-03", awareness=AWARENESS
    )
    span = parse(board.plan, "month", "2026-03")
    return Scene(paper.opened(board, span), span)


def _marked(scene: Scene, *texts: str) -> list[tuple[str, str]]:
    """Texts up to each note, with its definition."""
    blocks = tuple(drafted(f"p{n}", text, lead="逾期。") for n, text in enumerate(texts))
    _lead, (section,), _closing, notes = terms.noted(
        scene, drafted("lead", "现将情况通报如下。"), [Section("a", "甲", blocks)], None
    )
    runs = [r for b in section.blocks if isinstance(b, Paragraph) for r in b.runs if r.note]
    assert [r.note for r in runs] == list(notes)
    return [(r.text, r.note.text) for r in runs if r.note]


def test_a_term_is_a_word_of_its_own_and_never_in_a_heading(scene):
    # 逾期 stands in the lead too, which takes no note; within the veto's 按期整改率 nothing else is found.
    assert _marked(scene, "按期整改率为90%。", "其中逾期3处。") == [
        ("按期整改率", terms.WORDS["按期整改率"]), ("其中逾期", terms.WORDS["逾期"]),
    ]  # fmt: skip
    awareness = "年初以来抽查知晓人数除以抽查人数。"
    assert _marked(scene, "应知应会知晓率80%。", "知晓率再提高。") == [("应知应会知晓率", awareness)]
    # 较大事故 and 存量清零 are short titles of indicators and words that anybody knows.
    assert _marked(scene, "发生较大事故，存量清零。") == []


def test_at_most_so_many_notes_the_products_own_first(scene, monkeypatch):
    monkeypatch.setattr(terms, "MOST_NOTES", 2)
    found = _marked(scene, "应急演练率100%，监督检查率50%。", "知晓率80%，未销号2处。")
    assert [said for _text, said in found] == [terms.WORDS["监督检查率"], terms.WORDS["未销号"]]


def test_six_classes_of_their_own(module_bench, monkeypatch):
    """Upper reach 2 of 3 on time, 9 of 10 mended: 72.9, lemon, as in April; middle reach 31.25, plum; two reaches told nothing.

    Plum calls for the summons in its first month; lemon's reminder asks for an answer within 20 days: from 1 July on
    the 21st.
    """
    monkeypatch.setenv("WUSE_TODAY", "2028-07-10")
    module_bench.plan = RIVER
    module_bench.load(Path(ROOT / "tests" / "fixtures" / "river"), code=3)
    done = module_bench.etl("publish", "--plan", RIVER, "--db", module_bench.db, "--month", "2028-05")
    assert done.code == 0, done.err
    board = queries.open_board(str(RIVER), module_bench.db)
    run = [module_bench.show("ranking", f"2028-0{n}")["QH-1"]["colour"] for n in (3, 4, 5)]
    assert run[0] != "lemon"
    assert run[1:] == ["lemon", "lemon"]
    found = paper.build(board, "monthly", "2028-05", day=Month.parse("2028-07").first_day)
    assert paragraph(found, "ranking.overall").text == (
        "截至5月31日，4个地区中柠级1个、紫级1个、未报2个，无棕级、橘级地区。清河中游段为紫级；清河上游段（连续2个月）为柠级。"
        "各地区得分和颜色见表1，分布见图1。"
    )
    (ranked, *_rest) = [b for b in found.blocks() if isinstance(b, Table)]
    assert [c.shade for line in ranked.lines for c in line.cells if c.shade][-4:] == ["no_data"] * 4
    (drawn,) = [b for b in found.blocks() if isinstance(b, Map) and b.id == "ranking.map"]
    assert {a.code: (a.shade, words(a.label)) for a in drawn.areas}["QH-2"] == ("plum", "紫 31.3")
    assert shade(board.plan, "plum").fill == "#2e0b44"
    steps = {row[0]: row[3:] for row in table(found, "asked.table")}
    assert steps["清河上游段"] == ["提示", "第十二条", "2028年7月21日"]
    for figure in found.figures():
        assert isinstance(figure, Figure)
        assert figure.text
