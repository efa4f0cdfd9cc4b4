"""Checks files in a process of its own, with bounded memory, one answer a line: for the fuzz test.

Takes lines of JSON ``{"plan", "folder", "files"}``, gives ``{"files": [...]}`` as ``load --json`` prints them, or
``{"error": kind, "at": place}`` where the program failed.
"""

import json
import sys
import traceback
from pathlib import Path

try:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))
except ImportError:
    pass  # Windows: without the bound on memory

from etl.load import load_files
from etl.problems import NothingDone
from rules.packs import load_plan

for line in sys.stdin:
    order = json.loads(line)
    try:
        files = [Path(f) for f in order["files"]]
        folder = Path(order["folder"])
        result = load_files(
            load_plan(order["plan"]), folder / "wuse.duckdb", files, lambda *_: None, keep=False
        )
        answer = {"files": result.as_json()["files"]}
        left = [p.name for p in folder.rglob("*.duckdb*") if p.is_file() and p.suffix != ".lock"]
        if left:
            answer = {"error": "left something", "at": str(left)}
    except NothingDone as error:
        answer = {"error": "NothingDone", "at": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test looks for
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = "".join(traceback.format_exception(error))[-1500:]
        answer = {
            "error": f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}",
            "at": told,
        }
    print(json.dumps(answer, default=str), flush=True)
