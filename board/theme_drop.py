"""The place where files are dropped: Streamlit's own words there are English, so ours stand over them."""

from __future__ import annotations

from board.charts.marks import safe
from board.texts import _


def drop_place(drop: str, limit: str, release: str) -> str:
    """Style rules: what is asked for, what is taken, and what is said while a file hangs over the place."""
    words = {"drop": drop, "pick": _("选择文件"), "limit": limit, "release": release}
    found = _DROP
    for name, text in words.items():
        found = found.replace(f"%{name}%", safe(text).replace("\\", ""))
    return found


_DROP = """
[data-testid=stFileUploaderDropzone]{background:var(--surface);border:1.5px dashed var(--line-2);border-radius:6px;
 padding:20px 24px;min-height:96px;}
[data-testid=stFileUploaderDropzone]:hover{border-color:var(--ink);}
[data-testid=stFileUploaderDropzone]{align-items:center;}
[data-testid=stFileUploaderDropzone]>span button p{font-size:0;line-height:0;}
[data-testid=stFileUploaderDropzone]>span button p::after{content:"%pick%";font-size:15px;line-height:22px;}
[data-testid=stFileUploaderDropzoneInstructions],[data-testid=stFileUploaderDropzoneInstructions] *{white-space:normal !important;
 overflow:visible !important;min-width:0;}
[data-testid=stFileUploaderDropzoneInstructions] span{font-size:0;}
[data-testid=stFileUploaderDropzoneInstructions] span::before{content:"%drop%";font-size:15px;line-height:22px;color:var(--ink);
 display:block;}
[data-testid=stFileUploaderDropzoneInstructions] span::after{content:"%limit%";font-size:13px;line-height:20px;color:var(--ink-2);}
[data-testid=stFileUploaderDropzone]>div:not([data-testid]) *{font-size:0;}
[data-testid=stFileUploaderDropzone]>div:not([data-testid])::after{content:"%release%";font-size:17px;font-weight:700;color:var(--ink);}
"""
