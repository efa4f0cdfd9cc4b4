"""What is drawn once for all viewers."""

import threading
import time

import pytest

from board import memo


def test_many_who_ask_at_once_draw_once() -> None:
    drawn: list[int] = []
    start = threading.Barrier(12)
    got: list[str] = []

    def draw() -> str:
        drawn.append(1)
        time.sleep(0.05)
        return "picture"

    def ask() -> None:
        start.wait()
        got.append(memo.remembered(("herd", 1), draw))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["picture"] * 12
    assert len(drawn) == 1


def test_a_drawing_that_failed_is_tried_again() -> None:
    def fail() -> str:
        raise ValueError("no figures")

    with pytest.raises(ValueError, match="no figures"):
        memo.remembered(("fails", 1), fail)
    assert memo.remembered(("fails", 1), lambda: "later") == "later"


def test_a_drawing_may_need_another() -> None:
    assert memo.remembered(("outer", 1), lambda: memo.remembered(("inner", 1), lambda: "a") + "b") == "ab"


def test_the_store_forgets_the_least_lately_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "KEPT", len(memo._STORE) + 2)
    memo.remembered(("old", 1), lambda: "one")
    memo.remembered(("old", 2), lambda: "two")
    memo.remembered(("old", 1), lambda: "never")
    for number in range(memo.KEPT - 1):
        memo.remembered(("newer", number), lambda: "x")
    assert memo.remembered(("old", 2), lambda: "drawn again") == "drawn again"
