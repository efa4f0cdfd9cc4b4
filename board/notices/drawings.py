"""The pictures of a paper's charts and maps, each drawn once: SVG, PNG that says its resolution, PDF."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import plotly.graph_objects as go

from board import i18n
from board.downloads import painter as painting
from board.downloads import picture
from board.downloads.painter import DrawingError, Painter, PictureError
from board.notices.content import Chart, Content, Map

MM_PER_INCH = 25.4
WIDTH_MM = 156.0
"""Width of a paper's type area (GB/T 9704-2012)."""
SIZE = (640, 400)
"""Width and height of what a chart leaves open: on the type area its letters are 8 to 9 pt high."""
Drawn = Chart | Map
_Made = TypeVar("_Made")


class Drawings:
    """Draws a paper's pictures in Chinese, each once; where nothing can be drawn it says so and waits no second time."""

    def __init__(self, content: Content, painter: Painter | None = None) -> None:
        self.content = content
        self.problem = ""
        """Why pictures are missing and what to do, ready to be shown; empty while all could be made."""
        self._painter = painter or painting.painter()
        self._is_over = False
        self._lock = threading.RLock()
        self._texts: dict[str, str | None] = {}
        self._files: dict[tuple[str, str, float, int], bytes | None] = {}

    def svg(self, block: Drawn) -> bytes | None:
        """The drawing as an SVG file; None where it cannot be drawn, and then ``problem`` says why."""
        text = self.text(block)
        return None if text is None else text.encode("utf-8")

    def png(self, block: Drawn, width_mm: float = WIDTH_MM, dpi: int = 300) -> bytes | None:
        """The drawing as PNG, ``width_mm`` wide at ``dpi``; None where it cannot be drawn."""
        return self._file(block, "png", width_mm, dpi)

    def pdf(self, block: Drawn, width_mm: float = WIDTH_MM) -> bytes | None:
        """The drawing as PDF with one page of its size, ``width_mm`` wide; None where it cannot be drawn."""
        return self._file(block, "pdf", width_mm, 0)

    def text(self, block: Drawn) -> str | None:
        """The drawing as SVG text of its own size; None where it cannot be drawn."""
        with self._lock:
            if block.id not in self._texts:
                self._texts[block.id] = self._tried(lambda: self._drawn(block))
            return self._texts[block.id]

    def ahead(self, blocks: Sequence[Drawn]) -> threading.Thread:
        """Begin to draw in a thread of its own: the browser works while documents are written without it."""
        run = contextvars.copy_context().run
        thread = threading.Thread(target=lambda: run(self._draw_all, blocks), daemon=True)
        thread.start()
        return thread

    def _draw_all(self, blocks: Sequence[Drawn]) -> None:
        for block in blocks:
            try:
                self.text(block)
            except Exception:  # noqa: BLE001 - whoever asks for this drawing meets the error itself
                return

    def as_png(self, text: str, width_mm: float = WIDTH_MM, dpi: int = 300) -> bytes | None:
        """Any finished SVG text as PNG, ``width_mm`` wide at ``dpi``; None where there is nothing to draw it with."""
        scale = width_mm / MM_PER_INCH * dpi / picture.size_of(text)[0]
        return self._tried(lambda: picture.as_png(text, self._painter, scale, dpi))

    def as_pdf(self, text: str, title: str, width_mm: float = WIDTH_MM) -> bytes | None:
        """Any finished SVG text as PDF, ``width_mm`` wide; None where there is nothing to draw it with."""
        width = width_mm / MM_PER_INCH * picture.PX_PER_INCH
        return self._tried(lambda: picture.as_pdf(text, self._painter, title, width))

    def _file(self, block: Drawn, kind: str, width_mm: float, dpi: int) -> bytes | None:
        key = (block.id, kind, width_mm, dpi)
        if key not in self._files:
            text = self.text(block)
            if text is None:
                made = None
            elif kind == "png":
                made = self.as_png(text, width_mm, dpi)
            else:
                made = self.as_pdf(text, block.title, width_mm)
            self._files[key] = made
        return self._files[key]

    def _drawn(self, block: Drawn) -> str:
        with i18n.speaking("zh"):
            if isinstance(block, Map) and block.draw is None:
                raise ValueError(f"{block.id}: a map without a drawing")
            drawing = block.draw() if block.draw else ""
            if isinstance(drawing, go.Figure):
                drawing = picture.figure_svg(drawing, self._painter, SIZE)
        return picture.bare(drawing)

    def _tried(self, make: Callable[[], _Made]) -> _Made | None:
        """What ``make`` gives; None where it cannot be, after which nothing is tried again that would wait."""
        if self._is_over:
            return None
        try:
            return make()
        except DrawingError as error:
            self.problem = self.problem or str(error)
        except PictureError as error:
            self.problem, self._is_over = str(error), True
        return None
