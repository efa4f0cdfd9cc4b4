// What the keyboard needs and markup cannot give: a first link to the content, and a stop at what scrolls.
// Loaded once a browser tab; `wuseReach(words)` after it says both in the page's language.
(() => {
  if (window.wuseReach) return;
  const skip = document.createElement("a");
  skip.className = "skip";
  skip.href = "#";
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // the address is the view's
    const title = document.querySelector(".title h1, .problem h2");
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  });
  document.body.prepend(skip);

  // A table that is wider than its card scrolls in it: the keyboard has to be able to stop there.
  const PLACES = "div, table, pre";
  const name = (place) => {
    const card = place.closest("[class*=st-key-card]");
    return (card?.querySelector("h2, h3, summary")?.textContent || document.title).trim();
  };
  const isLonger = (place, side) => place[`scroll${side}`] > place[`client${side}`] + 1;
  const scrolls = (place) => {
    const wide = isLonger(place, "Width");
    const long = isLonger(place, "Height");
    if (!wide && !long) return false;
    const style = getComputedStyle(place);
    return (wide && /auto|scroll/.test(style.overflowX)) || (long && /auto|scroll/.test(style.overflowY));
  };
  const look = () => {
    const found = [];
    for (const html of document.querySelectorAll("[data-testid=stMain] [data-testid=stHtml]"))
      for (const place of html.querySelectorAll(PLACES)) if (scrolls(place)) found.push(place);
    for (const place of document.querySelectorAll("[data-scrolls]"))
      if (!found.includes(place)) {
        place.removeAttribute("tabindex");
        place.removeAttribute("data-scrolls");
      }
    for (const place of found) {
      place.tabIndex = 0;
      place.dataset.scrolls = "";
      if (place.tagName !== "TABLE") place.setAttribute("role", "group");
      if (!place.hasAttribute("aria-label")) place.setAttribute("aria-label", name(place));
    }
  };
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", soon);
  soon();

  // What a button opens stands at the end of the document: Tab leads into it, past its last stop back to the button.
  const OPENER = "[data-testid=stPopoverButton][aria-expanded=true]";
  const STOPS = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex='0']";
  const stopsOf = (place) => [...place.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
  const opener = () => document.querySelector(OPENER);
  const body = () => [...document.querySelectorAll("[data-testid=stPopoverBody]")].find((b) => b.checkVisibility());
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Tab" && event.key !== "Escape") return;
      const opened = body();
      const button = opener();
      if (!opened || !button) return;
      const at = document.activeElement;
      const inside = opened.contains(at);
      const stops = stopsOf(opened);
      const lead = (place) => {
        event.preventDefault();
        event.stopPropagation();
        place.focus();
      };
      if (event.key === "Escape") {
        if (inside) button.focus();
      } else if (at === button && !event.shiftKey && stops.length) {
        lead(stops[0]);
      } else if (inside && (event.shiftKey ? at === stops[0] : at === stops.at(-1))) {
        lead(button);
        if (!event.shiftKey) button.click();
      }
    },
    true,
  );

  // On paper a card is narrower than on the screen: drawings of a fixed width have to shrink with it.
  addEventListener("beforeprint", () => {
    for (const svg of document.querySelectorAll(".js-plotly-plot .main-svg:not([viewBox])")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
      svg.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const svg of document.querySelectorAll("[data-printed]")) {
      svg.removeAttribute("viewBox");
      delete svg.dataset.printed;
    }
  });

  window.wuseReach = (words) => {
    skip.textContent = words.skip;
    document.documentElement.lang = words.lang;
  };
})();
