"""The figures of the chart as a table, newest first: value, what it is made of, a year before, the change."""

from __future__ import annotations

from collections.abc import Sequence

from board import address, texts
from board.charts import marks, trends_links, trends_text
from board.charts.marks import safe
from board.charts.trends_course import Trend
from board.texts import _

SMALL = "<small>"
"""What a share is made of, which a phone has no room for."""


def month_table(trend: Trend) -> str:
    """Rows of months; every figure leads to its definition and rows."""
    has_basis = trend.measure.denominator is not None
    points = _("同比（百分点）") if trend.measure.is_share else _("同比")
    heads = [("c-name", _("月份")), ("num", trends_text.window_head(trend.window))]
    heads += [("num far", _("分子/分母"))] if has_basis else []
    has_before = any(trend.before(month) in trend.course for month in trend.months)
    heads += [("num", _("上年同月")), ("num", points)] if has_before else []
    head = "".join(f'<th scope="col" class="{css}">{safe(text)}</th>' for css, text in heads)
    turned = {after.first for _before, after in trend.changes}
    rows = []
    for month in reversed(trend.months):
        css = ' class="turn"' if month in turned else ""
        name = f'<th scope="row">{safe(texts.month(month))}</th>'
        figure = trend.figure(month)
        if figure is None:
            tag = marks.tag(_("未报"), _("这个月没有报过，不按零计"), "hatched")
            rows.append(f'<tr{css}>{name}<td class="tr-none" colspan="{len(heads) - 1}">{tag}</td></tr>')
            continue
        cells = [_value(trend, month)]
        if has_basis:
            halves = zip(trend.measure.halves, (figure.numerator, figure.denominator), strict=True)
            told = "/".join(
                address.figure(safe(texts.number(n)), **trends_links.of_half(trend, half, month))
                for half, n in halves
            )
            cells.append(f"{SMALL}{told}</small>")
        if not has_before:
            rows.append(f"<tr{css}>{name}{_tds(cells)}</tr>")
            continue
        before = trend.before(month)
        cells.append(_value(trend, before) if trend.figure(before) is not None else _unknown())
        changed = trends_text.change(trend, month)
        cells.append(address.figure(changed, **_behind(trend, before)) if before in trend.course else changed)
        rows.append(f"<tr{css}>{name}{_tds(cells)}</tr>")
    label = safe(_("逐月数字"))
    return (
        f'<div class="tr-scroll" tabindex="0" role="region" aria-label="{label}"><table class="tr-months">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _tds(cells: Sequence[str]) -> str:
    return "".join(f'<td class="num{" far" if cell.startswith(SMALL) else ""}">{cell}</td>' for cell in cells)


def _value(trend: Trend, month: str) -> str:
    return address.figure(
        safe(trends_text.value(trend.measure, trend.figure(month))), **_behind(trend, month)
    )


def _behind(trend: Trend, month: str) -> dict[str, str]:
    return trends_links.of_value(trend.measure, trend.window, trend.unit, month)


def _unknown() -> str:
    return f'<span class="faint">{texts.UNKNOWN}</span>'
