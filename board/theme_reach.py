"""What people who use the keyboard, a reader's voice or a large type see and meet: ring, skip link, still pictures."""

from __future__ import annotations

REACH = """
:focus-visible{outline:2px solid var(--ink) !important;outline-offset:2px !important;}
/* White between the ring and what is dark itself. */
a.def:focus-visible{box-shadow:0 0 0 2px var(--surface);}
.calendar a.def.fig:focus-visible{outline-offset:0 !important;position:relative;z-index:2;}
.picture svg a:focus-visible{outline:none !important;}
.picture svg a:focus-visible :is(path,rect,circle){stroke:var(--ink);stroke-width:6px;}
.picture svg a:focus-visible text{text-decoration:underline;}
[data-scrolls]:focus-visible{outline-offset:-2px !important;}
/* Streamlit's own speaks English and stops before the navigation. */
[data-testid=stSkipToContent]{display:none !important;}
.title h1:focus{outline:none !important;}
.skip{position:fixed;left:8px;top:-100px;z-index:1000000;background:var(--action);color:var(--surface) !important;
 padding:8px 16px;border-radius:4px;font-family:var(--font);font-size:15px;line-height:22px;}
.skip:focus{top:8px;outline:2px solid var(--surface) !important;outline-offset:-4px !important;}
.only-read{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);
 white-space:nowrap;border:0;}
@media (prefers-reduced-motion:reduce){
*,*::before,*::after{animation-duration:0.01ms !important;animation-iteration-count:1 !important;
 transition-duration:0.01ms !important;scroll-behavior:auto !important;}
}
"""
