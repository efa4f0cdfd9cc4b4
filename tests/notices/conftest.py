"""Published demonstrations, made once a run and only read, and papers of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from board import queries
from board.notices import paper
from board.notices.content import Content
from rules.months import Month
from tests.conftest import made_once


def months_to_publish(through: str, last: str) -> list[str]:
    """The data's last month, the months of the newest whole quarter, and the December before."""
    end = Month.parse(through)
    quarter = end + -(end.number % 3)
    december = Month(end.year - 1, 12)
    found = {str(quarter + -n) for n in range(3)} | {through}
    return sorted(found | ({str(december)} if last > f"{end.year}" and end.year > 2024 else set()))


@pytest.fixture(scope="session")
def released(
    tmp_path_factory: pytest.TempPathFactory, clean_demo: Callable[[str], Path]
) -> Callable[[str], Path]:
    """A plan's small demonstration with months published, by the plan's id."""

    def make(plan_id: str) -> Path:
        source = clean_demo(plan_id)

        def publish_all(folder: Path) -> None:
            from etl.publish import publish
            from rules.packs import load_plan

            for name in source.parent.glob("wuse.duckdb*"):
                copy = shutil.copytree if name.is_dir() else shutil.copy2
                copy(name, folder / name.name)
            plan, target = load_plan(plan_id), folder / "wuse.duckdb"
            board = queries.open_board(plan, target)
            for month in months_to_publish(board.data_through, str(plan.last_month)):
                publish(plan, target, month)

        return made_once(tmp_path_factory, f"released-{plan_id}", publish_all)

    return make


@pytest.fixture(scope="session")
def quarter(released: Callable[[str], Path]) -> Callable[[str], Content]:
    """The quarterly notice of a plan's newest whole quarter."""
    kept: dict[str, Content] = {}

    def make(plan_id: str) -> Content:
        if plan_id not in kept:
            board = queries.open_board(plan_id, released(plan_id))
            end = Month.parse(
                max(m for m in board.releases.months if int(m[5:]) % 3 == 0 and m <= board.data_through)
            )
            kept[plan_id] = paper.build(board, "quarterly", f"{end.year}Q{end.number // 3}")
        return kept[plan_id]

    return make


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """LibreOffice's PDF of a document; fails with what it said where it makes none."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.fail(
            "no LibreOffice on this machine: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui"
        )
    home = tmp_path_factory.mktemp("office")

    def convert(document: Path) -> Path:
        out = tmp_path_factory.mktemp("pdf")
        command = [
            office,
            f"-env:UserInstallation=file://{home}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(out),
            str(document),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        made = out / f"{document.stem}.pdf"
        assert made.is_file(), done.stdout + done.stderr
        return made

    return convert
