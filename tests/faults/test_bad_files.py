"""Files that can't be used: exit 2, one line in Chinese that says what to do, and the database as it was.

Files that can be used in part: the good rows load, each bad one is rejected with its rule, exit 3.
"""

import io
import random
import re
import resource
import struct
import zipfile
import zlib

import msoffcrypto.format.ooxml
import pytest

HEADER = "隐患编号,区域,隐患级别,发现日期,隐患描述"
ROWS = [f"H{n},东山县,重大,2025-01-05,描述{n}" for n in range(40)]


@pytest.fixture(scope="module")
def loaded(module_bench):
    """A bench with something in its database that must survive."""
    module_bench.load(module_bench.csv("ok_2025-01.csv", HEADER, ["H0,东山县,重大,2025-01-05,x"]), code=0)
    return module_bench


def png():
    """One black pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


UNUSABLE = {
    "empty": (b"", "空文件"),
    "blank_lines": (b"\r\n\r\n \r\n", "空行"),
    "mark_only": (b"\xef\xbb\xbf", ""),
    "header_only": ((HEADER + "\r\n").encode(), "只有表头"),
    "header_only_gbk": ((HEADER + "\r\n").encode("gbk"), "只有表头"),
    "unknown_table": ("姓名,电话\r\n某甲,1\r\n".encode(), "认不出"),
    "missing_column": ("隐患编号,区域,发现日期\r\nH1,东山县,2025-01-05\r\n".encode(), "隐患级别"),
    "png": (png(), "PNG"),
    "zip": (archive(读我="x"), "压缩包"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "zeros": (b"\0" * 2000, "字节"),
    "random": (random.Random(1).randbytes(3000), ""),
    "mixed": (
        "\r\n".join([HEADER, *ROWS[:20]]).encode() + b"\r\n" + "\r\n".join(ROWS[20:]).encode("gbk"),
        "编码",
    ),
    "mixed_other_way": (
        "\r\n".join([HEADER, *ROWS[:20], ""]).encode("gbk") + "\r\n".join(ROWS[20:]).encode(),
        "编码",
    ),
    "truncated_gbk": (("\r\n".join([HEADER, "H1,东山县,重大,2025-01-05,配电"])).encode("gbk")[:-1], "编码"),
    "unknown_with_a_break_in_its_first_cell": ('"随便\n写的",内容\r\n1,2\r\n'.encode(), "认不出"),
    "only_quote": (b'"', ""),
    "one_column": ("隐患编号\r\nH1\r\n".encode(), ""),
    "old_office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
    "html_as_xls": ("<html><table><tr><td>隐患编号</td></tr></table></html>".encode(), ""),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_file_is_refused_with_one_clear_line(loaded, kind):
    content, says = UNUSABLE[kind]
    message = loaded.refuse(loaded.bytes(f"{kind}.csv", content))
    assert says in message
    assert re.search(r"[\u4e00-\u9fff]", message)
    assert f"{kind}.csv" in message, "which file?"


def test_a_missing_file_and_a_folder_without_data_are_refused(loaded):
    assert "不存在" in loaded.refuse(loaded.folder / "nowhere.csv")
    empty = loaded.folder / "empty"
    empty.mkdir()
    (empty / "readme.md").write_text("x", "utf-8")
    assert "没有找到" in loaded.refuse(empty)


def test_exit_code_streams_and_silence_of_a_real_process(loaded):
    before = loaded.state()
    bad = loaded.bytes("bad.csv", b"")
    outcome = loaded.etl_process("load", "--plan", loaded.plan, "--db", loaded.db, bad)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert len(outcome.messages) == 1
    as_json = loaded.etl_process("load", "--plan", loaded.plan, "--db", loaded.db, "--json", bad)
    assert as_json.code == 2
    assert as_json.json["files"][0]["status"] == "refused"
    assert loaded.state() == before


def unclosed(rows):
    lines = [HEADER, *(f"H{n},东山县,重大,2025-01-05,描述描述描述描述描述{n}" for n in range(rows))]
    lines[rows // 2] = f'K,东山县,重大,2025-01-05,"没有右引号{rows}'
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("rows", [30, 90_000])
def test_a_quote_that_is_never_closed_refuses_the_file_and_names_the_line(loaded, rows):
    content = unclosed(rows)
    assert (len(content) > 4 * 1024 * 1024) == (rows > 1000)
    message = loaded.refuse(loaded.bytes("unclosed.csv", content))
    assert "引号" in message


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_file_with_a_broken_quote_among_good_ones_is_refused_alone(bench, place):
    files = [bench.csv(f"{n}_2025-01.csv", HEADER, [f"G{n},东山县,重大,2025-01-05,x"]) for n in range(2)]
    files.insert(place, bench.bytes("bad_2025-01.csv", unclosed(60)))
    result = bench.load(*files, code=3)
    assert [f["status"] for f in result["files"]].index("refused") == place
    assert bench.query("SELECT hazard_id FROM hazards ORDER BY 1") == [("G0",), ("G1",)]
    assert bench.query("SELECT count(*) FROM rejects") == [(0,)]


def test_an_unclosed_quote_that_a_later_quote_closes_loses_no_row_silently(bench):
    lines = [HEADER, *ROWS]
    lines[10] = 'H9,东山县,重大,2025-01-05,"没有右引号'
    lines[30] = 'H29,东山县,重大,2025-01-05,"有引号的描述"'
    (file,) = bench.load(bench.text("a_2025-01.csv", "\r\n".join(lines)))["files"]
    assert file["status"] == "refused" or file["rejected"] >= 1


def test_a_cell_of_ten_megabytes_is_rejected_alone(bench):
    rows = [*ROWS[:3], "X,东山县,重大,2025-01-05," + "长" * (10 * 1024 * 1024 // 3), *ROWS[3:6]]
    result = bench.load(bench.csv("a_2025-01.csv", HEADER, rows), code=3)
    assert (result["accepted"], result["rejected"]) == (6, 1)
    assert bench.query('SELECT "row", rule, length(value) FROM rejects') == [(5, "cell_length", 0)]


def test_five_thousand_columns_with_a_hazards_header_among_them_load(bench):
    header = [f"多余列{n}" for n in range(5000)]
    row = [str(n) for n in range(5000)]
    for place, (title, cell) in zip(
        (7, 900, 2500, 4999), zip(HEADER.split(","), ROWS[1].split(","), strict=True), strict=False
    ):
        header[place], row[place] = title, cell
    text = "\r\n".join([",".join(header), ",".join(row)])
    (file,) = bench.load(bench.text("wide_2025-01.csv", text), code=0)["files"]
    assert (file["accepted"], len(file["ignored_columns"])) == (1, 4996)
    assert len(file["message"]) < 300, "a message for people does not list five thousand names"
    assert bench.query("SELECT hazard_id, found_date::VARCHAR FROM hazards") == [("H1", "2025-01-05")]


def test_more_columns_than_a_sheet_can_hold_are_refused(loaded):
    text = (
        ",".join(HEADER.split(",") + ["x"] * 16_385) + "\r\n" + ",".join(ROWS[0].split(",") + ["x"] * 16_385)
    )
    assert "格" in loaded.refuse(loaded.text("wide.csv", text))


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("H1,东山县,重大,2024-02-30,x", "not_date"),
        ("H1,东山县,重大,1900-01-01,x", "below_minimum"),
        ("H1,东山县,重大,2100-01-01,x", "above_maximum"),
        ("H1,420102,重大,2025-01-05,x", "not_region"),  # a district of another city
        ("H1,武汉市,重大,2025-01-05,x", "not_region"),
        ("H1,全域,重大,2025-01-05,x", "not_region"),
        (",东山县,重大,2025-01-05,x", "required"),
        ("H1,,重大,2025-01-05,x", "required"),
        ("H1,东山县,,2025-01-05,x", "required"),
        ("H1,东山县,重大,,x", "required"),
        ("H1,东山县,特别重大,2025-01-05,x", "not_enum"),
    ],
)
def test_a_bad_row_is_rejected_with_its_rule_and_the_good_one_loads(bench, ledgers_only, row, rule):
    result = bench.load(bench.csv("a_2025-01.csv", HEADER, [row, "OK,东山县,重大,2025-01-05,x"]), code=3)
    assert (result["accepted"], result["rejected"]) == (1, 1)
    assert bench.query('SELECT "row", rule FROM rejects') == [(2, rule)]


def test_a_load_whose_rows_are_all_rejected_says_so_and_ends_with_3(bench, ledgers_only):
    result = bench.load(bench.csv("a.csv", HEADER, ["H1,南海县,重大,2025-01-05,x"]), code=3)
    assert (result["accepted"], result["rejected"]) == (0, 1)


# ---- workbooks


def plain(sheet, book):
    sheet.write_row("A1", HEADER.split(","))
    sheet.write_row("A2", ROWS[0].split(","))


def test_a_workbook_with_a_password_is_refused(loaded):
    clean = loaded.xlsx("clean.xlsx", {"台账": plain})
    locked = loaded.folder / "locked.xlsx"
    with clean.open("rb") as source, locked.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    assert "密码" in loaded.refuse(locked)


def test_a_zip_bomb_is_refused_unopened(loaded):
    clean = loaded.xlsx("clean.xlsx", {"台账": plain})
    bomb = loaded.folder / "bomb.xlsx"
    with zipfile.ZipFile(clean) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                target.writestr(name, source.read(name))
        target.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (120 * 1024**2))
    assert bomb.stat().st_size < 1024**2
    assert "倍" in loaded.refuse(bomb)


def test_a_workbook_with_one_stray_cell_in_the_far_corner_does_not_kill_the_program(loaded):
    def fill(sheet, book):
        plain(sheet, book)
        sheet.write("XFD1048576", "x")

    before = loaded.state()
    path = loaded.xlsx("corner.xlsx", {"台账": fill})
    outcome = loaded.etl_process(
        "load", "--plan", loaded.plan, "--db", loaded.db, path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (6 * 1024**3, 6 * 1024**3)),
    )  # fmt: skip
    # Loaded (the corner is no record of the table) or refused; never a crash.
    assert outcome.code in (0, 2, 3), outcome.err[-500:]
    if outcome.code == 2:
        assert len(outcome.messages) == 1
        assert loaded.state() == before


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/sharedStrings.xml"]
)
def test_a_workbook_with_a_broken_part_is_refused(loaded, part):
    clean = loaded.xlsx("clean.xlsx", {"台账": plain})
    broken = loaded.folder / "broken.xlsx"
    with zipfile.ZipFile(clean) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<not closed" if name == part else source.read(name))
    outcome = loaded.etl("load", "--plan", loaded.plan, "--db", loaded.db, broken)
    assert outcome.code in (0, 2), outcome.err
    assert len(outcome.messages) == (1 if outcome.code else 0)


def test_a_workbook_packed_in_a_way_of_the_future_is_refused(loaded):
    content = bytearray(loaded.xlsx("clean.xlsx", {"台账": plain}).read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 6 : place + 8] = (142).to_bytes(2, "little")  # version needed to unpack: 14.2
    assert "损坏" in loaded.refuse(loaded.bytes("future.xlsx", bytes(content)))


def test_half_a_workbook_is_refused(loaded):
    content = loaded.xlsx("clean.xlsx", {"台账": plain}).read_bytes()
    assert "损坏" in loaded.refuse(loaded.bytes("half.xlsx", content[: len(content) // 2]))


def test_a_workbook_without_a_known_table_is_refused(loaded):
    def fill(sheet, book):
        sheet.write("A1", "会议纪要")
        sheet.write("A2", "今天开会")

    assert "认不出" in loaded.refuse(loaded.xlsx("other.xlsx", {"Sheet1": fill}))
    assert loaded.refuse(loaded.xlsx("nothing.xlsx", {"Sheet1": lambda *_: None}))
