"""What a page owes those who use the keyboard, a reader's voice, large type or a printer: looked up in a browser.

axe-core comes from the package ``axe-playwright-python`` and is put into the page as text: nothing is fetched.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

WEIGHTY = ("serious", "critical")

# Pictures, drawings and plots that a reader's voice meets without learning what they say.
NAMELESS = """() => {
  const seen = e => e.checkVisibility({checkVisibilityCSS: true}) && !e.closest('[aria-hidden=true]');
  const main = document.querySelector('[data-testid=stMain]');
  const named = e => (e.getAttribute('aria-label') || e.getAttribute('alt') || '').trim().length > 1;
  const found = [...main.querySelectorAll(
    'img, .picture svg, [role=img], [data-testid=stPlotlyChart], [data-testid=stHtml] svg')];
  return found.filter(seen).filter(e => !named(e) && !(e.tagName === 'IMG' && e.getAttribute('alt') === ''
    && e.closest('a, button, td'))).map(e => e.outerHTML.slice(0, 160));
}"""

# One first heading, and none below it that skips a level.
HEADINGS = """() => {
  const seen = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(e => e.checkVisibility());
  const levels = seen.map(e => +e.tagName[1]);
  const wrong = seen.filter((e, i) => i && levels[i] > levels[i - 1] + 1).map(e => e.outerHTML.slice(0, 120));
  return {first: levels.filter(l => l === 1).length, wrong};
}"""

# Tables of the product without a head for what stands in their cells.
HEADLESS = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stHtml] table')]
  .filter(t => t.checkVisibility() && !t.querySelector('th')).map(t => t.outerHTML.slice(0, 160))"""

# Pixels by which the page is wider than its window, and the elements that make it so.
TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid=stMain]'), wide = innerWidth + 1;
  const over = Math.max(document.documentElement.scrollWidth, main.scrollWidth) - innerWidth;
  if (over <= 1) return [];
  const cut = e => { for (let p = e.parentElement; p; p = p.parentElement)
    if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX) && p !== main
      && p.getBoundingClientRect().right <= wide) return true; return false; };
  return [...main.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide && !cut(e))
    .slice(-4).map(e => e.outerHTML.slice(0, 160)).concat([`${over} px`]);
}"""

# What scrolls on its own and no key can stop at.
UNREACHABLE_SCROLL = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stHtml] *')]
  .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1
    && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0).map(e => e.outerHTML.slice(0, 160))"""

# Where the focus is, whether it shows, and whether it has been there before.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const ring = p => { const s = getComputedStyle(p); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
  const drawn = e.matches('.picture svg a') && [...e.querySelectorAll('path,rect,circle,text')].some(p =>
    parseFloat(getComputedStyle(p).strokeWidth) >= 3 || getComputedStyle(p).textDecorationLine === 'underline');
  let shows = drawn || ring(e) || ring(e.parentElement);
  for (const side of ['::before', '::after']) {
    const s = getComputedStyle(e, side);
    shows = shows || (s.content !== 'none' && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  }
  const again = e.hasAttribute('data-visited');
  e.setAttribute('data-visited', '');
  return {again, shows, what: e.outerHTML.slice(0, 200), top: e.className === 'skip'};
}"""

# What the mouse can use and the keyboard never came to. Of a group of choices one is a stop, arrows do the rest.
UNVISITED = """() => [...document.querySelectorAll('a[href], button, summary, input, select, textarea')]
  .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.disabled && !e.hasAttribute('data-visited')
    && !e.closest('[aria-hidden=true], [role=radiogroup], [role=toolbar], [data-testid=stSelectbox]')
    && e.getBoundingClientRect().width > 0)
  .map(e => e.outerHTML.slice(0, 200))"""


@lru_cache(maxsize=1)
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def weighty(page: Page) -> list[str]:
    """Serious and critical findings of axe-core on a page as it stands: rule, element, reason."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], elementRef: false})"
    )
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"{rule['id']} {node['target']}: {(node['any'] + node['all'] + node['none'])[0]['message']}"
        for rule in found["violations"]
        if rule["impact"] in WEIGHTY
        for node in rule["nodes"]
    ]


def check(page: Page) -> None:
    """What holds of a page in every language and plan."""
    assert page.locator(".problem").count() == 0
    assert weighty(page) == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(HEADINGS) == {"first": 1, "wrong": []}
    assert page.evaluate(HEADLESS) == []
    assert page.evaluate(UNREACHABLE_SCROLL) == []


def tab_through(page: Page, most: int = 1500) -> list[dict[str, Any]]:
    """Press Tab until the focus comes round again; every stop in its order."""
    stops: list[dict[str, Any]] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or stop["again"]:
            if stops:
                return stops
            continue
        stops.append(stop)
    raise AssertionError(f"the focus did not come round in {most} stops; last {stops[-1]['what']}")
