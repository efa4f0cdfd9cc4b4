"""The months of the strip played one after the other: only the map is drawn again, never the page.

While it plays the address stays as it was; where it stops, by its end or by a hand, it writes the month there. Any
other run of the whole page stops it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from board.charts.risk_controls import show_month
from board.texts import _

SECONDS = 1.4
"""From one month to the next: time to see what changed."""
_PLAY = "_risk_play"


@dataclass
class Film:
    """What is being played; kept in the session."""

    months: tuple[str, ...]
    place: int
    moved: float
    """When the month on screen came, by the monotonic clock."""
    is_begun: bool = False

    @property
    def month(self) -> str:
        """The month on screen."""
        return self.months[self.place]

    @property
    def is_over(self) -> bool:
        """Whether the last month is on screen."""
        return self.place == len(self.months) - 1

    def step(self, now: float) -> bool:
        """Go on where it is time; False once the end has been on screen as long as any month."""
        if now - self.moved < 0.6 * SECONDS:
            return True  # a run that the clock did not ask for
        if self.is_over:
            return False
        self.place, self.moved = self.place + 1, now
        return True


def film_of(months: Sequence[str], month: str, now: float) -> Film:
    """A film of these months from ``month`` on; from the first where it stands at the end, or elsewhere."""
    held = tuple(months)
    place = held.index(month) if month in held[:-1] else 0
    return Film(held, place, now)


def is_playing() -> bool:
    """Whether the film runs in this run of the whole page: its first one; the next one ends it."""
    film = st.session_state.get(_PLAY)
    if film is None:
        return False
    if film.is_begun:
        del st.session_state[_PLAY]
        return False
    film.is_begun = True
    return True


def button(months: Sequence[str], month: str, playing: bool) -> None:
    """Play and pause, one button at one place, for the hand and for the keyboard."""
    if playing:
        st.button(_("暂停"), key="risk_pause", on_click=_pause, help=_("停在正在显示的月份"))
    else:
        st.button(_("播放"), key="risk_play", on_click=_start, args=(tuple(months), month),
                  help=_("逐月播放这一排的地图，放完停在最后一个月"))  # fmt: skip


def _start(months: tuple[str, ...], month: str) -> None:
    st.session_state[_PLAY] = film_of(months, month, time.monotonic())


def _pause() -> None:
    film = st.session_state.pop(_PLAY, None)
    if film is not None:
        show_month(film.month)


def play(draw: Callable[[Film], None], prepare: Callable[[str], None]) -> None:
    """Draw month after month in place.

    ``draw`` writes what is to be seen of one; ``prepare`` works out the next one while it is looked at.
    """

    @st.fragment(run_every=SECONDS)
    def run() -> None:
        film = st.session_state.get(_PLAY)
        if film is None:
            return
        if not film.step(time.monotonic()):
            _pause()
            st.rerun()
        draw(film)
        if not film.is_over:
            prepare(film.months[film.place + 1])

    run()
