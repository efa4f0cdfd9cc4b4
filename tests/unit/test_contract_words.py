"""What a table's columns are called, in both languages."""

from __future__ import annotations

import pytest

from etl.contract import contracts


@pytest.mark.parametrize("table", sorted(contracts()))
def test_every_column_has_a_name_of_its_own_in_both_languages(table: str):
    columns = contracts()[table].columns
    for names in ([c.title for c in columns], [c.title_en for c in columns]):
        assert all(names)
        assert len(set(names)) == len(names)
    # An English name holds no Chinese: a reader of English could not tell what the column is.
    assert all(c.title_en.isascii() for c in columns)
