"""Demonstration data: believable, wrong only on purpose, the same for the same seed, for any plan."""

import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from etl.contract import contracts
from etl.demo import demo_frames, write_demo
from etl.demo.scene import profile, words
from rules.months import Month, months_between
from rules.packs import load_plan
from rules.plan import Aggregate
from rules.tasks import Report, periods, standing, together

ROOT = Path(__file__).parents[2]
LAST = Month(2026, 10)
GOOD = ("blue", "green")


@pytest.fixture(scope="module")
def plan():
    return load_plan("enshi")


@pytest.fixture(scope="module")
def frames(plan):
    return demo_frames(plan)


@pytest.fixture(scope="module")
def characters(plan):
    """Region code by character; each region of the default plan has one of its own."""
    return {c.id: r.code for r, c in zip(plan.regions, profile().characters, strict=True)}


# ---- scores by hand, from the clean rows and the definitions in the interfaces


def _value(tables, code, mart, column, where, month, since=None):
    """A mart column's figure for a region from ``since`` to a month, straight from the definitions."""
    first, last = pd.Timestamp((since or month).first_day), pd.Timestamp(month.last_day)
    if column.endswith("_ytd"):
        first, column = pd.Timestamp(month.year, 1, 1), column.removesuffix("_ytd")
    table = {
        "hazard_month": "hazards",
        "inspection_month": "inspections",
        "enterprise_month": "enterprises",
        "risk_month": "risk_points",
        "awareness_month": "awareness_checks",
        "accident_month": "accidents",
    }[mart]
    rows = tables[table]
    rows = rows[rows["region_code"] == code]
    if table == "accidents":
        # Losses stay below the limit of a serious accident; injuries below ten.
        rows = rows.assign(accident_class=rows["deaths"].map(lambda n: "serious" if n >= 3 else "general"))
    for key, wanted in where.items():
        rows = rows[rows[key].isin(wanted if isinstance(wanted, list) else [wanted])]
    if table == "hazards":
        due = rows[rows["due_date"].between(first, last)]
        still_open = rows[(rows["found_date"] <= last) & ~(rows["closed_date"] <= last)]
        return {
            "found": lambda: rows["found_date"].between(first, last).sum(),
            "due": lambda: len(due),
            "on_time": lambda: (due["closed_date"] <= due["due_date"]).sum(),
            "overdue": lambda: (still_open["due_date"] < last).sum(),
            "supervised_overdue": lambda: (
                (still_open["due_date"] < last) & (still_open["supervision"] != "none")
            ).sum(),
        }[column]()
    if table == "inspections":
        rows = rows[rows["inspected_date"].between(first, last)]
        if column == "with_problems":
            return (rows["problems"] > 0).sum()
        return len(rows) if column == "inspections" else rows[column].sum()
    if table == "enterprises":
        rows = rows[(rows["registered_date"] <= last) & ~(rows["closed_date"] <= last)]
        return len(rows) if column == "registered" else (rows[f"{column}_date"] <= last).sum()
    if table == "risk_points":
        rows = rows[(rows["assessed_date"] <= last) & ~(rows["removed_date"] <= last)]
        return len(rows) if column == "points" else (rows[f"{column}_date"] <= last).sum()
    date = "check_date" if table == "awareness_checks" else "occurred_date"
    rows = rows[rows[date].between(first, last)]
    return len(rows) if column in ("accidents", "checks") else rows[column].sum()


def _sum(tables, code, part: Aggregate, month):
    start = {
        "month": month,
        "month_end": month,
        "year_to_date": Month(month.year, 1),
        "trailing_12": month + -11,
        "campaign_to_date": Month(2000, 1),
    }[part.window]
    return _value(tables, code, part.mart, part.column, part.where, month, start)


def _colour(plan, tables, code, month):
    rule = plan.ranking_rule(month)
    assert rule, f"no ranking rule in {month}"
    points = weights = 0.0
    for component in rule.components:
        numerator, denominator = plan.indicator(component.indicator).halves()
        cases = _sum(tables, code, denominator, month)
        if cases < max(1, component.min_cases):
            continue
        rate = _sum(tables, code, numerator, month) / cases
        share = (rate - component.zero_at) / (component.full_at - component.zero_at)
        points += component.weight * min(1, max(0, share))
        weights += component.weight
    for veto in rule.vetoes:
        if _sum(tables, code, veto.count, month) >= veto.at_least:
            return veto.code
    score = 100 * points / weights
    return next(b.code for b in rule.breaks if b.below is None or score < b.below)


def test_last_month_shows_all_five_colours(plan, frames):
    colours = {r.code: _colour(plan, frames.tables, r.code, LAST) for r in plan.regions}
    assert set(colours.values()) == {c.code for c in plan.ranking_scale}, colours


