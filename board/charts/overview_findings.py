"""The five headline findings: what changed this month, each a figure, a sentence, and the page that tells more."""

from __future__ import annotations

from board import address, texts
from board.charts import overview_outlook, overview_turned
from board.charts.overview_facts import Facts
from board.charts.overview_measures import Measure, measures, people, states
from board.charts.overview_sentence import Finding, big, said
from board.charts.overview_words import MOST_NAMES, keep, name_of, regions, who
from board.texts import _

__all__ = ["Finding", "finding_markup", "findings"]


def findings(facts: Facts) -> list[Finding]:
    """The five in their order: colours, scores, hazards and risk, targets, whom to call in."""
    return [
        overview_turned.colours(facts),
        overview_turned.movement(facts),
        overview_outlook.hazards(facts),
        overview_outlook.targets(facts),
        _measures(facts),
    ]


def _measures(facts: Facts) -> Finding:
    done = lambda figure, sentence: Finding(  # noqa: E731
        "measures", _("须采取措施的地区"), figure, sentence, ("ranking",)
    )
    if not facts.plan.ladder:
        return done(big(texts.UNKNOWN), _("方案没有规定函告、通报、约谈一类的措施。"))
    found = measures(facts)
    if not found and not facts.has_figures:
        return done(big(texts.UNKNOWN), _("本月还没有可以评定的地区，不判断谁须采取措施。"))
    if not found:
        return done(
            big(address.figure("0", part="colours"), texts.form(_("个地区"), 0)),
            _("按方案的阶梯，本月没有地区须采取措施。"),
        )
    by_step: dict[str, list[Measure]] = {}
    for measure in found:
        by_step.setdefault(measure.step.id, []).append(measure)
    parts = []
    for group in list(by_step.values())[:2]:
        names = list(dict.fromkeys(name_of(m.row) for m in group))
        # The strongest step names its regions; of a crowd behind them the card below names the first.
        told = regions(len(names)) if parts and len(names) > MOST_NAMES else who(names)
        parts.append(
            _("{who}：{steps}{clause}").format(
                who=told, steps=keep(group[0].step_name), clause=texts.brackets(keep(group[0].clause))
            )
        )
    parts.append(address.figure(keep(states(facts)), part="colours"))
    persons = len(people(found))
    return done(
        big(address.figure(str(persons), part="colours"), texts.form(_("个地区"), persons)), said(parts, 3)
    )


def finding_markup(finding: Finding) -> str:
    """Figure and sentence of a column."""
    return (
        f'<div class="o-finding"><div class="o-figure">{finding.figure}</div>'
        f'<p class="o-sentence">{finding.sentence}</p></div>'
    )
