"""Seeded mutations of ledgers: bytes, structure, values; text files and workbooks. The same seed, the same bytes."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress

import xlsxwriter

CELLS = [
    "", " ", "\u3000", "2025.7.17", "7月17日", "2025年13月1日", "45666", "45666.75", "-1", "1e309", "1E5", "0", "9999-99-99", "0000-00-00",
    "20250230", "2025/2/29", "已整改", "整改中", "3", "3级", "一般3级", "重大", "特别重大", "ＭＡＪＯＲ", "红", "合计", "小 计", "注：", "填表人：",
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "'=1", "＝1+1", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)", "' OR 1=1 --", '"', '""', '"a', "a\nb", "a\r\nb", "a\rb", ",", ",,,,,,", ";", "\t", "\0", "a\0b", "\x01\x02\x1f", "\x7f\x80",
    "\ufeff", "\ufffe", "\u202e倒写", "\u200b", "\u200e", "\u2028", "\u0301", "👩‍👩‍👧", "𠮷", "\ud800", "\udfff", "NaN", "inf", "NULL", "None", "TRUE", "是", "否", "１２３",
    "١٢٣", "1,234", "1 234", "12%", "1.5万", "--", "/", "\\", "\\N", "%s", "{}", "{source}", "$1", "${x}", "长" * 40_000, "x" * 32_767, "9" * 400, "990101",
    "东山县", "全州", "_file", "_row", "#REF!", "#N/A", "C:\\a.csv", "../../x", "|", "||", "\x1a", "\x1b[31m",
]  # fmt: skip
TOKENS = [
    b'"', b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"|", b"\0", b"\xff", b"\x80", b"\xef\xbb\xbf", b'""', b"\x1a", b"\xff\xfe", "县".encode(), "县".encode("gbk"),
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x81\x30\x81\x30", b"'", b"=", b"\\", b"\xe2\x80\xae",
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16", "utf-16-le", "big5", "utf-32"]
Rows = list[list[str]]


def mutated(content: bytes, dice: random.Random) -> bytes:
    """One file made worse: a workbook stays a ZIP in most cases, a text file becomes any bytes."""
    if content.startswith(b"PK"):
        return dice.choice([_workbook_parts, _workbook_parts, _workbook_anew, _scrambled])(content, dice)
    made = _text_anew(content, dice) if dice.random() < 0.75 else content
    return _scrambled(made, dice) if dice.random() < 0.45 else made


# ---- bytes


def _scrambled(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 4, 12])):
        place = dice.randrange(len(changed) + 1)
        kind = dice.choice(["insert", "delete", "repeat", "cut", "flip", "mix", "swap"])
        if kind == "insert":
            changed[place:place] = dice.choice(TOKENS) * dice.choice([1, 1, 1, 3, 500])
        elif kind == "delete":
            del changed[place : place + dice.randint(1, 40)]
        elif kind == "repeat":
            changed[place:place] = changed[place : place + dice.randint(1, 300)] * dice.choice([1, 1, 5])
        elif kind == "cut" and dice.random() < 0.4:
            del changed[place:]
        elif kind == "flip" and place < len(changed):
            changed[place] ^= 1 << dice.randrange(8)
        elif kind == "mix":
            tail = bytes(changed[place:]).decode("utf-8", errors="ignore")
            changed[place:] = tail.encode("gb18030", errors="replace")
        elif kind == "swap":
            half = bytes(changed[place:])
            changed = bytearray(half + bytes(changed[:place]))
    return bytes(changed)


# ---- structure and values


def _read(content: bytes) -> Rows:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
    raise ValueError("a source must be readable")


def _column(rows: Rows, dice: random.Random) -> int:
    return dice.randrange(max(len(rows[0]), 1)) if rows else 0


def _drop_column(rows: Rows, dice: random.Random) -> None:
    at = _column(rows, dice)
    for row in rows:
        del row[at : at + 1]


def _double_column(rows: Rows, dice: random.Random) -> None:
    at, to = _column(rows, dice), _column(rows, dice)
    for row in rows:
        row.insert(to, row[at] if at < len(row) else "")


def _shuffle_columns(rows: Rows, dice: random.Random) -> None:
    order = list(range(max((len(r) for r in rows), default=0)))
    dice.shuffle(order)
    rows[:] = [[row[i] for i in order if i < len(row)] for row in rows]


def _ragged(rows: Rows, dice: random.Random) -> None:
    for row in dice.choices(rows, k=min(5, len(rows))):
        if dice.random() < 0.5:
            del row[dice.randrange(len(row) + 1) :]
        else:
            row += [dice.choice(CELLS) for _ in range(dice.randint(1, 4))]


def _header_again(rows: Rows, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 3)):
        rows.insert(dice.randrange(len(rows) + 1), list(rows[0]))


def _titles(rows: Rows, dice: random.Random) -> None:
    width = len(rows[0])
    title = dice.choice(["2025年10月事故隐患台账", "附件1", "填报单位：东山县   2025年7月", "7月", ""])
    for _ in range(dice.randint(1, 3)):
        rows.insert(0, [title, *[""] * dice.choice([0, width - 1])])


def _blank_rows(rows: Rows, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 6)):
        rows.insert(dice.randrange(len(rows) + 1), dice.choice([[], [""], [" ", ""], [""] * len(rows[0])]))


def _totals(rows: Rows, dice: random.Random) -> None:
    width = len(rows[0])
    for text in dice.choices(["合计", "小计", "注：以上为本月数", "填表人：", "总 计"], k=2):
        rows.insert(dice.randrange(1, len(rows) + 1), [text, *["5"] * (width - 1)] if width else [text])


def _two_headers(rows: Rows, dice: random.Random) -> None:
    upper = [dice.choice(["基本情况", "", "整改情况"]) for _ in rows[0]]
    rows.insert(dice.choice([0, 1]), upper)


def _odd_headers(rows: Rows, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 3)):
        if rows and rows[0]:
            at = dice.randrange(len(rows[0]))
            name = rows[0][at]
            rows[0][at] = dice.choice(
                [
                    "",
                    name + " ",
                    name[:1] + "\n" + name[1:],
                    f"（{name}）",
                    rows[0][0],
                    name * 2,
                    dice.choice(CELLS)[:60],
                ]
            )


def _no_header(rows: Rows, dice: random.Random) -> None:
    del rows[: dice.randint(1, 2)]


def _many_rows(rows: Rows, dice: random.Random) -> None:
    rows[1:] = rows[1:] * dice.choice([2, 3, 40])


def _odd_cells(rows: Rows, dice: random.Random) -> None:
    for _ in range(dice.choice([1, 3, 10, 40])):
        row = dice.choice(rows)
        if row:
            row[dice.randrange(len(row))] = dice.choice(CELLS)


STRUCTURE: list[Callable[[Rows, random.Random], None]] = [
    _drop_column, _double_column, _shuffle_columns, _ragged, _header_again, _titles, _blank_rows, _totals, _two_headers,
    _odd_headers, _no_header, _many_rows, _odd_cells, _odd_cells, _odd_cells,
]  # fmt: skip


def _rows_of(rows: Rows, dice: random.Random) -> Rows:
    for change in dice.choices(STRUCTURE, k=dice.choice([1, 1, 2, 3])):
        if rows and rows[0]:
            change(rows, dice)
    return rows


def _text_anew(content: bytes, dice: random.Random) -> bytes:
    rows = _rows_of(_read(content), dice)
    out = io.StringIO(newline="")
    quoting = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    end = dice.choice(["\r\n", "\r\n", "\n", "\r"])
    mark = dice.choice([",", ",", ",", ";", "\t", "|"])
    csv.writer(out, quoting=quoting, lineterminator=end, delimiter=mark).writerows(rows)
    encoding = dice.choice(ENCODINGS)
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    return out.getvalue().encode(encoding, errors=errors)


# ---- workbooks

PARTS = [
    (rb't="s"', [b't="n"', b't="e"', b't="b"', b't="str"', b't="d"', b't="zz"', b""]),
    (rb"<v>\d+</v>", [b"<v>99999</v>", b"<v>-1</v>", b"<v></v>", b"<v>1e400</v>", b"<v>x</v>", b"", b"<v>0.5</v>"]),
    (rb' r="[A-Z]+\d+"', [b' r="A0"', b' r="ZZZ9999999"', b' r="XFD1048576"', b"", b' r="1A"', b' r="A-1"', b' r="A1"']),
    (rb'<row r="\d+"', [b'<row r="1048576"', b'<row r="1"', b'<row r="0"', b'<row r="4294967297"', b"<row", b'<row r="x"']),
    (rb"</row>", [b"", b"</row></row>", b"</row><row r='2'></row>"]),
    (rb"</c>", [b"<f>1+1</f></c>", b"<f>WEBSERVICE(\"http://127.0.0.1\")</f></c>", b""]),
    (rb"<dimension[^>]*>", [b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="A1"/>', b""]),
    (rb"<sheetData>", [b"<sheetData/><sheetData>", b"", b'<mergeCells><mergeCell ref="A1:Z9"/></mergeCells><sheetData>']),
    (rb"</sheetData>", [b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
                        b'</sheetData><mergeCells count="2"><mergeCell ref="B2:A1"/><mergeCell ref="A2:C4"/></mergeCells>']),
    (rb"<t>", [b'<t xml:space="preserve">\n ', b"<t>&#0;", b"<t>&#xD800;", b"<t>_x000D_", b"<t>=1+1", b"<t>&amp;lt;"]),
    (rb"<si>", [b"", b"<si/><si>", b"<si><r><t>a</t></r></si><si>"]),
    (rb"<\?xml[^>]*>", [b"", b'<?xml version="1.1"?>', b'<?xml version="1.0" encoding="UTF-16"?>',
                        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>']),
    (rb"state=\"\w+\"", [b'state="veryHidden"']),
    (rb'<sheet name="[^"]*"', [b'<sheet name="../../x"', b'<sheet name=""', b'<sheet name="a&#10;b" state="hidden"']),
]  # fmt: skip


def _workbook_parts(content: bytes, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    for _ in range(dice.choice([1, 1, 2, 5])):
        name = dice.choice([n for n in members if n.endswith((".xml", ".rels"))] or list(members))
        if dice.random() < 0.7:
            name = dice.choice([n for n in members if "sheet" in n or "sharedStrings" in n] or [name])
        kind = dice.random()
        if kind < 0.6:
            pattern, instead = dice.choice(PARTS)
            found = list(re.finditer(pattern, members[name]))
            for hit in dice.sample(found, min(len(found), dice.choice([1, 2, 30]))):
                # From a copy, so that places stay right: each replacement keeps the bytes before it.
                new = dice.choice(instead)
                members[name] = members[name].replace(hit.group(), new, 1)
        elif kind < 0.75:
            members[name] = _scrambled(members[name], dice)
        elif kind < 0.85:
            members.pop(name, None)
        else:
            members[
                dice.choice(["xl/worksheets/sheet9.xml", "../evil.xml", "xl/vbaProject.bin", "a" * 300])
            ] = b"<x/>"
        if not members:
            break
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", dice.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as target:
        for name, part in members.items():
            target.writestr(name, part)
    return _scrambled(out.getvalue(), dice) if dice.random() < 0.15 else out.getvalue()


def _workbook_anew(content: bytes, dice: random.Random) -> bytes:
    """A workbook of text cells, dates and numbers with merged ranges, made from the source's own rows."""
    import python_calamine

    sheets = python_calamine.load_workbook(io.BytesIO(content))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for title in dice.choice([["台账"], ["台账", "2"], ["a" * 31, "说明", "空"]]):
            sheet = book.add_worksheet(title)
            rows = [
                ["" if c is None else str(c) for c in row] for row in sheets.get_sheet_by_index(0).to_python()
            ]
            rows = _rows_of([list(row) for row in rows[:40]], dice)
            for number, row in enumerate(rows):
                for column, text in enumerate(row[:200]):
                    clean = _for_xml(text)[:32_767]
                    if dice.random() < 0.05:
                        sheet.write_number(
                            number, column, dice.choice([45666, 45666.5, -1, 1e9, 0.1, 1.5e300])
                        )
                    elif dice.random() < 0.02:
                        sheet.write_formula(number, column, "=1+1", None, clean[:200])
                    else:
                        sheet.write_string(number, column, clean)
            for _ in range(dice.choice([0, 1, 3])):
                top, left = dice.randrange(40), dice.randrange(12)
                text = _for_xml(dice.choice(CELLS))[:99]
                with suppress(xlsxwriter.exceptions.XlsxWriterException):  # it overlaps another
                    sheet.merge_range(top, left, top + dice.randrange(3), left + dice.randrange(1, 4), text)
            if dice.random() < 0.2:
                sheet.hide() if len(book.worksheets()) > 1 else sheet.set_row(3, None, None, {"hidden": True})
    return out.getvalue()


def _for_xml(text: str) -> str:
    """Without lone surrogates, which no XML can hold."""
    return text.encode("utf-8", errors="replace").decode()
