"""Bytes to text: strictly, never into nonsense, and with the line that does not fit."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from etl import decoding
from etl.decoding import decode_to_utf8
from etl.problems import Refused

TEXT = "隐患编号,区域\r\nH1,东山县安委会办公室\r\nH2,西河县应急管理局\r\n"


def decode(tmp_path, content, declared=None):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    found, encoding = decode_to_utf8(path, declared, tmp_path / "out.csv")
    return found.read_bytes().decode("utf-8-sig"), encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("chunk", [1, 5, 2**23])
def test_text_comes_through_whole_wherever_chunks_are_cut(tmp_path, monkeypatch, encoding, chunk):
    monkeypatch.setattr(decoding, "CHUNK", chunk)
    assert decode(tmp_path, TEXT.encode(encoding)) == (TEXT, encoding)


def test_a_mark_wins_over_what_a_plan_declares_and_a_declaration_over_guessing(tmp_path):
    assert decode(tmp_path, TEXT.encode("utf-8-sig"), "gb18030") == (TEXT, "utf-8-sig")
    latin = "name\r\ncafé,naïve\r\n"
    assert decode(tmp_path, latin.encode("latin-1"), "latin-1")[0] == latin


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=12, max_size=40),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_unicode_text_survives(tmp_path, text, encoding):
    assume(text[0] != "\ufeff")
    assert decode(tmp_path, text.encode(encoding))[0] == text


@pytest.mark.parametrize("cut", [1, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_text_cut_within_a_character_is_refused(tmp_path, cut, encoding):
    content = (TEXT + "H3,县").encode(encoding)[:-cut]
    with pytest.raises(Refused, match=r"第 [34] 行"):
        decode(tmp_path, content)


def test_a_byte_that_does_not_fit_is_refused_with_its_line(tmp_path):
    content = TEXT.encode("utf-8-sig").replace(b"H2", b"H\xff")
    with pytest.raises(Refused, match="第 3 行"):
        decode(tmp_path, content)
    with pytest.raises(Refused, match="第 3 行"):
        decode(tmp_path, TEXT.encode("gb18030").replace(b"H2", b"H\xff\xff"))


@pytest.mark.parametrize("chunk", [1, 3, 2**23])
def test_lines_of_two_encodings_are_refused_and_both_lines_named(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(decoding, "CHUNK", chunk)
    lines = TEXT.encode().split(b"\r\n")
    lines[2] = "H2,西河县应急管理局".encode("gbk")
    with pytest.raises(Refused, match=r"第 [12] 行是 UTF-8，第 3 行不是"):
        decode(tmp_path, b"\r\n".join(lines))


@pytest.mark.parametrize(
    ("head", "name"),
    [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"%PDF-1.4", "PDF"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"\x1f\x8b\x08", "gzip"), (b"Rar!\x1a", "RAR"),
     (b"a,b\0c", "第 4 字节")],
)  # fmt: skip
def test_what_is_no_text_is_named(tmp_path, head, name):
    with pytest.raises(Refused, match=name):
        decode(tmp_path, head + b"x" * 50)
