"""How figures, dates, ranges and names read on screen: one place, so that no two pages write them differently.

Texts go through ``_`` with a literal Chinese text; ``N_`` marks one that is translated later (a table of
titles, say). After new texts: ``python -m board.i18n.update``, translate in ``board/i18n/en``, run it again.

What a plan names has an English name in its pack, not in the catalogue. Ask for it here, never for
``.name`` or ``.title``:

* ``region_name(region)``, ``sector_name(sector)``, ``committee_name(committee)``, ``whole_name(plan)``, ``office_name(plan)``
* ``indicator_title(indicator)``, ``indicator_short_title(...)``, ``indicator_definition(...)``
* ``class_short(shade)`` for a chip (红, R), ``class_cell(shade)`` for a cell (nothing for a state),
  ``class_label(shade)`` in a sentence (红, Red), ``class_name(scale_class)`` in full (红色, Red)
* ``veto_title(veto)``, ``step_name(step)``, ``clause(text)``, ``map_note(plan)``
* ``localised(rows, plan)``: rows of ``queries`` with their ``region`` and veto titles in the language in use
* ``region_names(plan)``, ``sector_names(plan)``: code -> name, ``*`` for all

Joins and punctuation: ``names`` (、), ``clauses`` (，), ``statements`` (；), ``sentence`` (。),
``brackets`` (（）), ``with_unit(figure, indicator.unit)``, ``unit_name(indicator.unit)``. Rates are shares from 0 to 1 and unrounded until they come here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Protocol

from board import clause_words, i18n
from database import DatabaseProblem
from rules.months import Month

if TYPE_CHECKING:
    from board.colours import Shade
    from rules.plan import Indicator, LadderStep, Plan, Region, ScaleClass, Sector, Veto
    from rules.programme import Committee

MINUS = "−"
TILDE = "～"
EN_DASH = "–"
UNKNOWN = "—"
ALL = "*"
_TENTH = Decimal("0.1")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _(text: str) -> str:
    """The text in the language in use."""
    return i18n.gettext(text)


def N_(text: str) -> str:
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


def is_english() -> bool:
    """Whether this run speaks English."""
    return i18n.language() == "en"


def _tenths(value: float, rounding: str = ROUND_HALF_UP) -> Decimal:
    # repr gives the shortest decimal that reads back as the float: 0.15 stays 0.15, not 0.1499999.
    return Decimal(repr(float(value))).quantize(_TENTH, rounding=rounding)


def _signed_minus(text: str) -> str:
    return text.replace("-", MINUS)


def number(value: float | None, digits: int = 0) -> str:
    """A count or figure with thousands commas and a true minus: ``1,268``."""
    if value is None or math.isnan(value):
        return UNKNOWN
    unit = Decimal(1).scaleb(-digits)
    return _signed_minus(f"{Decimal(repr(float(value))).quantize(unit, rounding=ROUND_HALF_UP):,}")


def rate(value: float | None, numerator: float | None = None, denominator: float | None = None) -> str:
    """A share as a percentage with one decimal.

    100% only where nothing is missing (numerator equals denominator, or the share is 1 and no
    halves are known), otherwise at most 99.9%; likewise 0% only where the numerator is nought.
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value * 100)
    whole = numerator >= denominator if numerator is not None and denominator is not None else value >= 1
    nought = numerator == 0 if numerator is not None else value == 0
    if whole and value >= 1:
        return "100%" if shown == 100 else f"{shown}%"
    if nought:
        return "0%"
    return f"{min(max(shown, Decimal('0.1')), Decimal('99.9'))}%"


def target(value: float | None) -> str:
    """A target share: no decimals when it has none (``95%``, ``99.5%``)."""
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value * 100)
    return f"{shown.normalize():f}%"


