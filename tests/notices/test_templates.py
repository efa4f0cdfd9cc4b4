"""Templates of an office: found by plan and paper, broken ones told by placeholder and paragraph, parts as it puts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.styles.style import ParagraphStyle

from board.notices import word
from board.notices.content import Content, Heading, Paragraph, Run, Table
from board.notices.word import make_templates
from board.notices.word.__main__ import main
from board.notices.word.template import BadTemplate, check, find
from rules.packs import load_plan, plan_ids
from tests.notices.word_papers import Bare, opened, template, texts
from tests.notices.word_validity import faults

Quarter = Callable[[str], Content]


def rendered(content: Content, root: Path) -> list[str]:
    """The paragraphs of a paper from templates below ``root``."""
    return texts(opened(word.render(content, load_plan("enshi"), Bare(), root)))


def sentence(text: str) -> Paragraph:
    """A drafted paragraph."""
    return Paragraph("test", (text,), runs=(Run(text),))


def told(path: Path) -> str:
    return " ".join(map(str, check(path)))


@pytest.mark.parametrize(
    "path", sorted(make_templates.TEMPLATES.rglob("*.docx")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_every_template_of_the_product_can_be_used(path: Path) -> None:
    plan = None if path.parent.name == make_templates.DEFAULT else load_plan(path.parent.name)
    assert check(path, plan) == []
    assert faults(path.read_bytes()) == []


def test_the_templates_are_what_the_module_makes() -> None:
    """An office edits its copies; those that come with the product can be made anew, the same to the byte."""
    there = {p: p.read_bytes() for p in make_templates.TEMPLATES.rglob("*.docx")}
    made = make_templates.wanted()
    assert sorted(there) == sorted(made)
    assert [p.name for p in made if made[p] != there[p]] == []


def test_every_paper_of_every_plan_has_a_template_of_its_own() -> None:
    for plan in plan_ids():
        for paper in (*(p.id for p in load_plan(plan).notices.papers), "letter"):
            assert find(plan, paper).parent.name == plan


def test_a_plan_without_templates_gets_the_products(tmp_path: Path) -> None:
    quarterly = template(tmp_path / "default" / "quarterly.docx", "{{ 正文 }}")
    monthly = template(tmp_path / "default" / "monthly.docx", "{{ 正文 }}")
    own = template(tmp_path / "sixth" / "annual.docx", "{{ 正文 }}")
    assert find("sixth", "annual", tmp_path) == own
    assert find("sixth", "monthly", tmp_path) == monthly
    assert find("sixth", "phase", tmp_path) == quarterly


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["{{ 正文 }}", "", "按{{ 标提 }}办"], "第3段“按{{ 标提 }}办”：没有{{ 标提 }}这个占位符，是不是{{ 标题 }}。可用的有标题、文号"),
        (["{{ 标题 }", "{{ 正文 }}"], "第1段“{{ 标题 }”：占位符没有写全"),
        (["{标题}", "{{ 正文 }}"], "第1段“{标题}”：占位符没有写全"),
        (["｛｛标题｝｝", "{{ 正文 }}"], "第1段“｛｛标题｝｝”：占位符没有写全"),
        (["{{ 标 题 }}", "{{ 正文 }}"], "第1段“{{ 标 题 }}”：占位符{{ 标 题 }}写法不对"),
        (["{{ }}", "{{ 正文 }}"], "第1段“{{ }}”：占位符{{ }}"),
        (["如下：{{ 正文 }}"], "第1段“如下：{{ 正文 }}”：{{ 正文 }}是成段的内容，要单独占一段"),
        (["{{ 正文 }}", "{{ 正文 }}"], "第2段“{{ 正文 }}”：{{ 正文 }}已经用过一次"),
        (["{{ 正文 }}", "{{ 晾晒情况 }}"], "{{ 晾晒情况 }}已包含在{{ 正文 }}里"),
        (["{{ 晾晒情况 }}", "{{ 附件 }}", "{{ 各项指标情况 }}"], "{{ 各项指标情况 }}已包含在{{ 附件 }}里"),
        (["{{ 标题 }}"], "没有{{ 正文 }}，也没有任何一个部分"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_placeholder_and_paragraph(
    lines: list[str], expected: str, tmp_path: Path
) -> None:
    problems = check(template(tmp_path / "t.docx", *lines))
    assert len(problems) == 1
    assert str(problems[0]).startswith(expected)


def test_a_block_in_a_table_or_footer_is_told(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ 晾晒情况 }}")
    document.add_table(1, 1).cell(0, 0).text = "{{ 附件说明 }}"
    document.sections[0].footer.paragraphs[0].text = "{{ 没有的 }}"
    document.save(str(tmp_path / "t.docx"))
    first, second = check(tmp_path / "t.docx")
    assert str(first).startswith("第2段“{{ 附件说明 }}”：{{ 附件说明 }}是成段的内容，只能放在正文里")
    assert str(second).startswith("页脚第1段“{{ 没有的 }}”：没有{{ 没有的 }}这个占位符")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", "正文".encode()]
)
def test_a_file_that_is_no_docx_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(data)
    assert "不是Word文档（.docx）" in told(tmp_path / "t.docx")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "打不开" in told(tmp_path / "none.docx")


def test_a_broken_template_makes_no_paper(tmp_path: Path, quarter: Quarter) -> None:
    content = quarter("enshi")
    template(tmp_path / "enshi" / "quarterly.docx", "{{ 标题 }}", "{% if 文号 %}", "{{ 正文 }}")
    with pytest.raises(BadTemplate, match=r"enshi/quarterly.docx 有1处问题，没有出文.*条件或循环没有成对"):
        word.render(content, load_plan("enshi"), Bare(), tmp_path)
    template(tmp_path / "enshi" / "quarterly.docx", "{{ 标题 }}", "{{ 正文 }}", "{{ 错的 }}", "{{ 也错 }}")
    with pytest.raises(BadTemplate, match=r"有2处问题.*（1）第3段.*（2）第4段"):
        word.render(content, load_plan("enshi"), Bare(), tmp_path)


def test_a_placeholder_that_word_has_split_is_filled_and_a_style_of_the_office_stays(
    tmp_path: Path, quarter: Quarter
) -> None:
    document = Document()
    line = document.add_paragraph("恩办〔2026〕")
    for piece in ("{", "{ 标", "题 }", "}"):
        line.add_run(piece).bold = True
    own = document.styles.add_style("公文一级标题", WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(own, ParagraphStyle)
    own.font.italic = True
    document.add_paragraph("{{ 正文 }}")
    (tmp_path / "enshi").mkdir()
    document.save(str(tmp_path / "enshi" / "quarterly.docx"))
    content = replace(quarter("enshi"), title="关于甲的通报")
    paper = opened(word.render(content, load_plan("enshi"), Bare(), tmp_path))
    assert paper.paragraphs[0].text == "恩办〔2026〕关于甲的通报"
    headings = [p for p in paper.paragraphs if p.style and p.style.name == "公文一级标题"]
    assert len(headings) == len(content.sections)
    assert all(p.style.font.italic for p in headings if isinstance(p.style, ParagraphStyle))
    assert [p for p in paper.paragraphs if p.style and p.style.name == "公文正文"]


def test_parts_in_another_order_are_numbered_anew_and_sentences_follow(
    tmp_path: Path, quarter: Quarter
) -> None:
    content = quarter("enshi")
    first, second = content.sections[:2]
    tables = [next(b for b in s.blocks if isinstance(b, Table)) for s in (first, second)]
    said = sentence(f"见{tables[0].number}和{tables[1].number}。")
    content = replace(
        content, sections=(first, replace(second, blocks=(*second.blocks, said)), *content.sections[2:])
    )
    template(tmp_path / "enshi" / "quarterly.docx", f"{{{{ {second.name} }}}}", f"{{{{ {first.name} }}}}")
    lines = rendered(content, tmp_path)
    names = [next(b.text[2:] for b in s.blocks if isinstance(b, Heading)) for s in (second, first)]
    assert [t for t in lines if t in {f"一、{names[0]}", f"二、{names[1]}"}] == [
        f"一、{names[0]}",
        f"二、{names[1]}",
    ]
    captions = [t for t in lines if t in {f"表1 {tables[1].title}", f"表2 {tables[0].title}"}]
    assert captions == [f"表1 {tables[1].title}", f"表2 {tables[0].title}"]
    assert "见表2和表1。" in lines


def test_a_sentence_names_a_table_that_is_left_out_by_its_title(tmp_path: Path, quarter: Quarter) -> None:
    content = quarter("enshi")
    first, second = content.sections[:2]
    left = next(b for b in first.blocks if isinstance(b, Table))
    said = sentence(f"见{left.number}。")
    content = replace(content, sections=(first, replace(second, blocks=(said,)), *content.sections[2:]))
    template(tmp_path / "enshi" / "quarterly.docx", f"{{{{ {second.name} }}}}")
    assert rendered(content, tmp_path)[0] == f"见“{left.title}”。"


def test_the_command_checks_the_templates_of_plans(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enshi"]) == 0
    assert main(["nowhere"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "没有发现问题" in err and "nowhere" in err


def test_the_command_tells_each_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    template(tmp_path / "enshi" / "quarterly.docx", "{{ 标提 }}", "{{ 正文 }}")
    monkeypatch.setattr("board.notices.word.__main__.TEMPLATES", tmp_path)
    assert main(["enshi"]) == 3
    assert capsys.readouterr().out.startswith(
        "enshi/quarterly.docx 第1段“{{ 标提 }}”：没有{{ 标提 }}这个占位符"
    )
