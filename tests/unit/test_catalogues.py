"""Every text that is shown has an English one, and what is compiled is what was translated."""

import re
import threading

import pytest

from board import i18n, texts
from board.i18n import update

PLACE = re.compile(r"\{\w*\}")


def test_every_text_has_its_english():
    missing = update.untranslated("en")
    assert not missing, (
        f"translate in {update.po_file('en')}, then python -m board.i18n.update: {missing[:10]}"
    )


@pytest.mark.parametrize("code", list(i18n.FOLDERS))
def test_the_compiled_catalogue_is_current(code):
    catalogue = update.read(code)
    compiled = update.po_file(code).with_suffix(".mo").read_bytes()
    assert compiled == update.mo_bytes(catalogue), "run python -m board.i18n.update"
    assert not [m.id for m in catalogue if m.fuzzy and m.id]


def test_translations_fill_in_only_what_the_text_offers():
    wrong = [
        m.id
        for m in update.read("en")
        if m.id and set(PLACE.findall(str(m.string))) - set(PLACE.findall(str(m.id)))
    ]
    assert not wrong


def test_english_texts_have_no_chinese():
    wrong = [
        m.string
        for m in update.read("en")
        if m.id and re.search(r"[\u3000-\u9fff\uff00-\uffef]", str(m.string))
    ]
    assert not wrong


def test_what_a_file_marks_is_found():
    path = update.ROOT / "board" / "frame.py"
    assert {"调度", "五色晾晒"} <= set(update.messages(path))


def test_an_unknown_language_leaves_the_chinese():
    with i18n.speaking("fr"):
        assert i18n.language() == "zh" and texts._("地区") == "地区"


def test_two_viewers_read_two_languages_at_once():
    """Each session runs in a thread of its own; a language must not leak from one to the other."""
    both = threading.Barrier(2, timeout=10)
    heard: dict[str, str] = {}

    def view(code: str) -> None:
        i18n.use(code)
        both.wait()
        heard[code] = texts._("地区")
        both.wait()

    threads = [threading.Thread(target=view, args=(code,)) for code in ("zh", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"zh": "地区", "en": "Region"}
    assert i18n.language() == "zh"
