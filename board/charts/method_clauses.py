"""The plan's own text as the pack holds it: measures, lists, conflicts, figures, and what the committee set itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from board import downloads, texts, theme
from board.charts import marks
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import View
from board.texts import N_, _
from rules.plan import Plan

STATEMENTS = {"percent": N_("百分数"), "count": N_("数量"), "date": N_("日期")}
PARTS = {"body": N_("正文"), "annex": N_("附件")}


def show_clauses(view: View) -> None:
    """Measures with their tasks and indicators, lists, conflicts, figures of the text."""
    plan = view.board.plan
    programme = plan.programme
    if not programme.measures and not programme.statements:
        theme.markup(
            f'<div class="problem"><h2>{safe(_("方案包里还没有逐条的条款"))}</h2><dl><dt>{safe(_("情况与办法"))}</dt>'
            f"<dd>{safe(_('在方案包里加上 programme.yml 和 tasks.yml，条款、任务和冲突就会列在这里。'))}</dd></dl></div>"
        )
        return
    if programme.conflicts:
        with st.container(key="card_mt_conflicts"):
            said = _("{n} 处，未裁定前从严执行").format(n=len(programme.conflicts))
            theme.markup(marks.card_head(_("正文与附件不一致"), said) + _conflicts(plan))
            downloads.offer(_conflict_exhibit(view), "method_conflicts")
    with st.container(key="card_mt_measures"):
        said = _("{n} 条措施，{tasks} 项任务").format(n=len(programme.measures), tasks=len(programme.tasks))
        theme.markup(marks.card_head(_("措施"), said) + _measures(plan))
    if programme.lists:
        with st.container(key="card_mt_lists"):
            theme.markup(
                marks.card_head(_("清单"), _("{n} 张").format(n=len(programme.lists))) + _lists(plan)
            )
    if programme.statements:
        with st.container(key="card_mt_statements"):
            theme.markup(marks.card_head(_("原文里的数字和日期"), _counts(plan)) + _statements(plan))


def _title(item: object) -> str:
    return str(getattr(item, "title_en" if texts.is_english() else "title"))


def _conflicts(plan: Plan) -> str:
    rows = []
    for c in plan.programme.conflicts:
        subject = c.subject_en if texts.is_english() else c.subject
        sides = "".join(
            f'<td class="{"mt-used" if c.used == part else ""}"><span class="mt-clause">{safe(texts.clause(side.clause))}</span> '
            f"{safe(side.says)}</td>"
            for part, side in (("body", c.body), ("annex", c.annex))
        )
        rows.append(f'<tr><th scope="row">{safe(subject)}</th>{sides}<td>{safe(_(PARTS[c.used]))}</td></tr>')
    head = "".join(f"<th>{safe(h)}</th>" for h in (_("事项"), _("正文"), _("附件"), _("暂按")))
    return f'<table class="mt"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _conflict_exhibit(view: View) -> Exhibit:
    rows = [
        {
            _("事项"): c.subject_en if texts.is_english() else c.subject, _("正文条款"): c.body.clause, _("正文"): c.body.says,
            _("附件条款"): c.annex.clause, _("附件"): c.annex.says, _("暂按"): _(PARTS[c.used]), _("说明"): c.note,
        }
        for c in view.board.plan.programme.conflicts
    ]  # fmt: skip
    return Exhibit(
        name=_("待裁定条款"), title=_("正文与附件不一致"), unit="", source=texts.plan_title(view.board.plan),
        month=view.month, frame=pd.DataFrame(rows), is_demo=view.board.is_demo,
    )  # fmt: skip


def _measures(plan: Plan) -> str:
    programme = plan.programme
    actions = {a.id: a for a in programme.actions}
    tasks: dict[str | None, int] = {}
    for task in programme.tasks:
        tasks[task.measure] = tasks.get(task.measure, 0) + 1
    other = {m.id: m for m in programme.measures}
    rows, last = [], object()
    for measure in programme.measures:
        if measure.action != last and measure.action in actions:
            rows.append(
                f'<tr class="mt-group"><th colspan="4">{safe(_title(actions[measure.action]))}</th></tr>'
            )
        last = measure.action
        matches = texts.names(texts.clause(other[m].clause) for m in measure.matches)
        rows.append(
            f'<tr><td class="mt-clause">{safe(texts.clause(measure.clause))}</td><th scope="row">{safe(_title(measure))}</th>'
            f'<td class="num">{tasks.get(measure.id, 0) or texts.UNKNOWN}</td><td>{safe(matches)}</td></tr>'
        )
    has_two = any(m.matches for m in programme.measures)
    heads = (_("条款"), _("措施"), _("任务数"), _("对应条款") if has_two else "")
    head = "".join(f'<th class="{"num" if n == 2 else ""}">{safe(h)}</th>' for n, h in enumerate(heads))
    return f'<table class="mt"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _lists(plan: Plan) -> str:
    parts = []
    for entry in plan.programme.lists:
        items = "".join(
            f"<li>{safe(_title(i))} <i>{safe(texts.clause(i.clause))}</i></li>" for i in entry.items
        )
        own = (
            f" {marks.tag(_('自定'), _('方案没有写明，由安委会自定'), 'outline')}"
            if entry.origin == "committee"
            else ""
        )
        parts.append(f"<section><h3>{safe(_title(entry))}{own}</h3><ul>{items}</ul></section>")
    return f'<div class="mt-columns">{"".join(parts)}</div>'


def _counts(plan: Plan) -> str:
    found = {kind: sum(s.times for s in plan.programme.statements if s.kind == kind) for kind in STATEMENTS}
    return texts.clauses(f"{_(STATEMENTS[k])} {n}" for k, n in found.items() if n)


def _statements(plan: Plan) -> str:
    holders = _holders(plan)
    rows = "".join(
        f'<tr><td class="mt-clause">{safe(texts.clause(s.clause))}</td><th scope="row">{safe(s.text)}{f" × {s.times}" if s.times > 1 else ""}</th>'
        f"<td>{safe(_(STATEMENTS[s.kind]))}</td>"
        f"<td>{safe(texts.names(holders.get(h, h) for h in s.held_by[:3]) + (_('等') if len(s.held_by) > 3 else '') if s.held_by else _('未列入：{why}').format(why=s.left_out))}</td></tr>"
        for s in plan.programme.statements
    )
    head = "".join(f"<th>{safe(h)}</th>" for h in (_("条款"), _("原文"), _("种类"), _("落在")))
    return (
        f'<details class="mt-more"><summary>{safe(_("展开 {n} 条").format(n=len(plan.programme.statements)))}</summary>'
        f'<table class="mt"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>'
    )


def _holders(plan: Plan) -> dict[str, str]:
    """What an id of the pack is called."""
    programme = plan.programme
    items = [*plan.programme.tasks, *programme.phases, *programme.reports, *programme.lists, *programme.actions,
             *programme.measures, *programme.consequences]  # fmt: skip
    found = {item.id: _title(item) for item in items}
    return found | {i.id: texts.indicator_title(i) for i in plan.indicators}


def show_own(view: View) -> None:
    """What no text gives and the committee set: shown as its own, apart from what the plan says."""
    plan = view.board.plan
    groups = _own(plan)
    with st.container(key="card_mt_own"):
        said = _("{n} 项，可由安委会调整，改动即成新版本").format(n=sum(len(g) for g in groups.values()))
        theme.markup(marks.card_head(_("安委会自定"), said))
        for title, lines in groups.items():
            if lines:
                rows = "".join(
                    f'<tr><th scope="row">{safe(a)}</th><td>{safe(b)}</td><td class="mt-clause">{safe(c)}</td></tr>'
                    for a, b, c in lines
                )
                theme.markup(f'<h3>{safe(title)}</h3><table class="mt"><tbody>{rows}</tbody></table>')


def _own(plan: Plan) -> dict[str, list[tuple[str, str, str]]]:
    def line(name: str, told: str, clause: str) -> tuple[str, str, str]:
        return name, told, texts.clause(clause)

    targets = [
        line(texts.indicator_title(i), f"{texts.year(t.year)} {texts.target(t.value) if i.unit == '%' else texts.plain(t.value)}", t.clause)
        for i in plan.indicators for t in i.targets if t.origin == "committee"
    ]  # fmt: skip
    rules = [
        line(_("排名规则 {version}").format(version=r.version), _("权重、分数线、否决"), r.clause)
        for r in plan.ranking if r.origin == "committee"
    ] + [
        line(_("风险分级规则 {version}").format(version=r.version), _("严重程度、分级界限"), r.clause)
        for r in plan.risk if r.origin == "committee"
    ]  # fmt: skip
    programme = plan.programme
    dated = [
        line(_title(t), texts.names(t.owners), t.clause) for t in programme.tasks if t.origin == "committee"
    ]
    reports = [line(_title(r), r.from_whom, r.clause) for r in programme.reports if r.origin == "committee"]
    bodies = [
        line(c.name_en if texts.is_english() else c.name, c.office, c.clause)
        for c in programme.committees
        if c.origin == "committee"
    ]
    return {
        _("规则"): rules, _("目标与门槛"): targets, _("报送日"): reports, _("专委会"): bodies,
        _("任务的时限或责任单位"): dated,
    }  # fmt: skip


def show_sources(view: View, tables: list[tuple[str, int, int, int, str, str]]) -> None:
    """Where the plan's wording, names, map and figures come from."""
    plan = view.board.plan
    kinds = {
        "official": _("正式印发"),
        "draft": _("征求意见稿"),
        "digest": _("新闻摘编"),
        "example": _("示例"),
    }
    text = [
        (_("方案"), texts.plan_title(plan)), (_("发布单位"), plan.text.issuer), (_("文本性质"), kinds[plan.text.kind]),
        (_("发布日期"), texts.day(plan.text.published) if plan.text.published else texts.UNKNOWN), (_("说明"), plan.text.note),
    ]  # fmt: skip
    what = {
        "regions": _("地区名称"),
        "sectors": _("行业领域"),
        "committees": _("专委会"),
        "offices": _("责任单位"),
    }
    text += [(what[n.what], n.note) for n in plan.programme.names]
    with st.container(key="card_mt_text"):
        theme.markup(
            marks.card_head(
                _("方案文本与名称"), _("方案包 {id}，校验码 {sum}").format(id=plan.id, sum=plan.checksum)
            )
            + _dl(text)
        )
    with st.container(key="card_mt_map"):
        if plan.boundaries is None:
            theme.markup(marks.card_head(_("地图"), _("没有边界，以方块示意")))
        else:
            lines = [
                (_("图注"), texts.map_note(plan)),
                (_("来源"), plan.boundaries.source),
                (_("许可"), plan.boundaries.licence),
            ]
            theme.markup(marks.card_head(_("地图"), texts.map_note(plan)) + _dl(lines))
    with st.container(key="card_mt_data"):
        rows = "".join(
            f'<tr><th scope="row">{safe(name)}</th><td class="num">{texts.number(files)}</td><td class="num">{texts.number(kept)}</td>'
            f'<td class="num">{texts.number(refused)}</td><td>{safe(f"{first} – {last}" if first else texts.UNKNOWN)}</td></tr>'
            for name, files, kept, refused, first, last in tables
        )
        heads = (_("表"), _("文件"), _("采用行"), _("退回行"), _("报送月份"))
        head = "".join(
            f'<th class="{"num" if 0 < n < 4 else ""}">{safe(h)}</th>' for n, h in enumerate(heads)
        )
        board = view.board
        said = _("数据版本 {build}，{made} 生成").format(build=board.build_id, made=board.built_at[:16])
        theme.markup(
            marks.card_head(_("数据"), said)
            + f'<table class="mt"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )


def _dl(lines: list[tuple[str, str]]) -> str:
    return (
        '<dl class="mt-def">'
        + "".join(f"<dt>{safe(a)}</dt><dd>{safe(b)}</dd>" for a, b in lines if b)
        + "</dl>"
    )
