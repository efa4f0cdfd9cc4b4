"""五色分布: the map or tile map at the overview's sizes, the chosen region outlined."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd

from board import colours, queries, texts
from board.charts import colour_map, finding, marks, tile_map
from board.charts.overview_facts import Facts
from board.charts.overview_words import name_of, region_class
from board.texts import _

WIDE, NARROW = 460, 350
MANY_TILES = 25
"""More tiles than this stand in six columns, since they must fit one screen."""


def polygons(facts: Facts) -> gpd.GeoDataFrame | None:
    """The plan's polygons where a map says more than tiles, else None."""
    found = queries.boundaries(facts.board)
    return None if colour_map.lacks_polygons(facts.rows, found) else found


def map_svg(
    facts: Facts, shapes: gpd.GeoDataFrame, width: int, link: Callable[[str], str] | None = None
) -> str:
    """The map as SVG, with the chosen region outlined in ink inside white; ``link`` as in ``colour_map``."""
    limits = marks.limits(facts.rule) if facts.rule else []
    return colour_map.colour_map(shapes, facts.rows, facts.plan, limits, width, facts.region, link)


def tiles(facts: Facts) -> str:
    """The tile map as markup; many regions stand closer, by their short names."""
    limits = marks.limits(facts.rule) if facts.rule else []
    regions = {region.code: region for region in facts.plan.regions}
    has_places = all(region.tile_column is not None for region in regions.values())
    is_many = len(facts.rows) > MANY_TILES and not has_places
    rows = facts.rows
    if is_many:
        rows = [row | {"region": texts.region_short_name(regions[row["region_code"]])} for row in rows]
    many = " many" if is_many else ""
    return f'<div class="o-tiles{many}">{tile_map.tile_map(rows, facts.plan, limits)}</div>'


def map_finding(facts: Facts) -> str:
    """How many are in each class, worst first, and how many have not reported."""
    counts = {code: sum(row["colour"] == code for row in facts.rows) for code in facts.shades}
    said = " · ".join(
        f"{texts.class_label(facts.shades[code])} {count}" for code, count in counts.items() if count
    )
    unsettled = sum(marks.runner_up(row) is not None for row in facts.rows)
    more = _("{count} 个颜色未稳定").format(count=unsettled)
    return texts.clauses([said, more]) if unsettled else said


def map_note(facts: Facts, is_map: bool) -> str:
    """What the hatch means, how many reported, and where the chosen region stands."""
    rows = [row | {"region": name_of(row)} for row in facts.rows]
    told = finding.unsettled(rows, facts.shades, _("斜纹") if is_map else _("角标"))
    parts = [told]
    chosen = facts.chosen
    if chosen:
        rank = _("第 {rank} 名").format(rank=chosen["rank"]) if chosen["rank"] else _("没有名次")
        parts = [_("已选{region}，{rank}").format(region=region_class(chosen, facts.shades), rank=rank), told]
    return texts.statements(parts)


def reported(facts: Facts) -> str:
    """How many regions sent something for this month."""
    total = len(facts.rows)
    if facts.reported == total:
        return _("{count} 个地区均已报").format(count=total)
    missing = [name_of(row) for row in facts.rows if row["colour"] == colours.NO_DATA][:3]
    said = _("{count} 个地区已报 {sent} 个").format(count=total, sent=facts.reported)
    return said + (texts.brackets(_("{names}未报").format(names=texts.names(missing))) if missing else "")
