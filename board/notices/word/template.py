"""Templates of an office: where they are found, what is wrong in them, and how their placeholders are filled."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document as open_document
from docx.document import Document
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, TemplateError, meta
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from board.notices.content import Content
from board.notices.word import placeholders
from board.notices.word.markup import WML, clean
from board.notices.word.placeholders import Known
from board.texts import N_
from database import DatabaseProblem
from rules.notices import Notices, with_defaults
from rules.packs import PLANS
from rules.plan import Plan

TEMPLATES = PLANS.parent / "templates"
DEFAULT, FALLBACK = "default", "quarterly"
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Round the name of a block where it is to stand: private characters that no template has."""
_TOKEN = re.compile(r"\{\{(?P<value>[^{}]*)\}\}|\{%(?P<tag>[^{}]*)%\}|\{#[^{}]*#\}")
_SUSPECT = re.compile(r"\{\{|\}\}|\{%|%\}|｛｛|｝｝|｛\s*\{|\{\s*｛")
_SPECIAL = re.compile(r"^(?:p|tr|tc|r)\s+")


@dataclass(frozen=True)
class Problem:
    """Something that a template must not have: where, what stands there, and what to do."""

    placeholder: str
    where: str
    text: str
    told: str

    def __str__(self) -> str:
        """One line for whoever edits the template."""
        quoted = f"“{self.text}”" if self.text else ""
        place = f"{self.where}{quoted}：" if self.where else ""
        return f"{place}{self.told}"


class BadTemplate(DatabaseProblem):
    """A template that cannot be used; ``problems`` says where it is wrong."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        named = "/".join(path.parts[-2:])
        told = "；".join(f"（{n}）{p}" for n, p in enumerate(problems, start=1))
        super().__init__(
            N_("Word模板 {file} 有{count}处问题，没有出文。{problems}。占位符的写法见 docs/templates.md"),
            file=named, count=len(problems), problems=told,
        )  # fmt: skip
        self.path, self.problems = path, problems


def find(plan_id: str, paper: str, root: Path = TEMPLATES) -> Path:
    """A plan's template of a paper, else the product's; a paper that has none anywhere gets the quarterly notice's."""
    for folder, name in ((plan_id, paper), (DEFAULT, paper), (DEFAULT, FALLBACK)):
        path = root / folder / f"{name}.docx"
        if path.is_file():
            return path
    return root / DEFAULT / f"{FALLBACK}.docx"


