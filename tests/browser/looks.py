"""Scripts that look at a page in the browser for what a person would call broken."""

from __future__ import annotations

# Texts that the back of a room cannot read: their size and their beginning.
SMALL = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('title, style, script, svg')) continue;
    const box = parent.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (box.width && box.height && size && size < 13.95) found.push(`${size} ${node.textContent.trim().slice(0, 20)}`);
  }
  return found;
}"""

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