def test_slow_region_ends_red_by_an_overdue_supervised_hazard(plan, frames, characters):
    slow = characters["slow"]
    assert _colour(plan, frames.tables, slow, LAST) == "red"
    assert _value(frames.tables, slow, "hazard_month", "supervised_overdue", {}, LAST) >= 1


def test_colours_improve_over_the_years(plan, frames):
    def good(months):
        return sum(_colour(plan, frames.tables, r.code, m) in GOOD for r in plan.regions for m in months)

    early = [Month(2024, n) for n in (4, 7, 10)]
    late = [Month(2026, n) for n in (4, 7, 10)]
    assert good(early) < good(late)
    assert good(early) <= 5


# ---- the clean rows


def test_clean_rows_keep_the_contracts(frames):
    assert set(frames.tables) == set(contracts())
    for table, rows in frames.tables.items():
        contract = contracts()[table]
        assert not rows.duplicated(contract.key).any(), table
        assert set(rows.columns) <= {c.stored for c in contract.columns}, table
        for column in contract.required:
            assert rows[column.stored].notna().all() and (rows[column.stored] != "").all(), (
                table,
                column.name,
            )
        for column in contract.columns:
            if column.type == "enum" and column.name in rows:
                assert set(rows[column.name]) <= set(column.values), (table, column.name)
        for rule in contract.rules:
            left, operator, right = rule.check.split()
            given = rows.dropna(subset=[left, right])
            broken = given[left] < given[right] if operator == ">=" else given[left] > given[right]
            assert not broken.any(), rule.id


def test_known_places_and_sectors_only(plan, frames):
    for table, rows in frames.tables.items():
        assert set(rows["region_code"]) <= {r.code for r in plan.regions}, table
        if "sector_code" in rows:
            known = {s.code for s in plan.sectors} | {""}
            # One sector is unknown on purpose, for the findings.
            assert set(rows["sector_code"]) - known <= {profile().unknown_sector}, table


def test_volume(frames):
    total = sum(frames.sent.values()) + len(frames.spoiled)
    assert 45_000 <= total <= 75_000, frames.sent
    major = (frames.tables["hazards"]["level"] == "major").mean()
    assert 0.05 < major < 0.10
    assert 0.002 < len(frames.spoiled) / total < 0.005
    assert frames.duplicates["hazards"] >= 5


def test_every_kind_of_wrong_row_occurs(frames):
    found = {(r.table, r.rule, r.column) for r in frames.spoiled.itertuples()}
    wanted = {(table, w.rule, w.column) for table, kinds in profile().wrong.items() for w in kinds}
    assert found == wanted


def test_spoiled_rows_have_numbers_of_their_own(frames):
    for table, spoiled in frames.spoiled.groupby("table"):
        key = contracts()[str(table)].key[-1]
        if contracts()[str(table)].column(key).type != "id":
            continue  # a report is known by what it reports on
        assert not set(spoiled["id"]) & set(frames.tables[str(table)][key])


def test_stock_runs_off_in_the_first_year_but_slowly_in_the_slow_region(plan, frames, characters):
    rows = frames.tables["hazards"]
    stock = rows[rows["found_date"] < pd.Timestamp(plan.cohort_before)]
    left = ~(stock["closed_date"] <= pd.Timestamp(2024, 12, 31))
    slow = stock["region_code"] == characters["slow"]
    assert left[~slow].mean() < 0.05
    assert left[slow].mean() > 0.15
    assert (stock["closed_date"].isna() & slow).any()


def test_one_region_inspects_plenty_and_never_fines(frames, characters):
    rows = frames.tables["inspections"]
    per_region = rows.groupby("region_code").agg(n=("problems", "size"), fines=("penalties", "sum"))
    registered = frames.tables["enterprises"].groupby("region_code").size()
    intensity = per_region["n"] / registered
    lenient = characters["never_penalises"]
    assert per_region.loc[lenient, "fines"] == 0
    assert (per_region.drop(lenient)["fines"] > 0).all()
    assert intensity.idxmax() == lenient


def test_late_reporter_misses_months_and_sends_two_at_once(plan, frames, characters):
    months = {str(m) for m in months_between(plan.first_month, LAST)}
    rows = frames.tables["dispatch_reports"]
    reported = rows.groupby("region_code")["month"].agg(set)
    late = characters["reports_late"]
    missing = months - reported[late]
    assert 1 <= len(missing) <= 6
    assert all(reported[code] == months for code in reported.index if code != late)
    batch = next(b for b in frames.batches if b.table == "dispatch_reports" and b.region.code == late)
    assert batch.rows.groupby("_month")["month"].nunique().max() == 2


