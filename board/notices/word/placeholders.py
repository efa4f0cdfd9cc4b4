"""What a template may name: simple texts, blocks that stand alone in a paragraph, and every section by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from board.notices.content import Content
from rules.notices import Notices

BODY, ANNEX_LIST, REMARKS, ANNEXES = "正文", "附件说明", "附注", "附件"
LEAD, CLOSING = "导语", "结语"
SIMPLE = {
    "标题": "公文标题",
    "文号": "发文字号，序号由发文单位填写",
    "发文机关": "发文机关名称",
    "主送": "主送机关，不含冒号",
    "署名": "发文机关署名",
    "成文日期": "成文日期，如2026年11月10日",
    "时段": "所述时段，如2026年第三季度",
    "文种": "文种名称，如季通报",
    "对象": "函件发给的地区、行业领域或专委会；通报为空",
    "措施": "函件所属的处置步骤，如约谈；通报为空",
    "发布期次": "数据取自哪一次发布",
}
"""Placeholders of a text that may stand anywhere -> what they give."""
BLOCKS = {
    BODY: "导语、各部分和结语，依次排列",
    LEAD: "正文开头的一段",
    CLOSING: "正文末尾的一段，没有的不占位置",
    ANNEX_LIST: "附件说明，没有附件的不占位置",
    REMARKS: "附注，加圆括号，没有的不占位置",
    ANNEXES: "全部附件，每件另起一页",
}
"""Placeholders that stand alone in a paragraph -> what they give."""


def name_of(section: str) -> str:
    """A section's name as a placeholder: letters, digits and Chinese characters only."""
    name = re.sub(r"\W", "", section)
    return f"_{name}" if name[:1].isdigit() else name


@dataclass(frozen=True)
class Known:
    """The names that templates may use: of one paper, or of all papers of a plan."""

    simple: tuple[str, ...]
    sections: tuple[str, ...]
    """Parts of the body, by name."""
    annexes: tuple[str, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """Those that stand alone in a paragraph."""
        return (*BLOCKS, *self.sections, *self.annexes)


def of_paper(content: Content) -> Known:
    """The placeholders of one paper."""
    sections, annexes = ([name_of(s.name) for s in part] for part in (content.sections, content.annexes))
    return Known(tuple(values(content)), tuple(sections), tuple(annexes))


def of_plan(notices: Notices) -> Known:
    """The placeholders of all papers of a plan."""
    sections = [name_of(part.name) for paper in notices.papers for part in paper.sections]
    annexes = [name_of(part.name) for paper in notices.papers for part in paper.annexes]
    return Known(tuple(SIMPLE), tuple(dict.fromkeys(sections)), tuple(dict.fromkeys(annexes)))


def values(content: Content) -> dict[str, str]:
    """What the simple placeholders of a paper give, the title on one line."""
    day = content.day
    found = {
        "标题": content.title, "文号": content.number, "发文机关": content.signed, "主送": content.recipients,
        "署名": content.signed, "成文日期": f"{day.year}年{day.month}月{day.day}日", "时段": content.period_text,
        "文种": content.paper_name, "对象": content.unit_name, "措施": content.step, "发布期次": content.release_told,
    }  # fmt: skip
    return {**{name_of(k): v for k, v in content.extra.items()}, **found}
