"""What the cards of the page of hazards offer for taking away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from board import texts
from board.charts.hazards_pick import LEVELS, capital
from board.downloads import Exhibit
from board.frame import View
from board.queries_hazards import Scope
from board.texts import _


def of(
    view: View,
    scope: Scope,
    name: str,
    title: str,
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    filters: dict[str, str] | None = None,
    **more: Any,
) -> Exhibit:
    """An exhibit with the page's filters; counts are hazards (处)."""
    plan = view.board.plan
    chosen = {
        _("地区"): texts.region_names(plan)[scope.region],
        _("行业领域"): texts.sector_names(plan)[scope.sector],
        _("隐患级别"): capital(_(LEVELS[scope.level])),
        **(filters or {}),
    }
    return Exhibit(
        name=name, title=title, unit=texts.unit_name("处"), source=texts.office_name(plan), month=scope.month,
        frame=frame, filters=chosen, is_demo=view.board.is_demo, **more,
    )  # fmt: skip
