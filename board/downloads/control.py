"""The 下载 control of a card."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from board import frame, i18n, published, queries, theme
from board.charts.marks import safe
from board.downloads import browsers, picture, tables
from board.downloads.exhibit import Build, Exhibit, file_name
from board.downloads.painter import PictureError, painter
from board.texts import _
from database.logs import log_defect
from rules.plan import Plan

_TROUBLE = "_take_trouble"
_PATTERNED = "_take_patterned"
PICTURES = ("png", "svg", "pdf")
MIMES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def offer(exhibit: Exhibit, key: str) -> None:
    """Draw the 下载 control of a card, inside the card's container; nothing in presentation.

    The files are made when they are asked for: what a click needs is kept, not what it gives.
    """
    if frame.is_presentation():
        return
    board = frame.current_board()
    build = build_of(board, exhibit)
    can_be_patterned = exhibit.has_classes and exhibit.has_picture
    is_patterned = can_be_patterned and st.session_state.get(_PATTERNED, False)
    on_paper = board.plan if board is not None and is_patterned else None
    trouble: dict[str, str] = st.session_state.setdefault(_TROUBLE, {})
    has_browser = not exhibit.has_picture or browsers.find() is not None
    # A picture that is drawn as SVG needs no browser until it becomes a PNG or PDF.
    has_svg = has_browser or exhibit.svg is not None
    ready = {"png": has_browser, "svg": has_svg, "pdf": has_browser, "csv": True, "xlsx": True}
    with st.container(key=f"take_{key}"), st.popover(_("下载"), type="tertiary"):
        if can_be_patterned:
            _pattern_switch(key)
        variant = _("黑白图案") if on_paper else ""
        with st.container(key=f"files_{key}", horizontal=True):
            for ending, make in _makers(exhibit, build, on_paper).items():
                st.download_button(
                    ending.upper(),
                    i18n.keep_language(_watched(make, trouble, key)),
                    file_name=file_name(exhibit, ending, variant if ending in PICTURES else ""),
                    mime=MIMES[ending],
                    key=f"file_{key}_{ending}",
                    on_click="ignore",
                    disabled=not ready[ending],
                )
        told = [_("图和表都带有来源、月份、筛选和数据版本")]
        if is_patterned:
            told.append(_("图上各色加不同花纹，黑白打印、复印时也分得清"))
        if not has_browser:
            told.append(browsers.what_to_install())
        if key in trouble:
            told.append(trouble[key])
        theme.markup("".join(f'<p class="note">{safe(text)}</p>' for text in told))


def _pattern_switch(key: str) -> None:
    """Patterns beside colours, for who prints in black and white: chosen once, it holds for every card."""
    own = f"paper_{key}"
    st.session_state[own] = bool(st.session_state.get(_PATTERNED))

    def keep() -> None:
        st.session_state[_PATTERNED] = st.session_state[own]

    st.checkbox(_("黑白图案"), key=own, on_change=keep)


def build_of(board: queries.Board | None, exhibit: Exhibit) -> Build | None:
    """Which build a board is, and how an exhibit's figures stand to what was published of its month."""
    if board is None:
        return None
    release = exhibit.published or published.state(board, exhibit.month)
    board = board.current if exhibit.published else board
    return Build(board.build_id, board.built_at[:16], board.data_through, release)


def _makers(
    exhibit: Exhibit, build: Build | None, on_paper: Plan | None = None
) -> dict[str, Callable[[], bytes]]:
    pictures: dict[str, Callable[[], bytes]] = {
        "png": lambda: picture.png_bytes(exhibit, build, painter(), on_paper),
        "svg": lambda: picture.svg_text(exhibit, build, painter(), on_paper).encode("utf-8"),
        "pdf": lambda: picture.pdf_bytes(exhibit, build, painter(), on_paper),
    }
    figures: dict[str, Callable[[], bytes]] = {
        "csv": lambda: tables.csv_bytes(exhibit, build),
        "xlsx": lambda: tables.xlsx_bytes(exhibit, build),
    }
    return {**(pictures if exhibit.has_picture else {}), **figures}


def _watched(make: Callable[[], bytes], trouble: dict[str, str], key: str) -> Callable[[], bytes]:
    """The work, with what went wrong kept for the next time the page is drawn."""

    def run() -> bytes:
        try:
            data = make()
        except PictureError as error:
            trouble[key] = str(error)
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said
            number = log_defect(error)
            trouble[key] = _("文件没有生成。把查询编号 {number} 告诉管理员。").format(number=number)
            # What Streamlit logs is this message: an error's own may quote a row.
            raise PictureError(number) from None
        trouble.pop(key, None)
        return data

    return run
