"""SQL that turns the text of a cell into a typed value, or NULL where it is none.

Each function takes a SQL expression for the cleaned text and gives a SQL expression. They hold no state and
read nothing, so that one scan can carry all of them. A cheap cast is tried first; the patient reading of
other spellings runs only where that fails, which keeps large clean files fast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FULL = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ－．／，％（）　"
_HALF = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./,%() "

TRUE_WORDS = ("是", "有", "已", "√", "✓", "对", "y", "yes", "true", "1", "t")
FALSE_WORDS = ("否", "无", "未", "×", "✗", "错", "n", "no", "false", "0", "f")
EMPTY_WORDS = ("—", "-", "--", "/", "\\", "无", "空", "null", "NULL", "N/A", "n/a")
"""What offices write for 'nothing' in a cell that holds a date or a number."""

SHORT_DATE = re.compile(
    r"(?!0[.．])[0-9０-９]{1,2}\s*(?:月\s*[0-9０-９]{1,2}\s*[日号]?|[./．／－-][0-9０-９]{1,2})"
)
"""A day without its year, as offices write it: 7月17日, 7.17, 7-17."""
ERRORS = (
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
)
"""What a spreadsheet shows for a formula that failed."""

_SHORT_SQL = r"^(1[0-2]|0?[1-9])\s*[-/.月]\s*([12]\d|3[01]|0?[1-9])\s*[日号]?$"
_CUT_SQL = r"^\d{1,2}\.[123]$"


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def cleaned(raw: str, odd_blanks: bool = True) -> str:
    """A cell without blanks round it; NULL when nothing is left.

    Trimming a set of characters is dear, so a file that holds no odd blanks at all (the independent count
    knows) has only its ordinary spaces looked at.
    """
    if odd_blanks:
        return f"nullif(trim({raw}, ' \t\r\n\u00a0\u3000\ufeff'), '')"
    return f"CASE WHEN {raw} >= '!' AND NOT suffix({raw}, ' ') THEN {raw} ELSE nullif(trim({raw}), '') END"


def unquoted(text: str) -> str:
    """Takes off the apostrophe that an export put before a formula sign, and blanks that stood before the sign."""
    mark = quoted("'")
    # An apostrophe alone has nothing after it, and nothing is contained in everything.
    signs = f"length({text}) > 1 AND contains('=+-@＝＋－＠\t\r\n', {text}[2])"
    bare = f"ltrim({text}[2:], ' \t\r\n')"
    return f"CASE WHEN starts_with({text}, {mark}) AND {signs} THEN {bare} ELSE {text} END"


class Narrow(str):
    """SQL of a text that is half-width already: ``half_width`` leaves it as it is."""


class Parsed(str):
    """SQL of a DOUBLE that ``any_number`` gave: ``number`` and ``integer`` need not read it again."""


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as their ordinary forms."""
    if isinstance(text, Narrow):
        return text
    return (
        f"CASE WHEN strlen({text}) = length({text}) THEN {text} "
        f"ELSE trim(translate({text}, {quoted(_FULL)}, {quoted(_HALF)})) END"
    )


def date(text: str, formats: list[str]) -> str:
    """A DATE from ISO, ``2024/3/1``, ``2024.3.1``, ``2024年3月1日``, ``20240301``, an Excel serial."""
    narrow = half_width(text)
    declared = "".join(f"try_strptime({narrow}, {quoted(f)})::DATE, " for f in formats)
    written = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}[:时]\d{1,2}.*)?$"
    patient = (
        f"CASE WHEN regexp_full_match({narrow}, '\\d{{8}}') THEN try_strptime({narrow}, '%Y%m%d')::DATE "
        f"WHEN regexp_full_match({narrow}, '\\d{{5}}(\\.\\d+)?') "
        f"THEN DATE '1899-12-30' + floor({narrow}::DOUBLE)::INTEGER "
        f"WHEN regexp_full_match({narrow}, {quoted(written)}) "
        f"THEN try_cast(regexp_replace({narrow}, {quoted(written)}, '\\1-\\2-\\3') AS DATE) END"
    )
    # Only the plain ISO shape goes straight to the cast: DuckDB's cast alone would also take other things.
    iso = f"CASE WHEN strlen({text}) = 10 AND substring({text}, 5, 1) = '-' THEN try_cast({text} AS DATE) END"
    return f"CASE WHEN {text} IS NULL THEN NULL ELSE coalesce({declared}{iso}, {patient}) END"


def is_short_date(text: str) -> str:
    """Whether a text is a day without its year."""
    return f"regexp_full_match({half_width(text)}, {quoted(_SHORT_SQL)})"


def is_cut_date(text: str) -> str:
    """Whether a text may be a day that a spreadsheet took for a number: 7.1 is 7 July or, its 0 lost, 10 July."""
    return f"regexp_full_match({half_width(text)}, {quoted(_CUT_SQL)})"


