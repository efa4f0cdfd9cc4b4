"""Styles of what was published: the white dot of a figure that was revised, and the cards of releases."""

MARKS = """
.rev{display:inline-block;box-sizing:border-box;width:8px;height:8px;border-radius:50%;flex:none;
 background:var(--surface);border:1.5px solid var(--ink);vertical-align:super;margin:0 0 0 3px;cursor:help;}
.revised{position:relative;}
.revised>.rev{position:absolute;top:1px;right:1px;margin:0;width:7px;height:7px;border-width:1px;}
.calendar-key .revised{display:inline-block;}
"""
