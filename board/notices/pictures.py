"""Every chart and map of a paper as picture files: framed as on the pages, with number, title, source and release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from board import i18n, texts
from board.downloads import picture
from board.downloads.exhibit import Fact
from board.notices.content import Chart, Content, Figure, Map
from board.notices.drawings import Drawings
from rules.plan import Plan

Named = tuple[str, bytes]
"""Name of a file and what is in it."""
LISTINGS = {
    "ranking": "晾晒排名", "targets": "目标进度", "risk": "风险点台账", "hazards": "隐患台账", "inspections": "执法检查台账",
    "tasks": "任务清单", "accidents": "事故台账", "escalations": "通报约谈登记", "reporting": "报送情况", "findings": "数据核对",
    "revisions": "修订记录", "dispatch": "调度表", "indicators": "指标", "triggers": "通报约谈条件",
}  # fmt: skip
"""Kind of a listing of ``board show`` -> what it is called."""


def render(content: Content, plan: Plan, drawings: Drawings, kinds: Sequence[str] = ("png",)) -> list[Named]:
    """All pictures of the body and the annexes in these kinds (png, svg, pdf): ``图1_….png``.

    What cannot be drawn is left out, and ``drawings.problem`` says why.
    """
    return [one for found in each(content, plan, drawings, kinds) for one in found]


def each(content: Content, plan: Plan, drawings: Drawings, kinds: Sequence[str]) -> Iterator[list[Named]]:
    """The same, picture by picture."""
    taken: set[str] = set()
    for block in content.blocks():
        if isinstance(block, Chart | Map):
            stem = _stem(block, taken)
            yield [
                (f"{stem}.{kind}", data)
                for kind in kinds
                if (data := _file(block, content, plan, drawings, kind)) is not None
            ]


def _file(block: Chart | Map, content: Content, plan: Plan, drawings: Drawings, kind: str) -> bytes | None:
    text = framed(block, content, plan, drawings)
    if text is None:
        return None
    if kind == "svg":
        return text.encode("utf-8")
    return drawings.as_png(text) if kind == "png" else drawings.as_pdf(text, told(block))


def framed(block: Chart | Map, content: Content, plan: Plan, drawings: Drawings) -> str | None:
    """The drawing between its number and title and the lines that say what it is of, SVG text."""
    drawing = drawings.text(block)
    if drawing is None:
        return None
    with i18n.speaking("zh"):
        head = f"{plan.short_title}，{content.period_text}"
        facts = [
            Fact("来源", texts.statements(sources(block.figures))), Fact("发布", content.release_told),
            *(Fact("说明", note) for note in block.notes),
        ]  # fmt: skip
        if content.is_demo:
            facts.append(Fact("数据性质", "演示数据，由程序生成，不是任何单位的真实数据"))
        return picture.in_frame(drawing, told(block), head, facts, content.is_demo)


def told(block: Chart | Map) -> str:
    """Number and title: ``图1 …``."""
    return f"{block.number} {block.title}".strip()


def sources(figures: Sequence[Figure]) -> list[str]:
    """The listings that figures are read from, by name, in the order in which they come."""
    kinds = dict.fromkeys(figure.source.show for figure in figures)
    return [LISTINGS.get(kind, kind) for kind in kinds]


def _stem(block: Chart | Map, taken: set[str]) -> str:
    """A name that Windows takes too, and no two the same."""
    clean = re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', "_", told(block)).strip(" ._")[:60] or "图"
    stem, number = clean, 2
    while stem in taken:
        stem, number = f"{clean}_{number}", number + 1
    taken.add(stem)
    return stem
