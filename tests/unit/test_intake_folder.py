"""The private folder of uploads: names, copies, and that nothing stays."""

import gc
import hashlib
import io
import os
import time
from pathlib import Path

import pytest

from board import intake
from board.intake import ABSENT_SECONDS, Uploads, safe_name, sweep, sweep_absent


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("利川市2026年10月隐患台账.xlsx", "利川市2026年10月隐患台账.xlsx"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\上报\\十月.XLSX", "十月.XLSX"),
        ("<script>alert(1)<_script>.csv", "＜script＞alert(1)＜_script＞.csv"),
        ("a\x00b\nc\u202ecsv.csv", "abccsv.csv"),
        ("CON.csv", "文件CON.csv"),
        (".csv", "文件.csv"),
        ("没有后缀", "没有后缀"),
        ("尾巴. .xlsx", "尾巴.xlsx"),
        ("-rf.csv", "-rf.csv"),
        ("很" * 300 + ".xlsx", "很" * 80 + ".xlsx"),
    ],
)
def test_a_name_stays_readable_and_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_two_files_of_one_name_are_two_files() -> None:
    uploads = Uploads()
    one = uploads.add("十月.csv", io.BytesIO(b"1"))
    two = uploads.add("十月.csv", io.BytesIO(b"2" * 3_000_000))
    assert (one.name, two.name) == ("十月.csv", "十月.csv")
    assert (one.path.read_bytes(), two.size) == (b"1", 3_000_000)
    assert two.sha256 == hashlib.sha256(b"2" * 3_000_000).hexdigest()
    uploads.remove(one)
    assert uploads.files == [two] and not one.path.exists()
    uploads.discard()
    assert not uploads.folder.exists()


def test_only_this_user_reads_the_folder() -> None:
    uploads = Uploads()
    assert uploads.folder.stat().st_mode & 0o777 == 0o700
    uploads.discard()


def test_the_folder_goes_with_the_session() -> None:
    uploads = Uploads()
    uploads.add("a.csv", io.BytesIO(b"1"))
    folder = uploads.folder
    del uploads
    gc.collect()
    assert not folder.exists()


def test_a_full_disk_leaves_no_half_file(monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads()

    def full(_stream: object) -> object:
        yield b"first"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake, "_chunks", full)
    with pytest.raises(OSError, match="No space"):
        uploads.add("a.csv", io.BytesIO(b"first and more"))
    assert uploads.files == [] and list(uploads.folder.rglob("*.csv")) == []
    uploads.discard()


def test_what_was_left_behind_is_swept_after_a_day(tmp_path: Path) -> None:

    parent = tmp_path
    old, new, other = (parent / name for name in (f"{intake.PREFIX}old", f"{intake.PREFIX}new", "else"))
    for folder in (old, new, other):
        folder.mkdir()
        (folder / "x.csv").write_text("1")
    long_ago = time.time() - intake.LEFT_SECONDS - 60
    for folder in (old, other):
        os.utime(folder, (long_ago, long_ago))
    assert sweep(parent) == 1
    assert not old.exists() and new.exists() and other.exists()


def test_folders_of_sessions_that_are_gone_are_swept_but_not_what_is_being_loaded():
    here, gone, loading, nobodys = Uploads("here"), Uploads("gone"), Uploads("loading"), Uploads()
    loading.is_confirmed = True
    soon = gone.folder.stat().st_mtime + ABSENT_SECONDS - 60
    sweep_absent(lambda session: session == "here", soon)
    assert gone.folder.is_dir(), "its session may come back"
    assert sweep_absent(lambda session: session == "here", soon + 120) == 1
    assert [one.folder.is_dir() for one in (here, gone, loading, nobodys)] == [True, False, True, True]
    assert sweep_absent(lambda session: session == "here", soon + 120) == 0
    for one in (here, loading, nobodys):
        one.discard()
