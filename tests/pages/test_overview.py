"""The overview in Streamlit's own test bench: what it says is what the queries say, whatever the month."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from board import colours, queries, queries_escalations, queries_overview, texts
from board.charts import (
    marks,
    overview_exhibits,
    overview_facts,
    overview_findings,
    overview_measures,
    overview_strip,
    overview_targets,
)

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
MONTH = "2026-10"
STARRED = {"region": "*", "sector": "*", "by": "region"}


@pytest.fixture
def board(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")
    return queries.open_board()


@pytest.fixture
def app(board, monkeypatch):
    def run(changed: queries.Board | None = None, **address: str) -> AppTest:
        if changed is not None:
            monkeypatch.setattr(queries, "open_board", lambda *_, **__: changed)
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return run


def _markup(test: AppTest) -> str:
    pieces = [str(getattr(e.proto, "body", "")) for e in test.get("html")] + [m.value for m in test.markdown]
    return "\n".join(piece for piece in pieces if not piece.lstrip().startswith(("<style", "<script")))


def _words(test: AppTest) -> str:
    """What a reader sees: markup without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", _markup(test)))


def _with_plan(board, **changes):
    return dataclasses.replace(board, plan=board.plan.model_copy(update=changes))


def test_every_finding_says_what_the_queries_say(app, board):
    test = app(month=MONTH)
    assert not test.exception
    words = _words(test)
    assert "查询编号" not in words
    totals = queries.hazard_totals(board, MONTH)
    assert f"{totals['open_stock']} 处" in words
    assert f"本月查出 {totals['found']} 处、销号 {totals['closed']} 处" in words
    if totals["overdue"]:
        assert f"逾期 {totals['overdue']} 处" in words
    mine = [t for t in queries.targets(board, MONTH) if t["region_code"] == "*" and t["year"] == 2026]
    late = [t for t in mine if t["status"] in ("behind", "missed")]
    assert f"{len(late)} / {len(mine)}" in words
    limits = marks.limits(marks.rule_for(board.plan, MONTH))
    text = _markup(test)
    for row in queries.ranking(board, MONTH):
        assert f">{row['region']}<" in text
        if row["score"] is not None:
            assert f">{texts.score(row['score'], limits)}<" in text
    zero = queries_overview.zero_penalties(board, MONTH)
    for item in zero:
        assert item["region"] in words
    assert ("零处罚" in words) == bool(zero)


def test_the_sector_filter_moves_the_hazards_only(app, board):
    words = _words(app(month=MONTH, sector="mining"))
    totals = queries.hazard_totals(board, MONTH, sector="mining")
    assert f"本月查出 {totals['found']} 处、销号 {totals['closed']} 处" in words
    assert f"{totals['open_stock']} 处" in words


def test_the_region_filter_marks_the_region(app, board):
    region = board.plan.regions[3]
    test = app(month=MONTH, region=region.code)
    text = _markup(test)
    assert 'class="o-outline"' in text
    assert f"已选{region.name}" in _words(test)
    stock = next(
        r for r in queries_overview.major_hazards_by_region(board, MONTH) if r["region_code"] == region.code
    )
    assert f"{region.name}在册 {stock['open_stock']} 处" in _words(test)


def test_findings_link_to_their_pages_with_the_filters(app):
    test = app(month="2026-09", region="422823", sector="mining")
    links = {e.proto.label: e.proto for e in test.get("page_link")}
    for label, page in (("较上月变化", "ranking"), ("2026 年目标", "targets"), ("全部目标", "targets")):
        assert links[label].page == page
        sent = parse_qs(links[label].query_string)
        assert sent["month"] == ["2026-09"] and sent["region"] == ["422823"] and sent["sector"] == ["mining"]


@pytest.mark.parametrize("month", ["2024-03", "2024-10", "2025-12", "2026-01"])
def test_other_months_open(app, month):
    test = app(month=month)
    assert not test.exception
    assert "查询编号" not in _words(test) and "nan" not in _words(test) and "None" not in _words(test)


def test_the_first_month_has_nothing_to_compare_with(app):
    assert "没有上月的得分可以比较" in _words(app(month="2024-03"))


def test_a_new_rule_is_said_where_it_begins(app):
    assert "新计分规则" in _words(app(month="2026-01"))
    assert "新计分规则" not in _words(app(month="2026-02"))


