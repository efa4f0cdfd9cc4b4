"""The first load, or a recovery, seen from a page: one process of its own, its progress shown to all sessions."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import streamlit as st

from board import theme
from board.charts.marks import safe
from board.texts import _
from database import Damaged, DatabaseProblem, NoDatabase, Pointer, locate, read_pointer
from database.builds import Build, is_whole, read_sidecar
from database.logs import log_defect
from database.product import build_stamp
from rules.plan import Plan

_LOCK = threading.Lock()
_LOADERS: dict[Path, subprocess.Popen[bytes]] = {}
_WHOLE: set[Path] = set()
"""Databases that this server has looked through once."""
_POLL_SECONDS = 0.3
_MADE: set[str] = set()
"""Builds that a process started here has just made: not made again where the product was updated under this server."""


class NotReady(Exception):
    """The process that was to make or mend the database gave up; what it said stands in its own log beside it."""


def ensure(plan: Plan) -> None:
    """Return at once where a sound database is; else load the demonstration, or recover, and show how far it is.

    Ten sessions that open at once share one process; between servers a lock file sees to that. When it
    fails, what it said is shown and the page stops.
    """
    path = locate(plan.id)
    is_new = False
    try:
        pointer = read_pointer(path, plan.id)
        is_ours = pointer.made_with == build_stamp() or pointer.build_id in _MADE
        is_current = pointer.plan_checksum == plan.checksum and is_ours
        if is_current and _is_sound(path, pointer):
            return
    except NoDatabase:
        is_new = True
    except Damaged:
        pass  # the process that starts below falls back on the last good build
    progress_file = path.with_name(path.name + ".progress.json")
    loader = _loader(path, plan.folder, progress_file)
    place = st.empty()
    with place.container(key="first_load"):
        heading = _("首次启动：正在写出并载入演示数据")
        told = _("演示数据与真实数据走同样的文件、编码和检查，约需半分钟；完成后自动打开看板。")
        first = _("正在写出演示文件")
        if not is_new:
            heading = _("正在检查数据，并按现在的方案重新汇总")
            told = _("数据文件若有损坏，会退回到上一代完好的数据；完成后自动打开看板。")
            first = _("正在检查数据文件")
        theme.markup(
            f'<div class="brand"><b>{safe(_("五色看板"))}</b></div><h2>{safe(heading)}</h2><p>{safe(told)}</p>'
        )
        bar = st.progress(0.0, text=first)
        while loader.poll() is None:
            what, share = _progress(progress_file)
            bar.progress(share, text=what or first)
            time.sleep(_POLL_SECONDS)
    if loader.returncode:
        with _LOCK:
            _LOADERS.pop(path, None)
        said = _log(path).read_text("utf-8", errors="replace").strip().splitlines()
        place.empty()
        theme.problem_card(
            _("首次载入没有完成") if is_new else _("数据没有恢复"),
            _("已有数据没有改动。"),
            (said[-1] if said else _("载入程序没有说明原因")) + _("；处理后刷新本页"),
            log_defect(NotReady(f"{path.name}: exit {loader.returncode}")),
        )
        st.stop()
    with suppress(DatabaseProblem):  # the next run tells of it
        _MADE.add(read_pointer(path, plan.id).build_id)
    st.rerun()


def _is_sound(path: Path, pointer: Pointer) -> bool:
    """Whether the generation can be read; looked through once a server, since a reader's error tells of later."""
    with _LOCK:
        if path in _WHOLE:
            return True
        if not is_whole(path, read_sidecar(path, pointer.build_id) or Build(pointer)):
            return False
        _WHOLE.add(path)
        return True


def _loader(path: Path, plan_folder: Path, progress_file: Path) -> subprocess.Popen[bytes]:
    with _LOCK:
        running = _LOADERS.get(path)
        if running is None or running.poll() is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            progress_file.unlink(missing_ok=True)  # of an earlier start
            command = [
                sys.executable, "-m", "etl", "ensure", "--plan", str(plan_folder), "--db", str(path),
                "--progress-file", str(progress_file),
            ]  # fmt: skip
            root = Path(__file__).resolve().parent.parent
            with _log(path).open("wb") as log:
                running = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=log)
            _LOADERS[path] = running
        return running


def _log(path: Path) -> Path:
    return path.with_name(path.name + ".first.log")


def _progress(file: Path) -> tuple[str, float]:
    try:
        state = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return "", 0.0  # the loader has not written its first state yet
    share = state["done"] / state["total"] if state["total"] else 0.0
    return f"{state['what']} {state['done']:,}/{state['total']:,}", min(max(share, 0.0), 1.0)
