"""Tables of the page of inspections: units by verdict, penalties, areas without a penalty, the register, methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from board import address, queries_inspections, texts
from board.charts import inspections_text, marks
from board.charts.inspections_scene import Scene
from board.charts.marks import safe
from board.charts.registers_table import table
from board.frame import ALL
from board.queries_inspections import METHODS, REGISTER, SIZES, Covered, Tally
from board.queries_ladder import ZERO_PENALTY
from board.texts import _
from rules.changes import Figure, difference
from rules.statistics import wilson

Heads = Sequence[tuple[str, str]]
"""Style class and text of each column's head."""


def row(name: str, cells: Sequence[str], heads: Heads, css: str = "") -> str:
    """One row: a name (markup) and its cells, each told with its head on a phone."""
    tds = "".join(
        f'<td class="{kind}" data-label="{safe(head)}">{cell}</td>'
        for (kind, head), cell in zip(heads[1:], cells, strict=True)
    )
    css = f' class="{css}"' if css else ""
    return f'<tr{css}><th scope="row">{name}</th>{tds}</tr>'


def _silent(name: str, heads: Heads, css: str, said: str) -> str:
    css = f' class="{css}"' if css else ""
    return (
        f'<tr{css}><th scope="row">{name}</th><td class="rg-none" colspan="{len(heads) - 1}">{said}</td></tr>'
    )


def _none(tally: Tally | None) -> str:
    """Why a unit has no figures: it has not reported, or it made no inspection."""
    if tally is None:
        return marks.tag(_("未报"), _("没有报过这张表，不按零计"), "hatched")
    return f'<span class="faint">{safe(_("没有检查"))}</span>'


# ---- beside the funnel


def funnel_table(scene: Scene) -> str:
    """Units, fewest problems per inspection first: inspections, problems, hits and where they stand."""
    heads = [("c-name", scene.unit), ("num", _("检查")), ("num", _("问题")), ("num", _("每次查出")), ("i-verdict", _("判断"))]  # fmt: skip
    known = {p.code: p for p in scene.points}
    rest = [code for code in scene.compared.units if code not in known]
    order = sorted(known, key=lambda code: known[code].rate) + rest
    rows = [_judged(scene, code, heads) for code in order]
    whole = scene.compared.whole
    foot = row(safe(scene.titles[ALL]), _counts(scene, ALL, whole, ""), heads) if whole else ""
    return table("i-list", heads, "".join(rows), foot)


def _judged(scene: Scene, code: str, heads: Heads) -> str:
    tally, name = scene.compared.units[code], safe(scene.titles[code])
    css = "chosen" if code == scene.chosen else ""
    if tally is None or not tally.inspections:
        return _silent(name, heads, css, _none(tally))
    verdict = scene.verdicts.get(code)
    said = (
        marks.tag(_("未报"), _("发现问题数没有上报，不判断"), "hatched")
        if verdict is None
        else _verdict_mark(_(inspections_text.VERDICTS[verdict]), inspections_text.TAGS[verdict])
    )
    if code in {point.code for point, _verdict in scene.idle}:
        said = marks.tag(_("检查多、查出少"), "", "solid") + " " + said.replace("tag solid", "tag outline")
    return row(name, _counts(scene, code, tally, said), heads, css)


def _verdict_mark(text: str, kind: str) -> str:
    return marks.tag(text, "", kind) if kind else f'<span class="faint">{safe(text)}</span>'


def _counts(scene: Scene, code: str, tally: Tally, said: str) -> list[str]:
    at = scene.at(code)
    return [
        address.figure(texts.number(tally.inspections), **scene.behind("inspections"), **at),
        address.figure(texts.number(tally.problems), **scene.behind("problems"), **at),
        f"<b>{address.figure(inspections_text.hits(tally.hits), **scene.behind('problems', 'inspections'), **at)}</b>",
        said,
    ]


# ---- penalties


def penalty_heads(scene: Scene) -> Heads:
    """The columns of the table of penalties."""
    return [
        ("c-name", scene.unit), ("num", _("查出问题的检查")), ("num", _("已整改")), ("num", _("处罚")),
        ("num", _("每百个问题处罚")), ("num", _("每百次检查处罚")), ("num", _("罚款（万元）")),
    ]  # fmt: skip


def penalty_table(scene: Scene) -> str:
    """Units in official order: how many inspections found something, what was mended, how often it was penalised."""
    heads = penalty_heads(scene)
    rows = []
    for code, tally in scene.compared.units.items():
        name, css = safe(scene.titles[code]), "chosen" if code == scene.chosen else ""
        if tally is None or not tally.inspections:
            rows.append(_silent(name, heads, css, _none(tally)))
        else:
            rows.append(row(name, _penalties(scene, code, tally), heads, css))
    whole = scene.compared.whole
    foot = row(safe(scene.titles[ALL]), _penalties(scene, ALL, whole), heads) if whole else ""
    return table("i-penalties", heads, "".join(rows), foot)