def test_a_month_without_data_is_no_zero(app, board):
    words = _words(app(dataclasses.replace(board, data_through="2026-11"), month="2026-11"))
    assert "不按零计" in words
    assert "各地区都未报" in words
    assert "9 个地区已报 0 个" in words


def test_a_month_without_a_rule(app, board, monkeypatch):
    bare = {"score": None, "colour": "no_data", "rank": None, "rank_low": None, "rank_high": None,
            "colour_probability": {}, "previous_colour": None, "vetoes": [], "rule_version": None,
            "components": [], "change": None, "change_beyond_chance": False, "score_low": None,
            "score_high": None}  # fmt: skip
    rows = [{"region_code": r.code, "region": r.name, "month": MONTH, **bare} for r in board.plan.regions]
    monkeypatch.setattr(queries, "ranking", lambda *_: [dict(row) for row in rows])
    test = app(_with_plan(board, ranking=[]), month=MONTH)
    words = _words(test)
    assert not test.exception and "查询编号" not in words
    assert "还没有计分规则" in words and "不排名次" in words
    assert "在册重大隐患" in [e.proto.label for e in test.get("page_link")]


def test_a_plan_without_ladder_or_targets(app, board):
    bare = [indicator.model_copy(update={"targets": []}) for indicator in board.plan.indicators]
    words = _words(app(_with_plan(board, ladder=[], indicators=bare, boundaries=None), month=MONTH))
    assert "方案没有 2026 年的目标" in words
    assert "方案没有规定函告" in words
    assert "角标" in words or "颜色都稳定" in words


def test_a_name_with_script_stays_text(app, board):
    evil = '<script>alert("1")</script>'
    regions = [r.model_copy(update={"name": evil}) if r.code == "422822" else r for r in board.plan.regions]
    test = app(_with_plan(board, regions=regions), month=MONTH, region="422822")
    assert not test.exception
    assert "<script" not in _markup(test)
    assert html.escape(evil, quote=True) in _markup(test)


def test_every_chip_carries_its_name(app):
    text = _markup(app(month=MONTH))
    chips = re.findall(r'<span class="chip [^"]*">([^<]*)</span>', text)
    assert chips and all(chips)


def test_no_arrow_without_a_change_beyond_chance(app, board):
    for month in ("2024-10", MONTH):
        is_any = any(row["change_beyond_chance"] for row in queries.ranking(board, month))
        words = _words(app(month=month))
        assert ("▲" in words or "▼" in words) == is_any, month


def _facts(board, count: int = 0, **changes):
    facts = overview_facts.gather(board, MONTH)
    if not count:
        return dataclasses.replace(facts, **changes)
    rows = []
    for i in range(count):
        row = dict(facts.rows[i % len(facts.rows)])
        rows.append(row | {"region_code": f"R{i}", "region": f"第{i}街道办事处", "rank": i + 1})
    regions = [
        board.plan.regions[0].model_copy(update={"code": r["region_code"], "name": r["region"]}) for r in rows
    ]
    board = _with_plan(board, regions=regions)
    return dataclasses.replace(facts, board=board, rows=rows, ladder=[], due=[], waiting=[], **changes)


@pytest.mark.parametrize("count", [1, 2, 9, 18, 30, 60])
def test_from_one_to_sixty_regions(board, count):
    facts = _facts(board, count)
    assert facts.rule is not None
    drawn = overview_strip.strip(facts.rows, facts.plan, facts.rule, "*", 500, 500)
    shown, cut, left = overview_strip.kept(facts.rows)
    assert len(shown) + len(left) == count and len(shown) <= overview_strip.MOST_ROWS
    assert bool(cut) == bool(left)
    assert drawn.count("<g><title>") == len(shown)
    height = float(re.search(r'viewBox="0 0 500 ([\d.]+)"', drawn)[1])  # type: ignore[index]
    assert height < 640
    findings = overview_findings.findings(facts)
    assert len(findings) == 5
    for finding in findings:
        assert len(re.sub(r"<[^>]+>", "", finding.sentence)) < 130, finding.sentence
    if left:
        chosen = left[0]["region_code"]
        assert chosen in [row["region_code"] for row in overview_strip.kept(facts.rows, chosen)[0]]


