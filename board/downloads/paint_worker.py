"""Turns figures into pictures, in a process of its own: ``python -P paint_worker.py BROWSER``.

One JSON object a line on standard input (``figure, format, width, height, scale``), one a line on standard
output (``data`` in base64, or ``error``); before the first, ``ready`` when its parts are loaded and again when the
browser draws. A process apart, because a browser that hangs can then be ended with it.
"""

from __future__ import annotations

import base64
import json
import queue
import sys
import threading
from pathlib import Path

IDLE_SECONDS = 300
"""Without work for so long the process ends and gives the browser's memory back."""
STATIC = Path(__file__).resolve().parents[2] / "static"


def main(browser: str) -> int:
    """Serve until standard input closes or nothing came for a while."""
    import kaleido

    _say({"ready": False})
    # Without mathjax=False it would wait for a server on the internet.
    kaleido.start_sync_server(mathjax=False, path=browser, timeout=9, silence_warnings=True)
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    kaleido.calc_fig_sync({"data": [], "layout": {}}, opts={"format": "svg"})
    _say({"ready": True})
    while True:
        try:
            line = lines.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            line = None
        if line is None:
            kaleido.stop_sync_server(silence_warnings=True)
            return 0
        job = json.loads(line)
        options = {name: job[name] for name in ("format", "width", "height", "scale")}
        try:
            data = kaleido.calc_fig_sync(job["figure"], opts=options, topojson=f"{STATIC.as_uri()}/")
            _say({"data": base64.b64encode(data).decode()})
        except Exception as error:  # noqa: BLE001 - whatever it is, the other side must hear it
            _say({"error": type(error).__name__})


def _say(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
