"""The weights and class breaks that somebody tries: sliders, kept in the address (``w``, ``b``), never anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from board import colours, texts, theme
from board.texts import _
from rules.plan import Plan, RankingRule
from rules.whatif import shares

WEIGHTS, LIMITS = "w", "b"
SIGN = "-"
"""Between the numbers in the address: none of them is negative."""
_TOLD = "_told_whatif"
_OPENED = "_opened_whatif"


@dataclass(frozen=True)
class Tried:
    """What is tried: weights by component, limits by class, as the rule orders them."""

    weights: tuple[float, ...]
    limits: tuple[float, ...]
    is_changed: bool
    """Whether it is another rule than the declared one."""


def declared(rule: RankingRule) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The rule's own weights and limits."""
    return (
        tuple(part.weight for part in rule.components),
        tuple(step.below for step in rule.breaks if step.below is not None),
    )


def is_asked() -> bool:
    """Whether the address asks for a trial, or this session has begun one: then its card stands open."""
    if WEIGHTS in st.query_params or LIMITS in st.query_params:
        st.session_state[_OPENED] = True
    return bool(st.session_state.get(_OPENED))


def controls(rule: RankingRule, plan: Plan) -> Tried:
    """Draw the sliders and give what they say; the address follows them, and they follow an address that was sent."""
    own_weights, own_limits = declared(rule)
    most = max(100.0, 2 * max(own_weights)) if sum(own_weights) > 20 else 2 * sum(own_weights)
    keys = {
        WEIGHTS: [f"wi_{rule.version}_{part.indicator}" for part in rule.components],
        LIMITS: [f"wi_{rule.version}_{step.code}" for step in rule.breaks if step.below is not None],
    }
    _follow(rule, keys, most)
    weights = _weights(rule, plan, keys[WEIGHTS], most)
    limits = _limits(rule, plan, keys[LIMITS])
    # Compared as shares: 60 and 40 are the same rule as 30 and 20.
    same = all(abs(a - b) < 1e-9 for a, b in zip(shares(weights), shares(own_weights), strict=True))
    _tell(WEIGHTS, None if weights == own_weights else weights)
    _tell(LIMITS, None if limits == own_limits else limits)
    st.session_state[_TOLD] = _address()
    return Tried(weights, limits, not same or limits != own_limits)


def reset() -> None:
    """Back to the declared rule: the sliders follow the address in the next run."""
    for name in (WEIGHTS, LIMITS):
        st.query_params.pop(name, None)
    st.session_state[_TOLD] = None


def parse(text: str | None, count: int, most: float) -> tuple[float, ...] | None:
    """``count`` numbers of 0 to ``most`` as the address holds them; None where the text is anything else."""
    try:
        found = tuple(float(part) for part in (text or "").split(SIGN))
    except ValueError:
        return None
    return found if len(found) == count and all(0 <= number <= most for number in found) else None


def _address() -> tuple[str | None, str | None]:
    return st.query_params.get(WEIGHTS), st.query_params.get(LIMITS)


def _follow(rule: RankingRule, keys: dict[str, list[str]], most: float) -> None:
    """Set the sliders by an address that changed since this session last wrote it, or to the declared rule."""
    is_new = _address() != st.session_state.get(_TOLD)
    for name, own, top in zip((WEIGHTS, LIMITS), declared(rule), (most, _top(rule)), strict=True):
        asked = st.query_params.get(name)
        if not is_new and all(key in st.session_state for key in keys[name]):
            continue
        wanted = parse(asked, len(own), top)
        if asked is not None and wanted is None:
            theme.notice(
                _("地址里的“{name}={odd}”与本月规则不符，现按现行规则。").format(name=name, odd=asked[:30])
            )
        for key, number in zip(keys[name], wanted or own, strict=True):
            st.session_state[key] = float(number)


def _top(rule: RankingRule) -> float:
    return max(100.0, *declared(rule)[1]) if declared(rule)[1] else 100.0


def _tell(name: str, numbers: Sequence[float] | None) -> None:
    told = None if numbers is None else SIGN.join(f"{number:g}" for number in numbers)
    if told == st.query_params.get(name):
        return
    if told is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = told


def _weights(rule: RankingRule, plan: Plan, keys: Sequence[str], most: float) -> tuple[float, ...]:
    now = shares([float(st.session_state[key]) for key in keys])
    step = (
        1.0 if all(part.weight == int(part.weight) for part in rule.components) and most > 20 else most / 100
    )
    found = []
    with st.container(key="wi_weights"):
        for part, key, share in zip(rule.components, keys, now, strict=True):
            title = texts.indicator_short_title(plan.indicator(part.indicator))
            label = _("{title}：现行 {own} 分，试算占 {share}").format(
                title=title, own=texts.plain(part.weight), share=texts.rate(share)
            )
            found.append(st.slider(label, 0.0, most, step=step, key=key, format="%g"))
    return tuple(found)


def _limits(rule: RankingRule, plan: Plan, keys: Sequence[str]) -> tuple[float, ...]:
    shades = colours.scale(plan.ranking_scale)
    found = []
    with st.container(key="wi_limits"):
        for low, high, key in zip(rule.breaks, rule.breaks[1:], keys, strict=False):
            label = _("{low}与{high}的分界（现行 {own}）").format(
                low=texts.class_label(shades[low.code]), high=texts.class_label(shades[high.code]),
                own=texts.plain(low.below or 0),
            )  # fmt: skip
            found.append(st.number_input(label, 0.0, _top(rule), step=1.0, key=key, format="%g"))
    return tuple(found)
