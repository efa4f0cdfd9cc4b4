"""假如权重改变: the ranking tried with other weights and class breaks. Never stored, never part of what goes out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from board import colours, downloads, texts, theme
from board.charts import marks, whatif_state, whatif_table
from board.charts.marks import Row, safe
from board.charts.whatif_state import Tried
from board.downloads import drawing
from board.downloads.drawing import Column
from board.downloads.exhibit import Exhibit
from board.frame import View
from board.texts import _
from rules.plan import Plan, RankingRule
from rules.whatif import Trial, changed_rule, shares


def show(view: View, rows: Sequence[Row]) -> None:
    """The card; ``rows`` are those of the ranking that is shown, published ones where they are."""
    plan, rule = view.board.plan, marks.rule_for(view.board.plan, view.month)
    if plan.ranking_rule(rule.valid_from) is None or not any(row["components"] for row in rows):
        return
    with st.container(key="card_whatif"):
        theme.markup(marks.card_head(_("假如权重改变"), _("换一套权重或分界，看谁会变色、谁会升降")))
        with st.expander(_("调整权重和分界"), expanded=whatif_state.is_asked()):
            theme.markup(
                f'<p class="wi-banner" role="status">{safe(_("试算，不作为晾晒依据"))}'
                f"<span>{safe(_('：不保存、不发布，也不进入通报。'))}</span></p>"
            )
            tried = whatif_state.controls(rule, plan)
            st.button(
                _("恢复现行权重"), key="wi_reset", on_click=whatif_state.reset, disabled=not tried.is_changed
            )
            _result(view, rows, rule, tried)


def _result(view: View, rows: Sequence[Row], rule: RankingRule, tried: Tried) -> None:
    if sum(tried.weights) <= 0:
        theme.empty(_("权重全为零，无法计分"), _("请至少给一项留出权重。"))
        return
    try:
        other = changed_rule(rule, tried.weights, tried.limits)
    except ValueError:
        theme.empty(_("分界没有由低到高"), _("请让每一道分界都高于前一道。"))
        return
    shades = colours.scale(view.board.plan.ranking_scale)
    trials = whatif_table.tried(rows, other)
    said = _("权重和分界未改，与现行排名一致")
    if tried.is_changed:
        said = whatif_table.finding(rows, trials, shades, view.unit)
    theme.markup(f'<p class="finding" role="status">{safe(_("试算结果："))}{safe(said)}</p>')
    theme.markup(whatif_table.table(rows, trials, (rule, other), shades, view.unit, view.by))
    theme.markup(
        f'<p class="note">{safe(_("计分、样本不足、否决和定色与正式排名用同一套算法，只换权重和分界；不算名次区间和颜色概率。"))}</p>'
    )
    if tried.is_changed:
        downloads.offer(exhibit(view, rows, trials, rule, tried), "whatif")


def exhibit(
    view: View, rows: Sequence[Row], trials: Sequence[Trial], rule: RankingRule, tried: Tried
) -> Exhibit:
    """The trial to take away: it says in its name, its title and its source that it is one."""
    plan = view.board.plan
    shades = colours.scale(plan.ranking_scale)

    def label(code: str) -> str:
        return texts.class_label(shades.get(code) or colours.shade(code))

    lines = [
        {
            _("试算"): _("试算，不作为晾晒依据"),
            view.unit: row["region"],
            _("现行{what}").format(what=_("名次")): row["rank"],
            _("现行{what}").format(what=_("颜色")): label(row["colour"]),
            _("现行{what}").format(what=_("得分")): row["score"],
            _("试算{what}").format(what=_("名次")): trial.rank,
            _("试算{what}").format(what=_("颜色")): label(trial.colour),
            _("试算{what}").format(what=_("得分")): trial.score,
        }
        for row, trial in zip(rows, trials, strict=True)
    ]
    title = _("假如权重改变的五色排名（试算，不作为晾晒依据）")
    source = texts.statements([texts.office_name(plan), _("试算，不作为晾晒依据")])
    return Exhibit(
        name=_("试算_五色排名"), title=texts.by_scale(title, plan), unit=_("分"), source=source, month=view.month,
        frame=pd.DataFrame(lines),
        filters={_("比较"): view.unit, _("试算权重"): weight_words(plan, rule, tried), _("试算分界"): texts.names(
            texts.plain(limit) for limit in tried.limits)},
        svg=lambda: _picture(view, lines), is_demo=view.board.is_demo, has_classes=True,
    )  # fmt: skip


def weight_words(plan: Plan, rule: RankingRule, tried: Tried) -> str:
    """The tried weights as shares: ``按期整改 26.1%、督促整改率 21.7%``."""
    return texts.names(
        f"{texts.indicator_short_title(plan.indicator(part.indicator))} {texts.rate(share)}"
        for part, share in zip(rule.components, shares(tried.weights), strict=True)
    )


def _picture(view: View, lines: Sequence[dict[str, object]]) -> str:
    heads = [head for head in lines[0] if head != _("试算")]
    cells = [
        [texts.UNKNOWN if v is None else texts.number(v, 1) if isinstance(v, float) else str(v) for v in (
            line[head] for head in heads)]
        for line in lines
    ]  # fmt: skip
    columns = [
        Column(
            (head,),
            max(drawing.text_width(text, drawing.BODY) for text in (head, *(c[n] for c in cells))) + 28,
        )
        for n, head in enumerate(heads)
    ]
    rows = [
        [drawing.words(text, weight=700 if n == 0 else 400) for n, text in enumerate(line)] for line in cells
    ]
    return drawing.table(columns, rows, note=_("试算，不作为晾晒依据"))
