"""What stands in the overview's cards below their heads: the picture or why there is none, and the notes."""

from __future__ import annotations

from collections.abc import Callable

from board import address, texts, theme
from board.charts import (
    marks,
    overview_map,
    overview_measures,
    overview_room,
    overview_strip,
    overview_targets,
)
from board.charts.marks import safe
from board.charts.overview_facts import Facts
from board.charts.overview_measures import Measure
from board.texts import _

DESK, PHONE = "wide", "narrow"


def spread(facts: Facts, is_presentation: bool) -> None:
    """Map or tiles with their note."""
    if facts.rule is None:
        _empty(_("方案在本月还没有计分规则，没有颜色可以显示。"))
        return
    shapes = overview_map.polygons(facts)
    if shapes is None:
        theme.markup(overview_map.tiles(facts))
    else:
        _pictures(
            lambda width: overview_map.map_svg(
                facts, shapes, width, None if is_presentation else address.to_score
            ),
            (overview_map.WIDE, overview_map.NARROW),
            is_presentation,
        )
    _foot(
        overview_map.map_note(facts, shapes is not None),
        overview_map.reported(facts),
        texts.map_note(facts.plan),
    )


def scores(facts: Facts, is_presentation: bool) -> None:
    """The strip of scores with its note."""
    rule = facts.rule
    if rule is None:
        _empty(_("方案在本月还没有计分规则，不排名次。"))
        return
    room = overview_room.room(facts, is_presentation).strip
    _pictures(
        lambda width: overview_strip.strip(
            facts.rows,
            facts.plan,
            rule,
            facts.region,
            width,
            width,
            room,
            None if is_presentation else address.to_score,
        ),
        (overview_strip.WIDE, overview_strip.NARROW),
        is_presentation,
    )
    _foot(overview_strip.strip_note(facts.rows, facts.plan, rule, facts.region, room))


def targets(facts: Facts, is_presentation: bool) -> None:
    """The bullets; what they leave out is said beside the link to the targets."""
    if not facts.targets:
        _empty(_("方案没有 {year} 年的目标。").format(year=facts.year))
        return
    shown = overview_room.room(facts, is_presentation).targets
    _pictures(
        lambda width: overview_targets.bullets(
            facts.targets,
            facts.plan,
            width,
            width,
            None if is_presentation else lambda code: address.link("method", indicator=code),
            shown,
        ),
        (overview_targets.WIDE, overview_targets.NARROW),
        is_presentation,
    )


def left_out(facts: Facts, is_presentation: bool) -> None:
    """The remark on the targets that the picture leaves out."""
    last = max((str(row["month"]) for row in facts.targets if row["value"] is not None), default=facts.month)
    older = "" if last == facts.month else _("数据截至 {month}").format(month=texts.month(last))
    shown = overview_room.room(facts, is_presentation).targets
    drawn = overview_targets.by_risk(facts.targets, facts.plan)[: shown or overview_targets.most_rows()]
    is_revised = any(row["revised"] for row in drawn)
    mark = f"{marks.REVISED_SIGN.strip()} {_('发布后有修订')}" if is_revised else ""
    _foot(overview_targets.left_out(facts.targets, facts.plan, shown), older, mark)


def measures(facts: Facts, found: list[Measure]) -> None:
    """The list of measures with its note."""
    theme.markup(overview_measures.measures_list(facts, found))
    _foot(overview_measures.measures_note(facts, found))


def _pictures(draw: Callable[[int], str], widths: tuple[int, int], is_presentation: bool) -> None:
    # Texts keep their size, so a desk and a phone have a drawing each; the style sheet shows one of them.
    theme.picture(draw(widths[0]), DESK)
    if not is_presentation:
        theme.picture(draw(widths[1]), PHONE)


def _foot(*parts: str) -> None:
    said = [part for part in parts if part]
    if said:
        spans = "".join(f"<span>{safe(part)}</span>" for part in said)
        theme.markup(f'<p class="o-foot">{spans}</p>')


def _empty(text: str) -> None:
    theme.markup(f'<p class="o-empty">{safe(text)}</p>')
