"""The briefing: 16:9 slides with native tables, charts and maps that an office can edit; one message a slide."""

from __future__ import annotations

from dataclasses import replace

from pptx.enum.shapes import MSO_SHAPE

from board import colours
from board.notices.content import Cell, Chart, Column, Content, Line, Map, Paragraph, Section, Table, words
from board.notices.slides import charts, lines, maps, measure, notes, tables
from board.notices.slides.layout import Box, Deck, Page, Say, is_title, placed, rgb, told, unstyled, write
from board.notices.slides.master import COVER_TEXT, COVER_TITLE, SMALLEST
from rules.plan import Plan

TOLD = ("problems", "asked")
"""Parts whose sentences stand on slides; of the others the exhibits say it."""
_COVER_SIZES = (40, 36, 32, 28, 24, 20, 16)
_SOURCES = "口径和数据来源"


def render(content: Content, plan: Plan) -> bytes:
    """The deck of a paper as a PPTX file: the same bytes for the same content.

    A letter has no briefing of its own: it gets a short deck of its sentences and its tables.
    """
    deck = Deck(content, plan)
    _cover(deck)
    if content.unit:
        _letter(deck)
    else:
        for section in content.sections:
            _section(deck, section)
    _sources(deck)
    return deck.saved()


def _cover(deck: Deck) -> None:
    content = deck.content
    page = deck.cover()
    x, y, w, h = COVER_TITLE
    title = measure.line(content.title)
    size = measure.fitting(title, _COVER_SIZES, w, h) or SMALLEST
    title = measure.cut(title, size, w, int(h // (size * measure.LEADING)))
    shape = page.slide.shapes.title
    placed(shape, Box(x, y, w, h))
    write(shape.text_frame, [Say(title, size, bold=True)], "b")
    day = content.day
    said = [
        Say(measure.cut(f"{content.paper_name}　{content.period_text}", 22, w, 1), 22, tone="ink", after=14),
        Say(measure.cut(content.signed, 20, w, 1), 20, tone="ink-2", after=4),
        Say(f"{day.year}年{day.month}月{day.day}日", 20, tone="ink-2"),
    ]
    under = page.slide.placeholders[1]
    placed(under, Box(*COVER_TEXT))
    write(under.text_frame, said)
    _bar(deck, page)
    if content.remarks:
        remarks = [Say(measure.cut(r, 16, w, 2), 16, tone="ink-2", after=2) for r in content.remarks]
        tall = sum(r.tall(w) for r in remarks)
        deck.text(page.slide, Box(x, 500 - tall, w, tall), remarks, "说明")
    page.told = [
        f"{content.title}。", f"收文：{content.recipients}。" if content.recipients else "", content.lead.text,
        *content.remarks, *notes.of_all(content, ""), *notes.edited(content, []),
    ]  # fmt: skip
    page.told = [t for t in page.told if t]


def _bar(deck: Deck, page: Page) -> None:
    """The one ornament: a bar of slate beside the title, and 演示数据 where the data are no office's."""
    x, y, _w, h = COVER_TITLE
    bar = page.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(x - 24, y, 8, h + COVER_TEXT[3] + 14).emus)
    unstyled(bar)
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb(colours.neutral("slate"))
    bar.line.fill.background()
    told(bar, "装饰条", "")
    if deck.content.is_demo:
        tag = page.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(x, 64, 108, 34).emus)
        unstyled(tag)
        tag.fill.background()
        tag.line.color.rgb = rgb(colours.neutral("ink"))
        write(tag.text_frame, [Say("演示数据", 18, True, align="ctr")], "ctr", wrap=False)
        told(tag, "演示数据", "本文所用为演示数据")


def _section(deck: Deck, section: Section) -> None:
    """The exhibits of a part, and its sentences where they are what is to be said."""
    content = deck.content
    shown = [b for b in section.blocks if isinstance(b, Chart | Map) or (isinstance(b, Table) and b.said)]
    said = [b for b in section.blocks if isinstance(b, Paragraph)]
    for exhibit in shown:
        _exhibit(deck, exhibit)
    if said and (section.part in TOLD or not shown):
        lines.draw(deck, said, section.name, lambda some: notes.of_paragraphs(content, some))


def _letter(deck: Deck) -> None:
    """A letter's sentences together, headed by their sections where they have no heading, then its tables."""
    said: list[Paragraph] = []
    for section in deck.content.sections:
        own = [b for b in section.blocks if isinstance(b, Paragraph)]
        said += [replace(p, lead=p.lead or section.name) if i == 0 else p for i, p in enumerate(own)]
    lines.draw(deck, said, deck.content.paper_name, lambda some: notes.of_paragraphs(deck.content, some))
    for exhibit in deck.content.exhibits():
        _exhibit(deck, exhibit)


def _exhibit(deck: Deck, shown: Table | Chart | Map) -> None:
    """One exhibit under its finding; where that is too long for a title, it follows as sentences."""
    content = deck.content
    caption = f"{shown.number}　{shown.title}" if shown.number else shown.title
    said = words(shown.said)
    short = bool(said) and is_title(f"{said}（10/10）")
    title = said if short else shown.title
    if isinstance(shown, Table):
        pages = tables.draw(deck, shown, title, caption)
    elif isinstance(shown, Chart):
        pages = charts.draw(deck, shown, title, caption)
    else:
        pages = maps.draw(deck, shown, title, caption)
    for page in pages:
        page.told = notes.of_exhibit(content, shown)
    if said and not short:
        whole = Paragraph(shown.id, shown.said)
        lines.draw(deck, [whole], caption, lambda _some: notes.of_exhibit(content, shown))


def _sources(deck: Deck) -> None:
    """The last slides: where the figures come from, and what the terms of the deck mean."""
    content = deck.content
    texts = [page.slide.shapes for page in deck.pages]
    used = " ".join(_texts(shapes) for shapes in texts)
    known = [m for m in content.meanings if m.term in used]
    rows = [(n.term, n.text, "") for n in content.notes]
    rows += [(m.term, m.text, notes.basis(m)) for m in known if m.term not in {n.term for n in content.notes}]
    origins = {key: notes.basis(m) for m in content.meanings for key in (m.text, m.term)}
    table = Table(
        "sources", _SOURCES,
        (Column("term", "名称", width=1.0), Column("text", "口径", width=5.0), Column("basis", "依据", width=1.0)),
        tuple(Line((Cell(t), Cell(s), Cell(b or origins.get(t) or origins.get(s, "—")))) for t, s, b in rows),
    )  # fmt: skip
    title, caption = f"数据取自{content.release}的发布数据", f"{_SOURCES}　{content.release_told}"
    said = [f"数据：{content.release_told}的发布数据。", f"方案：{deck.plan.text.title}。", *content.remarks, *notes.edited(content, [])]  # fmt: skip
    if rows:
        pages = tables.draw(deck, table, title, caption)
    else:
        pages = lines.draw(deck, [Paragraph("sources", ("".join(said),))], title, lambda _some: [])
    for page in pages:
        page.told = said


def _texts(shapes: object) -> str:
    """What stands on a slide."""
    found = []
    for shape in shapes:  # pyright: ignore[reportGeneralTypeIssues]
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(found)


__all__ = ["render"]
