"""Scripts that look at a page in the browser for what a person would call broken."""

from __future__ import annotations

_CUT = """() => {
  const found = [];
  const main = document.querySelector('[data-testid=stMain]');
  if (main.scrollWidth > main.clientWidth + 1) found.push('page scrolls sideways');
  for (const e of document.querySelectorAll('BOXES')) {
    if (e.offsetParent && e.scrollWidth > e.clientWidth + 2) found.push(`${e.className}: ${e.innerText.slice(0, 30)}`);
  }
  MORE
  return found.slice(0, 10);
}"""


def cut(boxes: str, more: str = "") -> str:
    """Finds what is cut off: a page that scrolls sideways, text wider than its box; ``boxes`` is a selector.

    ``more`` are statements of the page's own that push to ``found``.
    """
    return _CUT.replace("BOXES", boxes).replace("MORE", more)
