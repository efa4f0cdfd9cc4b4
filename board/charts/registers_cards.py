"""The cards of the page of registers: one register's figures, regions, course, kinds, indicators and newest rows."""

from __future__ import annotations

import streamlit as st

from board import address, downloads, queries_registers, queries_rows, texts, theme
from board.charts import marks, plots, registers_exhibits, registers_plot, registers_table, registers_text
from board.charts.marks import safe
from board.frame import ALL, View
from board.queries_method import Names
from board.queries_registers import Sheet
from board.registers import Rate, Register
from board.texts import _
from rules.months import Month

HEAD_FIGURES = 4
SHORT_TABLE = 12
"""With so many regions at most there is room below their table for another card."""


def show(view: View, register: Register, names: Names) -> None:
    """All cards of a register, or what to send where it was never loaded."""
    sheet = queries_registers.sheet(view.board, register, view.sector)
    if not sheet.has_reported(ALL, view.month):
        _empty(view, register, names, sheet)
        return
    _scope_note(view)
    _head_figures(view, sheet, names)
    is_short = len(view.board.plan.regions) <= SHORT_TABLE
    with st.container(key="rg_grid"):
        with st.container(key="rg_left"):
            _regions_card(view, sheet, names)
            if register.id == "visits":
                _duty_card(view)
            if is_short:
                _indicators_card(view, register)
        with st.container(key="rg_right"):
            _course_card(view, sheet, names)
            _kinds_card(view, register, names)
            if not is_short:
                _indicators_card(view, register)
            if register.id == "visits":
                _visit_cards(view)
    _rows_card(view, register, names)


def _empty(view: View, register: Register, names: Names, sheet: Sheet) -> None:
    """Nothing of this register: which file to send, with which columns; or from when on there is something."""
    title = names.of("table", "", register.id, texts.is_english())
    if sheet.since:
        first = min(sheet.since.values())
        told = _("最早的记录在{month}，请换一个月份。").format(month=texts.month(first))
        theme.empty(
            _("到{month}还没有报过“{table}”").format(month=texts.month(view.month), table=title), told
        )
        return
    required, others = queries_registers.headings(view.board, register.id)
    theme.problem_card(
        _("还没有载入过“{table}”").format(table=title),
        _("其他台账、排名和目标照常；没有报的不按零计。"),
        _(
            "请报送一份“{table}”，CSV 或 XLSX 都可以，第一行写列名。必须有的列：{required}。可以有的列：{others}。"
        ).format(table=title, required=texts.names(required), others=texts.names(others)),
    )


def _scope_note(view: View) -> None:
    plan = view.board.plan
    told = []
    if view.region != ALL:
        told.append(
            _("数字、走势、分类和明细为{region}的，地区表列出全部地区。").format(
                region=texts.region_names(plan)[view.region]
            )
        )
    if view.sector != ALL:
        told.append(_("只计{sector}领域的记录。").format(sector=texts.sector_names(plan)[view.sector]))
    if told:
        theme.notice("".join(told))


def _head_figures(view: View, sheet: Sheet, names: Names) -> None:
    """At most four: the records, the rates, then other measures; each with the month and the year before."""
    register = sheet.register
    denominators = {rate.denominator for rate in register.rates}
    others = [c for c in register.measures[1:] if c not in denominators]
    items: list[str | Rate] = [register.measures[0], *register.rates, *others]
    cells = "".join(
        _figure(view, sheet, item, names) if isinstance(item, str) else _rate_figure(view, sheet, item)
        for item in items[:HEAD_FIGURES]
    )
    theme.markup(f'<div class="rg-figures rg-{min(len(items), HEAD_FIGURES)}">{cells}</div>')


def _figure(view: View, sheet: Sheet, column: str, names: Names) -> str:
    register = sheet.register
    figure = sheet.so_far(column, view.month, view.region)
    shown = registers_text.amount(figure) if sheet.has_reported(view.region, view.month) else _("未报")
    below = []
    if not register.is_state(column) and Month.parse(view.month).number > 1:
        month = sheet.in_month(column, view.month, view.region)
        told = safe(_("当月 {n}").format(n=registers_text.amount(month)))
        below.append(address.figure(told, **{**register.behind(column), "window": "month"}))
    told = registers_text.comparison(sheet, column, view.month, view.region)
    below.append(address.figure(told, **register.behind(column), **_year_before(view)))
    return _tile(
        registers_text.measure(register, column, names),
        registers_text.period(register, column, view.month),
        address.figure(safe(shown), **register.behind(column)),
        below,
    )


