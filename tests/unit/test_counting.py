"""Records counted from bytes: against Python's csv module, over chunks of any size."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import counting
from etl.counting import count_records

CELL = st.text(st.sampled_from('ab,"\n 县'), max_size=6) | st.just("两\r\n行")


@pytest.fixture(params=[1, 2, 3, 7, 64 * 1024 * 1024])
def chunk(request, monkeypatch):
    monkeypatch.setattr(counting, "CHUNK", request.param)


def count(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return count_records(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_it_agrees_with_the_csv_module(tmp_path, chunk, rows, end):
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(rows)
    reader = csv.reader(io.StringIO(out.getvalue(), newline=""))
    records, starts, line = [], [], 1
    for record in reader:
        records.append(record)
        starts.append(line)
        line = reader.line_num + 1
    while records and not records[-1]:
        records.pop()
    found = count(tmp_path, out.getvalue())
    assert found.records == len(records)
    assert [found.line(n) for n in range(1, len(records) + 1)] == starts[: len(records)]
    assert found.blank == [n for n, record in enumerate(records, start=1) if not record]
    assert not found.open_quote


@pytest.mark.parametrize(
    ("text", "records", "blank"),
    [
        ("", 0, []), ("a", 1, []), ("a\n", 1, []), ("a\n\n\n", 1, []), ("a\n\nb", 3, [2]), ("\n\na\n", 3, [1, 2]),
        ("\r\n\r\n", 0, []), ("a\r\n\r\nb\r\n", 3, [2]), ('"a\n\nb"\nc', 2, []), (" \na", 2, []),
        ("\ufeffa\nb\n", 2, []), ("\ufeff\na\n", 2, [1]),
    ],
)  # fmt: skip
def test_records_and_blank_lines(tmp_path, chunk, text, records, blank):
    found = count(tmp_path, text)
    assert (found.records, found.blank) == (records, blank)


def test_an_open_quote_and_a_lone_return_are_noticed(tmp_path, chunk):
    assert count(tmp_path, 'a\n"b\nc\nd').open_quote
    assert count(tmp_path, 'a\n"b\nc\nd').records == 2
    assert count(tmp_path, "a\rb\n").lone_cr
    assert not count(tmp_path, "a\r\nb\r\n").lone_cr
    assert not count(tmp_path, '"a"\n"b"').open_quote
