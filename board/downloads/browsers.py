"""Finds the browser that turns a chart into a picture file: Chrome, Edge or Chromium, whichever is there."""

from __future__ import annotations

import os
import shutil
import sys
import time
from functools import lru_cache
from pathlib import Path

from board.texts import _

NAMES = (
    "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge", "chromium",
    "chromium-browser",
)  # fmt: skip
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)
LINUXES = (
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/snap/bin/chromium",
)
"""A service often has a short search path, on which these are not."""
MACS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

_LOOKED_SECONDS = 30
"""A browser that was installed meanwhile is found after so long; every run looking would cost 10 ms."""


def find() -> str | None:
    """Path of a browser: ``BROWSER_PATH``, else on the search path, else where it usually is; None without one."""
    return _find(
        os.environ.get("BROWSER_PATH"), os.environ.get("PATH"), int(time.monotonic() / _LOOKED_SECONDS)
    )


@lru_cache(maxsize=4)
def _find(given: str | None, _search_path: str | None, _when: int) -> str | None:
    if given:
        return given if Path(given).is_file() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    return next((str(path) for path in _usual() if path.is_file()), None)


def _usual(system: str = sys.platform) -> list[Path]:
    if system == "win32":
        # A 32-bit Python is told another folder than the one where 64-bit programs are.
        names = ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        roots = dict.fromkeys(os.environ.get(name) for name in names)
        return [Path(root, *path.split("\\")) for root in roots if root for path in WINDOWS]
    return [Path(path) for path in (MACS if system == "darwin" else LINUXES)]


def what_to_install() -> str:
    """What to do where there is none."""
    return _(
        "运行看板的电脑上没有找到 Chrome、Edge 或 Chromium，不能生成这种图片。"
        "请装上其中一种；装在别处时，用环境变量 BROWSER_PATH 指明。"
    )