def _penalties(scene: Scene, code: str, tally: Tally) -> list[str]:
    at = scene.at(code)

    def share(value: float | None, column: str, over: str, *halves: float | None) -> str:
        told = texts.rate(value, *halves)
        return address.figure(told, **scene.behind(column), over=over, **at)

    def per_hundred(value: float | None, over: str) -> str:
        told = texts.number(None if value is None else 100 * value, 1)
        return address.figure(_faint(told, value), **scene.behind("penalties"), over=over, **at)

    fines = None if tally.penalty_yuan is None else tally.penalty_yuan / 10_000
    return [
        share(tally.found_share, "with_problems", "inspections", tally.with_problems, tally.inspections),
        share(tally.rectified_share, "rectified", "problems", tally.rectified, tally.problems),
        address.figure(
            _faint(texts.number(tally.penalties), tally.penalties), **scene.behind("penalties"), **at
        ),
        per_hundred(tally.per_problem, "problems"),
        per_hundred(tally.per_inspection, "inspections"),
        address.figure(_faint(texts.number(fines, 1), fines), **scene.behind("penalty_yuan"), **at),
    ]


def _faint(text: str, value: float | None) -> str:
    """Nought in bold, since it is what the table is read for; unknown in grey."""
    if value is None:
        return f'<span class="faint">{text}</span>'
    return f"<b>{text}</b>" if value == 0 else text


# ---- areas without a penalty, and those that find nothing


def zero_table(scene: Scene, rows: Sequence[Mapping[str, Any]]) -> str:
    """Units without one penalty, or without one problem, in the plan's window (``inspections_zero.found``)."""
    heads = [("c-name", scene.unit), ("num", _("检查")), ("num", _("查出问题")), ("c-kind", _("情形")),
             ("num", _("连续月数")), ("c-step c-clause", _("按方案"))]  # fmt: skip
    window = str(scene.plan.zero_penalty_window)
    body = []
    for item in rows:
        code, tally = item["code"], item["tally"]
        at = (
            {"region": ALL, "sector": ALL} | scene.at(code)
            if scene.by == "committee"
            else address.unit(scene.by, code)
        )
        count = {"measure": f"{queries_inspections.MART}.inspections", "window": window, **at}
        months = item["months"]
        lasting = (
            address.figure(texts.number(months), about="ladder", trigger=ZERO_PENALTY, **at)
            if months
            else texts.UNKNOWN
        )
        kinds = " ".join(marks.tag(text, "", kind) for text, kind in item["kinds"])
        body.append(
            row(
                safe(scene.titles[code]),
                [
                    address.figure(texts.number(tally.inspections), **count),
                    address.figure(
                        texts.number(tally.problems),
                        **{**count, "measure": f"{queries_inspections.MART}.problems"},
                    ),
                    kinds,
                    lasting,
                    item["step"],
                ],
                heads,
                "chosen" if code == scene.chosen else "",
            )
        )
    return table("i-zero", heads, "".join(body))


# ---- coverage of the register


