"""Turns figures and drawings into picture files, in a process of its own: ``python -P paint_worker.py BROWSER``.

One JSON object a line on standard input, one a line on standard output (``data`` in base64, or ``error`` with whether
the browser is ``over``). Before the first, ``ready`` when the browser was started, with its process, and again when it
draws. A job is a Plotly ``figure`` to be had as ``svg`` or ``png``, or an ``svg`` text to be had as ``png`` or ``pdf``;
with ``format``, ``width``, ``height`` (CSS pixels) and ``scale`` (picture pixels to one of these). A process apart,
because a browser that hangs can then be ended with it.
"""

from __future__ import annotations

import asyncio
import base64
import html
import json
import sys
import threading
from pathlib import Path
from typing import Any

IDLE_SECONDS = 300
"""Without work for so long the process ends and gives the browser's memory back."""
JOB_SECONDS = 9
"""Under the painter's patience: what takes longer is answered as an error, and the browser stays."""
OF_THE_DRAWING = (
    "KaleidoError",
    "JavascriptError",
    "DevtoolsProtocolError",
    "ValueError",
    "TypeError",
    "KeyError",
)
"""Errors after which the browser goes on drawing; after any other it is ended and started again."""
STATIC = Path(__file__).resolve().parents[2] / "static"
PX_PER_INCH = 96
PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><title>{title}</title><style>@page{{size:{width}px {height}px;margin:0}}'
    "html,body{{margin:0;padding:0}}svg{{display:block}}</style></head><body>{svg}</body></html>"
)


class Sheet:
    """The tab on which finished drawings are laid, to be photographed or printed; opened when first needed."""

    def __init__(self, engine: Any) -> None:
        self._engine, self._tab, self._frame = engine, None, ""

    async def make(self, job: dict[str, Any]) -> bytes:
        """An SVG text as ``png`` or ``pdf``."""
        if self._tab is None:
            self._tab = await self._engine.create_tab("about:blank")
            tree = await self._send("Page.getFrameTree")
            self._frame = tree["frameTree"]["frame"]["id"]
        width, height, scale = job["width"], job["height"], job["scale"]
        if job["format"] == "png":
            size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
            await self._send("Emulation.setDeviceMetricsOverride", size)
        page = PAGE.format(width=width, height=height, svg=job["svg"], title=html.escape(job["title"]))
        await self._send("Page.setDocumentContent", {"frameId": self._frame, "html": page})
        if job["format"] == "png":
            found = await self._send("Page.captureScreenshot", {"format": "png"})
        else:
            paper = {"paperWidth": width / PX_PER_INCH, "paperHeight": height / PX_PER_INCH}
            edges = dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0)
            more = {"printBackground": True, "preferCSSPageSize": True, "pageRanges": "1"}
            found = await self._send("Page.printToPDF", {**paper, **edges, **more})
        return base64.b64decode(found["data"])

    async def _send(self, command: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self._tab.send_command(command, params=options or {})  # type: ignore[union-attr]
        if "error" in answer:
            raise ValueError(command)
        return answer.get("result", {})


async def serve(browser: str) -> int:
    """Work until standard input closes or nothing came for a while."""
    import kaleido

    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    # Without mathjax=False it would wait for a server on the internet.
    engine = kaleido.Kaleido(mathjax=False, path=browser, timeout=JOB_SECONDS)
    opening = asyncio.create_task(engine.open())
    while not opening.done() and getattr(engine, "subprocess", None) is None:
        await asyncio.sleep(0.02)
    started = getattr(engine, "subprocess", None)
    # A browser that hangs is a group of processes of its own: whoever ends this process has to know it.
    _say({"ready": False, "browser": started.pid if started else None})
    try:
        await opening
        await engine.calc_fig({"data": [], "layout": {}}, opts={"format": "svg"})
        _say({"ready": True})
        await _work(engine, lines)
    finally:
        await asyncio.wait_for(engine.close(), JOB_SECONDS)
    return 0


async def _work(engine: Any, lines: asyncio.Queue[str | None]) -> None:
    sheet = Sheet(engine)
    while True:
        try:
            line = await asyncio.wait_for(lines.get(), IDLE_SECONDS)
        except TimeoutError:
            return
        if line is None:
            return
        try:
            data = await asyncio.wait_for(_made(engine, sheet, json.loads(line)), JOB_SECONDS)
            _say({"data": base64.b64encode(data).decode()})
        except Exception as error:  # noqa: BLE001 - whatever it is, the other side must hear it
            name = type(error).__name__
            _say({"error": name, "over": name not in OF_THE_DRAWING})


async def _made(engine: Any, sheet: Sheet, job: dict[str, Any]) -> bytes:
    if "svg" in job:
        return await sheet.make(job)
    options = {name: job[name] for name in ("format", "width", "height", "scale")}
    return await engine.calc_fig(job["figure"], opts=options, topojson=f"{STATIC.as_uri()}/")


def _say(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(serve(sys.argv[1])))
