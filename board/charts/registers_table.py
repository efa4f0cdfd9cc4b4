"""Tables of the page of registers: regions by measures, kinds, indicators, duty records, rows, the plan's reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from board import address, texts
from board.charts import marks, method_words, registers_text
from board.charts.marks import safe
from board.queries_method import Names
from board.queries_registers import Duty, Judged, Sheet, VisitRule
from board.queries_targets import ALL
from board.registers import Register
from board.texts import N_, _
from rules.months import Month
from rules.plan import Plan
from rules.programme import Report

STATUS = {
    "met": N_("已达到"), "on_course": N_("进度正常"), "behind": N_("进度滞后"), "missed": N_("未达到"),
    "no_data": N_("无数据"),
}  # fmt: skip


def table(css: str, heads: Sequence[tuple[str, str]], body: str, foot: str = "") -> str:
    """A table of figures; heads are (style class, text), ``body`` and ``foot`` whole rows as markup."""
    css += " rg-en" if texts.is_english() else ""
    head = "".join(f'<th scope="col" class="{name}">{safe(text)}</th>' for name, text in heads)
    foot = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f'<div class="table-wrap"><table class="rg {css}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody>{foot}</table></div>"
    )


def _cell(label: str, text: str, css: str = "num") -> str:
    return f'<td class="{css}" data-label="{safe(label)}">{text}</td>'


def unreported() -> str:
    """The tag of a region that has sent nothing."""
    return marks.tag(_("未报"), _("没有报过这张表，不按零计"), "hatched")


def region_table(sheet: Sheet, month: str, plan: Plan, names: Names, chosen: str) -> str:
    """Regions by measures over the year so far; a region that never reported says 未报, never 0."""
    register = sheet.register
    heads = [_head(register, column, names, month) for column in register.measures]
    heads += [_(rate.title) for rate in register.rates]
    rows = []
    for region in plan.regions:
        if not region.exists_in(Month.parse(month)):
            continue
        css = ' class="chosen"' if region.code == chosen else ""
        name = f'<th scope="row">{safe(texts.region_name(region))}</th>'
        if not sheet.has_reported(region.code, month):
            rows.append(f'<tr{css}>{name}<td class="rg-none" colspan="{len(heads)}">{unreported()}</td></tr>')
            continue
        rows.append(f"<tr{css}>{name}{_figures(sheet, month, region.code, heads)}</tr>")
    whole = (
        f'<tr><th scope="row">{safe(texts.whole_name(plan))}</th>{_figures(sheet, month, ALL, heads)}</tr>'
    )
    return table("rg-regions", [("c-name", _("地区")), *(("num", h) for h in heads)], "".join(rows), whole)


def _head(register: Register, column: str, names: Names, month: str) -> str:
    name = registers_text.measure(register, column, names)
    if register.states and not register.is_state(column):
        return name + texts.brackets(_("今年"))
    return name


def _figures(sheet: Sheet, month: str, region: str, heads: Sequence[str]) -> str:
    found = []
    for column in sheet.register.measures:
        figure = sheet.so_far(column, month, region)
        text = registers_text.amount(figure)
        text = f'<span class="faint">{text}</span>' if not figure else text
        found.append(address.figure(text, **sheet.register.behind(column), region=region))
    for rate in sheet.register.rates:
        numerator, denominator, value = sheet.share(rate, month, region)
        text = texts.rate(value, numerator, denominator)
        found.append(
            address.figure(text, **sheet.register.behind(rate.numerator, rate.denominator), region=region)
        )
    return "".join(_cell(label, text) for label, text in zip(heads, found, strict=True))


def kind_table(
    rows: Sequence[tuple[str, dict[str, float | None]]],
    column: str,
    register: Register,
    names: Names,
    plan: Plan,
) -> str:
    """Values of a grain column: the first measure with a bar, then the rates, or the second measure without any."""
    most = max((amounts[register.measures[0]] or 0.0 for _value, amounts in rows), default=0.0) or 1.0
    others = [c for c in register.measures[1:2] if not register.rates]
    heads = [
        ("c-name", registers_text.dimension(column, names)),
        ("c-bar", registers_text.measure(register, register.measures[0], names)),
        *(("num", registers_text.measure(register, c, names)) for c in others),
        *(("num", _(rate.title)) for rate in register.rates),
    ]
    body = []
    for code, amounts in rows:
        name = safe(registers_text.value(column, code, names, plan))
        records = amounts[register.measures[0]] or 0.0
        where = address.limits(**{column: code})

        def linked(text: str, *columns: str, where: str = where) -> str:
            return address.figure(text, **register.behind(*columns), where=where)

        first = linked(registers_text.amount(records), register.measures[0])
        bar = (
            f'<span class="part"><span class="part-n">{first}</span>{marks.bar(100 * records / most)}</span>'
        )
        tds = "".join(_cell("", linked(registers_text.amount(amounts[c]), c)) for c in others)
        for rate in register.rates:
            numerator, denominator = amounts[rate.numerator], amounts[rate.denominator]
            share = numerator / denominator if numerator is not None and denominator else None
            basis = f' title="{texts.share(numerator, denominator)}"' if share is not None else ""
            shown = linked(texts.rate(share, numerator, denominator), rate.numerator, rate.denominator)
            tds += f'<td class="num"{basis}>{shown}</td>'
        body.append(f'<tr><th scope="row">{name}</th><td class="c-bar">{bar}</td>{tds}</tr>')
    return table("rg-kinds", heads, "".join(body))


def indicator_table(found: Sequence[Judged]) -> str:
    """The plan's indicators made from the register: value, the year's target, status, clause."""
    heads = [
        ("c-name", _("指标")), ("num", _("数值")), ("num", _("目标")), ("c-status", _("状态")), ("c-clause", _("条款")),
    ]  # fmt: skip
    body = []
    for one in found:
        indicator = one.indicator
        name = address.defined(safe(texts.indicator_title(indicator)), indicator=indicator.id)
        own = ""
        if one.target is not None and one.target.origin == "committee":
            own = " " + marks.tag(_("安委会自定"), "", "rg-own")
        status = marks.tag(_(STATUS[one.status]), "", f"rg-{one.status}") if one.target and one.status else ""
        body.append(
            f'<tr><th scope="row">{name}</th>{_cell(_("数值"), address.figure(_value(one), indicator=indicator.id))}'
            f"{_cell(_('目标'), address.figure(_target(one), indicator=indicator.id) + own)}{_cell(_('状态'), status, 'c-status')}"
            f"{_cell(_('条款'), safe(texts.clause(indicator.clause)), 'c-clause')}</tr>"
        )
    return table("rg-indicators", heads, "".join(body))


def _value(one: Judged) -> str:
    if one.value is None:
        return texts.UNKNOWN
    if one.indicator.kind == "fall":
        return safe(f"{texts.change(-100 * one.value)}%")
    if texts.is_share(one.indicator):
        basis = safe(texts.share(one.numerator, one.denominator))
        return f"<nobr>{texts.rate(one.value, one.numerator, one.denominator)}</nobr> <small>{basis}</small>"
    return f"<nobr>{safe(texts.with_unit(texts.number(one.value), one.indicator.unit))}</nobr>"


def _target(one: Judged) -> str:
    if one.target is None:
        return f'<span class="faint">{texts.UNKNOWN}</span>'
    if one.indicator.kind == "fall":
        shown = (
            _("降 {share}").format(share=texts.target(one.target.value)) if one.target.value else _("下降")
        )
        return safe(shown)
    return safe(
        texts.target(one.target.value) if texts.is_share(one.indicator) else texts.plain(one.target.value)
    )


DUTY = tuple(
    {
        "measure": f"visit_month.{column}",
        "where": f"kind:official;activity:{activity}",
        "window": "year_to_date",
    }
    for column, activity in (
        ("visits", "meeting"),
        ("solved", "meeting"),
        ("visits", "check"),
        ("raised", "check"),
    )
)
"""What the columns of the duty records count, as ``queries_registers.duties`` does."""


def duty_table(
    found: Mapping[str, Duty], talks: frozenset[str], looks: frozenset[str], plan: Plan, chosen: str
) -> str:
    """Officials' meetings with what they solved, checks with what they found; those that stand out are marked."""
    heads = [
        ("c-name", _("地区")), ("num", _("会议")), ("num", _("解决问题")), ("num", _("检查")), ("num", _("查出隐患")),
        ("c-mark", _("提示")),
    ]  # fmt: skip
    body = []
    for region in plan.regions:
        css = ' class="chosen"' if region.code == chosen else ""
        name = f'<th scope="row">{safe(texts.region_name(region))}</th>'
        duty = found.get(region.code)
        if duty is None:
            body.append(f'<tr{css}>{name}<td class="rg-none" colspan="5">{unreported()}</td></tr>')
            continue
        told = [marks.tag(_("会议多、解决少"), "", "solid")] if region.code in talks else []
        told += [marks.tag(_("检查多、查出少"), "", "solid")] if region.code in looks else []
        figures = zip(
            [text for _css, text in heads[1:5]],
            (duty.meetings, duty.solved, duty.checks, duty.found),
            DUTY,
            strict=True,
        )
        tds = "".join(
            _cell(label, address.figure(registers_text.amount(n), **counted, region=region.code))
            for label, n, counted in figures
        )
        body.append(f'<tr{css}>{name}{tds}<td class="c-mark">{" ".join(told)}</td></tr>')
    return table("rg-duty", heads, "".join(body))


