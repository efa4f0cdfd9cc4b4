"""Everything that a figure can be made of has a name in both languages."""

from etl.model_files import describe, model_names
from etl.words import words


def test_every_mart_measure_and_column_of_a_grain_is_named():
    found = words()
    for mart in model_names("marts"):
        model = describe("marts", mart)
        assert mart in found.marts
        missing = [c for c in model.columns if c not in found.measures[mart] and c not in model.grain]
        assert [c for c in missing if c != "reported_date"] == [], mart
        assert [g for g in model.grain if g not in {"region_code", "month", *found.grain}] == [], mart


def test_names_do_not_repeat_within_a_mart():
    for mart, measures in words().measures.items():
        titles = [zh for zh, _en in measures.values()]
        assert sorted(titles) == sorted(set(titles)), mart