def test_dispatch_reports_follow_the_plan_and_add_up(plan, frames, characters):
    rows = frames.tables["dispatch_reports"].copy()
    # One report of a figure that the ledger gives too, wrong on purpose, for the findings.
    counted = rows["indicator"].isin([i.id for i in plan.indicators if i.source == "ledger"])
    assert rows.loc[counted, ["region_code", "month", "numerator"]].to_numpy().tolist() == [
        [characters["middling"], str(LAST), profile().wrong_total]
    ]
    rows = rows[~counted]
    rows["year"] = rows["month"].str.slice(0, 4).astype(int)
    for year, of_year in rows.groupby("year"):
        wanted = {
            i.id
            for i in plan.indicators
            if i.source == "dispatch" and (i.from_year or year) <= year <= (i.to_year or year)
        }
        assert set(of_year["indicator"]) == wanted
    steps = rows.sort_values("month").groupby(["region_code", "year", "indicator"])["numerator"].diff()
    falls = rows.loc[steps[steps < 0].index, "region_code"]
    assert set(falls) == {characters[c.id] for c in profile().characters if c.dispatch_dip}


def test_most_past_periods_of_tasks_are_done_by_all_and_some_are_late_or_silent(plan, frames):
    reports = {
        (r.task_id, r.region_code, Month.parse(r.report_month)): Report(
            Month.parse(r.report_month), r.percent, None if pd.isna(r.done_date) else r.done_date.date()
        )
        for r in frames.tables["task_progress"].itertuples()
    }
    stands = Counter()
    for task in plan.programme.tasks:
        for period in periods(task, plan.first_month, plan.last_month):
            if period.due is None or period.due > LAST.last_day:
                continue
            months = months_between(
                Month.of(period.starts), LAST if period.is_last else Month.of(period.ends)
            )
            parts = []
            for region in plan.regions:
                told = [reports[key] for m in months if (key := (task.id, region.code, m)) in reports]
                parts.append(standing(period, told[-1] if told else None, LAST.last_day))
            stands[together(period, parts, LAST.last_day).status] += 1
    past = stands.total()
    assert 0.8 < (stands["done"] + stands["done_late"]) / past < 0.95, stands
    assert stands["done_late"] < stands["done"] / 4
    for status in ("missed", "no_data", "overdue"):
        assert 3 <= stands[status] < past / 8, stands


def test_seasons(frames):
    found = frames.tables["hazards"]["found_date"]
    found = found[found.dt.year == 2025]
    by_month = found.groupby(found.dt.month).size()
    assert by_month.loc[3:6].mean() > 1.2 * by_month.loc[7:10].mean()
    assert by_month.loc[11:12].mean() > 1.2 * by_month.loc[7:10].mean()


def test_words_are_many_and_name_no_plan(plan):
    assert len({p for kind in words().kinds for p in kind.phrases}) >= 60
    source = "".join(p.read_text("utf-8") for p in (ROOT / "etl" / "demo").iterdir() if p.is_file())
    for region in plan.regions:
        assert region.name not in source and region.code not in source
    assert plan.id not in source


def test_every_enterprise_is_marked_as_a_demonstration(frames):
    assert frames.tables["enterprises"]["name"].str.endswith("（演示）").all()


def test_refuses_what_cannot_be(plan):
    with pytest.raises(ValueError, match="expected a month from"):
        demo_frames(plan, until=plan.first_month + -1)
    with pytest.raises(ValueError, match="scale"):
        demo_frames(plan, scale=0)


# ---- the files


@pytest.fixture(scope="module")
def written(plan, tmp_path_factory):
    out = tmp_path_factory.mktemp("demo")
    seen = []
    paths = write_demo(
        plan,
        out,
        scale=0.3,
        until=plan.first_month + 3,
        progress=lambda done, total, name: seen.append((done, total)),
    )
    assert seen[-1] == (len(paths), len(paths))
    return paths


def _ledger(written, plan, characters, character):
    month = plan.first_month + 2
    name = next(r.name for r in plan.regions if r.code == characters[character])
    return next(p for p in written if p.stem == f"演示_事故隐患台账_{name}_{month}")


def test_file_names_say_demonstration_and_month(written):
    assert all(p.name.startswith("演示_") and p.suffix in (".csv", ".xlsx") for p in written)
    assert all(Month.parse(p.stem.rsplit("_", 1)[1]) for p in written)
    assert len({p.name for p in written}) == len(written)
    assert len([p for p in written if "生产安全事故" in p.name]) == 1


