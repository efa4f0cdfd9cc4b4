"""What Word refuses or repairs in a .docx, looked for in the file itself (ECMA-376 part 1, 17 and 20; part 2, 8 to 10).

Children's order is that of the schema's sequences (``CT_PPr``, ``CT_RPr``, ``CT_TblPr``, ``CT_TcPr``, ``CT_SectPr``,
``CT_Settings``), in which Word, unlike LibreOffice, refuses an element that comes too late.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter defaultTabStop evenAndOddHeaders characterSpacingControl footnotePr endnotePr compat "
    "docVars rsids mathPr themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal pPr rPr tblPr trPr tcPr tblStylePr",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "tbl": "tblPr tblGrid tr",
}  # fmt: skip


def faults(data: bytes) -> list[str]:
    """Everything found; empty for a document that Word opens without a word."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        names = source.namelist()
        found = [f"{name}: twice in the package" for name, n in Counter(names).items() if n > 1]
        parts = {name: source.read(name) for name in names}
    trees = {n: etree.fromstring(d) for n, d in parts.items() if n.endswith((".xml", ".rels"))}
    found += _types(trees["[Content_Types].xml"], names)
    for name, tree in trees.items():
        if name.endswith(".rels"):
            found += _links(name, tree, names)
        elif name.startswith("word/"):
            found += [f"{name}: {fault}" for fault in (*_order(tree), *_tables(tree))]
            found += [f"{name}: {fault}" for fault in _relations(name, tree, trees)]
    found += _ids(trees)
    return [*found, *_styles(trees), *_footnotes(trees), *_drawings(trees)]


def _types(tree: etree._Element, names: list[str]) -> Iterator[str]:
    defaults = {e.get("Extension") for e in tree.iter(f"{TYPES}Default")}
    parts = [e.get("PartName") for e in tree.iter(f"{TYPES}Override")]
    for name in names:
        known = f"/{name}" in parts or name.rsplit(".", 1)[-1] in defaults
        if name != "[Content_Types].xml" and not known:
            yield f"{name}: no content type"
    yield from (f"{part}: typed, but not there" for part in parts if part[1:] not in names)
    yield from (f"{part}: typed twice" for part, n in Counter(parts).items() if n > 1)


def _links(name: str, tree: etree._Element, names: list[str]) -> Iterator[str]:
    base = posixpath.dirname(posixpath.dirname(name))
    ids = [e.get("Id") for e in tree]
    yield from (f"{name}: {i} twice" for i, n in Counter(ids).items() if n > 1)
    for link in tree.iter(f"{LINKS}Relationship"):
        target = link.get("Target")
        place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
        if link.get("TargetMode") != "External" and place not in names:
            yield f"{name}: {link.get('Id')} leads to {place}, which is not there"


def _relations(name: str, tree: etree._Element, trees: dict[str, etree._Element]) -> Iterator[str]:
    links = trees.get(posixpath.join("word/_rels", posixpath.basename(name) + ".rels"))
    there = {e.get("Id") for e in links} if links is not None else set()
    for element in tree.iter():
        for key, value in element.attrib.items():
            if key.startswith(R) and value not in there:
                yield f"{etree.QName(element).localname} names {value}, which is no relationship"


def _order(tree: etree._Element) -> Iterator[str]:
    for name, order in ORDER.items():
        places = {child: n for n, child in enumerate(order.split())}
        for element in tree.iter(f"{W}{name}"):
            children = [etree.QName(c).localname for c in element if c.tag is not etree.Comment]
            yield from (f"{name}: unknown child {c}" for c in children if c not in places)
            known = [c for c in children if c in places]
            if known != sorted(known, key=places.__getitem__):
                yield f"{name}: children out of order: {' '.join(children)}"
            # Only references to headers, rows and conditional looks may come more than once.
            yield from (
                f"{name}: {c} twice" for c, n in Counter(known).items()
                if n > 1 and c not in ("headerReference", "footerReference", "tr", "tblStylePr")
            )  # fmt: skip


def _tables(tree: etree._Element) -> Iterator[str]:
    for table in tree.iter(f"{W}tbl"):
        columns = len(table.find(f"{W}tblGrid"))
        for number, row in enumerate(table.iterfind(f"{W}tr"), start=1):
            spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.iterfind(f"{W}tc")]
            wide = sum(1 if s is None else int(s.get(f"{W}val")) for s in spans)
            if wide != columns:
                yield f"row {number} spans {wide} of {columns} columns"
        for cell in table.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                yield "a cell that does not end with a paragraph"
    body = tree.find(f"{W}body")
    if body is not None and len(body) > 1 and body[-2].tag == f"{W}tbl":
        yield "a document that ends with a table"


def _ids(trees: dict[str, etree._Element]) -> Iterator[str]:
    ids = [
        e.get("id") for name, t in trees.items() if name.startswith("word/")
        for e in t.iter(f"{WP}docPr", f"{WPS}cNvPr", f"{PIC}cNvPr")
    ]  # fmt: skip
    yield from (f"drawing id {i} twice" for i, n in Counter(ids).items() if n > 1)
    marks = [e.get(f"{W}id") for e in trees["word/document.xml"].iter(f"{W}bookmarkStart")]
    yield from (f"bookmark id {i} twice" for i, n in Counter(marks).items() if n > 1)


def _styles(trees: dict[str, etree._Element]) -> Iterator[str]:
    sheet = trees["word/styles.xml"]
    ids = [s.get(f"{W}styleId") for s in sheet.iter(f"{W}style")]
    names = [n.get(f"{W}val") for n in sheet.iterfind(f"{W}style/{W}name")]
    yield from (f"style {i} twice" for i, n in (*Counter(ids).items(), *Counter(names).items()) if n > 1)
    for name, tree in trees.items():
        if name.startswith("word/"):
            for element in tree.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
                if element.get(f"{W}val") not in ids:
                    yield f"{name}: no style {element.get(f'{W}val')}"


def _footnotes(trees: dict[str, etree._Element]) -> Iterator[str]:
    notes = [e.get(f"{W}id") for e in trees["word/footnotes.xml"].iter(f"{W}footnote")]
    named = [e.get(f"{W}id") for e in trees["word/document.xml"].iter(f"{W}footnoteReference")]
    yield from (f"footnote {i} twice" for i, n in Counter(notes).items() if n > 1)
    yield from (f"footnote {i} hangs twice" for i, n in Counter(named).items() if n > 1)
    yield from (f"footnote {i} is not there" for i in named if i not in notes)
    yield from (f"footnote {i} hangs nowhere" for i in notes if int(i) > 0 and i not in named)


def _drawings(trees: dict[str, etree._Element]) -> Iterator[str]:
    for path in trees["word/document.xml"].iter(f"{A}path"):
        wide, tall = int(path.get("w")), int(path.get("h"))
        for point in path.iter(f"{A}pt"):
            if not (0 <= int(point.get("x")) <= wide and 0 <= int(point.get("y")) <= tall):
                yield "a point outside its shape"
    for extent in trees["word/document.xml"].iter(f"{A}ext", f"{WP}extent"):
        if int(extent.get("cx")) < 0 or int(extent.get("cy")) < 0:
            yield "a shape with a negative size"
