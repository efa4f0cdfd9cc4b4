"""The one way in which anything is written: a draft beside the current generation, given up when anything fails."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.generations import Draft, explained, only_loader
from etl.problems import NothingDone
from rules.plan import Plan

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def draft_of(path: Path, plan: Plan) -> Iterator[Draft]:
    """A draft of the database at ``path``, for the only loader; the block calls ``switch`` or ``drop`` itself.

    Whatever goes wrong in the block, the draft is dropped and the current generation stays as it was. Raises
    NothingDone (another loader at work, no room, no right to write), BadDatabase.
    """
    with only_loader(path):
        draft = Draft(path, plan)
        try:
            yield draft
        except duckdb.Error as error:
            draft.drop()
            raise explained(error, bool(draft.previous)) from error
        except OSError as error:
            draft.drop()
            if error.errno not in _NO_ROOM:
                raise
            raise NothingDone(
                f"写不进 {path.parent}（{error.strerror}）。请检查剩余空间和权限；原有数据未受影响"
            ) from error
        except BaseException:
            draft.drop()
            raise
