"""Whatever bytes come: a load refuses the file whole, or closes its account over every record of the file.

The records are counted here by Python's csv module over the decoded text, independently of the product's
count. A refusal leaves the database as it was; no byte may make the program fail.
"""

import csv
import io
import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl import intake
from etl.load import load_files
from rules.packs import load_plan
from tests.conftest import Bench, closed

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,整改时限,隐患描述"
GOOD = [
    "H1,东山县,重大,2025-01-05,2025-03-01,配电箱裸露",
    'H2,西河县,一般,2025/1/6,,"含逗号,与""引号"""',
    'H3,东山县,重大,2025年1月7日,,"两\n行"',
    "H4,北湖新区,一般,45666,2025-04-01,",
    "H5,990101,重大,20250109,,x",
    "合计,,5,,,",
]


def base(encoding, end):
    return end.join([HEADER, *GOOD, ""]).encode(encoding)


BYTES = st.sampled_from(
    [
        b'"',
        b"\n",
        b"\r",
        b"\r\n",
        b",",
        b";",
        b"\t",
        b"\0",
        b"\xff",
        b"\x80",
        b"\xef\xbb\xbf",
        b" ",
        b'""',
        b"\x1a",
        "县".encode(),
        "县".encode("gbk"),
    ]
)


@st.composite
def mutated(draw):
    content = bytearray(
        base(draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"])), draw(st.sampled_from(["\r\n", "\n"])))
    )
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(content) - 1, 0)))
        kind = draw(st.sampled_from(["insert", "delete", "repeat", "cut"]))
        if kind == "insert":
            content[place:place] = draw(BYTES)
        elif kind == "delete":
            del content[place : place + draw(st.integers(1, 12))]
        elif kind == "repeat":
            length = draw(st.integers(1, 60))
            content[place:place] = content[place : place + length]
        else:
            del content[place:]
    return bytes(content)


def independent_count(content, encoding, delimiter):
    """Records by Python's csv module; blank ones after the last record are none."""
    text = content.decode(encoding).removeprefix("\ufeff")
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    while records and not records[-1]:
        records.pop()
    return len(records)


def judge(bench, content, plan, name="隐患_2025-03.csv"):
    """Load mutated bytes upon a loaded database and hold the outcome to the promise."""
    path = bench.bytes(name, content)
    before = bench.state()
    result = load_files(plan, bench.db, [path], lambda *_: None)
    closed(result.as_json())
    (file,) = result.files
    if file.status == "refused":
        assert file.message
        assert file.rows_in == file.skipped == 0
        assert bench.state() == before
        return "refused"
    counted = {independent_count(content, file.encoding, mark) for mark in ",;\t|"}
    assert file.rows_in + file.skipped in counted, (file, counted)
    return "loaded"


@pytest.mark.parametrize("large_from", [0, 10**12])
def test_mutated_files_are_refused_whole_or_fully_accounted_for(tmp_path, tiny_plan, monkeypatch, large_from):
    monkeypatch.setattr(intake, "FAST_BYTES", large_from)
    plan = load_plan(tiny_plan)
    bench = Bench(tmp_path, tiny_plan)
    bench.load(bench.csv("first_2025-02.csv", HEADER, ["H0,东山县,重大,2025-01-05,,"]), code=0)
    outcomes = []

    @given(content=mutated())
    @example(content=base("utf-8", "\n")[:-9])
    @example(content=b"\xef\xbb\xbf")
    @example(content=b'"')
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def run(content):
        outcomes.append(judge(bench, content, plan))

    run()
    assert {"refused", "loaded"} <= set(outcomes), "mutations too mild or too wild to say anything"


def test_a_utf8_file_with_mark_cut_within_a_character_is_refused(bench):
    content = (HEADER + "\r\nH1,东山县,重大,2025-01-05,,配电箱").encode("utf-8-sig")[:-1]
    message = bench.refuse(bench.bytes("a.csv", content))
    assert "UTF-8" in message


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_mutated_workbooks_are_refused_whole_or_fully_accounted_for(tmp_path, tiny_plan, seed):
    bench = Bench(tmp_path, tiny_plan)

    def fill(sheet, book):
        sheet.write_row("A1", HEADER.split(","))
        for n in range(2, 9):
            sheet.write_row(f"A{n}", [f"H{n}", "东山县", "重大", 45662 + n, "", f"描述{n}"])

    content = bytearray(bench.xlsx("clean.xlsx", {"台账": fill}).read_bytes())
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 6)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    if dice.random() < 0.2:
        del content[dice.randrange(len(content)) :]
    path = bench.bytes("a.xlsx", bytes(content))
    result = load_files(load_plan(tiny_plan), bench.db, [path], lambda *_: None, keep=False)
    closed(result.as_json())
    for file in result.files:
        assert file.message or file.status == "loaded"
