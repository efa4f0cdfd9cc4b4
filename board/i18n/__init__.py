"""Languages of the interface: which one this run speaks, and its catalogue.

Two viewers share one process and may read two languages, so the choice hangs on the run (a context
variable, set at the head of every run by ``board.frame``), never on the process.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from board import clause_words

CATALOGUES = Path(__file__).parent
DOMAIN = "wuse"
LANGUAGES = {"zh": "中文", "en": "English"}
"""Code in the address -> the language's own name."""
DEFAULT = "zh"
FOLDERS = {"zh": "zh_CN", "en": "en"}

_spoken: ContextVar[str] = ContextVar("wuse_language", default=DEFAULT)
_Result = TypeVar("_Result")


def language() -> str:
    """Code of the language in use: ``zh`` or ``en``."""
    return _spoken.get()


def use(code: str) -> None:
    """Speak this language for the rest of the run; one that there is not leaves the Chinese."""
    _spoken.set(code if code in LANGUAGES else DEFAULT)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language inside the block only."""
    token = _spoken.set(code if code in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _spoken.reset(token)


def keep_language(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """The work, to be done in today's language and words whichever thread does it (a download, say)."""
    code, words = language(), clause_words.words()

    def run() -> _Result:
        clause_words.use(words)
        with speaking(code):
            return work()

    return run


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, str(CATALOGUES), [FOLDERS[code]], fallback=True)


def gettext(text: str) -> str:
    """The text in the language in use; without a translation the Chinese stays."""
    # The empty text is the key of the catalogue's own head.
    return _catalogue(language()).gettext(text) if text else ""
