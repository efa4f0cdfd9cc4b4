"""The film of the months: where it begins, when it goes on, where it ends."""

from board.charts.risk_play import SECONDS, film_of

MONTHS = ["2026-01", "2026-02", "2026-03"]


def test_it_begins_where_one_stands_and_from_the_start_at_the_end():
    assert film_of(MONTHS, "2026-02", 0).month == "2026-02"
    assert film_of(MONTHS, "2026-03", 0).month == "2026-01"
    assert film_of(MONTHS, "2024-01", 0).month == "2026-01"


def test_it_goes_on_by_the_clock_alone_and_ends_after_the_last():
    film = film_of(MONTHS, "2026-02", now=100.0)
    assert film.step(100.1) and film.month == "2026-02"  # another run in between moves nothing
    assert film.step(100 + SECONDS) and film.month == "2026-03" and film.is_over
    assert film.step(100.2 + SECONDS) and film.month == "2026-03"
    assert not film.step(100 + 2 * SECONDS)
