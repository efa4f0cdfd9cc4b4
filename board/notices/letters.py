"""Single papers of the plan's ladder: a letter, notice or interview about one region, sector or committee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from board import queries, queries_escalations, texts
from board.charts import escalation_text, ladder_figures
from board.i18n import speaking
from board.notices import paper
from board.notices.content import Content, Section
from board.notices.paper import BadPaper
from board.notices.parts import letter as parts
from board.notices.parts.letter_figures import KINDS, Addressed, Row, trigger_name
from board.notices.scene import Scene, month_name, paragraph
from board.notices.span import parse
from board.opening import Board
from board.queries_ladder import SLOW, ZERO_PENALTY
from rules.plan import LadderStep, Plan

MOST_NAMES = 8


@dataclass(frozen=True)
class DueLetter:
    """A step that is due to a unit in a month."""

    by: str
    unit: str
    unit_name: str
    step: str
    step_name: str
    triggers: tuple[str, ...]
    reason: str
    """``橙色连续 3 个月，连续满 3 个月``, in the language in use."""


def due(board: Board, month: str, by: str = "region") -> list[DueLetter]:
    """Which steps are due to whom in a published month, the strongest first; a unit's triggers with one step together.

    Raises NotPublished, UnknownUnit.
    """
    scene = _scene(board, month)
    names, steps = ladder_figures.trigger_names(scene.plan), escalation_text.steps(scene.plan)
    found: dict[tuple[str, str], list[Row]] = {}
    for row in queries_escalations.due(scene.board, month, by):
        found.setdefault((row["step"], row["code"]), []).append(row)
    return [
        DueLetter(
            by, code, texts.localised(rows, scene.plan, by)[0]["region"], step, texts.step_name(steps[step]),
            tuple(row["trigger"] for row in rows),
            texts.statements(
                texts.clauses([
                    names[row["trigger"]], ladder_figures.lasting(row["months_in_a_row"]),
                    *([escalation_text.why(row, scene.plan)] if row["counted"] != row["trigger"] else []),
                ])
                for row in rows
            ),
        )
        for (step, code), rows in found.items()
    ]  # fmt: skip


def build(
    board: Board, step: str, period: str, unit: str, by: str = "region", day: date | None = None,
    edits: Mapping[str, str] | None = None,
) -> Content:  # fmt: skip
    """The letter by which a step of the ladder reaches a unit (code or name) for a published month (YYYY-MM).

    ``day`` is the letter's date, the day of publication where none is given; the answer is due ``answer_days`` after
    it. Only a step that is due is drafted, or a milder one, of which the remarks tell: which it is an office decides.
    Raises BadPaper, BadPeriod, NotPublished, UnknownUnit, DatabaseProblem.
    """
    with speaking("zh"):
        scene = _scene(board, period, day)
        plan = scene.plan
        chosen = next((s for s in plan.ladder if step in (s.id, s.name)), None)
        if chosen is None:
            known = "、".join(f"{s.id}（{s.name}）" for s in plan.ladder)
            raise BadPaper(
                "方案 {plan} 没有“{asked}”这一步，可选 {known}", plan=plan.id, asked=step, known=known or "无"
            )
        code, name = _unit(scene, by, unit)
        rows = _for(scene, chosen, by, code, name)
        return _content(scene, chosen, by, code, name, rows, dict(edits or {}))


def _scene(board: Board, period: str, day: date | None = None) -> Scene:
    span = parse(board.plan, "month", period)
    return Scene(paper.opened(board, span), span, day=day)


def _unit(scene: Scene, by: str, asked: str) -> tuple[str, str]:
    """Code and name of a unit that is asked for by either, or by another name of it."""
    units = queries.units(scene.board, by)
    plan = scene.plan
    names: dict[str, str] = {}
    for one in (*plan.regions, *plan.sectors) if by != "committee" else ():
        names |= dict.fromkeys((*one.names(), one.code), one.code)
    for committee in plan.programme.committees if by == "committee" else ():
        names |= dict.fromkeys((committee.name, *committee.aliases, committee.id), committee.id)
    code = next((c for c, name in units if asked in (c, name)), names.get(asked, ""))
    for known, name in units:
        if known == code:
            return known, name if by != "sector" or name.endswith("领域") else f"{name}领域"
    raise BadPaper(
        "没有“{asked}”这个{kind}，可选 {known}",
        asked=asked,
        kind=KINDS[by],
        known="、".join(n for _c, n in units),
    )


def _for(scene: Scene, step: LadderStep, by: str, code: str, name: str) -> list[Row]:
    """Rows of the escalation list that the step may be sent for: due by it, or by a stronger one. Raises BadPaper."""
    order = [s.id for s in scene.plan.ladder]
    rows = [dict(r) for r in scene.rows("escalations", by=by) if r["region_code"] == code]
    stronger = [
        r for r in rows
        if r["trigger"] in step.applies_to and order.index(r["step"]) > order.index(step.id)
    ]  # fmt: skip
    found = [r for r in rows if r["step"] == step.id] or stronger
    if found:
        return found
    met = [r for r in scene.rows("triggers", by=by) if r["region_code"] == code]
    meets = "、".join(_meets(scene, r, rows) for r in met) or "没有可判断的情形"
    due = [str(r["region"]) for r in scene.rows("escalations", by=by) if r["step"] == step.id]
    due = list(dict.fromkeys(due))
    named = "、".join(due[:MOST_NAMES]) + (f"等{len(due)}个" if len(due) > MOST_NAMES else "")
    for_whom = "、".join(trigger_name(scene, t) for t in _known(scene.plan, step)) or "由安委会逐案认定的情形"
    raise BadPaper(
        "{name}{period}还不到“{step}”，不能起草：{name}是{meets}；“{step}”用于{for_whom}，这个月应“{step}”的{kind}：{due}。"
        "各单位应到哪一步见 python -m board show escalations --plan {plan} --month {month} --by {by} --release {month}",
        name=name, period=scene.span.told, step=step.name, meets=meets, for_whom=for_whom, kind=KINDS[by],
        due=named or "没有", plan=scene.plan.id, month=scene.month, by=by,
    )  # fmt: skip


def _known(plan: Plan, step: LadderStep) -> list[str]:
    """Triggers of a step that figures can show; others are the committee's to find."""
    shown = [*(c.code for c in plan.ranking_scale), SLOW, ZERO_PENALTY]
    return [t for t in step.applies_to if t in shown]