def test_the_worst_are_never_left_out(board):
    facts = _facts(board, 60)
    shown = overview_strip.kept(facts.rows)[0]
    assert shown[-1]["rank"] == 60 and shown[0]["rank"] == 1


def test_states_are_said_not_drawn_as_zero(board):
    facts = _facts(board)
    rows = [dict(row) for row in facts.rows]
    empty = {"score": None, "rank": None, "score_low": None, "score_high": None, "change": None, "vetoes": []}
    rows[0] |= {**empty, "colour": colours.NO_DATA, "colour_probability": {}, "components": []}
    rows[1] |= {**empty, "colour": colours.TOO_FEW, "colour_probability": {}, "components": []}
    assert facts.rule is not None
    drawn = overview_strip.strip(rows, facts.plan, facts.rule, "*", 500, 500)
    assert ">未报<" in drawn and ">样本不足<" in drawn and ">0.0<" not in drawn


def test_targets_most_at_risk_come_first(board):
    targets = overview_facts.gather(board, MONTH).targets
    ordered = overview_targets.by_risk(targets, board.plan)
    late = overview_targets.late(targets)
    assert [row["status"] in overview_targets.LATE for row in ordered[: len(late)]] == [True] * len(late)
    origins = [row["origin"] for row in ordered[: len(late)]]
    assert origins == sorted(origins, key=lambda origin: origin != "plan")
    said = overview_targets.left_out(targets, board.plan)
    numbers = sum(int(n) for n in re.findall(r"(\d+) 项", said))
    assert numbers == len(targets) - overview_targets.MOST_ROWS


def test_forecasts_never_pass_one_hundred_percent(board):
    targets = [row for row in queries.targets(board, MONTH) if row["region_code"] == "*"]
    for row in targets:
        indicator = board.plan.indicator(row["indicator"])
        for text in (
            overview_targets.said(indicator, row["forecast"]),
            overview_targets.said_span(indicator, row),
        ):
            if texts.is_share(indicator):
                assert all(float(n) <= 100 for n in re.findall(r"([\d.]+)%", text)), (row, text)


def test_measures_are_the_steps_that_are_due(board):
    facts = overview_facts.gather(board, MONTH)
    found = overview_measures.measures(facts)
    due = queries_escalations.due(board, MONTH)
    assert {m.code for m in found} == {row["code"] for row in due}
    for m in found:
        assert m.trigger in m.step.applies_to and m.step.id == m.due["step"] and m.clause
    # One row for a region and ladder, the strongest step; milder steps of that ladder are told in its reason.
    for row in due:
        mine = [m for m in found if m.code == row["code"]]
        step = next(step for step in board.plan.ladder if step.id == row["step"])
        assert any(m.step.id == row["step"] or m.trigger in step.applies_to for m in mine)


def test_zero_penalties_use_the_plans_window(board):
    for item in queries_overview.zero_penalties(board, MONTH):
        rows = queries.read(
            board,
            "SELECT sum(inspections)::BIGINT, sum(penalties)::BIGINT FROM inspection_month "
            "WHERE region_code = ? AND month BETWEEN '2026-01' AND '2026-10'",
            item["region_code"],
        )
        assert rows == [(item["inspections"], 0)]


def test_hazards_by_region_add_up(board):
    for sector in ("*", "mining"):
        totals = queries.hazard_totals(board, MONTH, sector=sector)
        rows = queries_overview.major_hazards_by_region(board, MONTH, sector)
        assert sum(r["open_stock"] for r in rows) == totals["open_stock"]
        assert sum(r["overdue"] for r in rows) == totals["overdue"]


def test_each_card_gives_its_figures_away(board):
    facts = overview_facts.gather(board, MONTH)
    for exhibit in (
        overview_exhibits.spread(facts),
        overview_exhibits.scores(facts),
        overview_exhibits.targets(facts),
        overview_exhibits.measures(facts, overview_measures.measures(facts)),
    ):
        assert exhibit.month == MONTH and exhibit.is_demo and len(exhibit.frame.columns) > 3
        if exhibit.svg:
            assert exhibit.svg().startswith("<svg")
    assert len(overview_exhibits.scores(facts).frame) == len(board.plan.regions)
    assert len(overview_exhibits.targets(facts).frame) == len(facts.targets)
