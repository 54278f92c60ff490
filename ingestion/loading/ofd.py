"""OFD (GB/T 33190), the national format for official documents: a zip of XML pages with placed text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from posixpath import join, normpath
from xml.etree.ElementTree import Element

from ingestion.loading.archive import SafeZip
from ingestion.loading.blocks import assemble
from ingestion.loading.geometry import Glyph, PageContent, gather_lines, turned_note
from ingestion.loading.limits import SourceFile
from ingestion.loading.markup import child, integer, read_part, walk
from ingestion.loading.paragraphs import join_pages
from ingestion.loading.ruled_tables import Segment, find_tables, take_table
from ingestion.model import RawDocument

_POINTS_PER_MM = 72 / 25.4
_A4 = (0.0, 0.0, 210.0, 297.0)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?(?:[eE]-?\d)?")
_PATH_STEP = re.compile(rf"([MLSC])|({_NUMBER.pattern})")
_MAX_RUN = 100_000
_NOTHING: frozenset[str] = frozenset()
_Matrix = tuple[float, float, float, float, float, float]


def read_ofd(file: SourceFile) -> RawDocument:
    """Read the pages' own text; templates (letterheads, watermarks), seals and annotations are left out."""
    pages: list[PageContent] = []
    title: str | None = None
    with SafeZip(file) as package:
        entry = read_part(file, package, "OFD.xml")
        for body in entry.iter("DocBody"):
            found = child(body, "DocInfo", "Title")
            title = title or ((found.text or "").strip() if found is not None else "") or None
            root = child(body, "DocRoot")
            if root is not None and root.text:
                pages.extend(_read_document(file, package, _resolve("", root.text)))
    if not pages:
        raise file.unreadable("OFD 里没有页面，文件已损坏。请重新获取后再导入")
    if not any(page.lines or page.tables for page in pages):
        raise file.unreadable("OFD 里没有文字（可能是扫描图片）。请转成 PDF 后用文字识别导入，或导入带文字的版本")
    return assemble(file, join_pages(pages), media_type="ofd", title=title, notes=turned_note(pages))


def _resolve(base: str, location: str) -> str:
    """A part's name from a location that may be relative to the part naming it."""
    location = location.strip()
    return normpath(location.lstrip("/") if location.startswith("/") else join(base.rpartition("/")[0], location))


def _read_document(file: SourceFile, package: SafeZip, name: str) -> Iterator[PageContent]:
    document = read_part(file, package, name)
    default = _box(child(document, "CommonData", "PageArea", "PhysicalBox")) or _A4
    pages = document.findall("Pages/Page")
    if len(pages) > file.limits.max_pages:
        raise file.unreadable(f"OFD 超过 {file.limits.max_pages} 页的上限。请拆分后再导入")
    for page in pages:
        file.check_time()
        content = read_part(file, package, _resolve(name, page.get("BaseLoc", "")))
        yield _read_page(content, _box(child(content, "Area", "PhysicalBox")) or default)


def _box(element: Element | None) -> tuple[float, ...] | None:
    numbers = _numbers(element.text if element is not None else None)
    return tuple(numbers) if len(numbers) == 4 else None


def _numbers(text: str | None) -> list[float]:
    return [float(match) for match in _NUMBER.findall(text or "")]


def _read_page(page: Element, area: tuple[float, ...]) -> PageContent:
    content = PageContent(height=area[3] * _POINTS_PER_MM, width=area[2] * _POINTS_PER_MM)
    glyphs: list[Glyph] = []
    segments: list[Segment] = []
    body = page.find("Content")
    for element in walk(body, skip=_NOTHING) if body is not None else ():
        if element.get("Visible") == "false":
            continue
        if element.tag == "TextObject":
            placed = list(_glyphs(element))
            glyphs.extend(placed)
            content.turned += 0 if placed else len("".join("".join(element.itertext()).split()))
        elif element.tag == "PathObject":
            segments.extend(_segments(element))
    for cells in find_tables(segments):
        glyphs = take_table(content, cells, glyphs)
    content.lines = gather_lines(glyphs)
    return content


def _placement(element: Element) -> tuple[float, float, _Matrix]:
    """Origin and transformation of an object."""
    boundary = _numbers(element.get("Boundary"))
    a, b, c, d, e, f = matrix if len(matrix := _numbers(element.get("CTM"))) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    x, y = (boundary[0], boundary[1]) if len(boundary) == 4 else (0.0, 0.0)
    return x, y, (a, b, c, d, e, f)


def _glyphs(element: Element) -> Iterator[Glyph]:
    left, top, (a, b, c, d, e, f) = _placement(element)
    if abs(b) > 0.05 * abs(a) or abs(c) > 0.05 * abs(d):
        return  # turned text is a watermark or a stamp
    size = next(iter(_numbers(element.get("Size"))), 4.0)
    x = y = 0.0
    for code in element.iter("TextCode"):
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        text = code.text or ""
        rights, downs = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        for index, char in enumerate(text):
            natural = size if ord(char) > 0x2000 else size / 2
            step = rights[index] if index < len(rights) else (0.0 if downs else natural)
            x0, base = left + a * x + e, top + d * y + f
            yield _glyph(char, x0, x0 + min(natural, step or natural) * abs(a), base, size * abs(d))
            x += step
            y += downs[index] if index < len(downs) else 0.0


def _glyph(char: str, x0: float, x1: float, base: float, size: float) -> Glyph:
    """In points, from millimetres; the box stands on the base line with a small descent."""
    unit = _POINTS_PER_MM
    return Glyph(char, x0 * unit, x1 * unit, (base - 0.88 * size) * unit, (base + 0.12 * size) * unit)


def _deltas(written: str | None, count: int) -> list[float]:
    """Advances between characters; `g 3 5.5` stands for three of 5.5."""
    deltas: list[float] = []
    tokens = (written or "").split()
    position = 0
    while position < len(tokens) and len(deltas) < min(count, _MAX_RUN):
        if tokens[position] == "g" and position + 2 < len(tokens):
            times = min(integer(tokens[position + 1]), count)
            deltas.extend(_numbers(tokens[position + 2])[:1] * times)
            position += 3
        else:
            deltas.extend(_numbers(tokens[position])[:1])
            position += 1
    return deltas


def _segments(element: Element) -> Iterator[Segment]:
    """Straight strokes of a path in points; a closed path returns to its start."""
    left, top, (a, b, c, d, e, f) = _placement(element)
    data = child(element, "AbbreviatedData")
    for points in _polylines((data.text or "") if data is not None else ""):
        placed = [
            ((left + a * x + c * y + e) * _POINTS_PER_MM, (top + b * x + d * y + f) * _POINTS_PER_MM) for x, y in points
        ]
        for (x0, y0), (x1, y1) in pairwise(placed):
            yield x0, y0, x1, y1


def _polylines(data: str) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    numbers: list[float] = []
    for step in _PATH_STEP.finditer(data):
        command, number = step.groups()
        if command in {"M", "S"} and points:
            yield points
            points = []
        elif command == "C" and points:
            points.append(points[0])
        if command:
            numbers = []
        else:
            numbers.append(float(number))
            if len(numbers) == 2:
                points.append((numbers[0], numbers[1]))
                numbers = []
    if points:
        yield points
