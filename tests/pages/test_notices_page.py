"""The page of notices in Streamlit's test bench: every kind of paper, rewriting and its record, what was issued."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from board import queries
from board.charts import notices_history
from board.notices import kept, order
from board.notices.order import Order
from database.desk import Desk
from tests.notices.conftest import released  # noqa: F401 - a fixture
from tests.notices.copies import clear_desk, own
from tests.pages.figures import body, numbers, plain, unlinked
from tests.pages.opening import opened

QUARTER = Order("quarterly", "2026Q3")


@pytest.fixture(scope="module")
def database(released, tmp_path_factory):  # noqa: F811
    return own(released("enshi"), tmp_path_factory.mktemp("notices"))


@pytest.fixture
def page(database, monkeypatch):
    """Opens the page on a desk that nobody has written at."""
    clear_desk(database)
    monkeypatch.setenv("WUSE_DB", str(database))

    def run(**address: str) -> AppTest:
        test = opened("notices", **address)
        assert not test.exception
        assert 'class="problem"' not in body(test), plain(body(test))
        return test

    return run


@pytest.fixture
def made(database):
    """The quarter's notice as it stands now, with the desk's edits."""
    return lambda: order.drafted(queries.open_board("enshi", database), QUARTER)


def field_of(test: AppTest, text: str):
    return next(area for area in test.text_area if area.value == text)


def test_before_anything_is_published_the_page_says_what_to_do(clean_demo, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(clean_demo("enshi")))
    test = opened("notices")
    markup = body(test)
    assert "还没有发布过任何一个月，出不了文" in markup
    assert re.search(r'href="intake\?[^"]*part=releases"', markup)
    assert not test.exception and not [b for b in test.button if b.key == "nt_make"]


@pytest.mark.parametrize(
    ("paper", "title"),
    [
        ("monthly", "2026年10月"),
        ("quarterly", "2026年第三季度"),
        ("annual", "2025年"),
        ("letter", "关于建始县"),
    ],
)
def test_every_kind_of_paper_is_previewed(page, paper, title):
    markup = body(page(paper=paper))
    head = re.search(r'<h2 class="nt-title">(.*?)</h2>', markup)
    assert head and title in head[1].replace("<br>", "")
    assert "恩施州安全生产委员会办公室" in markup and "— 1 —" in markup
    assert unlinked(markup) == []
    assert len([n for n in numbers(markup) if n.href]) > 5


def test_what_the_preview_writes_is_what_the_paper_says(page, made):
    content = made().content
    shown = re.sub(r"<sup.*?</sup>", "", body(page(paper="quarterly")))
    # A paragraph that goes on over the page stands in two pieces.
    prose = "".join(
        plain(p).replace(" ", "") for p in re.findall(r'<p class="nt-p(?: nt-on)?">(.*?)</p>', shown)
    )
    assert prose == "".join((p.lead + p.text).replace(" ", "") for p in content.paragraphs())
    for table in (b for b in content.blocks() if hasattr(b, "lines")):
        for line in table.lines:
            assert all(plain(c.text) in plain(shown) for c in line.cells)


def test_a_paragraph_is_rewritten_marked_and_restored(page, made, database):
    draft = made().content.lead.drafted
    test = page(paper="quarterly", part="edit")
    assert field_of(test, draft).disabled  # nobody has said who is writing
    test.text_input(key="nt_who_edit").set_value("王科").run()
    field_of(test, draft).set_value(f"{draft}另有12家企业停产整改。").run()
    assert "已保存。" in body(test)
    assert "起草稿里没有的数字：12，请核对" in body(test)
    assert f"起草稿：{draft}" in plain(body(test))
    assert made().content.lead.text == f"{draft}另有12家企业停产整改。"
    assert any("改写" in remark for remark in made().content.remarks)
    seen = body(page(paper="quarterly"))
    assert "另有12家企业停产整改。" in plain(seen).replace(" ", "")
    assert re.search(r"已改写，王科，\d{4}-\d\d-\d\d \d\d:\d\d", seen)
    # Neither another paper of the release nor another release has it.
    for other in ({"paper": "monthly", "period": "2026-09"}, {"paper": "annual"}):
        assert "12家企业" not in plain(body(page_again(other))).replace(" ", "")
    next(b for b in test.button if b.label == "恢复起草稿").click().run()
    assert made().content.lead.edited is None
    assert field_of(test, draft).value == draft
    assert [e.text for e in Desk(database).paragraph_history(made().key)] == [
        f"{draft}另有12家企业停产整改。", None,
    ]  # fmt: skip


def page_again(address: dict[str, str]) -> AppTest:
    return opened("notices", **address)


def test_two_who_write_at_once_lose_nothing(page, made, database):
    content = made().content
    draft, other = content.lead.drafted, content.paragraphs()[1].drafted
    first, second = page(paper="quarterly", part="edit"), page_again({"paper": "quarterly", "part": "edit"})
    for test, name in ((first, "王科"), (second, "李科")):
        test.text_input(key="nt_who_edit").set_value(name).run()
    field_of(first, draft).set_value("王科写的导语。").run()
    field_of(second, other).set_value("李科写的总体情况。").run()
    assert made().content.lead.text == "王科写的导语。"  # a field that was not touched writes nothing
    assert field_of(second, "王科写的导语。")  # what was written meanwhile shows
    field_of(first, "王科写的导语。").set_value("王科又改了导语。").run()
    field_of(second, "王科写的导语。").set_value("李科也改了导语。").run()
    assert "已保存。王科 在您改写时也改了这一段" in plain(body(second))
    assert "王科又改了导语。" in body(second)  # below the field
    texts = [e.text for e in Desk(database).paragraph_history(made().key) if e.paragraph == "lead"]
    assert texts == ["王科写的导语。", "王科又改了导语。", "李科也改了导语。"]


def test_an_emptied_field_is_not_kept(page, made):
    draft = made().content.lead.drafted
    test = page(paper="quarterly", part="edit")
    test.text_input(key="nt_who_edit").set_value("王科").run()
    field_of(test, draft).set_value("  ").run()
    assert "没有内容，没有保存" in body(test)
    assert made().edits == {} and field_of(test, draft).value == draft


def test_what_was_issued_is_listed_with_its_checksums(page, made, database):
    assert "还没有出过文" in body(page(part="history"))
    drafted = made()
    files = [kept.File("甲.docx", b"one").named]
    kept.record(database, drafted.key, drafted.content, files, ["docx"], "王科")
    kept.record(database, drafted.key, drafted.content, files, ["docx"], "李科")
    kept.save(database, drafted.key, drafted.content.lead, "改写过的导语。", "王科")
    kept.record(database, made().key, made().content, [kept.File("甲.docx", b"two").named], ["docx"], "王科")
    markup = plain(body(page(part="history")))
    assert "共 3 次" in markup and markup.count("季通报 2026年第三季度") == 3
    # SHA-256 of the three letters "one", from sha256sum.
    assert "7692c3ad3540" in markup
    newest, second, first = issues = kept.issues(database)
    plan = drafted.board.plan
    assert notices_history.since(newest, issues, plan) == "最近一次"
    assert notices_history.since(second, issues, plan).endswith("又出过，内容不同")
    assert first.content == second.content != newest.content
    assert (newest.detail["edited"], first.detail["edited"]) == (["lead"], [])
    assert [(i.number, name) for i, name in kept.known(issues, kept.checksum(b"one"))] == [
        (2, "甲.docx"), (1, "甲.docx"),
    ]  # fmt: skip
    assert kept.known(issues, kept.checksum(b"changed")) == []


def test_the_address_carries_the_choice_and_an_unknown_one_is_told(page):
    test = page(paper="quarterly", period="2026Q9", part="odd", regions="422822,999")
    markup = body(test)
    assert "地址里的时段“2026Q9”在这里没有" in markup and "地址里的内容“odd”没有" in markup
    assert test.multiselect(key="nt_regions").value == ["422822"]
    annexes = re.findall(r"附表1-\d+ (\w+)", plain(markup))
    assert set(annexes) == {"建始县"}
    assert "地址里的文种“odd”在这里没有" in body(page(paper="odd"))


def test_before_an_audience_only_the_paper_is_shown(page):
    test = page(paper="quarterly", present="1")
    markup = body(test)
    assert 'class="nt-title"' in markup and 'class="def nt-f"' not in markup
    assert not test.text_input and not [s for s in test.selectbox if s.key not in ("plan_side", "plan_top")]


def test_the_page_speaks_english_and_its_paper_chinese(page):
    markup = body(page(paper="quarterly", lang="en"))
    assert "现将2026年第三季度" in plain(markup).replace(" ", "")
    assert "9月得分" in markup and "Sep" not in re.sub(r"<p class=\"note\">.*?</p>", "", markup)
