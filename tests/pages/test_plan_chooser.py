"""Several plans in one dashboard: each with its own months and regions, told by the address."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board import plans
from database import pointer
from etl.load import load_files
from rules.packs import load_plan

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
HAZARDS = (
    "隐患编号,区域,隐患级别,发现日期,整改时限,销号日期\nA-1,甲县,重大,2024-02-01,2024-02-20,2024-02-10\n"
)


@pytest.fixture
def two(tmp_path, tiny_plan, demo_db, monkeypatch):
    """A dashboard of the small plan beside whose database Enshi's stands."""
    monkeypatch.delenv("WUSE_DB", raising=False)
    monkeypatch.setenv("WUSE_PLAN", str(tiny_plan))
    monkeypatch.setattr(pointer, "ROOT", tmp_path)
    plan = load_plan(tiny_plan)
    file = tmp_path / "hazards.csv"
    region = plan.regions[0].name
    file.write_text(HAZARDS.replace("甲县", region), "utf-8")
    load_files(plan, pointer.locate(plan.id), [file], lambda *_: None)
    place = pointer.locate("enshi")
    place.parent.mkdir(parents=True)
    shutil.copy(demo_db, place)
    shutil.copytree(pointer.generation_folder(demo_db), pointer.generation_folder(place))
    return plan


def run(**address: str) -> AppTest:
    test = AppTest.from_file(ENTRY, default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    return test.switch_page("pages/ranking.py").run()


def address(test: AppTest, name: str) -> str:
    value = test.query_params[name]
    return value[0] if isinstance(value, list) else value


def text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def test_the_chooser_names_the_plans_that_have_data(two):
    assert list(plans.available()) == [two.id, "enshi"]
    test = run()
    assert not test.exception
    assert test.selectbox(key="plan_side").value == two.id
    assert address(test, "plan") == two.id


def test_a_link_opens_the_plan_that_it_names(two):
    test = run(plan="enshi", region="422823", month="2026-08")
    assert not test.exception
    assert test.selectbox(key="region").value == "422823"
    assert "恩施州安委办" in text(test)


def test_choosing_another_plan_drops_the_first_ones_filters(two):
    test = run(plan="enshi", region="422823", month="2026-08")
    test.selectbox(key="plan_side").set_value(two.id).run()
    assert not test.exception
    assert address(test, "plan") == two.id
    assert test.selectbox(key="region").value == "*"
    assert address(test, "month") != "2026-08"
    assert "恩施州安委办" not in text(test)
    assert not [line for line in text(test).splitlines() if 'class="notice"' in line]


def test_an_unknown_plan_is_said(two):
    test = run(plan="nowhere")
    assert not test.exception
    assert "nowhere" in text(test)
    assert address(test, "plan") == two.id


def test_one_database_needs_no_chooser(two, demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")
    test = run()
    assert not test.exception
    assert not [box for box in test.selectbox if str(box.key).startswith("plan_")]
    assert "plan" not in test.query_params