@dataclass(frozen=True)
class Axis:
    """An axis of shares that is cut to where the intervals lie."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a share stands, in percent of the axis."""
        return 100 * (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    def head(self, markup: str) -> str:
        """A table whose last empty range head tells both ends."""
        ends = "".join(f"<i>{texts.target(end)}</i>" for end in (self.low, self.high))
        return markup.replace('class="c-range"></th>', f'class="c-range">{ends}</th>', 1)


def axis_of(shares: Iterable[tuple[float, float]], is_full: bool = False) -> Axis:
    """The axis that holds the intervals of shares (part, whole), to the tens; to 100 % where ``is_full``."""
    ends = [end for part, whole in shares if whole for end in wilson(part, whole)]
    low = floor(min([*ends, 0.9]) * 10) / 10
    return Axis(low, 1.0 if is_full else min(max(ceil(max([*ends, 0.1]) * 10) / 10, low + 0.1), 1.0))


def cover_table(scene: Scene, first: str, rows: Sequence[tuple[str, Covered]], whole: Covered) -> str:
    """Parts of the register: name (markup), enterprises, inspected, share with its interval and the year's target."""
    heads = [("c-name", first), ("num", _("在册")), ("num", _("已检查")), ("num", _("监督检查率")),
             ("c-range", "")]  # fmt: skip
    axis = axis_of(
        [(p.inspected, p.registered) for p in (whole, *(part for _name, part in rows))], is_full=True
    )
    body = [row(name, _covered(scene, part, whole, axis), heads) for name, part in rows]
    foot = row(safe(_("合计")), _covered(scene, whole, whole, axis), heads)
    return axis.head(table("i-cover", heads, "".join(body), foot))


def _covered(scene: Scene, part: Covered, whole: Covered, axis: Axis) -> list[str]:
    mart = SIZES if "headcount_band" in part.where else REGISTER
    where = {k: v for k, v in part.where.items() if k != "sector"}
    at = {"region": scene.region, "sector": str(part.where.get("sector", scene.sector))}
    asked = {"window": "month_end", **({"where": address.limits(**where)} if where else {}), **at}
    return [
        address.figure(texts.number(part.registered), measure=f"{mart}.registered", **asked),
        address.figure(texts.number(part.inspected), measure=f"{mart}.inspected_ytd", **asked),
        address.figure(
            texts.rate(part.share, part.inspected, part.registered),
            measure=f"{mart}.inspected_ytd", over="registered", **asked,
        ),
        range_mark(part.inspected, part.registered, whole.share, axis, part.target.value if part.target else None),
    ]  # fmt: skip


def range_mark(part: float, whole: float, all_: float | None, axis: Axis, target: float | None = None) -> str:
    """A share as a dot on its interval; filled where the interval leaves out the share of all."""
    if not whole:
        return ""
    low, high = wilson(part, whole)

    def at(value: float) -> str:
        return f"{axis.at(value):.1f}%"

    is_apart = all_ is not None and not low <= all_ <= high
    wide = f"{axis.at(high) - axis.at(low):.1f}%"
    told = safe(_("95% 区间 {interval}").format(interval=inspections_text.interval(part, whole)))
    lines = f'<u style="left:{at(all_)}"></u>' if all_ is not None else ""
    lines += f'<s style="left:{at(target)}"></s>' if target is not None else ""
    return (
        f'<span class="i-range" role="img" aria-label="{told}" title="{told}">{lines}'
        f'<b style="left:{at(low)};width:{wide}"></b>'
        f'<em class="{"full" if is_apart else ""}" style="left:{at(part / whole)}"></em></span>'
    )


# ---- methods


def method_table(scene: Scene, rows: Sequence[tuple[str, Tally]]) -> str:
    """Methods: how often, what they find, and whether they find more than the everyday one."""
    heads = [("c-name", _("检查方式")), ("c-bar", _("检查")), ("num", _("每次查出")), ("num", _("查出问题的占")),
             ("c-range", ""), ("c-mark", _("与日常检查比"))]  # fmt: skip
    most = max((tally.inspections for _code, tally in rows), default=0) or 1
    total = Tally(
        sum(t.inspections for _c, t in rows), _total(t.with_problems for _c, t in rows)
    )  # fmt: skip
    base = dict(rows).get("routine")
    axis = axis_of([(t.with_problems, t.inspections) for _c, t in rows if t.with_problems is not None])
    body = [
        row(
            safe(inspections_text.method_name(code, scene.names)),
            _method(scene, code, tally, most, total.found_share, base, axis),
            heads,
        )
        for code, tally in rows
    ]
    return axis.head(table("i-methods", heads, "".join(body)))


def _method(
    scene: Scene, code: str, tally: Tally, most: float, all_: float | None, base: Tally | None, axis: Axis
) -> list[str]:
    at = {"region": scene.region, "sector": scene.sector}

    def behind(column: str, per: str = "") -> dict[str, str]:
        return {**scene.behind(column, per, METHODS, method=code), **at}

    count = address.figure(texts.number(tally.inspections), **behind("inspections"))
    share = texts.rate(tally.found_share, tally.with_problems, tally.inspections)
    return [
        f'<span class="part"><span class="part-n">{count}</span>{marks.bar(100 * tally.inspections / most)}</span>',
        address.figure(inspections_text.hits(tally.hits), **behind("problems", "inspections")),
        address.figure(share, **behind("with_problems"), over="inspections"),
        range_mark(tally.with_problems, tally.inspections, all_, axis)
        if tally.with_problems is not None
        else "",
        _against(tally, base if code != "routine" else None),
    ]


def beyond(tally: Tally, base: Tally | None) -> int:
    """1 where a method finds something more often than another by more than chance, -1 less often, 0 neither."""
    if base is None or tally.with_problems is None or base.with_problems is None:
        return 0
    if not tally.inspections or not base.inspections:
        return 0
    low, high = difference(
        Figure(tally.with_problems, tally.inspections), Figure(base.with_problems, base.inspections)
    )  # fmt: skip
    return 1 if low > 0 else -1 if high < 0 else 0


def _against(tally: Tally, base: Tally | None) -> str:
    if base is None:
        return ""
    told = {1: (_("查出更多"), "solid"), -1: (_("查出更少"), "outline"), 0: (_("差不多"), "")}[
        beyond(tally, base)
    ]
    return _verdict_mark(*told)


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
