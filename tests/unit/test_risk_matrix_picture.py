"""The matrix as a picture: every region once, data as text, cells and names where they belong."""

from xml.etree import ElementTree

import pytest

from board import colours
from board.charts import risk_matrix_picture
from board.charts.risk_matrix import matrix
from rules.packs import load_plan

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def plan():
    return load_plan("enshi")


def _drawn(plan, places, note=""):
    codes = [r.code for r in plan.regions]
    risks = [{"region_code": c, "risk_class": risk} for c, (risk, _r) in zip(codes, places, strict=False)]
    results = [{"region_code": c, "colour": result} for c, (_r, result) in zip(codes, places, strict=False)]
    scales = colours.scale(plan.risk_scale), colours.scale(plan.ranking_scale)
    text = risk_matrix_picture.picture(matrix(risks, results, plan), plan, *scales, note)
    return text, ElementTree.fromstring(text)


def _texts(root):
    return [t.text for t in root.iter(f"{SVG}text")]


def test_every_region_and_class_stands_in_it_once(plan):
    worst = [("red", "red")] * (len(plan.regions) - 1)
    _text, root = _drawn(plan, [*worst, ("blue", "green")])
    said = _texts(root)
    assert all(said.count(region.name) == 1 for region in plan.regions)
    assert [said.count(word) for word in ("重大", "较大", "一般", "低")] == [1, 1, 1, 1]
    # 红、橙、黄、蓝 name a risk and a performance each, 绿 a performance only.
    assert [said.count(word) for word in ("红", "橙", "黄", "蓝", "绿")] == [2, 2, 2, 2, 1]


def test_cells_and_names_stand_at_their_places(plan):
    _text, root = _drawn(plan, [("red", "red"), ("red", "red")])
    cells = [r for r in root.iter(f"{SVG}rect") if r.get("class", "").startswith("tone-")]
    assert len(cells) == 20
    # Words of two characters (28 + 8), chips of 36 and a gap of 10; then five columns of 104 with 2 between.
    assert [float(c.get("x")) for c in cells[:5]] == [82, 188, 294, 400, 506]
    # Axes 24, chips 24 and a gap of 6; then rows of two names, 2 × 20 + 16, and of none, 52.
    assert [float(c.get("y")) for c in cells[::5]] == [54, 112, 166, 220]
    assert [float(c.get("height")) for c in cells[::5]] == [56, 52, 52, 52]
    assert cells[4].get("class") == "tone-2" and cells[15].get("class") == "tone-0"
    named = [t for t in root.iter(f"{SVG}text") if t.text in (plan.regions[0].name, plan.regions[1].name)]
    assert [float(t.get("x")) for t in named] == [558, 558]
    # Middle of the row 82: names 10 above and below, baselines 0.36 of 14 lower.
    assert [float(t.get("y")) for t in named] == pytest.approx([77.04, 97.04])
    assert {t.get("font-weight") for t in named} == {"700"}
    assert float(root.get("width")) == 610


def test_grounds_are_neutral_tokens(plan):
    _text, root = _drawn(plan, [("too_few", "red")])
    fills = {r.get("class"): r.get("fill") for r in root.iter(f"{SVG}rect") if r.get("class")}
    assert fills == {
        "tone-0": colours.neutral("ground"), "tone-1": colours.neutral("band-2"),
        "tone-2": colours.neutral("line-2"), "state": colours.neutral("surface"),
    }  # fmt: skip


def test_many_names_are_all_there_and_data_stays_text(plan):
    many = [plan.regions[0].model_copy(update={"code": f"R{i}", "name": f"<script>{i}"}) for i in range(40)]
    large = plan.model_copy(update={"regions": many})
    text, root = _drawn(large, [("red", "red")] * 40, note="<b>只看</b>")
    assert "<script" not in text and "<b>" not in text and "&lt;script&gt;39" in text
    assert all(_texts(root).count(f"<script>{i}") == 1 for i in range(40))
    assert float(root.get("height")) > 40 * 20