def visit_table(rule: VisitRule, plan: Plan, chosen: str) -> str:
    """Posts by region: how many reached the plan's number of visits in the month, how many did not."""
    heads = [
        ("c-name", _("地区")),
        ("num", _("岗位")),
        ("num", _("达到次数")),
        ("num", _("不足")),
        ("num", _("达到率")),
    ]
    body = []
    for region in plan.regions:
        if rule.indicator.regions and region.code not in rule.indicator.regions:
            continue
        css = ' class="chosen"' if region.code == chosen else ""
        body.append(f"<tr{css}>{_visits(rule, region.code, texts.region_name(region), heads)}</tr>")
    foot = f"<tr>{_visits(rule, ALL, texts.whole_name(plan), heads)}</tr>" if ALL in rule.rows else ""
    return table("rg-visits", heads, "".join(body), foot)


def _visits(rule: VisitRule, code: str, name: str, heads: Sequence[tuple[str, str]]) -> str:
    th = f'<th scope="row">{safe(name)}</th>'
    rows = {"indicator": rule.indicator.id, "region": code, "sector": ALL}
    reached, posts = rule.rows.get(code, (None, None))
    if reached is None or not posts:
        return f'{th}<td class="rg-none" colspan="4">{unreported()}</td>'
    short = posts - reached
    texts_ = (
        texts.number(posts), texts.number(reached),
        f"<b>{texts.number(short)}</b>" if short else '<span class="faint">0</span>',
        texts.rate(reached / posts, reached, posts),
    )  # fmt: skip
    half = {0: {"half": "denominator"}}
    cells = zip(heads[1:], texts_, strict=True)
    return th + "".join(
        _cell(label, address.figure(text, **rows, **half.get(n, {})))
        for n, ((_css, label), text) in enumerate(cells)
    )