@pytest.mark.parametrize(
    ("character", "encoding", "dates"),
    [
        ("steady_city", "gb18030", r"\d{4}/\d{1,2}/\d{1,2}"),
        ("slow", "utf-8-sig", r"\d{4}\.\d{1,2}\.\d{1,2}"),
        ("never_penalises", "gb18030", r"\d{4}年\d{1,2}月\d{1,2}日"),
        ("reports_late", "utf-8-sig", r"\d{8}"),
        ("model", "utf-8", r"\d{4}-\d{2}-\d{2}"),
    ],
)
def test_csv_as_the_office_writes_it(written, plan, characters, character, encoding, dates):
    raw = _ledger(written, plan, characters, character).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert (b"\r\n" in raw) == (character != "model")
    rows = list(csv.reader(io.StringIO(raw.decode(encoding), newline=""), strict=True))
    if character == "never_penalises":
        assert "事故隐患台账" in rows.pop(0)[0]
    contract = contracts()["hazards"]
    column = contract.column("found_date")
    found = next(i for i, header in enumerate(rows[0]) if header in (column.title, *column.aliases))
    cells = pd.Series([row[found] for row in rows[1:]])
    assert cells.str.fullmatch(dates).mean() > 0.9
    assert all(len(row) == len(rows[0]) for row in rows)


def test_workbook_has_title_blank_header_total_and_note(written, plan, characters):
    path = _ledger(written, plan, characters, "improving_city")
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    month = plan.first_month + 2
    assert f"{month.year}年{month.number}月事故隐患台账" in str(rows[0][0])
    assert not any(rows[1])
    assert rows[2][0] == "序号"
    assert rows[-2][0] == "合计"
    assert str(rows[-1][0]).startswith("填表单位")
    assert any(isinstance(cell, datetime) for cell in rows[3])


def test_ledger_is_a_delta_that_closes_older_rows(frames, characters):
    batch = next(b for b in frames.batches if b.table == "hazards" and b.region.code == characters["slow"])
    rows = batch.rows
    assert rows.groupby("hazard_id").size().max() == 2
    again = rows[rows.duplicated("hazard_id")]
    assert again["closed_date"].notna().all()
    number = again["closed_date"].dt.year * 12 + again["closed_date"].dt.month - 1
    assert (number == again["_month"]).all()


def test_some_descriptions_hold_line_breaks_commas_and_quotes(frames):
    text = frames.tables["hazards"]["description"]
    for mark in ("\n", ",", '"'):
        assert text.str.contains(mark, regex=False).any()


def test_same_seed_same_bytes_in_another_process(plan, tmp_path):
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from etl.demo import write_demo\nfrom rules.packs import load_plan\n"
        "plan = load_plan('enshi')\n"
        "write_demo(plan, Path(sys.argv[1]), seed=int(sys.argv[2]), scale=0.1, until=plan.first_month + 1)"
    )
    digests = []
    for number, (hash_seed, seed) in enumerate([("1", "7"), ("2", "7")]):
        out = tmp_path / str(number)
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", program, str(out), seed], check=True, cwd=ROOT, env=environment)
        digest = hashlib.sha256()
        for path in sorted(out.iterdir()):
            digest.update(path.name.encode() + path.read_bytes())
        digests.append(digest.hexdigest())
    assert digests[0] == digests[1]


def test_another_seed_gives_other_rows(plan):
    one, two = (
        demo_frames(plan, seed=s, scale=0.1, until=plan.first_month).tables["hazards"] for s in (7, 8)
    )
    assert not one.equals(two)


def test_scale_multiplies_rows(plan):
    until = plan.first_month + 5
    one, three = (demo_frames(plan, scale=s, until=until).sent for s in (1.0, 3.0))
    for table in ("hazards", "inspections", "enterprises", "risk_points"):
        assert 2.7 < three[table] / one[table] < 3.3, table


def test_serves_another_plan(tmp_path, tiny_plan):
    folder = tmp_path / "other"
    shutil.copytree(tiny_plan, folder)
    names = ["甲村", "乙社区", "丙村"]
    lines = ["code,name,name_en,valid_from,has_boundary"]
    lines += [f"V{i},{name},Village {i},2024-01-01,false" for i, name in enumerate(names)]
    folder.joinpath("regions.csv").chmod(0o644)
    folder.joinpath("regions.csv").write_text("\n".join(lines), encoding="utf-8")
    folder.joinpath("sectors.csv").write_text(
        "code,name,name_en\nx,不在词表里,Unheard of\n", encoding="utf-8"
    )
    other = load_plan(folder)
    found = demo_frames(other, scale=0.2, until=other.first_month + 1)
    assert set(found.tables["hazards"]["region_code"]) == {"V0", "V1", "V2"}
    assert found.tables["risk_points"]["longitude"].isna().all()
    paths = write_demo(other, tmp_path / "out", scale=0.2, until=other.first_month + 1)
    assert any("乙社区" in p.name for p in paths)
