"""零处罚 and 只检查不处罚: who inspected in the plan's window and penalised nobody, or found nothing at all."""

from __future__ import annotations

from typing import Any

from board import address, queries_inspections, queries_ladder, texts
from board.charts import inspections_text
from board.charts.inspections_scene import Scene
from board.charts.marks import safe
from board.queries_inspections import Tally
from board.queries_ladder import ZERO_PENALTY
from board.texts import _
from rules.escalation import step_due
from rules.plan import LadderStep


def found(scene: Scene) -> list[dict[str, Any]]:
    """One entry a unit, longest first: ``code, tally, months`` (in a row, 0 where it is no zero-penalty unit),
    ``kinds`` (text and kind of each tag) and ``step`` (markup: what the plan provides).

    A unit whose penalties nobody reported is not among them: nothing is known of it.
    """
    made = queries_inspections.compared(
        scene.board, scene.month, scene.plan.zero_penalty_window, scene.by
    ).units
    months = {
        str(row["region_code"]): int(row["months_in_a_row"])
        for row in queries_ladder.ladder(scene.board, scene.month, scene.by)
        if row["trigger"] == ZERO_PENALTY
    }
    rows = []
    for code, tally in made.items():
        if tally is None or not tally.inspections:
            continue
        kinds = [(_("零处罚"), "solid")] if code in months else []
        kinds += [(_("一个问题也没查出"), "outline")] if tally.problems == 0 else []
        if kinds:
            lasting = months.get(code, 0)
            rows.append(
                {"code": code, "tally": tally, "months": lasting, "kinds": kinds,
                 "step": _step(scene, lasting) if lasting and steps(scene) else texts.UNKNOWN}
            )  # fmt: skip
    return sorted(rows, key=lambda item: (-item["months"], -item["tally"].inspections))


def unknown(scene: Scene) -> list[str]:
    """Names of units that inspected and never say how often they penalised."""
    made = queries_inspections.compared(
        scene.board, scene.month, scene.plan.zero_penalty_window, scene.by
    ).units
    return [
        scene.titles[c]
        for c, t in made.items()
        if isinstance(t, Tally) and t.inspections and t.penalties is None
    ]


def steps(scene: Scene) -> list[LadderStep]:
    """What the plan's ladder provides for units without a penalty, in its order."""
    return [step for step in scene.plan.ladder if ZERO_PENALTY in step.applies_to]


def _step(scene: Scene, months: int) -> str:
    """The step that is due, with its clause, as markup."""
    classes = [item.code for item in scene.plan.ranking_scale]
    due = step_due(scene.plan.ladder, classes, ZERO_PENALTY, {ZERO_PENALTY: months})
    if due is None:
        return f'<span class="faint">{safe(_("未到期"))}</span>'
    clause = safe(texts.brackets(texts.clause(due.step.clause)))
    return f"{safe(texts.step_name(due.step))}<small>{clause}</small>"


def finding(scene: Scene, rows: list[dict[str, Any]]) -> str:
    """Who is called in, and by what the plan says."""
    zero = [scene.titles[item["code"]] for item in rows if item["months"]]
    none = [scene.titles[item["code"]] for item in rows if item["tally"].problems == 0]
    parts = []
    if zero:
        names = inspections_text.named(zero, scene.unit)
        provided = steps(scene)
        said = _("{names}有检查而没有一次处罚").format(names=names)
        if provided:
            way = " → ".join(texts.step_name(step) for step in provided)
            said = texts.clauses([said, _("按方案须{steps}").format(steps=way)])
        parts.append(said)
    if none:
        names = inspections_text.named(none, scene.unit)
        parts.append(_("{names}检查了却一个问题也没查出").format(names=names))
    return texts.statements(parts) if parts else _("没有零处罚的{unit}").format(unit=scene.unit)


def notes(scene: Scene) -> str:
    """What is looked at, and who cannot be judged; markup."""
    window = _(inspections_text.WINDOWS[scene.plan.zero_penalty_window])
    told = [_("按{window}的累计看，处罚没有上报的不判断").format(window=window)]
    silent = unknown(scene)
    if silent:
        told.append(_("处罚数未报：{names}").format(names=texts.names(silent)))
    if not steps(scene):
        told.append(_("方案的阶梯没有为零处罚规定措施"))
    if scene.by == "region" and scene.sector != "*":
        told.append(_("这里不分行业领域"))
    said = safe(texts.sentence(texts.statements(told)))
    if scene.is_presentation or not steps(scene):
        return said
    href = safe(address.link("ranking", by=scene.by))
    return f'{said}<a class="def" href="{href}" target="_self">{safe(_("函告发没发，见督促清单"))}</a>'