def rows_table(rows: Sequence[dict[str, Any]], register: Register, names: Names, plan: Plan) -> str:
    """The newest rows: number, region, day, kinds, what they say, figures, and where they stand in which file."""
    regions = texts.region_names(plan)
    figures = [c for c in register.measures[1:] if any(row["amounts"][c] for row in rows)]
    heads = [
        ("", _("编号")), ("", _("地区")), ("", _("日期")),
        *(("", registers_text.dimension(c, names)) for c in register.by),
        ("c-told", _("内容")),
        *(("num", registers_text.measure(register, c, names)) for c in figures),
        ("c-file", _("文件和行")),
    ]  # fmt: skip
    body = []
    for row in rows:
        sheet = f" {row['sheet']}" if row["sheet"] else ""
        place = _("{file} 第 {row} 行").format(file=f"{row['file']}{sheet}", row=row["row"])
        kinds = "".join(
            f"<td>{safe(registers_text.value(c, row['kinds'][c], names, plan))}</td>" for c in register.by
        )
        amounts = "".join(
            _cell(registers_text.measure(register, c, names), registers_text.amount(row["amounts"][c]))
            for c in figures
        )
        body.append(
            f'<tr><th scope="row">{safe(row["row_id"])}</th><td>{safe(regions.get(row["region_code"], row["region_code"]))}</td>'
            f'<td>{safe(row["row_date"] or texts.UNKNOWN)}</td>{kinds}<td class="c-told">{safe(row["told"] or "")}</td>'
            f'{amounts}<td class="c-file">{safe(place)}</td></tr>'
        )
    return table("rg-rows", heads, "".join(body))


def report_table(reports: Sequence[Report], checked: Sequence[str], names: Names) -> str:
    """What the plan asks to be reported: from whom, when, in which tables, by which clause."""
    heads = [
        ("c-name", _("报送事项")), ("", _("报送单位")), ("", _("期限")), ("", _("表")), ("c-clause", _("条款")),
    ]  # fmt: skip
    body = []
    for report in reports:
        tables = texts.names(names.of("table", "", t, texts.is_english()) for t in report.tables)
        if report.id not in checked:
            tables = _("书面材料，不在这里核对")
        own = ""
        if report.origin == "committee":
            own = " " + marks.tag(
                _(method_words.ORIGINS["committee"]), _("方案没有写明期限，由安委会自定"), "rg-own"
            )
        body.append(
            f'<tr><th scope="row">{safe(registers_text.report_title(report))}</th>'
            f"{_cell(_('报送单位'), safe(report.from_whom), '')}{_cell(_('期限'), safe(registers_text.due_rule(report)), '')}"
            f"{_cell(_('表'), safe(tables), '')}{_cell(_('条款'), safe(texts.clause(report.clause)) + own, 'c-clause')}</tr>"
        )
    return table("rg-reports", heads, "".join(body))
