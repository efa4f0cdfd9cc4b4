"""The JSON schemas in docs/schema are those of the models, and the packs obey them."""

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from etl.plan_commands import SCHEMAS, write_schemas
from rules.pack_files import read_pack
from rules.packs import PLANS, plan_ids
from rules.schemas import schemas

ROOT = Path(__file__).parents[2]
PACKS = [*(PLANS / i for i in plan_ids()), *sorted((ROOT / "tests" / "fixtures" / "plans").iterdir())]


def plain(value):
    """Data as JSON has it: days as texts."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


def test_the_files_are_current(tmp_path):
    """If this fails: python -m etl plan schema."""
    written = {p.name: p.read_text("utf-8") for p in write_schemas(tmp_path)}
    assert {p.name: p.read_text("utf-8") for p in SCHEMAS.glob("*.json")} == written
    assert set(schemas()) == {
        "plan", "programme", "indicators", "tasks", "sources", "notices", "regions.row", "sectors.row",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(schemas()))
def test_each_is_a_schema_with_its_references_inside(name):
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(found))) == set(found.get("$defs", {}))


@pytest.mark.parametrize("folder", PACKS, ids=lambda p: p.name)
def test_every_pack_obeys_them(folder):
    pack = read_pack(folder)
    for part in ("plan", "programme", "indicators", "tasks", "sources", "notices"):
        if pack.data[part] or part in ("plan", "indicators"):
            jsonschema.validate(plain(pack.data[part]), schema(part))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("plan", {"ofice": "x"}),
        ("plan", {"tier": "kingdom"}),
        ("plan", {"first_month": "2025-13"}),
        ("programme", {"phases": [{"id": "p"}]}),
    ],
)
def test_what_the_models_refuse_the_schema_refuses(part, change):
    data = plain(read_pack(ROOT / "tests" / "fixtures" / "plans" / "tiny").data[part])
    jsonschema.validate(data, schema(part))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | change, schema(part))


def test_keys_explain_themselves_and_stand_in_their_own_files():
    of_plan = schema("plan")["properties"]
    assert "存量" in of_plan["cohort_before"]["description"]
    assert not {"regions", "sectors", "indicators", "programme", "folder", "checksum"} & set(of_plan)
    assert "tasks" not in schema("programme")["properties"]
