"""A published demonstration of a test's own: what people write at its desk must not reach other tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def own(database: Path, folder: Path) -> Path:
    """The same generations and releases by second names, and a pointer of its own; no byte is copied twice."""
    for name in database.parent.glob("wuse.duckdb*"):
        if ".desk" in name.name:
            continue
        if name.is_dir():
            shutil.copytree(name, folder / name.name, copy_function=os.link)
        else:
            shutil.copy2(name, folder / name.name)
    return folder / database.name


def clear_desk(database: Path) -> None:
    """Take away what was written at its desk."""
    for name in database.parent.glob(f"{database.name}.desk*"):
        name.unlink()
