"""An Office file is the same whenever it is zipped, and one that Word would refuse is not made."""

import io
import zipfile
from datetime import datetime

import pytest

from board.notices.zipped import settled


def _zip(parts: list[tuple[str, bytes]], year: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts:
            target.writestr(zipfile.ZipInfo(name, (year, 1, 2, 3, 4, 6)), data)
    return out.getvalue()


PARTS = [("word/document.xml", b"<w/>" * 200), ("_rels/.rels", b"<r/>"), ("[Content_Types].xml", b"<t/>")]


def test_order_and_dates_of_what_was_zipped_do_not_matter():
    first, second = settled(_zip(PARTS, 2026)), settled(_zip(PARTS[::-1], 2030))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as read:
        assert read.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert {(i.date_time, i.compress_type, i.create_system) for i in read.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED, 0)
        }
        assert read.read("word/document.xml") == PARTS[0][1] and read.testzip() is None
    # An entry begins with its name, by which programs know the kind of file.
    assert first[30:49] == b"[Content_Types].xml"


def test_the_date_of_the_release_can_be_given():
    with zipfile.ZipFile(io.BytesIO(settled(_zip(PARTS, 2026), datetime(2026, 10, 8, 9, 30, 2)))) as read:
        assert {i.date_time for i in read.infolist()} == {(2026, 10, 8, 9, 30, 2)}


def test_a_part_that_is_there_twice_is_named():
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = _zip([*PARTS, PARTS[1]], 2026)
    with pytest.raises(ValueError, match=r"twice: _rels/\.rels"):
        settled(twice)


def test_what_is_no_zip_is_refused():
    with pytest.raises(ValueError, match="no Office document"):
        settled(b"PK nothing")
