"""口径和数据说明: rules and thresholds with their clauses, what terms mean, and how every figure can be checked."""

from __future__ import annotations

from dataclasses import replace

from board.notices import terms
from board.notices.content import Block, Paragraph
from board.notices.parts.problems import worst_classes
from board.notices.parts.ranking import breaks_told
from board.notices.scene import Scene, paragraph
from rules.months import Month


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs that are told as the plan has them: nothing in them is to be edited."""
    found = [
        origin(scene),
        ranking(scene),
        risk(scene),
        slow(scene),
        ladder(scene),
        words(scene),
        check(scene),
    ]
    return [replace(p, is_fixed=True) for p in found if p is not None]


def who(origin: str, clause: str) -> str:
    """Whose rule it is."""
    return "安委会自定" if origin == "committee" else f"方案{clause}"


def origin(scene: Scene) -> Paragraph:
    """Which plan, which release."""
    release = scene.board.release
    assert release is not None
    plan = scene.plan
    said = (
        f"本文数据取自{scene.month[:4]}年{int(scene.month[5:])}月的发布数据（第{release.number}次发布，发布编号{release.name}），"
        f"发布后的更正不改变本文。方案为《{plan.text.title}》。未报的为没有数据，不按零计。"
    )
    return paragraph("method.origin", said, lead="数据来源。")


def ranking(scene: Scene) -> Paragraph | None:
    """Weights, breaks, vetoes of the rule in force."""
    rule = scene.rule
    if rule is None:
        return None
    parts = "；".join(
        f"{scene.plan.indicator(c.indicator).title}{c.weight:g}分（{_span(c.zero_at, c.full_at, scene, c.indicator)}）"
        for c in rule.components
    )
    vetoes = "；".join(f"{v.title}（{who(v.origin, v.clause)}）" for v in rule.vetoes)
    said = (
        f"计分规则{rule.version}，自{_month(rule.valid_from)}起执行，{who(rule.origin, rule.clause)}。"
        f"各项满分：{parts}。得分按有数据的各项折算为百分制，{breaks_told(scene)}。"
        f"有数据的各项满分合计不到{rule.min_weight_share:.0%}的，样本不足，不定颜色。"
    )
    if vetoes:
        said += f"否决项：{vetoes}。"
    return paragraph("method.ranking", said, lead="计分和颜色。")


def _span(zero: float, full: float, scene: Scene, indicator: str) -> str:
    unit = "%" if scene.plan.indicator(indicator).unit == "%" else ""
    by = 100 if unit else 1
    return f"{zero * by:g}{unit}为零分，{full * by:g}{unit}为满分"


def _month(month: Month) -> str:
    return f"{month.year}年{month.number}月"


def risk(scene: Scene) -> Paragraph | None:
    """How a region's risk class follows from its points."""
    rule = scene.plan.risk_rule(Month.parse(scene.month))
    if rule is None:
        return None
    names = {c.code: c.name for c in scene.plan.risk_scale}
    weights = "、".join(f"{names.get(code, code)}{value:g}" for code, value in rule.severity.items())
    steps, low = [], None
    for item in rule.breaks:
        if item.below is not None:
            steps.append(f"{'' if low is None else f'{low:g}及以上、'}不到{item.below:g}为{names[item.code]}")
        else:
            steps.append(
                f"{low:g}及以上为{names[item.code]}" if low is not None else f"均为{names[item.code]}"
            )
        low = item.below
    said = (
        f"区域风险等级按在用风险点严重程度的平均数划分（规则{rule.version}，{who(rule.origin, rule.clause)}）："
        f"严重程度{weights}，管控未到位的按{rule.uncontrolled_factor:g}倍计；{'，'.join(steps)}；"
        f"风险点不到{rule.min_points}处的样本不足。"
    )
    return paragraph("method.risk", said, lead="风险等级。")


def slow(scene: Scene) -> Paragraph | None:
    """Who is called slow."""
    rule = scene.plan.slow_progress_rule(Month.parse(scene.month))
    if rule is None:
        return None
    titles = "、".join(scene.plan.indicator(p.indicator).title for p in rule.indicators)
    said = (
        f"规则{rule.version}，{who(rule.origin, rule.clause)}。{rule.note.rstrip('。')}{'。' if rule.note else ''}"
        f"所看指标：{titles}。"
    )
    return paragraph("method.slow", said, lead="进展缓慢。")


def ladder(scene: Scene) -> Paragraph | None:
    """Steps with their clauses, and from how many months on each is due."""
    plan = scene.plan
    if not plan.ladder:
        return None
    names = dict(worst_classes(scene)) | {"slow_progress": "进展缓慢", "zero_penalty": "零处罚"}
    told = []
    for step in plan.ladder:
        due = "、".join(f"{names.get(t, t)}{n}个月" for t, n in step.months_in_a_row.items() if t in names)
        days = f"，{step.answer_days}天内答复" if step.answer_days else ""
        told.append(f"{step.name}（{step.clause}；{f'连续{due}' if due else '按方案'}{days}）")
    said = f"{'；'.join(told)}。"
    if any(step.months_origin == "committee" for step in plan.ladder):
        said += "月数和答复天数方案没有写的，为安委会自定。"
    return paragraph("method.ladder", said, lead="措施。")


def words(scene: Scene) -> Paragraph:
    """The terms of the product and the indicators that are scored."""
    scored = {c.indicator for c in scene.rule.components} if scene.rule else set()
    told = [f"{term}：{text.rstrip('。')}" for term, text in terms.words(scene).items()]
    told += [
        f"{i.title}（{i.clause}）：{i.definition.rstrip('。')}"
        for i in scene.plan.indicators
        if i.id in scored
    ]
    return paragraph("method.words", f"{'。'.join(told)}。", lead="指标和用语。")


def check(scene: Scene) -> Paragraph:
    """The commands that show every figure again."""
    said = (
        f"本文每个数字都可用命令重新取得：python -m board show 类别 --plan {scene.plan.id} --month {scene.month} "
        f"--release {scene.month}，类别有 ranking（晾晒）、hazards（隐患）、targets（目标）、inspections（检查）、"
        "risk（风险）、tasks（任务）、accidents（事故）、triggers 和 escalations（措施）、reporting（报送）；"
        "或在“口径说明”页点开数字查看其定义、条款和台账各行。"
    )
    return paragraph("method.check", said, lead="数字核对。")