def _meets(scene: Scene, row: Row, rows: Sequence[Row]) -> str:
    """红色（连续3个月，应“约谈”）."""
    steps = {s.id: s.name for s in scene.plan.ladder}
    own = next((f"，应“{steps[r['step']]}”" for r in rows if r["trigger"] == row["trigger"]), "")
    return f"{trigger_name(scene, row['trigger'])}（连续{row['months_in_a_row']}个月{own}）"


def _content(
    scene: Scene, step: LadderStep, by: str, code: str, name: str, rows: list[Row], edits: dict[str, str]
) -> Content:  # fmt: skip
    plan, letter, day = scene.plan, scene.notices.letter(step.id), scene.paper_day
    answer_due = day + timedelta(days=step.answer_days) if step.answer_days else None
    words = {
        **paper.fillings(scene), "unit": name, "step": step.name, "clause": step.clause, "reason": _reason(scene, rows),
        **({"answer_due": parts.day_told(answer_due)} if answer_due else {}),
    }  # fmt: skip
    to = Addressed(by, code, name, step, letter, tuple(rows), day, words, answer_due)
    made = [(one, tuple(parts.PARTS[one.part](scene, to, one.name))) for one in letter.sections]
    sections = [Section(one.part, one.name, blocks) for one, blocks in made if blocks]
    recipients = letter.recipients_of.get(by, letter.recipients)  # type: ignore[call-overload]
    content = paper.finished(
        scene, sections, [], paragraph("lead", letter.opening.format(**words)),
        paragraph("closing", letter.closing.format(**words)) if letter.closing else None, edits,
        paper=paper.LETTER, paper_name=step.name, title=letter.title.format(**words),
        recipients=recipients.format(**words), day=day, form_note=letter.form_note.format(**words),
        stem=f"{plan.short_title}_{step.name}_{name}_{scene.span.text}", unit=code, unit_name=name, step=step.id,
    )  # fmt: skip
    return replace(content, remarks=(*content.remarks, *_remarks(scene, step, to)))


def _reason(scene: Scene, rows: Sequence[Row]) -> str:
    """连续3个月列为橙色、进展缓慢: what goes into the title."""
    found: dict[str, list[str]] = {}
    for row in rows:
        months = row["months_in_a_row"]
        since = f"连续{months}个月" if months > 1 else f"{month_name(scene.month)}"
        told = trigger_name(scene, row["trigger"])
        found.setdefault(since, []).append(told if row["trigger"] in (SLOW, ZERO_PENALTY) else f"列为{told}")
    return "、".join(since + "、".join(told) for since, told in found.items())


def _remarks(scene: Scene, step: LadderStep, to: Addressed) -> list[str]:
    """That a stronger step is due than the one chosen, or another one beside it."""
    steps = {s.id: s.name for s in scene.plan.ladder}

    def told(rows: Sequence[Row]) -> str:
        return "、".join(f"{trigger_name(scene, r['trigger'])}应“{steps[r['step']]}”" for r in rows)

    if any(row["step"] != step.id for row in to.triggers):
        return [
            f"按连续月数，{to.name}因{told(to.triggers)}；本文按较轻的“{step.name}”起草，用哪一步由发文单位决定。"
        ]
    own = {row["trigger"] for row in to.triggers}
    beside = [row for row in to.of(scene, "escalations") if row["trigger"] not in own]
    return [f"{to.name}另因{told(beside)}，由发文单位另行起草或合并。"] if beside else []
