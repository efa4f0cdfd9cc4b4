// Arrow keys step through the pages and Escape leaves, in presentation only: what they press
// stands in the page only then. Loaded once a browser tab; without it the same can be clicked.
(() => {
  if (window.wuseKeys) return;
  window.wuseKeys = true;
  const LINKS = {
    ArrowLeft: ".st-key-step_back a",
    ArrowRight: ".st-key-step_on a",
    Escape: ".st-key-step_out button",
  };
  // Where keys already mean something: fields, lists, sliders, an open popover or dialogue.
  const TAKEN =
    "input, textarea, select, [contenteditable=true], [role=slider], [role=listbox], [role=combobox], " +
    "[role=radiogroup], [role=grid], [role=dialog], [data-testid=stPopoverBody]";
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const selector = LINKS[event.key];
    const link = selector && document.querySelector(selector);
    if (!link || (event.target instanceof Element && event.target.closest(TAKEN))) return;
    event.preventDefault();
    link.click();
  });
})();
