"""What is asked for: which paper, of which months, to whom; the page and the command make it the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from board import queries
from board.memo import remembered
from board.notices import kept, paper
from board.notices.content import Content
from board.notices.paper import LETTER
from board.opening import Board
from database.desk import NoticeEdit, NoticeKey


@dataclass(frozen=True)
class Order:
    """One paper; ``step``, ``by`` and ``unit`` of a letter only."""

    paper: str
    """Id of a paper of the plan, or ``letter``."""
    period: str
    """2026-09, 2026Q3, 2026."""
    regions: tuple[str, ...] = ()
    """Codes to which the annex by region is limited; empty for all."""
    step: str = ""
    by: str = "region"
    unit: str = ""
    day: date | None = None
    """Date of the paper; the day of publication where there is none."""

    @property
    def is_letter(self) -> bool:
        """Whether it goes to one unit."""
        return self.paper == LETTER


def content(board: Board, order: Order, edits: Mapping[str, str] | None = None) -> Content:
    """The paper, with paragraphs as edited. Raises BadPaper, BadPeriod, NotPublished, DatabaseProblem."""
    if order.is_letter:
        from board.notices import letters

        return letters.build(board, order.step, order.period, order.unit, order.by, order.day, edits)
    return paper.build(board, order.paper, order.period, order.regions, order.day, edits)


def key(content: Content, by: str = "region") -> NoticeKey:
    """Under which name a paper's edits and issues are kept."""
    name = f"{content.paper}/{content.step}" if content.step else content.paper
    return NoticeKey(content.release, name, content.period, f"{by}/{content.unit}" if content.unit else "")


@dataclass(frozen=True)
class Drafted:
    """A paper with what the desk has of it."""

    order: Order
    board: Board
    """The release that it is of, whose pack has its names and colours."""
    content: Content
    key: NoticeKey
    edits: dict[str, NoticeEdit]
    """The newest entry of each paragraph that somebody wrote or took back."""
    lost: tuple[str, ...] = ()
    """Paragraphs that were edited and that the paper has no more: their text is not used."""


def drafted(board: Board, order: Order) -> Drafted:
    """The paper with the desk's edits of its release. Raises what ``content`` raises."""
    plain = _kept(board, order, {})
    name = key(plain, order.by)
    edits = kept.edits(board.path, name)
    there = {one.id for one in plain.paragraphs()}
    texts = {paragraph: text for paragraph, text in kept.texts_of(edits).items() if paragraph in there}
    lost = sorted(set(kept.texts_of(edits)) - there)
    released = queries.published_board(board.current, plain.months[-1])
    assert released is not None  # the paper was made of it
    return Drafted(order, released, _kept(board, order, texts), name, edits, tuple(lost))


def _kept(board: Board, order: Order, edits: Mapping[str, str]) -> Content:
    """Made once for all viewers of the same order, release and edits."""
    name = ("notice", board.current.stamp, order, tuple(sorted(edits.items())))
    return remembered(name, lambda: content(board, order, edits))
