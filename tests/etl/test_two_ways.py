"""A large CSV read by DuckDB in parallel and the same CSV read row by row end in the same place."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import intake, load
from etl.reading import Reading
from rules.packs import load_plan
from tests.conftest import closed

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = ["隐患编号", "区域", "行业领域", "隐患级别", "发现日期", "整改时限", "隐患描述", "附记"]
STORED = "* EXCLUDE (_file)"


@pytest.fixture
def ways(monkeypatch):
    """Notes which way each file went: ``fast`` or ``careful``."""
    taken = []
    real = Reading._scan_large

    def noted(self, number, scan):
        done = real(self, number, scan)
        taken.append("fast" if done else "tried")
        return done

    monkeypatch.setattr(Reading, "_scan_large", noted)
    return taken


def run(plan, folder, path, monkeypatch, large_from):
    """Load one file into a new database; gives its result, ledger, history, rejects and rejects file."""
    monkeypatch.setattr(intake, "FAST_BYTES", large_from)
    db = folder / f"{large_from}" / "w.duckdb"
    for old in sorted(folder.glob(f"{large_from}/**/*"), reverse=True):
        old.unlink() if old.is_file() else old.rmdir()
    result = load.load_files(plan, db, [path], lambda *_: None)
    closed(result.as_json())
    (file,) = result.files
    found = {"file": {k: v for k, v in file.__dict__.items() if k not in ("rejects_file", "rejects_book")}}
    found["rejects_file"] = Path(file.rejects_file).read_bytes() if file.rejects_file else b""
    if result.build_id:
        import duckdb

        with duckdb.connect(
            str(next(db.with_name("w.duckdb.d").glob("*.duckdb"))), read_only=True
        ) as connection:
            for table in ("hazards", "hazards_history", "rejects"):
                columns = "* EXCLUDE (file_id)" if table == "rejects" else STORED
                found[table] = sorted(
                    connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=str
                )
    return found


def both(plan, folder, path, monkeypatch):
    careful = run(plan, folder, path, monkeypatch, 10**12)
    fast = run(plan, folder, path, monkeypatch, 0)
    return careful, fast


CELLS = {
    "key": st.sampled_from(["H1", "H2", "H3", "Ｈ４", "", " H5 ", "=6", "'=7", "合计"]),
    "region": st.sampled_from(["东山县", "990102", "北湖", "南海县", "", "合计"]),
    "sector": st.sampled_from(["矿山", "", "水上漂", "道路运输", "+x"]),
    "level": st.sampled_from(["重大", "一般", "特大", ""]),
    "found": st.sampled_from(
        [
            "2025-01-05",
            "2025/1/5",
            "2025年1月5日",
            "45662",
            "2025-02-30",
            "",
            "1900-01-01",
            "２０２５－０１－０５",
        ]
    ),
    "due": st.sampled_from(["2025-03-05", "", "—", "2024-01-01", "2199-01-01", "很快"]),
    "text": st.sampled_from(
        [
            "",
            "裸露",
            '说"裸露"',
            "甲\n乙",
            "甲\r\n乙",
            "a,b",
            "a,b,c,d,e,f,g,h",
            "\t=x",
            " 前后 ",
            "注：",
            "é𠮷",
        ]
    ),
    "more": st.sampled_from(["", "x", "甲\n乙,丙", "1;2;3"]),
}
ROW = st.tuples(*CELLS.values())


@given(
    rows=st.lists(ROW, min_size=1, max_size=12),
    width=st.lists(st.sampled_from([0, 0, 0, 0, 0, 0, -1, 1]), min_size=12, max_size=12),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_give_the_same_ledger_rejects_and_counts(tiny_plan, tmp_path, monkeypatch, rows, width):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for cells, change in zip(rows, width, strict=False):
        writer.writerow([*cells, "多"] if change > 0 else cells[: len(cells) + change])
    path = tmp_path / "隐患_2025-03.csv"
    path.write_bytes(text.getvalue().encode())
    careful, fast = both(load_plan(tiny_plan), tmp_path, path, monkeypatch)
    assert fast == careful


def big_file(path, rows=40_000):
    """Some 5 MB: line breaks within cells everywhere, and broken rows at known places."""
    broken = {}
    line = 2
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        for n in range(rows):
            record = n + 2
            found = "2025-01-05"
            if n % 4001 == 17:
                found, broken[record] = "2025-02-30", line
            text = '"第一行\n第二行，说""是""\r\n第三行"' if n % 7 == 3 else f"描述{n}" + "长" * 20
            row = f"H{n},东山县,矿山,重大,{found},2025-03-05,{text},附{n}\r\n"
            file.write(row)
            line += row.count("\n")
    return broken


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "隐患_2025-03.csv"
    broken = big_file(path)
    assert path.stat().st_size > intake.FAST_BYTES, "not large enough to be read in parallel"
    return path, broken


def test_a_file_read_in_parallel_keeps_rows_and_lines(bench, large, ways):
    path, broken = large
    result = bench.load(path, code=3)
    assert ways == ["fast"]
    assert (result["rows_in"], result["rejected"]) == (40_000, len(broken))
    assert len(broken) == 10
    assert dict(bench.query('SELECT "row", line FROM rejects')) == broken
    assert bench.query("SELECT count(*), count(DISTINCT hazard_id) FROM hazards") == [
        (40_000 - 10, 40_000 - 10)
    ]
    # Every row kept its own number: H0 is row 2.
    assert bench.query("SELECT count(*) FROM hazards WHERE hazard_id <> 'H' || (_row - 2)") == [(0,)]


def test_both_ways_agree_on_a_file_read_in_parallel(tiny_plan, tmp_path, monkeypatch, large, ways):
    path, _ = large
    careful, fast = both(load_plan(tiny_plan), tmp_path, path, monkeypatch)
    assert ways == ["fast"]
    assert fast == careful


def test_a_ragged_row_in_a_large_file_is_rejected_alone(bench, large, ways, tmp_path):
    lines = large[0].read_bytes().split(b"\r\n")
    # A whole record on one line, far into the file, loses its last cells.
    place = next(
        n for n in range(30_000, len(lines)) if lines[n].startswith(b"H") and lines[n].count(b",") == 7
    )
    record = int(lines[place].split(b",")[0][1:]) + 2
    lines[place] = lines[place].rsplit(b",", 2)[0]
    result = bench.load(bench.bytes("隐患_2025-03.csv", b"\r\n".join(lines)), code=3)
    assert ways == ["tried"]
    assert (result["rows_in"], result["rejected"]) == (40_000, 11)
    assert bench.query(f'SELECT rule FROM rejects WHERE "row" = {record}') == [("columns",)]


@pytest.mark.parametrize("quote_in", ["隐患描述", "附记"])
@pytest.mark.parametrize("large_from", [0, 10**12])
def test_a_stray_pair_of_quotes_never_swallows_a_row_silently(bench, monkeypatch, quote_in, large_from):
    """Two stray quotes, each opening or closing a cell on neighbouring rows, make one record of two rows."""
    monkeypatch.setattr(intake, "FAST_BYTES", large_from)
    place = HEADER.index(quote_in)
    first = ["H1", "东山县", "矿山", "重大", "2025-01-05", "2025-03-05", "甲", "乙"]
    second = ["H2", *first[1:]]
    first[place], second[place] = '"' + first[place], second[place] + '"'
    lines = [",".join(r) for r in (HEADER, first, second, ["H3", *first[1:6], "x", "y"])]
    result = bench.load(bench.text("隐患_2025-03.csv", "\r\n".join(lines) + "\r\n"))
    (file,) = result["files"]
    # Refused whole, or the joined record rejected: H2 must not vanish inside an accepted H1.
    assert file["status"] == "refused" or file["rejected"] == 1, file
    if file["status"] == "loaded":
        assert bench.query("SELECT hazard_id FROM hazards") == [("H3",)]


@pytest.mark.parametrize("large_from", [0, 10**12])
def test_empty_cells_at_the_end_do_not_hide_a_swallowed_row(bench, monkeypatch, large_from):
    """The quote opens in a text column and closes in the next row's region; that row ends in empty cells."""
    monkeypatch.setattr(intake, "FAST_BYTES", large_from)
    text = (
        "隐患编号,区域,隐患级别,发现日期,隐患描述,备注,整改时限,销号日期\r\n"
        'H1,东山县,重大,2025-01-01,"漏电,甲,,\r\n'
        'H2,西河县",重大,2025-02-01,,,,\r\n'
        "H3,西河县,重大,2025-02-01,,,,\r\n"
    )
    (file,) = bench.load(bench.text("隐患_2025-03.csv", text))["files"]
    assert file["status"] == "refused" or file["rejected"] >= 1, "two rows became one, and nothing says so"


def test_a_note_with_line_breaks_and_commas_is_a_cell_and_no_swallowed_row(bench):
    rows = [
        [
            "H1",
            "东山县",
            "矿山",
            "重大",
            "2025-01-05",
            "",
            "一、临边无防护，\n二、通道堵塞，\n三、用电混乱",
            "x,y",
        ]
    ]
    assert bench.load(bench.csv("隐患_2025-03.csv", ",".join(HEADER), rows), code=0)["accepted"] == 1