def short_date(text: str, year: str, until: str | None) -> str:
    """A DATE from a day without its year: in the year of ``year`` (SQL), none after ``until`` (SQL)."""
    narrow = half_width(text)
    parts = ", ".join(
        f"lpad(regexp_extract({narrow}, {quoted(_SHORT_SQL)}, {group}), 2, '0')" for group in (1, 2)
    )
    made = f"try_cast(concat_ws('-', ({year})::VARCHAR, {parts}) AS DATE)"
    limit = f" AND {made} <= {until}" if until else ""
    return f"CASE WHEN ({year}) IS NOT NULL AND {is_short_date(text)} AND NOT {is_cut_date(text)}{limit} THEN {made} END"


def month(text: str) -> str:
    """``YYYY-MM`` from ``2026-10``, ``2026年10月``, ``202610`` or any date."""
    narrow = half_width(text)
    pattern = r"^(20\d\d)\s*[-/.年]?\s*(\d{1,2})\s*月?(份)?$"
    whole = date(text, [])
    number = f"try_cast(regexp_extract({narrow}, {quoted(pattern)}, 2) AS INTEGER)"
    return (
        f"CASE WHEN {text} IS NULL THEN NULL WHEN {number} BETWEEN 1 AND 12 "
        f"THEN regexp_extract({narrow}, {quoted(pattern)}, 1) || '-' || lpad({number}::VARCHAR, 2, '0') "
        f"ELSE strftime({whole}, '%Y-%m') END"
    )


def number(text: str) -> str:
    """A finite DOUBLE; thousands commas allowed, ``98.5%`` is 0.985. Units in the cell are not taken."""
    value = text if isinstance(text, Parsed) else any_number(text)
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def any_number(text: str) -> str:
    """A DOUBLE as ``number`` reads it, infinite ones and NaN among them."""
    narrow = f"replace({half_width(text)}, ',', '')"
    percent = f"CASE WHEN suffix({narrow}, '%') THEN try_cast({narrow}[:-2] AS DOUBLE) / 100 END"
    return f"coalesce(try_cast({text} AS DOUBLE), try_cast({narrow} AS DOUBLE), {percent})"


def integer(text: str) -> str:
    """A whole number; 3.0 is one, 3.5 is none (a cast would round it)."""
    value = text if isinstance(text, Parsed) else any_number(text)
    return f"CASE WHEN isfinite({value}) AND {value} = floor({value}) AND abs({value}) < 1e15 THEN ({value})::BIGINT END"


def percent(text: str) -> str:
    """A percentage from 0 to 100 as a DOUBLE: ``85`` and ``85%`` are 85.

    Above 0 and up to 1 without a sign it is no value: a workbook's 100 % comes as 1, and nobody can say
    which of the two is meant.
    """
    narrow = half_width(text)
    signed = f"CASE WHEN suffix({narrow}, '%') THEN try_cast({narrow}[:-2] AS DOUBLE) END"
    plain = f"try_cast({narrow} AS DOUBLE)"
    value = f"coalesce({signed}, CASE WHEN {plain} = 0 OR {plain} > 1 OR {plain} < 0 THEN {plain} END)"
    return f"CASE WHEN {text} IS NULL THEN NULL WHEN isfinite({value}) THEN {value} END"


def boolean(text: str) -> str:
    """TRUE or FALSE from the words offices tick with."""
    meanings: dict[str, str] = dict.fromkeys(TRUE_WORDS, "t")
    meanings |= dict.fromkeys(FALSE_WORDS, "f")
    code = choice(text, meanings)
    return f"CASE {code} WHEN 't' THEN TRUE WHEN 'f' THEN FALSE END"


def choice(text: str, meanings: dict[str, str]) -> str:
    """A code from its spellings (``spelling -> code``): as it stands, and where that is none of them, folded."""
    if not meanings:
        return "NULL::VARCHAR"
    folded = {fold(spelling): code for spelling, code in reversed(meanings.items())}  # the first one holds
    loose = f"lower(regexp_replace({half_width(text)}, '\\s+', '', 'g'))"
    return f"CASE WHEN {text} IS NOT NULL THEN coalesce({_meaning(text, meanings)}, {_meaning(loose, folded)}) END"


def is_any(text: str, words: Sequence[str]) -> str:
    """Whether a text is one of some words; of no text it may be NULL."""
    if len(words) < 3:
        return "(" + (" OR ".join(f"{text} = {quoted(word)}" for word in words) or "FALSE") + ")"
    return f"({_meaning(text, dict.fromkeys(words, ''))} IS NOT NULL)"


def _meaning(text: str, meanings: dict[str, str]) -> str:
    """The meaning of a text, by a map: the rows stay in their order, as with a chain of WHEN and unlike with IN.

    The expression of the text stands there once, and the words are two constants: to plan a chain of a hundred
    took longer than a month's rows, and to run it on a large file up to thirty times as long as the map does.
    """
    words, codes = list(meanings), list(meanings.values())
    held = "".join(words + codes)
    mark = next(sign for sign in map(chr, range(1, 0x110000)) if sign not in held)
    lists = (f"string_split({quoted(mark.join(part))}, {quoted(mark)})" for part in (words, codes))
    return f"MAP({', '.join(lists)})[{text}]"


def fold(text: str) -> str:
    """A spelling as ``choice`` compares it: half-width, lower case, no blanks."""
    return "".join(text.translate(str.maketrans(_FULL, _HALF)).lower().split())
