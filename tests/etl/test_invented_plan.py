"""A plan of other years, six classes, colours, files and a map of its own runs by its folder alone.

The figures are worked out by hand from ``tests/fixtures/river``.
"""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board import colours, queries, texts
from board.charts import calendar, ranking_table
from rules.packs import load_plan

ROOT = Path(__file__).parents[2]
PACK = ROOT / "tests" / "fixtures" / "plans" / "river"
FILES = ROOT / "tests" / "fixtures" / "river"
SIX = ["plum", "brown", "amber", "lemon", "teal", "sky"]
# Palette colours of the five standard classes: none of them may show.
STANDARD = ["#a61b1f", "#e8792f", "#f3dd66", "#1c4fb8", "#5dbb9b"]


@pytest.fixture
def river(bench, monkeypatch):
    monkeypatch.setenv("WUSE_TODAY", "2028-06-10")
    bench.plan = PACK
    return bench


@pytest.fixture(scope="module")
def demo(tmp_path_factory, module_bench):
    """The demonstration of this plan, at a tenth."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUSE_TODAY", "2028-10-20")
        module_bench.plan = PACK
        out = tmp_path_factory.mktemp("river")
        assert module_bench.etl("demo", "--plan", PACK, "--out", out, "--scale", "0.2").code == 0
        module_bench.load(out)
    return module_bench.db


def test_the_pack_has_no_mistake(bench):
    outcome = bench.etl("plan", "check", PACK)
    assert (outcome.code, outcome.err) == (0, "")
    assert "等级 classes 6 + 4" in outcome.out
    assert "（2027 年 2、2028 年 5、2029 年 4）" in outcome.out


def test_foreign_files_load_by_the_packs_word_alone(river):
    result = river.load(FILES, code=3)
    counts = {f["table"]: (f["rows_in"], f["accepted"], f["rejected"]) for f in result["files"]}
    assert counts == {"hazards": (8, 6, 2), "inspections": (3, 3, 0)}
    (defects,) = [f for f in result["files"] if f["table"] == "hazards"]
    rejects = Path(defects["rejects_file"]).read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[2:4] for line in rejects] == [["Reach", "REACH E"], ["Class", "3"]]
    assert river.query("SELECT DISTINCT found_by FROM hazards") == [("enforcement",)]
    assert river.query("SELECT hazard_id, sector_code, level FROM hazards ORDER BY ALL")[3:5] == [
        ("D4", "wharves", "general"),
        ("D5", "ferries", "major"),
    ]


def test_scores_and_six_classes_as_worked_out_by_hand(river):
    river.load(FILES, code=3)
    rows = river.show("ranking", "2028-05")
    # Upper reach: 2 of 3 on time earn 5 x 2/3; 9 of 10 mended earn 3 x (0.9 - 0.4) / 0.6; 8 of 10 points can be had.
    assert rows["QH-1"]["score"] == pytest.approx((10 / 3 + 2.5) / 8 * 100)
    assert (rows["QH-1"]["colour"], rows["QH-1"]["rank"]) == ("lemon", 1)
    # Middle reach: 1 of 2 on time earn 2.5; 2 of 5 mended are just what earns nothing.
    assert rows["QH-2"]["score"] == pytest.approx(2.5 / 8 * 100)
    assert (rows["QH-2"]["colour"], rows["QH-2"]["rank"]) == ("plum", 2)
    assert {rows[code]["colour"] for code in ("QH-3", "QH-4")} == {"no_data"}
    assert set(rows["QH-1"]["colour_probability"]) <= set(SIX)
    hazards = river.show("hazards", "2028-05")
    assert [hazards["QH-2"][k] for k in ("opening", "found", "closed", "open_stock", "overdue")] == [
        2,
        0,
        1,
        1,
        1,
    ]


def test_targets_of_the_plans_own_years(river):
    river.load(FILES, code=3)
    rows = river.targets("2028-05")
    # Three of the five major defects due in the last twelve months were mended on time.
    whole = rows["defects_on_time", 2028, "*"]
    assert (whole["numerator"], whole["denominator"], whole["target"]) == (3, 5, 0.9)
    # A target is judged from its year on.
    assert {year for _, year, _ in rows} == {2027, 2028}


def test_shades_are_the_plans_own():
    plan = load_plan(PACK)
    scale = colours.scale(plan.ranking_scale)
    assert list(scale) == [*SIX, *colours.STATES]
    assert (scale["plum"].fill, scale["plum"].text, scale["plum"].edge) == ("#2e0b44", "#ffffff", "#220833")
    assert colours.scale(plan.risk_scale)["red"].fill == "#7b2b10"
    assert set(colours.own(plan)) == {*SIX, "red", "orange", "yellow", "blue"}
    assert colours.own(load_plan("enshi")) == {}


def test_table_and_calendar_carry_the_six_classes(demo):
    board = queries.open_board(PACK, demo)
    rows = queries.ranking(board, "2028-09")
    history = queries.score_history(board)
    assert set(history["colour"]) - set(colours.STATES) <= set(SIX)
    assert len(set(history["colour"]) & set(SIX)) >= 4
    drawn = calendar.calendar(rows, history, board.plan, "2028-09", "地区")
    table = ranking_table.ranking_table(rows, history, board.plan, "2028-09", "地区", "*")
    for code in set(history["colour"]) & set(SIX):
        assert f"k-{code}" in drawn
    for row in rows:
        assert f"k-{row['colour']}" in table
    assert not re.search(r"k-(red|orange|green)\b", drawn + table)


def _text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html")) + "\n".join(
        m.value for m in test.markdown
    )


@pytest.mark.parametrize("page", ["overview", "ranking", "risk_map", "targets"])
def test_every_page_opens_in_the_plans_colours_and_words(demo, monkeypatch, page):
    monkeypatch.setenv("WUSE_TODAY", "2028-10-20")
    monkeypatch.setenv("WUSE_DB", str(demo))
    monkeypatch.setenv("WUSE_PLAN", str(PACK))
    test = (
        AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=90)
        .switch_page(f"pages/{page}.py")
        .run()
    )
    assert not test.exception
    text = _text(test)
    assert 'class="problem"' not in text
    assert ".k-plum{--f:#2e0b44;--t:#ffffff;--e:#220833;}" in text
    drawn = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert [fill for fill in STANDARD if fill in drawn] == []
    assert "五色晾晒" not in drawn and "五色分布" not in drawn and "五色月历" not in drawn
    if page == "ranking":
        assert "六色月历" in drawn and "六色分布" in drawn and "9月六色排名" in drawn


def test_words_count_the_plans_colours():
    river, enshi = load_plan(PACK), load_plan("enshi")
    assert texts.by_scale("{month}五色排名", river) == "{month}六色排名"
    assert texts.by_scale("四色风险图", river) == "四色风险图"
    assert texts.by_scale("Five-colour ranking", river) == "Six-colour ranking"
    assert texts.by_scale("五色月历", enshi) == "五色月历"
    turned = river.model_copy(update={"ranking_scale": enshi.risk_scale, "risk_scale": enshi.ranking_scale})
    assert texts.by_scale("五色、四色", turned) == "四色、五色"


def test_no_code_knows_of_this_plan():
    known = re.compile(r"清河|[Qq]inghe|\b[Rr]iver\b|plum|DefectNo|REACH [A-D]")
    code = [p for name in ("etl", "board", "rules", "pages", "database") for p in (ROOT / name).rglob("*")]
    code = [p for p in [*code, ROOT / "dashboard.py"] if p.suffix in {".py", ".sql", ".yml"}]
    assert len(code) > 50
    assert [
        f"{p.relative_to(ROOT)}: {m[0]}" for p in code for m in [known.search(p.read_text("utf-8"))] if m
    ] == []
