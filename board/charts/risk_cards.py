"""The cards beside the risk map: one region or town in figures, and risk against performance."""

from __future__ import annotations

from board import colours, downloads, queries, queries_risk, texts, theme
from board.charts import marks, risk_drill, risk_matrix, risk_panel, risk_tiers, risk_words
from board.charts.marks import safe
from board.charts.risk_exhibits import matrix_exhibit, panel_exhibit
from board.charts.risk_scene import Scene
from board.frame import ALL
from board.texts import _


def panel_card(scene: Scene) -> None:
    """One region's figures, its towns and tiers; or those of all together, or of one town."""
    view, plan, found = scene.view, scene.plan, scene.summary
    risk_drill.head(scene, *_class_and_since(scene))
    downloads.offer(panel_exhibit(scene), "risk_panel")
    if scene.lost_town:
        told = _("{region}没有名为“{town}”的{below}，已显示整个{region}").format(
            region=scene.names[view.region], town=scene.lost_town, below=risk_words.below(plan)
        )
        theme.notice(told)
    if not found.total.points:
        theme.markup(_no_points(scene))
        return
    risk_drill.tiles(scene)
    theme.markup(risk_panel.figures(found, plan, scene.shades) + risk_tiers.table(found, plan, scene.shades))


def _class_and_since(scene: Scene) -> tuple[colours.Shade | None, str]:
    """The class of what is chosen, and what is said beside it."""
    view, plan = scene.view, scene.plan
    shade, aside = None, ""
    if scene.town != ALL:
        town = next(t for t in scene.towns if t.name == scene.town)
        shade = scene.shades[town.risk_class]
    elif scene.row is not None:
        shade = scene.shades[scene.row["risk_class"]]
        start = queries_risk.since(scene.history, view.region, view.month)
        aside = _("自 {month}起").format(month=texts.month(start)) if start else ""
        if not start and not shade.is_state:
            aside = _("有记录以来未变")
    else:
        aside = risk_words.counts(scene.rows, plan, scene.shades)
    if view.sector != ALL:
        only = _("只看{sector}").format(sector=risk_words.sector_name(plan, view.sector))
        aside = texts.clauses(x for x in (only, aside) if x)
    return shade, aside


def _no_points(scene: Scene) -> str:
    view = scene.view
    if view.sector != ALL:
        return risk_panel.nothing(_("没有符合条件的风险点"), _("可以把上方的行业领域改为“全部”，或另选地区"))
    return risk_panel.nothing(
        _("{month}没有风险点记录").format(month=texts.month(view.month)),
        _("没有记录不等于没有风险：请到数据接入核对风险点清单是否已经报来"),
    )


def matrix_card(scene: Scene) -> None:
    """Risk × performance, and whom to call in first."""
    plan, view = scene.plan, scene.view
    rows = queries.ranking(scene.board, view.month)
    found = risk_matrix.matrix(scene.rows, rows, plan)
    results = colours.scale(plan.ranking_scale)
    scope = _matrix_scope(scene)
    theme.markup(marks.card_head(_("风险 × 工作成效"), risk_matrix.matrix_finding(found, plan)))
    downloads.offer(matrix_exhibit(scene, found, results, texts.clauses(scope)), "risk_matrix")
    theme.markup(risk_matrix.matrix_html(found, plan, scene.shades, results, view.region))
    theme.markup(risk_matrix.urgent_html(found, plan, scene.shades, results, scene.cells))
    theme.markup(f'<p class="note">{safe(texts.clauses([_("底色越深越优先"), *scope]))}</p>')


def _matrix_scope(scene: Scene) -> list[str]:
    """What the two axes look at, where only one sector's risk is shown."""
    if scene.view.sector == ALL:
        return []
    sector = risk_words.sector_name(scene.plan, scene.view.sector)
    return [_("风险只看{sector}，成效为各地区总排名").format(sector=sector)]
