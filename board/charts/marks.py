"""Small marks that tables, calendars and cards share: chips, tags, bars, sparklines."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from board import colours, texts
from board.colours import Shade
from board.texts import _
from rules import statistics
from rules.months import Month
from rules.plan import Indicator, Plan, RankingRule

Row = Mapping[str, Any]


def safe(value: object) -> str:
    """Any data as text that can't become markup."""
    return escape(str(value), quote=True)


def half_width(text: str) -> int:
    """Width of a name in half characters: a Chinese character is as wide as two Latin letters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def css_class(code: str) -> str:
    """The style class that carries a shade's tokens (see ``board.theme``)."""
    return "k-" + re.sub(r"[^A-Za-z0-9]+", "-", code)


def runner_up(row: Row) -> tuple[str, float] | None:
    """The second most likely colour and its chance where the first is not settled, else None."""
    if row["colour"] in colours.STATES:
        return None
    known = row.get("colour_probability") or {}
    return statistics.runner_up(row["colour"], known, bool(row.get("vetoes")), _stable_from(row))


def chance(row: Row) -> str:
    """How likely a row's colour is, in words that never say stable of a colour that is not."""
    return texts.probability(row["colour_probability"].get(row["colour"]), _stable_from(row))


def chances(row: Row, shades: Mapping[str, Shade]) -> tuple[str, ...]:
    """``绿 58%``, ``蓝 42%`` where a colour is not settled, else its own chance alone: ``92%``."""
    second = runner_up(row)
    if not second:
        return (chance(row),)
    own, other = (texts.class_label(shades[code]) for code in (row["colour"], second[0]))
    return f"{own} {chance(row)}", f"{other} {texts.probability(second[1])}"


def _stable_from(row: Row) -> float:
    return row.get("stable_from", RankingRule.model_fields["stable_from"].default)


def is_sure(row: Row) -> bool:
    """Whether a movement is a fact: beyond chance, or brought about by a veto that came or went."""
    return bool(row.get("change_beyond_chance") or row.get("vetoes") or row.get("veto_ended"))


def value(value: float | None, indicator: Indicator, part: Row) -> str:
    """The value of a part of a score in the unit of its indicator; ``part`` holds its halves."""
    if texts.is_share(indicator):
        return texts.rate(value, part["numerator"], part["denominator"])
    return texts.with_unit(texts.number(value, 1), indicator.unit) if value is not None else texts.UNKNOWN


def interval_span(part: Row, indicator: Indicator) -> str:
    """The 95 % interval of a part's value, ``93.9%～96.3%``; empty where nothing is known of its chance."""
    if part.get("low") is None or part.get("high") is None:
        return ""
    if texts.is_share(indicator):
        # The bounds are estimates, so 100% may stand there without ten of ten.
        return texts.span(*(f"{texts.number(part[end] * 100, 1)}%" for end in ("low", "high")))
    return texts.span(*(texts.number(part[end], 1) for end in ("low", "high")))


def interval_words(part: Row, indicator: Indicator) -> str:
    """The same with its level: ``，95% 区间 93.9%～96.3%``; empty without one."""
    span = interval_span(part, indicator)
    return _("，95% 区间 {span}").format(span=span) if span else ""


def mark_classes(shade: Shade, second: str | None, is_vetoed: bool) -> str:
    """Style classes of a coloured mark: class, corner of the second colour, inner frame of a veto."""
    found = css_class(shade.code)
    if second:
        found += f" corner s-{css_class(second)[2:]}"
    return found + (" veto" if is_vetoed else "")


def chip(shade: Shade, second: str | None = None, is_vetoed: bool = False, revised: str = "") -> str:
    """A class as a chip: its colour and its name, never one alone; ``revised`` says what changed since published."""
    classes = mark_classes(shade, second, is_vetoed) + (" revised" if revised else "")
    return f'<span class="chip {classes}">{safe(texts.class_short(shade))}{revision(revised)}</span>'


REVISED_SIGN = " ○"
"""Beside a name on a map, where the dot has to be a character."""


def revision(said: str) -> str:
    """The white dot of a figure that was changed after it was published; nothing where ``said`` is empty."""
    if not said:
        return ""
    return f'<i class="rev" role="img" title="{safe(said)}" aria-label="{safe(said)}"></i>'


def tag(text: str, hint: str = "", kind: str = "dotted") -> str:
    """A neutral tag; ``dotted`` for too few cases, ``hatched`` for not reported, ``outline``, ``solid``."""
    title = f' title="{safe(hint)}"' if hint else ""
    return f'<span class="tag {kind}"{title}>{safe(text)}</span>'


