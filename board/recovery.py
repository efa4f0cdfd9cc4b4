"""What a page says while the figures are those of an earlier build, since the newest was damaged."""

from __future__ import annotations

from datetime import datetime

from board.texts import _
from database import Pointer
from rules.plan import Plan


def recovered(pointer: Pointer, plan: Plan) -> list[str]:
    """One remark, until the next load: back to which load, and which are to be done again; else none."""
    if not pointer.recovered_from:
        return []
    at = datetime.fromisoformat(pointer.recovered_at).astimezone(plan.zone)
    have, lost = pointer.load_id, pointer.lost_load_id
    if lost == have + 1:
        told = _(
            "数据文件曾损坏，{at} 已退回到第 {have} 次载入之后的数据；第 {lost} 次载入的文件需要重新载入。"
        )
    elif lost > have:
        told = _(
            "数据文件曾损坏，{at} 已退回到第 {have} 次载入之后的数据；第 {first} 次至第 {lost} 次载入的文件需要重新载入。"
        )
    else:
        told = _(
            "数据文件曾损坏，{at} 已退回到第 {have} 次载入之后的数据；此后若载入或撤销过，需要再做一次。"
        )
    return [told.format(at=f"{at:%Y-%m-%d %H:%M}", have=have, first=have + 1, lost=lost)]