def _rate_figure(view: View, sheet: Sheet, rate: Rate) -> str:
    numerator, denominator, value = sheet.share(rate, view.month, view.region)
    rows = sheet.register.behind(rate.numerator, rate.denominator)
    share = safe(texts.share(numerator, denominator))
    below = [address.figure(share, **rows)] if value is not None else []
    before = safe(registers_text.rate_comparison(sheet, rate, view.month, view.region))
    below.append(address.figure(before, **rows, **_year_before(view)))
    told = registers_text.period(sheet.register, rate.denominator, view.month)
    shown = address.figure(texts.rate(value, numerator, denominator), **rows)
    return _tile(_(rate.title), told, shown, below)


def _year_before(view: View) -> dict[str, str]:
    """The month that a figure is compared with."""
    return address.at(str(Month.parse(view.month) + -12))


def _tile(title: str, period: str, figure: str, below: list[str]) -> str:
    lines = "".join(f"<span>{text}</span>" for text in below)
    return (
        f'<div class="rg-figure"><p>{safe(title)} <nobr class="faint">{safe(period)}</nobr></p>'
        f"<strong>{figure}</strong><small>{lines}</small></div>"
    )


def _regions_card(view: View, sheet: Sheet, names: Names) -> None:
    plan = view.board.plan
    with st.container(key="card_rg_regions"):
        theme.markup(marks.card_head(_("各地区"), registers_text.table_finding(sheet, view.month, plan)))
        downloads.offer(registers_exhibits.of_regions(view, sheet, names), "rg_regions")
        theme.markup(registers_table.region_table(sheet, view.month, plan, names, view.region))
        register = sheet.register
        first = registers_text.period(register, register.measures[0], view.month)
        notes = [_("除注明外为{period}的数").format(period=first), _("未报的地区没有数，不按零计")]
        theme.markup(f'<p class="note">{safe(texts.sentence(texts.statements(notes)))}</p>')


