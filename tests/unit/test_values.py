"""SQL that reads cells, one expression at a time, against what a person reads."""

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import values


@pytest.fixture(scope="module")
def ask():
    with duckdb.connect() as connection:
        yield lambda make, text: connection.execute(
            f"SELECT {make('x')} FROM (SELECT ?::VARCHAR AS x)", [text]
        ).fetchone()[0]


def as_date(x):
    return values.date(x, [])


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), data=st.data())
def test_every_day_in_every_spelling_is_that_day(ask, day, data):
    spellings = [
        day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month:02d}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", str((day - date(1899, 12, 30)).days),
        f"{day.isoformat()} 23:59:59",
    ]  # fmt: skip
    text = data.draw(st.sampled_from(spellings))
    wide = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-./"})
    assert ask(as_date, text) == day
    assert ask(as_date, wide) == day


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(29, 31), st.integers(2001, 2099))
def test_days_that_no_calendar_has_are_none(ask, month, number, year):
    try:
        expected = date(year, month, number)
    except ValueError:
        expected = None
    for text in (
        f"{year}-{month:02d}-{number}",
        f"{year}年{month}月{number}日",
        f"{year}{month:02d}{number}",
    ):
        assert ask(as_date, text) == expected, text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2024",
        "2024-01",
        "12:30",
        "2024-01-01-01",
        "一月一日",
        "2024-1-1x",
        "20241",
        "202411",
        "2024年",
        "5.6.7",
    ],
)
def test_what_is_no_date_is_none(ask, text):
    found = ask(as_date, text or None)
    # Five digits are Excel's days; nothing else of these is a date.
    assert found == (date(1899, 12, 30) + timedelta(days=int(text)) if text == "20241" else None)


@pytest.mark.parametrize("text", ["infinity", "-infinity", "epoch", "24-3-1", "5-6-7"])
def test_words_that_a_database_takes_for_dates_are_none(ask, text):
    """The docstring of ``values.date`` lists the spellings; these are not among them."""
    assert ask(as_date, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025-03", "2025-03"), ("2025年3月", "2025-03"), ("2025年3月份", "2025-03"), ("202503", "2025-03"), ("2025/3", "2025-03"),
     ("2025.12", "2025-12"), ("２０２５年１２月", "2025-12"), ("2025-03-31", "2025-03"), ("2025年3月31日", "2025-03"), ("20250331", "2025-03"),
     ("2025-13", None), ("2025-00", None), ("3月", None), ("2025", None), ("x", None), ("2025-02-30", None), ("25-3-5", None), ("epoch", None)],
)  # fmt: skip
def test_months(ask, text, expected):
    assert ask(values.month, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("1.5", 1.5), ("-2", -2), ("1,234,567", 1234567), ("１２．５", 12.5), ("98.5%", 0.985), ("100％", 1), ("1e3", 1000),
     ("nan", None), ("inf", None), ("-Infinity", None), ("12万", None), ("1 2", None), ("", None), ("%", None), ("--1", None), ("0x10", None)],
)  # fmt: skip
def test_numbers(ask, text, expected):
    assert ask(values.number, text or None) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("3.0", 3),
        ("3.5", None),
        ("１，０００", 1000),
        ("-1", -1),
        ("1e400", None),
        ("9" * 20, None),
        ("0.5%", None),
        ("100%", 1),
    ],
)
def test_whole_numbers_are_never_rounded(ask, text, expected):
    assert ask(values.integer, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'=1", "=1"),
        ("'+1", "+1"),
        ("'-a", "-a"),
        ("'@x", "@x"),
        ("'x", "'x"),
        ("=1", "=1"),
        ("''=1", "''=1"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_only_the_apostrophe_of_an_export_is_taken_off(ask, text, expected):
    assert ask(values.unquoted, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a ", "a"),
        ("\u3000甲\u00a0", "甲"),
        ("\ufeffx", "x"),
        (" \t\r\n", None),
        ("", None),
        ("a b", "a b"),
    ],
)
def test_blanks_round_a_cell_are_taken_off_and_nothing_is_null(ask, text, expected):
    assert ask(values.cleaned, text) == expected


def test_choices_know_their_spellings_in_any_width_case_and_spacing(ask):
    meanings = {"重大隐患": "major", "Ｍajor": "major", "一般": "general", "O'Brien": "x"}
    for text, code in (("重大隐患", "major"), (" 重大 隐患".strip(), "major"), ("MAJOR", "major"), ("ｍａｊｏｒ", "major"), ("一般", "general"),
                       ("O'Brien", "x"), ("重大", None), ("", None)):  # fmt: skip
        assert ask(lambda x: values.choice(x, meanings), text) == code, text


def test_ticks(ask):
    for text, expected in (
        ("是", True),
        ("√", True),
        ("Ｙ", True),
        ("TRUE", True),
        ("1", True),
        ("否", False),
        ("×", False),
        ("0", False),
        ("也许", None),
        ("2", None),
    ):
        assert ask(values.boolean, text) is expected, text
