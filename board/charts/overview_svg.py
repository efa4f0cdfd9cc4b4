"""Small pieces of SVG that the overview's drawings share: texts that fit, chips, tags, dots."""

from __future__ import annotations

from board import colours, texts
from board.charts.marks import picture_role, safe
from board.colours import Shade
from board.texts import _

ELLIPSIS = "…"
CHIP_HEIGHT = 24.0
_NARROW = {" ": 0.28, ".": 0.3, ",": 0.3, "%": 0.92}


def ink(name: str = "ink") -> str:
    """A neutral token's colour."""
    return colours.neutral(name)


def width_of(text: str, size: float) -> float:
    """Width of a text in drawing units; a Chinese character is as wide as high."""
    return sum(size * (1 if ord(c) > 0x2E80 or c in "“”…→" else _NARROW.get(c, 0.58)) for c in text)


def fit(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than its room."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text + ELLIPSIS


def write(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    anchor: str = "start",
    bold: bool = False,
    colour: str = "ink",
) -> str:
    """A line of text on its baseline; ``colour`` is a neutral token or a colour's value."""
    fill = colour if colour.startswith("#") else ink(colour)
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight} fill="{fill}">'
        f"{safe(text)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str = "line", width: float = 1) -> str:
    """A straight line in a neutral colour."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{ink(colour)}" stroke-width="{width:g}"/>'


def revision(x: float, middle: float) -> str:
    """The white dot of a figure that was changed after it was published."""
    return (
        f'<circle class="rev" cx="{x:.1f}" cy="{middle:.1f}" r="3.6" fill="{ink("surface")}" stroke="{ink()}" '
        f'stroke-width="1.4"/>'
    )


def block(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    edge: str = "",
    dash: str = "",
    radius: float = 0,
) -> str:
    """A rectangle; ``fill`` and ``edge`` are colours, not token names."""
    stroke = f' stroke="{edge}"' if edge else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    rounded = f' rx="{radius:g}"' if radius else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{fill}"'
        f"{stroke}{dashes}{rounded}/>"
    )


def chip(
    x: float, middle: float, width: float, shade: Shade, second: Shade | None, is_vetoed: bool, size: float
) -> str:
    """A class with its name; corner of the second colour where unsettled, white inner frame for a veto."""
    top = middle - CHIP_HEIGHT / 2
    dash = {colours.NO_DATA: "3 2", colours.TOO_FEW: "1.5 2"}.get(shade.code, "")
    parts = [block(x, top, width, CHIP_HEIGHT, shade.fill, shade.edge, dash, 3)]
    if second:
        right, low = x + width - 0.5, top + CHIP_HEIGHT - 0.5
        for reach, fill in ((11.0, ink("surface")), (9.0, second.fill)):
            parts.append(
                f'<path d="M{right - reach:.1f} {low:.1f}L{right:.1f} {low - reach:.1f}V{low:.1f}Z" fill="{fill}"/>'
            )
    if is_vetoed:
        parts.append(
            f'<rect x="{x + 2.5:.1f}" y="{top + 2.5:.1f}" width="{width - 5:.1f}" height="{CHIP_HEIGHT - 5:.1f}" '
            f'fill="none" stroke="{ink("surface")}" stroke-width="1.5"/>'
        )
    label = texts.class_short(shade)
    text_size = size if width_of(label, size) <= width - 4 else size * (width - 4) / width_of(label, size)
    parts.append(
        write(
            x + width / 2, middle + text_size * 0.36, label, round(text_size, 1),
            anchor="middle", bold=not shade.is_state, colour=shade.text,
        )
    )  # fmt: skip
    return "".join(parts)


STATUS = {
    "met": "已达到",
    "on_course": "进度正常",
    "behind": "进度滞后",
    "missed": "未达到",
    "no_data": "未报",
}


def status_tag(right: float, middle: float, status: str, size: float) -> str:
    """A target's status; urgency is weight, never hue."""
    text = _(STATUS[status])
    width, height = width_of(text, size) + 14, size + 10
    left, top = right - width, middle - height / 2
    solid = status == "behind"
    fill = {"behind": ink("action"), "met": ink("band")}.get(status, ink("surface"))
    edge = {"behind": ink("action"), "met": ink("band"), "missed": ink(), "no_data": ink("line-2")}
    box = block(
        left,
        top,
        width,
        height,
        fill,
        edge.get(status, ink("line-2")),
        "3 2" if status == "no_data" else "",
        3,
    )
    if status == "missed":
        box = box.replace("/>", ' stroke-width="2"/>')
    word = write(
        right - width / 2, middle + size * 0.36, text, size,
        anchor="middle", bold=status == "missed", colour="surface" if solid else "ink",
    )  # fmt: skip
    return box + word


def drawing(width: float, height: float, label: str, body: str, most: float) -> str:
    """The whole picture with its description; it scales with its card up to ``most`` px."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="{picture_role(body)}" '
        f'aria-label="{safe(label)}" style="width:100%;max-width:{most:g}px">{body}</svg>'
    )
