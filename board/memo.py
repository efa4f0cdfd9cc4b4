"""Drawn once for all viewers: a small store of texts and figures, the least lately used leave first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

KEPT = 256
_STORE: OrderedDict[Hashable, Any] = OrderedDict()
_LOCK = threading.Lock()
_DRAWING: dict[Hashable, Any] = {}
Drawn = TypeVar("Drawn")


def remembered(key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """What is stored under ``key``, drawn now where there is nothing; the key names all that it depends on.

    Shared by all viewers: whoever gets it only reads it.
    """
    found, turn = _look(key)
    if turn is None:
        return found
    # Whoever comes while it is being drawn waits for it: fifty viewers who open a month draw it once.
    with turn:
        found, again = _look(key)
        if again is None:
            return found
        try:
            drawn = draw()
            with _LOCK:
                _STORE[key] = drawn
                while len(_STORE) > KEPT:
                    _STORE.popitem(last=False)
        finally:
            with _LOCK:
                _DRAWING.pop(key, None)
        return drawn


def known(key: Hashable) -> Any:
    """What is stored under ``key``; None where nothing is."""
    with _LOCK:
        return _STORE.get(key)


def _look(key: Hashable) -> tuple[Any, Any]:
    """What is stored, or the lock under which it is drawn."""
    with _LOCK:
        if key in _STORE:
            _STORE.move_to_end(key)
            return _STORE[key], None
        return None, _DRAWING.setdefault(key, threading.RLock())
