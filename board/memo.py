"""Drawn once for all viewers: a small store of texts and figures, the least lately used leave first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

KEPT = 256
_STORE: OrderedDict[Hashable, Any] = OrderedDict()
_LOCK = threading.Lock()
Drawn = TypeVar("Drawn")


def remembered(key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """What is stored under ``key``, drawn now where there is nothing; the key names all that it depends on.

    Shared by all viewers: whoever gets it only reads it.
    """
    with _LOCK:
        if key in _STORE:
            _STORE.move_to_end(key)
            return _STORE[key]
    drawn = draw()
    with _LOCK:
        _STORE[key] = drawn
        while len(_STORE) > KEPT:
            _STORE.popitem(last=False)
    return drawn
