"""Builds a paper's content from a published release: parts in the order of the plan's ``notices.yml``, numbered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from board import i18n, queries
from board.notices import numbering, references, terms
from board.notices.content import Block, Content, Paragraph, Section
from board.notices.scene import Scene, paragraph
from board.notices.shown import Shown
from board.notices.span import BadPeriod, Span, parse, periods
from board.opening import Board, NotPublished
from database import DatabaseProblem
from rules.notices import Paper

LETTER = "letter"
Builder = Callable[[Scene, str], Sequence[Block]]


class BadPaper(DatabaseProblem):
    """A paper that cannot be made as asked for; the message says what there is."""


def builders() -> dict[str, Builder]:
    """Part of a paper -> what drafts it."""
    from board.notices.parts import registry

    return registry.PARTS


def build(
    board: Board, paper_id: str, period: str, regions: Iterable[str] = (), day: date | None = None,
    edits: Mapping[str, str] | None = None,
) -> Content:  # fmt: skip
    """The content of a paper of a period (2026-09, 2026Q3, 2026) from the release of its last month.

    ``board`` is the current build; ``regions`` limits the annex by region; ``day`` is the paper's date, the day of
    publication where none is given; ``edits`` are paragraphs written otherwise, by their ids. Always in Chinese.
    Raises BadPaper, BadPeriod, NotPublished, DatabaseProblem.
    """
    paper = board.current.plan.notices.paper(paper_id)
    if paper is None:
        known = "、".join(f"{p.id}（{p.name}）" for p in board.current.plan.notices.papers)
        raise BadPaper(
            "方案 {plan} 没有叫“{asked}”的文种，可选 {known}", plan=board.plan.id, asked=paper_id, known=known
        )
    with i18n.speaking("zh"):
        span = parse(board.plan, paper.covers, period)
        scene = Scene(opened(board, span), span, _known_regions(board, regions), day=day)
        return _content(scene, paper, day, dict(edits or {}))


def opened(board: Board, span: Span) -> Shown:
    """The release of a period's last month. Raises NotPublished with the periods that there are."""
    live = board.current
    try:
        released = queries.published_board(live, span.last)
    except NotPublished:
        released = None
    if released is None:
        there = periods(live.plan, span.covers, list(live.releases.months))
        raise NotPublished(
            "{period}还没有发布（要用 {month} 的发布数据），不能出文。已发布可选：{known}。"
            "请先发布：python -m etl publish --plan {plan} --month {month}",
            period=span.told, month=span.last, known="、".join(there) or "无", plan=live.plan.id,
        )  # fmt: skip
    return Shown(released, span.last)


def _known_regions(board: Board, regions: Iterable[str]) -> tuple[str, ...]:
    names = {r.code: r.code for r in board.plan.regions} | {
        n: r.code for r in board.plan.regions for n in r.names()
    }
    found = []
    for asked in regions:
        if asked not in names:
            known = "、".join(r.name for r in board.plan.regions)
            raise BadPaper("没有“{asked}”这个地区，可选 {known}", asked=asked, known=known)
        found.append(names[asked])
    return tuple(dict.fromkeys(found))


def _content(scene: Scene, paper: Paper, day: date | None, edits: dict[str, str]) -> Content:
    plan, span = scene.plan, scene.span
    made = builders()
    filled = fillings(scene)
    scene.kept.update({f"section.{s.part}": s for s in paper.sections})
    sections = [Section(s.part, s.name, tuple(made[s.part](scene, s.name))) for s in paper.sections]
    annexes = [Section(a.part, a.name, tuple(made[f"annex_{a.part}"](scene, a.name))) for a in paper.annexes]
    lead = paragraph("lead", paper.lead.format(**filled))
    return finished(
        scene, sections, annexes, lead, None, edits,
        paper=paper.id, paper_name=paper.name, title=paper.title.format(**filled),
        recipients=paper.recipients.format(**filled), day=day, form_note=paper.form_note,
        stem=f"{plan.short_title}_{paper.name}_{span.text}",
    )  # fmt: skip


