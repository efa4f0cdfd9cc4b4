"""Figures that are no sum over one mart: counts of tasks, states of reports, scores, months in a row.

Which one is asked for stands in the address as ``about``; its own parameters are told in the module that shows it.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from board.charts import method_ladder, method_reporting, method_score, method_tasks
from board.frame import View
from board.queries_method import Names

KINDS: dict[str, Callable[[View, Names], None]] = {
    "tasks": method_tasks.show,
    "reporting": method_reporting.show,
    "score": method_score.show,
    "ladder": method_ladder.show,
}
PARAMETERS = (
    "about", *method_tasks.PARAMETERS, *method_reporting.PARAMETERS, *method_ladder.PARAMETERS,
)  # fmt: skip
"""What has to leave the address when another figure is chosen."""


def show(view: View, kind: str, names: Names) -> None:
    """Definition and records of one of ``KINDS``."""
    with st.container(key="mt_grid"):
        KINDS[kind](view, names)
