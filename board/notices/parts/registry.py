"""Which module drafts which part; a plan's ``notices.yml`` says which parts a paper has and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from board.notices.content import Block
from board.notices.parts import hazards, ranking
from board.notices.scene import Scene

PARTS: dict[str, Callable[[Scene, str], Sequence[Block]]] = {
    "ranking": ranking.blocks,
    "hazards": hazards.blocks,
}