def _course_card(view: View, sheet: Sheet, names: Names) -> None:
    register = sheet.register
    labels = {c: registers_text.measure(register, c, names) for c in register.measures}
    with st.container(key="card_rg_course"):
        head = st.container()
        column, odd = address.pick(
            "of",
            list(labels),
            lambda all_, key: st.selectbox(
                _("看哪个数"), all_, format_func=labels.__getitem__, key=key, width=240, label_visibility="collapsed",
            ),
            key=f"pick_of_{register.id}",
        )  # fmt: skip
        if odd is not None:
            theme.notice(
                _("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=odd[:20], shown=labels[column])
            )
        kind = _("月末数") if register.is_state(column) else _("当月数")
        place = texts.region_names(view.board.plan)[view.region]
        with head:
            said = texts.clauses([labels[column], kind, place])
            theme.markup(marks.card_head(_("逐月走势"), said))
            downloads.offer(registers_exhibits.of_course(view, sheet, column, names), "rg_course")
        figure = plots.of_view(
            view.board,
            ("register course", register.id, column, view.month, view.region, view.sector),
            lambda: registers_plot.course(sheet, column, view.month, view.region),
        )
        plots.show(figure, "rg_course_chart", said, registers_plot.CONFIG)
        behind = address.defined(safe(_("定义和台账行")), **register.behind(column))
        theme.markup(f'<p class="note">{behind}</p>')


def _kinds_card(view: View, register: Register, names: Names) -> None:
    parts = {
        column: queries_registers.by_kind(view.board, register, column, view.month, view.region, view.sector)
        for column in register.by
    }
    with st.container(key="card_rg_kinds"):
        first = registers_text.period(register, register.measures[0], view.month)
        theme.markup(marks.card_head(_("分类"), first))
        downloads.offer(registers_exhibits.of_kinds(view, register, parts, names), "rg_kinds")
        if not any(parts.values()):
            theme.markup(f'<p class="rg-nothing">{safe(_("没有记录"))}</p>')
            return
        plan = view.board.plan
        theme.markup(
            "".join(
                registers_table.kind_table(rows, c, register, names, plan)
                for c, rows in parts.items()
                if rows
            )
        )


def _indicators_card(view: View, register: Register) -> None:
    found = queries_registers.indicators(view.board, register, view.month, view.region, view.sector)
    if not found:
        return
    with st.container(key="card_rg_indicators"):
        told = _("{n} 项，点名称看定义和台账行").format(n=len(found))
        theme.markup(marks.card_head(_("方案用它计算的指标"), told))
        downloads.offer(registers_exhibits.of_indicators(view, register, found), "rg_indicators")
        theme.markup(registers_table.indicator_table(found))
        if view.sector != ALL:
            text = _("按行业领域的指标不分地区，也不判断状态")
            theme.markup(f'<p class="note">{safe(texts.sentence(text))}</p>')


def _duty_card(view: View) -> None:
    """Officials' duty records: much done and little come of it. Only where such records were ever sent."""
    found, talks, looks = queries_registers.duties(view.board, view.month, view.sector)
    if not found:
        return
    plan = view.board.plan
    regions = texts.region_names(plan)
    parts = []
    if talks:
        parts.append(
            _("会议多、解决少：{regions}").format(
                regions=texts.names(regions[c] for c in regions if c in talks)
            )
        )
    if looks:
        parts.append(
            _("检查多、查出少：{regions}").format(
                regions=texts.names(regions[c] for c in regions if c in looks)
            )
        )
    with st.container(key="card_rg_duty"):
        finding = texts.statements(parts) if parts else _("没有明显反差的地区")
        theme.markup(marks.card_head(_("干部履职成效"), finding))
        downloads.offer(registers_exhibits.of_duty(view, found, talks, looks), "rg_duty")
        theme.markup(registers_table.duty_table(found, talks, looks, plan, view.region))
        links = [
            address.defined(safe(texts.indicator_title(i)), indicator=i.id)
            + safe(texts.brackets(texts.clause(i.clause)))
            for i in plan.indicators
            for half in [i.halves()[0]]
            if half.mart == "visit_month" and half.where.get("kind") == "official"
        ]
        told = _(
            "今年以来；会议（检查）次数高于各地区中位数而解决问题（查出隐患）数低于中位数的，作提示，比法为安委会自定"
        )
        about = f"{safe(_('方案中的指标'))}{texts.colon()}{texts.names(links)}" if links else ""
        theme.markup(f'<p class="note">{safe(texts.sentence(told))}{about}</p>')


def _visit_cards(view: View) -> None:
    """For each of the plan's rules on visits: the posts that did not reach it, by region."""
    regions = texts.region_names(view.board.plan)
    for rule in queries_registers.visit_rules(view.board, view.month):
        short = {
            code: posts - reached
            for code, (reached, posts) in rule.rows.items()
            if code != ALL and reached is not None and posts and posts > reached
        }
        most = sorted(short, key=lambda code: -short[code])[: registers_text.MOST_NAMES]
        told = texts.names(f"{regions[c]} {texts.number(short[c])}" for c in most)
        total = sum(short.values())
        finding = texts.form(_("{n} 个岗位当月不足 {least} 次"), total).format(
            n=texts.number(total), least=texts.plain(rule.least)
        )
        if short:
            finding = texts.clauses([finding, _("最多的是{regions}").format(regions=told)])
        with st.container(key=f"card_rg_visits_{rule.indicator.id}"):
            theme.markup(marks.card_head(texts.indicator_title(rule.indicator), finding))
            downloads.offer(registers_exhibits.of_visits(view, rule), f"rg_visits_{rule.indicator.id}")
            theme.markup(registers_table.visit_table(rule, view.board.plan, view.region))
            link = address.defined(safe(_("定义和台账行")), indicator=rule.indicator.id)
            clause = safe(
                texts.sentence(_("条款 {clause}").format(clause=texts.clause(rule.indicator.clause)))
            )
            theme.markup(f'<p class="note">{clause}{link}</p>')


def _rows_card(view: View, register: Register, names: Names) -> None:
    if not queries_rows.can_trace(view.board, register.mart):
        return
    count = queries_registers.row_count(view.board, register, view.month, view.region, view.sector)
    with st.container(key="card_rg_rows"):
        period = registers_text.period(register, register.measures[0], view.month)
        told = _("{period} {n} 条，新的在前").format(period=period, n=texts.number(count))
        theme.markup(marks.card_head(_("明细"), told if count else _("没有记录")))
        if not count:
            return
        downloads.offer(registers_exhibits.of_rows(view, register, count, names), "rg_rows")
        page = _page(-(-count // queries_rows.PAGE))
        rows = queries_registers.newest(view.board, register, view.month, view.region, view.sector, page)
        theme.markup(registers_table.rows_table(rows, register, names, view.board.plan))


def _page(pages: int) -> int:
    """Which page, from a control in the address; nought where there is one only."""
    if pages < 2:
        return 0
    chosen, _odd = address.pick(
        "page",
        [str(n + 1) for n in range(pages)],
        lambda all_, key: st.selectbox(
            _("页"), all_, key=key, width=190, label_visibility="collapsed",
            format_func=lambda n: _("第 {n} 页，共 {all} 页").format(n=n, all=pages),
        ),
        key="pick_rg_page",
    )  # fmt: skip
    return int(chosen) - 1