def fillings(scene: Scene) -> dict[str, str]:
    """What titles and leads of ``notices.yml`` may name."""
    plan, span = scene.plan, scene.span
    return {
        "period": span.told, "whole": plan.whole, "campaign": plan.short_title, "phase": span.phase,
        "plan": plan.text.title, "office": plan.office, "year": span.last[:4], "next": span.following, "short": span.short,
    }  # fmt: skip


def finished(
    scene: Scene, sections: Sequence[Section], annexes: Sequence[Section], lead: Paragraph, closing: Paragraph | None,
    edits: dict[str, str], *, paper: str, paper_name: str, title: str, recipients: str, day: date | None, stem: str,
    form_note: str = "", **more: Any,
) -> Content:  # fmt: skip
    """Parts numbered, paragraphs as edited, terms with their notes, remarks: the paper whole.

    Raises BadPaper where an edit names a paragraph that the paper does not have.
    """
    release = scene.board.release
    assert release is not None  # Shown is of a release
    plan = scene.plan
    numbered, annexes = references.resolved(numbering.numbered(sections), numbering.annexed(annexes))
    lead, closing = _edited(lead, edits), closing and _edited(closing, edits)
    numbered = [replace(s, blocks=tuple(_as_edited(b, edits) for b in s.blocks)) for s in numbered]
    annexes = [replace(s, blocks=tuple(_as_edited(b, edits) for b in s.blocks)) for s in annexes]
    there = {b.id for s in (*numbered, *annexes) for b in s.blocks if isinstance(b, Paragraph)} | {lead.id}
    lost = sorted(set(edits) - there - ({closing.id} if closing else set()))
    if lost:
        raise BadPaper(
            "改写的段落 {lost} 不在这份文里，可能是方案的文种改过。请在通报导出页重新改写",
            lost="、".join(lost),
        )
    lead, numbered, closing, notes = terms.noted(scene, lead, numbered, closing)
    annexes = terms.plain(annexes)
    own = datetime.fromisoformat(release.published_at).astimezone(plan.zone).date()
    remarks = [*(["本文所用为演示数据，由程序生成，不是任何单位的真实数据。"] if scene.board.is_demo else [])]
    content = Content(
        plan_id=plan.id, paper=paper, paper_name=paper_name, covers=scene.span.covers, period=scene.span.text,
        period_text=scene.span.told, months=scene.months, release=release.name,
        release_told=f"{scene.month}（第{release.number}次发布，{own.year}年{own.month}月{own.day}日）",
        published_at=release.published_at, day=day or own, title=title,
        number=scene.notices.number.format(year=(day or own).year), recipients=recipients,
        signed=scene.notices.signed.format(office=plan.office), lead=lead, sections=tuple(numbered),
        annexes=tuple(annexes), notes=notes, meanings=terms.meanings(scene), stem=_file_stem(stem),
        is_demo=scene.board.is_demo, closing=closing, **more,
    )  # fmt: skip
    if form_note:
        remarks.append(form_note)
    if content.edited():
        remarks.append(f"正文有{len(content.edited())}段由发文单位在起草稿上改写，其中的数字由发文单位核对。")
    return replace(content, remarks=tuple(remarks))


def _file_stem(text: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "_", text).strip("._")[:80]


def _as_edited(block: Block, edits: Mapping[str, str]) -> Block:
    return _edited(block, edits) if isinstance(block, Paragraph) else block


def _edited(one: Paragraph, edits: Mapping[str, str]) -> Paragraph:
    text = edits.get(one.id)
    return one if text is None or one.is_fixed or text == one.drafted else replace(one, edited=text)


__all__ = ["BadPaper", "BadPeriod", "build", "fillings", "finished", "opened"]
