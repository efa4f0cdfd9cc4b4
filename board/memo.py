"""Pictures drawn once for all viewers: a small store of texts, the least lately used leave first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

KEPT = 128
_STORE: OrderedDict[Hashable, str] = OrderedDict()
_LOCK = threading.Lock()


def remembered(key: Hashable, draw: Callable[[], str]) -> str:
    """The text stored under ``key``, drawn now where there is none; the key names all that it depends on."""
    with _LOCK:
        if key in _STORE:
            _STORE.move_to_end(key)
            return _STORE[key]
    text = draw()
    with _LOCK:
        _STORE[key] = text
        while len(_STORE) > KEPT:
            _STORE.popitem(last=False)
    return text
