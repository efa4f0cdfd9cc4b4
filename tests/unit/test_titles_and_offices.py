"""What titles and file names tell: month, year, last day, office; where they tell two things, nothing."""

from datetime import date

import pytest

from etl.offices import office_of
from etl.titles import Told, read_titles
from rules.packs import load_plan


@pytest.mark.parametrize(
    ("name", "titles", "told"),
    [
        ("a.csv", ["2025年7月隐患台账"], Told("2025-07", 2025, date(2025, 7, 31))),
        ("台账_2024-02.csv", [], Told("2024-02", 2024, date(2024, 2, 29))),
        ("202407.xlsx", ["县安委办"], Told("2024-07", 2024, date(2024, 7, 31))),
        ("a.csv", ["2025年度隐患台账"], Told(None, 2025, date(2025, 12, 31))),
        ("a.csv", ["2025年6-7月隐患台账"], Told(None, 2025, date(2025, 12, 31))),
        ("a.csv", ["2025年6月至7月隐患台账"], Told(None, 2025, date(2025, 12, 31))),
        ("a.csv", ["2024年12月至2025年1月"], Told()),
        ("2025-07.csv", ["2024年台账"], Told("2025-07")),
        ("a.csv", ["隐患台账"], Told()),
    ],
)
def test_titles(name, titles, told):
    assert read_titles(name, titles) == told


@pytest.fixture(scope="module")
def enshi():
    return load_plan("enshi")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("利川市隐患台账", "422802"),
        ("恩施州利川市安委会2026年10月", "422802"),
        ("恩施州隐患台账", ""),  # the prefecture is not its seat
        ("恩施高新区隐患台账", None),
        ("恩施10月", "422801"),
        ("422801_2026-10", "422801"),
        ("利川市、建始县", ""),
        ("矿山专委会10月调度", "committee_mining"),
        ("10月调度", ""),
    ],
)
def test_offices(enshi, text, code):
    if code is None:
        code = next(region.code for region in enshi.regions if region.name == "恩施高新区")
    assert office_of([text], enshi) == code
