"""A paper as files: all are made first and then put in place together, so that a failure leaves nothing half done."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from board import i18n
from board.downloads.painter import Painter
from board.notices import making
from board.notices.content import Chart, Content, Map
from board.notices.drawings import Drawings
from database import DatabaseProblem
from rules.plan import Plan

DOCUMENTS = {"docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel"}
PICTURES = {"png": "PNG", "svg": "SVG", "pdf": "PDF"}
FORMATS = (*DOCUMENTS, *PICTURES)
Step = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""


class BadExport(DatabaseProblem):
    """Files that cannot be made or put where they are asked for; the message says what to do."""


@dataclass(frozen=True)
class File:
    """A file that is in place."""

    path: Path
    format: str
    sha256: str
    bytes: int
    """Its size."""


@dataclass
class Written:
    """What was written, and what was left out."""

    files: list[File] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What is missing in them and what to do about it; in Chinese, ready to be shown."""


def known(formats: Iterable[str]) -> list[str]:
    """Formats asked for, each once, in the order in which they are made. Raises BadExport."""
    asked = list(dict.fromkeys(name.strip().lower().lstrip(".") for name in formats if name.strip()))
    odd = [name for name in asked if name not in FORMATS]
    if odd:
        raise BadExport("没有“{odd}”这种格式，可选 {known}", odd="、".join(odd), known="、".join(FORMATS))
    if not asked:
        raise BadExport("没有说要哪种格式，可选 {known}", known="、".join(FORMATS))
    return [name for name in FORMATS if name in asked]


def made(
    content: Content, plan: Plan, formats: Iterable[str], progress: Step | None = None, painter: Painter | None = None
) -> making.Made:  # fmt: skip
    """The files of a paper in memory; names of pictures begin with their folder. Raises BadExport, BadTemplate.

    ``painter`` draws the pictures; the server's own where none is given.
    """
    asked = known(formats)
    kinds = [name for name in asked if name in PICTURES]
    drawings = Drawings(content, painter)
    blocks = [b for b in content.blocks() if isinstance(b, Chart | Map)]
    drawn = blocks if kinds else [b for b in blocks if isinstance(b, Chart)] if "docx" in asked else []
    total = len(asked) - len(kinds) + (len(blocks) if kinds else 0)
    documents: dict[str, making.File] = {}
    pictures_made: list[making.File] = []

    def tell(done: int, what: str) -> None:
        if progress is not None:
            progress(done, total, what)

    with i18n.speaking("zh"):
        drawings.ahead(drawn)
        # Word has pictures in it: by its turn they are drawn.
        for name in sorted((n for n in asked if n in DOCUMENTS), key=lambda n: n == "docx"):
            tell(len(documents), DOCUMENTS[name])
            documents[name] = making.File(f"{content.stem}.{name}", _document(name, content, plan, drawings))
        if kinds:
            from board.notices import pictures

            for place, found in enumerate(pictures.each(content, plan, drawings, kinds)):
                tell(len(documents) + place, "图")
                pictures_made += [making.File(f"{content.stem}_图/{name}", data) for name, data in found]
        tell(total, "")
    files = [*(documents[name] for name in asked if name in documents), *pictures_made]
    return making.Made(tuple(files), (drawings.problem,) if drawings.problem else ())


def _document(name: str, content: Content, plan: Plan, drawings: Drawings) -> bytes:
    # Each loads a library of its own, which nobody else should wait for.
    if name == "docx":
        from board.notices import word

        return word.render(content, plan, drawings)
    if name == "pptx":
        from board.notices import slides

        return slides.render(content, plan)
    from board.notices import workbook

    return workbook.render(content, plan)


def write(
    content: Content, plan: Plan, formats: Iterable[str], folder: str | Path, progress: Step | None = None,
    painter: Painter | None = None,
) -> Written:  # fmt: skip
    """Make a paper's files and put them into a folder, which is made where there is none.

    Files of the same name are replaced, all or none. Raises BadExport, BadTemplate.
    """
    asked, target = known(formats), Path(folder)
    with _beside(target) as workshop:
        found = made(content, plan, asked, progress, painter)
        for one in found.files:
            path = workshop / "new" / one.name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(one.data)
            except OSError as error:
                raise _unwritable(target, error) from None
        _put_in_place([one.name for one in found.files], workshop, target)
    files = [
        File(
            target / one.name,
            one.name.rpartition(".")[2],
            hashlib.sha256(one.data).hexdigest(),
            len(one.data),
        )
        for one in found.files
    ]
    return Written(files, list(found.problems))


class _beside:
    """A folder in the target folder for what is not yet in its place; gone afterwards with all that is in it."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._new: list[Path] = []

    def __enter__(self) -> Path:
        target = self._target
        if target.exists() and not target.is_dir():
            raise BadExport("“{path}”是一个文件，不是文件夹。请另给一个文件夹", path=str(target))
        try:
            for folder in _missing(target):
                folder.mkdir()
                self._new.append(folder)
            self._workshop = Path(tempfile.mkdtemp(prefix=".wuse-", dir=target))
        except OSError as error:
            self._take_back()
            raise _unwritable(target, error) from None
        return self._workshop

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        shutil.rmtree(self._workshop, ignore_errors=True)
        if kind is not None:
            self._take_back()

    def _take_back(self) -> None:
        for folder in reversed(self._new):
            if not any(folder.iterdir()):
                folder.rmdir()


def _put_in_place(names: Sequence[str], workshop: Path, target: Path) -> None:
    """Move the new files to their places; where one cannot go, everything is as it was."""
    moved: list[tuple[Path, Path]] = []
    folders: list[Path] = []
    name = ""
    try:
        for name in names:
            place, old = target / name, workshop / "old" / name
            for folder in _missing(place.parent):
                folder.mkdir()
                folders.append(folder)
            if place.exists():
                old.parent.mkdir(parents=True, exist_ok=True)
                place.replace(old)
                moved.append((old, place))
            (workshop / "new" / name).replace(place)
            moved.append((place, workshop / "new" / name))
    except OSError as error:
        for there, back in reversed(moved):
            there.replace(back)
        for folder in reversed(folders):
            folder.rmdir()
        raise _unwritable(target / name, error) from None


def _missing(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder


def _unwritable(path: Path, error: OSError) -> BadExport:
    return BadExport(
        "“{path}”写不进去（{reason}），什么也没有改动。请换一个文件夹，或关闭正打开着它的程序",
        path=str(path), reason=error.strerror or type(error).__name__,
    )  # fmt: skip
