"""Word papers after GB/T 9704-2012 from an office's template."""

from __future__ import annotations

import io
from pathlib import Path

from board.notices import zipped
from board.notices.content import Content
from board.notices.word import finish, order, styles, template
from board.notices.word.body import Pictures, Writer
from board.notices.word.markup import parsed
from board.notices.word.template import BadTemplate, Problem, check, find
from rules.plan import Plan


def render(content: Content, plan: Plan, drawings: Pictures, root: Path = template.TEMPLATES) -> bytes:
    """A paper as a .docx file from its template below ``root``; the same bytes for the same content and template.

    Raises BadTemplate, whose message says what is wrong in which paragraph.
    """
    path = find(plan.id, content.paper, root)
    named = (content.period_text, content.unit_name, content.step, *(r.name for r in plan.regions))
    title = finish.broken_title(content.title, named)
    document = template.fill(path, content, title)
    places = list(template.marked(document))
    placed = order.as_placed(content, [name for _element, name in places])
    writer = Writer(placed, plan, document, drawings)
    for element, name in places:
        for piece in writer.named(name):
            element.addprevious(parsed(piece))
        element.getparent().remove(element)
    writer.footnotes.save()
    finish.place_head(document, writer.names)
    finish.place_seal(document, writer.names)
    finish.number_ids(document)
    finish.name_fonts(document)
    finish.describe(document, content)
    out = io.BytesIO()
    document.save(out)
    return zipped.settled(out.getvalue())


__all__ = ["BadTemplate", "Problem", "check", "find", "render", "styles"]
