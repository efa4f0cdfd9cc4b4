"""The batch of this session, and what buttons of several cards do with it."""

from __future__ import annotations

import streamlit as st

from board.frame import View
from board.intake_batch import Batch

BATCH = "_intake_batch"
OPEN = "_intake_open"


def batch() -> Batch | None:
    """This session's files, if it has any."""
    return st.session_state.get(BATCH)


def begin(view: View, now: Batch) -> None:
    """Check all files; the run that follows shows how far it is."""
    now.start_check(view.board.plan, view.board.path)


def forget() -> None:
    """Nothing of this batch stays."""
    now = batch()
    if now is not None:
        now.discard()
    for key in (BATCH, OPEN):
        st.session_state.pop(key, None)