def score(value: float | None, breaks: Iterable[float] = ()) -> str:
    """A score with one decimal that never shows on the other side of a break.

    89.96 is below 90 and takes the class below it; it shows as 89.9, since 90.0 would deny that.
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value)
    for limit in breaks:
        if value < limit <= shown:
            shown = _tenths(value, ROUND_FLOOR)
        elif shown < limit <= value:
            shown = _tenths(value, ROUND_CEILING)
    return _signed_minus(str(shown))


def points(value: float | None) -> str:
    """Points of one part of a score, one decimal."""
    return score(value)


def plain(value: float) -> str:
    """A number as short as it can be: ``30``, ``12.5``."""
    return _signed_minus(f"{_tenths(value).normalize():f}")


def change(value: float | None) -> str:
    """A difference of scores with its sign: ``+8.4``, ``−1.5``, ``0.0``."""
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = _tenths(value)
    if shown == 0:
        return "0.0"
    return f"+{shown}" if shown > 0 else _signed_minus(str(shown))


def probability(value: float | None, limit: float | None = None) -> str:
    """A chance in whole percent, never 0% or 100%, and never rounded to ``limit`` from below."""
    if value is None or math.isnan(value):
        return UNKNOWN
    percent = int(Decimal(repr(float(value * 100))).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if limit is not None and value < limit <= percent / 100:
        percent = math.ceil(limit * 100) - 1
    if percent >= 100:
        return ">99%" if is_english() else "＞99%"
    if percent <= 0:
        return "<1%" if is_english() else "＜1%"
    return f"{percent}%"


def span(low: str, high: str) -> str:
    """A range: ``93.9%～96.3%``, in English with an en dash; one text where both ends read the same."""
    return low if low == high else f"{low}{EN_DASH if is_english() else TILDE}{high}"


def share(numerator: float | None, denominator: float | None) -> str:
    """A share with its basis: ``131/150``."""
    return f"{number(numerator)}/{number(denominator)}"


def month(text: str) -> str:
    """``2026-10`` as ``2026年10月``, in English ``Oct 2026``."""
    parsed = Month.parse(text)
    if is_english():
        return f"{_MONTHS[parsed.number - 1]} {parsed.year}"
    return f"{parsed.year}年{parsed.number}月"


def month_short(text: str) -> str:
    """``2026-10`` without its year: ``10月``, ``Oct``."""
    number_ = Month.parse(text).number
    return _MONTHS[number_ - 1] if is_english() else f"{number_}月"


def year(value: int | str) -> str:
    """A year as the head of something: ``2026年``, ``2026``."""
    return str(value) if is_english() else f"{value}年"


def day(value: str | date) -> str:
    """A day as ``2026年10月31日``, in English ``31 Oct 2026``."""
    parsed = date.fromisoformat(value) if isinstance(value, str) else value
    if is_english():
        return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"


def names(items: Iterable[str]) -> str:
    """A list of names: ``甲、乙、丙``, ``A, B, C``."""
    return (", " if is_english() else "、").join(items)


def clauses(items: Iterable[str]) -> str:
    """Parts of one sentence: joined by ``，``, in English by a semicolon, since its parts hold commas."""
    return ("; " if is_english() else "，").join(items)


def statements(items: Iterable[str]) -> str:
    """Statements of one kind: joined by ``；``."""
    return ("; " if is_english() else "；").join(items)


def sentence(text: str) -> str:
    """The text with its full stop; the next sentence can follow at once."""
    return f"{text}. " if is_english() else f"{text}。"


def told(error: DatabaseProblem) -> str:
    """What is wrong with a database, in this session's language."""
    return _(error.template).format(**error.values)


def brackets(text: str) -> str:
    """A remark in brackets: ``（甲）``, in English `` (A)`` with the space before it."""
    return f" ({text})" if is_english() else f"（{text}）"


def colon() -> str:
    """What stands between a head and what follows it."""
    return ": " if is_english() else "："


UNITS = (
    N_("起"), N_("人"), N_("人次"), N_("处"), N_("项"), N_("次"), N_("场"), N_("期"), N_("件"), N_("份"), N_("支"), N_("家"),
    N_("户"), N_("天"), N_("元"), N_("万元"),
)  # fmt: skip
"""Units that plan packs give their indicators: the packs name them in Chinese only."""


FORMS = "|"
"""Between the word for one and the word for more, in translations into languages that tell them apart."""


def form(text: str, count: float | str) -> str:
    """The form of a translated text for a count: ``region|regions`` gives ``1 region``, ``2 regions``."""
    one, _sign, more = text.partition(FORMS)
    return one if not more or str(count) in ("1", "1.0") else more


def unit_name(unit: str) -> str:
    """A unit of a plan pack: 起, accidents; ``%`` and unknown ones stay."""
    return form(_(unit), 2)


def with_unit(figure: str, unit: str) -> str:
    """A figure and a plan's unit: ``1,268 处``, ``1,268 hazards``, ``1 hazard``."""
    return f"{figure} {form(_(unit), figure)}"


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


_COUNTS = {
    2: ("两", "Two"), 3: ("三", "Three"), 4: ("四", "Four"), 5: ("五", "Five"), 6: ("六", "Six"),
    7: ("七", "Seven"), 8: ("八", "Eight"), 9: ("九", "Nine"), 10: ("十", "Ten"),
}  # fmt: skip
_COUNTED = re.compile("五色|四色|Five-colour|Four-colour")


def _name(item: _Named) -> str:
    return (item.name_en or item.name) if is_english() else item.name


def region_name(region: Region) -> str:
    """A region by its name: 巴东县, Badong."""
    return _name(region)


def region_short_name(region: Region) -> str:
    """A region's name for tight places: 巴东, Badong."""
    return _name(region) if is_english() else region.short


def sector_name(sector: Sector) -> str:
    """A sector by its name: 矿山, Mining."""
    return _name(sector)


def committee_name(committee: Committee) -> str:
    """A special committee by its name: 矿山专委会, Mining committee."""
    return _name(committee)


