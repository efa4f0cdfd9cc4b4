"""Finds the browser that turns a chart into a picture file: Chrome, Edge or Chromium, whichever is there."""

from __future__ import annotations

import os
import shutil
import sys
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
MACS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find() -> str | None:
    """Path of a browser: ``BROWSER_PATH``, else on the search path, else where it usually is; None without one."""
    given = os.environ.get("BROWSER_PATH")
    if given:
        return given if Path(given).is_file() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    return next((str(path) for path in _usual() if path.is_file()), None)


def _usual() -> list[Path]:
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [Path(root) / path for root in roots if root for path in WINDOWS]
    return [Path(path) for path in MACS] if sys.platform == "darwin" else []


def what_to_install() -> str:
    """What to do where there is none."""
    return _(
        "运行看板的电脑上没有找到 Chrome、Edge 或 Chromium，不能生成这种图片。"
        "请装上其中一种；装在别处时，用环境变量 BROWSER_PATH 指明。"
    )