def check(path: Path, plan: Plan | None = None, content: Content | None = None) -> list[Problem]:
    """What is wrong with a template for a paper, for all papers of a plan, or for the papers that every plan has."""
    if content is not None:
        known = placeholders.of_paper(content)
    else:
        known = placeholders.of_plan(plan.notices if plan else Notices.model_validate(with_defaults({})))
    try:
        document = open_document(io.BytesIO(path.read_bytes()))
    except OSError as error:
        return [Problem("", "", "", f"打不开（{error.strerror}）")]
    except (BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        return [
            Problem(
                "",
                "",
                "",
                "不是Word文档（.docx）：可能是改了后缀的.doc、.wps，或加了密码，请在Word或WPS里另存为.docx",
            )
        ]
    found, seen = [], []
    for where, text, is_body in _paragraphs(document):
        found += _problems(where, text, is_body, known, seen)
    return found or _missing(known, seen)


def fill(path: Path, content: Content, title: str) -> Document:
    """The template with its simple placeholders filled and its blocks marked (``marked``).

    ``title`` is the paper's title as it is broken into lines. Raises BadTemplate.
    """
    problems = check(path, content=content)
    if problems:
        raise BadTemplate(path, problems)
    values = {name: clean(text).replace("\n", " ") for name, text in placeholders.values(content).items()}
    values["标题"] = clean(title)
    values |= {name: f"{_OPEN}{name}{_CLOSE}" for name in placeholders.of_paper(content).blocks}
    template = DocxTemplate(io.BytesIO(path.read_bytes()))
    try:
        template.render(values, Environment(undefined=StrictUndefined), autoescape=True)
    except (TemplateError, etree.XMLSyntaxError) as error:
        told = f"条件或循环没有成对，或写在了一段的中间（{error}）"
        raise BadTemplate(path, [Problem("", "", "", told)]) from error
    document = template.docx
    assert document is not None  # rendered
    return document


def marked(document: Document) -> Iterator[tuple[Any, str]]:
    """The paragraphs where blocks are to stand, with the block's name, in the order of the document."""
    for element in list(document.element.body.iter(f"{WML}p")):
        text = "".join(t.text or "" for t in element.iter(f"{WML}t")).strip()
        if text.startswith(_OPEN) and text.endswith(_CLOSE):
            yield element, text[1:-1]


def _paragraphs(document: Document) -> Iterator[tuple[str, str, bool]]:
    """Every paragraph with its place and text; last, whether a block may stand in it."""
    body = document.element.body
    for number, element in enumerate(body.iter(f"{WML}p"), start=1):
        yield f"第{number}段", _text(element), element.getparent() is body
    for name, part in _running(document):
        for number, element in enumerate(part.element.iter(f"{WML}p"), start=1):
            yield f"{name}第{number}段", _text(element), False


def _running(document: Document) -> Iterator[tuple[str, Any]]:
    """Header and footer parts."""
    for link in document.part.rels.values():
        kind = link.reltype.rsplit("/", 1)[-1]
        if kind in ("header", "footer"):
            yield ("页眉" if kind == "header" else "页脚"), link.target_part


def _text(element: Any) -> str:
    """A paragraph's text without that of paragraphs inside it (text boxes)."""
    return "".join(
        t.text or "" for t in element.iter(f"{WML}t") if next(t.iterancestors(f"{WML}p")) is element
    )


def _problems(where: str, text: str, is_body: bool, known: Known, seen: list[str]) -> list[Problem]:
    """What is wrong in one paragraph; the blocks that it names are added to ``seen``."""
    found = []
    shown = text.strip() if len(text.strip()) <= 40 else f"{text.strip()[:40]}…"
    for token in _TOKEN.finditer(text):
        if token["value"] is None:
            continue
        names, told = _names(token["value"])
        for name in names:
            if name in known.blocks:
                seen.append(name)
                told = _misplaced(name, text.strip() == token.group(), is_body, seen.count(name) > 1)
            elif name not in known.simple:
                told = _unknown(name, (*known.simple, *known.blocks))
        if told:
            found.append(Problem(token.group(), where, shown, told))
    rest = _TOKEN.sub("", text)
    names = "|".join(map(re.escape, (*known.simple, *known.blocks)))
    if _SUSPECT.search(rest) or re.search(rf"[{{｛]\s*(?:{names})\s*[}}｝]", rest):
        told = "占位符没有写全，应是两个半角花括号、名称、两个半角花括号，如{{ 标题 }}"
        found.append(Problem(rest.strip(), where, shown, told))
    return found


def _names(expression: str) -> tuple[set[str], str]:
    """The names in a placeholder; what is wrong with its writing."""
    environment = Environment(undefined=StrictUndefined)
    try:
        names = meta.find_undeclared_variables(
            environment.parse(f"{{{{ {_SPECIAL.sub('', expression.strip())} }}}}")
        )
    except TemplateError:
        return set(), f"占位符{{{{{expression}}}}}写法不对，花括号里只写名称，如{{{{ 标题 }}}}"
    return (names, "") if names else (set(), f"占位符{{{{{expression}}}}}里没有名称")


def _misplaced(name: str, is_alone: bool, is_body: bool, is_again: bool) -> str:
    """What is wrong with where a block stands; empty for nothing."""
    if not is_body:
        return f"{{{{ {name} }}}}是成段的内容，只能放在正文里，不能放在页眉页脚、表格或文本框里"
    if not is_alone:
        return f"{{{{ {name} }}}}是成段的内容，要单独占一段，同段不能有别的字"
    return f"{{{{ {name} }}}}已经用过一次，每份文只能出现一次" if is_again else ""


def _unknown(name: str, known: Iterable[str]) -> str:
    listed = list(dict.fromkeys(known))
    near = difflib.get_close_matches(name, listed, 1, 0.4)
    hint = f"，是不是{{{{ {near[0]} }}}}" if near else ""
    return f"没有{{{{ {name} }}}}这个占位符{hint}。可用的有{'、'.join(listed)}"


def _missing(known: Known, seen: list[str]) -> list[Problem]:
    """A template must show the paper's text, and each part of it once."""
    inside = {
        placeholders.BODY: (placeholders.LEAD, placeholders.CLOSING, *known.sections),
        placeholders.ANNEXES: known.annexes,
    }
    found = []
    for whole, parts in inside.items():
        double = [name for name in seen if name in parts] if whole in seen else []
        if double:
            names = "、".join(f"{{{{ {n} }}}}" for n in double)
            found.append(Problem(names, "", "", f"{names}已包含在{{{{ {whole} }}}}里，两处只留一处"))
    if placeholders.BODY not in seen and not any(name in known.sections for name in seen):
        found.append(Problem(placeholders.BODY, "", "", "没有{{ 正文 }}，也没有任何一个部分，出不了正文"))
    return found