def step_name(step: LadderStep) -> str:
    """A step of the ladder: 约谈, Interview."""
    return _name(step)


def class_name(item: ScaleClass | Shade) -> str:
    """A class in full, as the plan names it: 红色, 重大风险, Red, Major risk."""
    return _name(item)


def class_short(shade: Shade) -> str:
    """What stands in a chip or cell: 红, R; the full word of a state."""
    if is_english():
        return shade.name_en if shade.is_state else shade.short_en
    return shade.label


def class_cell(shade: Shade) -> str:
    """The character of a class where there is room for no more: 红, R; nothing for a state."""
    if shade.is_state:
        return ""
    return shade.short_en if is_english() else shade.short


def class_label(shade: Shade) -> str:
    """What a sentence calls a class: 红, Red."""
    return shade.name_en if is_english() else shade.label


def whole_name(plan: Plan) -> str:
    """All regions together: 全州, Whole prefecture."""
    return plan.whole_en if is_english() else plan.whole


def office_name(plan: Plan) -> str:
    """The office that runs the board."""
    return plan.office_en if is_english() else plan.office


def plan_title(plan: Plan) -> str:
    """The plan's title."""
    return plan.title_en if is_english() else plan.title


def region_names(plan: Plan) -> dict[str, str]:
    """Code -> name of the plan's regions; ``*`` is all together."""
    return {ALL: whole_name(plan), **{r.code: region_name(r) for r in plan.regions}}


def sector_names(plan: Plan) -> dict[str, str]:
    """Code -> name of the plan's sectors; ``*`` is all together."""
    return {ALL: _("全部"), **{s.code: sector_name(s) for s in plan.sectors}}


def indicator_title(indicator: Indicator) -> str:
    """An indicator's title."""
    return indicator.title_en if is_english() else indicator.title


def plan_short_title(plan: Plan) -> str:
    """A plan in a few words: 恩施州治本攻坚."""
    return plan.short_title_en if is_english() else plan.short_title


def indicator_short_title(indicator: Indicator) -> str:
    """An indicator's title for a column's head."""
    return indicator.short_title_en if is_english() else indicator.short_title


def indicator_definition(indicator: Indicator) -> str:
    """What an indicator counts."""
    return indicator.definition_en if is_english() else indicator.definition


def is_share(indicator: Indicator) -> bool:
    """Whether an indicator's values are shares from 0 to 1, shown as percentages; a fall is a change, not a share."""
    return indicator.kind != "fall" and indicator.unit == "%"


def veto_title(veto: Veto) -> str:
    """What a veto looks at."""
    return veto.title_en if is_english() else veto.title


def by_scale(text: str, plan: Plan) -> str:
    """A heading that counts colours, with the plan's own count: 五色月历 is 六色月历 where the ranking has six."""
    ranking, risk = (_COUNTS.get(len(scale)) for scale in (plan.ranking_scale, plan.risk_scale))
    said = {}
    for counted, usual in ((ranking, _COUNTS[5]), (risk, _COUNTS[4])):
        if counted:
            said |= {f"{usual[0]}色": f"{counted[0]}色", f"{usual[1]}-colour": f"{counted[1]}-colour"}
    return _COUNTED.sub(lambda match: said.get(match[0], match[0]), text)


def map_note(plan: Plan) -> str:
    """The map's approval number, or what kind of map it is."""
    if plan.boundaries is None:
        return _("示意图 内部使用")
    return plan.boundaries.map_note_en if is_english() else plan.boundaries.map_note


def clause(text: str) -> str:
    """A clause of a plan, in English by the words of the plan in use: 措施16, Measure 16; 一（三）1, 1(3)1."""
    return clause_words.in_english(text) if is_english() else text


def localised(rows: Sequence[Mapping[str, Any]], plan: Plan, by: str = "region") -> list[dict[str, Any]]:
    """Rows of ``queries`` with names of units and vetoes in the language in use; copies.

    ``by`` says what the rows stand for: a committee may bear the code of a sector.
    """
    if not is_english():
        return [dict(row) for row in rows]
    units = {**region_names(plan), **{s.code: sector_name(s) for s in plan.sectors}}
    if by == "committee":
        units = {c.id: committee_name(c) for c in plan.programme.committees}
    titles = {veto.id: veto_title(veto) for rule in plan.ranking for veto in rule.vetoes}
    found = []
    for row in rows:
        copy = dict(row)
        if "region" in copy:
            copy["region"] = units.get(str(copy.get("region_code")), copy["region"])
        if "vetoes" in copy:
            copy["vetoes"] = [v | {"title": titles.get(v["id"], v.get("title", ""))} for v in copy["vetoes"]]
        if "indicator" in copy and "title" in copy:
            copy["title"] = indicator_title(plan.indicator(copy["indicator"]))
        found.append(copy)
    return found