def bar(filled: float, track: float = 100) -> str:
    """A slate bar: ``filled`` percent of a track that is ``track`` percent of its place."""
    return f'<span class="track"><i style="width:{track:.0f}%"><b style="width:{filled:.1f}%"></b></i></span>'


_SYLLABLE = re.compile(r"([aeiou]+(?:n(?![aeiou])g?(?![aeiou]))?)(?=[b-df-hj-np-tv-z]+[aeiou])")


def breakable(name: str, longest: int) -> str:
    """A name as markup: a Latin word of more letters may break between two syllables, with a hyphen.

    A remark in brackets goes to the next line as a whole.
    """
    words = (
        _SYLLABLE.sub(r"\1&shy;", safe(word)) if len(word) > longest else safe(word)
        for word in name.split(" ")
    )
    return " ".join(words).replace("（", "<wbr>（")


def card_head(title: str, finding: str, right: str = "") -> str:
    """Head of a card: what it is, what it says, and a key or note at the right edge (markup)."""
    side = f'<div class="head-right">{right}</div>' if right else ""
    return f'<div class="card-head"><h2>{safe(title)}</h2><p class="finding">{safe(finding)}</p>{side}</div>'


def rule_for(plan: Plan, month: str) -> RankingRule:
    """The rule of a month; before the first one, the first: columns and breaks of an empty month."""
    return plan.ranking_rule(Month.parse(month)) or min(plan.ranking, key=lambda rule: rule.valid_from)


def break_labels(rule: RankingRule) -> dict[str, str]:
    """What each class means, said from the rule's own limits: ``低于 60，或否决``."""
    vetoed = {veto.code for veto in rule.vetoes}
    labels: dict[str, str] = {}
    low: float | None = None
    for item in rule.breaks:
        if item.below is None:
            text = _("全部") if low is None else _("{low} 及以上").format(low=texts.plain(low))
        elif low is None:
            text = _("低于 {limit}").format(limit=texts.plain(item.below))
        else:
            text = texts.span(texts.plain(low), texts.plain(item.below))
        labels[item.code] = text + (_("，或否决") if item.code in vetoed else "")
        low = item.below
    return labels


def limits(rule: RankingRule) -> list[float]:
    """The scores at which one class ends and the next begins."""
    return [b.below for b in rule.breaks if b.below is not None]


def _key_text(shade: Shade, label: str) -> str:
    # A letter alone is no colour's name: the English key says the word too.
    return f"{texts.class_label(shade)}, {label}" if texts.is_english() else label


def scale_key(rule: RankingRule, shades: Mapping[str, Shade]) -> str:
    """Chips with the score range of each class."""
    parts = [
        f'<span class="key-item">{chip(shades[code])} {safe(_key_text(shades[code], label))}</span>'
        for code, label in break_labels(rule).items()
    ]
    return f'<div class="key">{"".join(parts)}</div>'


def sparkline(values: Sequence[float | None], low: float, lines: Iterable[float], label: str) -> str:
    """Scores of the last months as a small picture on the common scale ``low`` to 100."""
    width, height, pad = 124, 30, 5
    step = (width - 2 * pad) / max(len(values) - 1, 1)

    def at(index: int, value: float) -> tuple[float, float]:
        share = (value - low) / (100 - low) if low < 100 else 1
        return pad + index * step, height - pad - share * (height - 2 * pad)

    ink, rule = colours.neutral("ink"), colours.neutral("line")
    slate = colours.neutral("slate")
    parts = [
        f'<path d="M0 {at(0, line)[1]:.1f}H{width}" stroke="{rule}"/>' for line in lines if low <= line <= 100
    ]
    pen, last = "", None
    for index, value in enumerate(values):
        if value is None:
            last = None
            continue
        x, y = at(index, value)
        pen += f"{'L' if last else 'M'}{x:.1f} {y:.1f}"
        last = (x, y)
    parts.append(f'<path d="{pen}" fill="none" stroke="{slate}" stroke-width="1.7" stroke-linejoin="round"/>')
    if last:
        parts.append(f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="3.4" fill="{ink}"/>')
    # A picture element: the page's HTML sanitiser drops inline SVG.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="spark" style="width:{width / 15:.4g}rem;height:{height / 15:.4g}rem" alt="{safe(label)}" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def scored(figure: str) -> str:
    """Points of a score with their unit: ``4.2 分``."""
    return _("{figure} 分").format(figure=figure)


def picture_role(drawn: str) -> str:
    """``role`` of a drawing: one that holds links is a group of them, since a picture's parts are not read out."""
    return "group" if "<a " in drawn else "img"


def note_line(left: str, right: str) -> str:
    """Notes below a picture: what it shows at the left, what it may be used for at the right."""
    return f'<p class="note map-note"><span>{safe(left)}</span><span>{safe(right)}</span></p>'
