"""Word documents (OOXML): text with its automatic numbers, tables and notes. Nothing outside the file is opened."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath
from xml.etree.ElementTree import Element

from ingestion.loading.archive import SafeZip
from ingestion.loading.blocks import Block, Cell, assemble, build_grid, is_layout
from ingestion.loading.docx_numbering import Numbering, join_marker
from ingestion.loading.limits import SourceFile
from ingestion.loading.markup import child, integer, read_optional_part, read_part, switched_on, value
from ingestion.model import RawDocument

_MAIN_PART = "word/document.xml"
# deleted or moved-away text, field codes, properties, and the phonetic guide above a word
_SILENT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "rt", "altChunk"}
)
_TRANSPARENT = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})


def read_docx(file: SourceFile) -> RawDocument:
    """Read body text, numbering, tables, text boxes, footnotes and endnotes; headers and footers are left out."""
    with SafeZip(file) as package:
        main = _main_part(file, package)
        document = read_part(file, package, main)
        folder = main.rpartition("/")[0] + "/"
        numbering = Numbering(
            read_optional_part(file, package, folder + "numbering.xml"),
            read_optional_part(file, package, folder + "styles.xml"),
        )
        notes = {kind: read_optional_part(file, package, f"{folder}{kind}s.xml") for kind in ("footnote", "endnote")}
    body = child(document, "body")
    if body is None:
        raise file.unreadable("文档里没有正文部分，文件已损坏。请用 Word 打开后另存为新文件")
    reader = _Reader(file, numbering, notes)
    blocks = list(reader.read(body))
    blocks.extend(reader.read_notes())
    remarks = ("文档自带的目录已略去",) if reader.saw_contents else ()
    return assemble(file, blocks, media_type="docx", title=reader.title, notes=remarks)


def _main_part(file: SourceFile, package: SafeZip) -> str:
    """The part that the package names as its document; producers call it document.xml nearly always."""
    relations = read_optional_part(file, package, "_rels/.rels")
    for relation in relations.iter("Relationship") if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument") and relation.get("TargetMode") != "External":
            target = normpath(relation.get("Target", "").lstrip("/"))
            if target in package:
                return target
    return _MAIN_PART


class _Reader:
    """Reads block by block, in document order, since numbering counts as it goes."""

    def __init__(self, file: SourceFile, numbering: Numbering, notes: dict[str, Element | None]) -> None:
        self._file = file
        self._numbering = numbering
        self._notes = notes
        self._cited: list[tuple[str, str]] = []  # (kind, id) in the order of their marks
        self._carried = ""  # text of a paragraph whose end was deleted: it runs on into the next one
        self.title: str | None = None
        self.saw_contents = False

    def read(self, container: Element) -> Iterator[Block]:
        for element in container:
            match element.tag:
                case "p":
                    yield from self._read_paragraph(element)
                case "tbl":
                    yield from self._read_table(element)
                case "AlternateContent":
                    yield from self.read(_alternative(element))
                case tag if tag in _TRANSPARENT:
                    yield from self.read(element)

    def _read_paragraph(self, paragraph: Element) -> Iterator[Block]:
        self._file.check_time()
        properties = child(paragraph, "pPr")
        pieces: list[str] = []
        boxes: list[Element] = []
        self._collect(paragraph, pieces, boxes)
        text = "".join(pieces)
        if switched_on(properties, "rPr", "del"):
            self._carried += text
            return
        text, self._carried = self._carried + text, ""
        style = self._numbering.style_name(properties)
        marker = self._numbering.mark(properties)
        if style.startswith("toc "):
            self.saw_contents = True
            return
        lines = [line.strip() for line in text.split("\n")]
        lines = [line for line in lines if line]
        if lines:
            lines[0] = join_marker(marker, lines[0])
            if style == "title" and self.title is None:
                self.title = "".join(lines)
        yield from lines
        for box in boxes:
            yield from self.read(box)

    def _collect(self, element: Element, pieces: list[str], boxes: list[Element]) -> None:
        """Visible text below `element`, in order; text boxes are set aside."""
        for part in element:
            match part.tag:
                case tag if tag in _SILENT:
                    continue
                case "r" if switched_on(part, "rPr", "vanish"):
                    continue
                case "t":
                    pieces.append(part.text or "")
                case "tab" | "ptab":
                    pieces.append(" ")
                case "br" | "cr":
                    pieces.append("" if part.get("type") in {"page", "column"} else "\n")
                case "noBreakHyphen":
                    pieces.append("-")
                case "footnoteReference" | "endnoteReference":
                    self._cited.append((part.tag.removesuffix("Reference"), part.get("id", "")))
                    pieces.append(f"〔注{len(self._cited)}〕")
                case "txbxContent":
                    boxes.append(part)
                case "AlternateContent":
                    self._collect(_alternative(part), pieces, boxes)
                case _:
                    self._collect(part, pieces, boxes)

    def _read_table(self, table: Element) -> Iterator[Block]:
        rows, header_rows, flat = self._read_rows(table)
        if is_layout(rows):
            yield from flat
            return
        grid = build_grid(rows, header_rows=header_rows or None)
        if grid is not None:
            yield grid

    def _read_rows(self, table: Element) -> tuple[list[list[Cell]], int, list[Block]]:
        """Cells row by row with merges as spans, how many rows repeat as header, and the same text as plain blocks."""
        drafts: list[list[_Draft]] = []
        open_above: dict[int, _Draft] = {}
        header_rows = 0
        flat: list[Block] = []
        for row in _below(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            header_rows += switched_on(row, "trPr", "tblHeader") and header_rows == len(drafts)
            before = integer(value(row, "trPr", "gridBefore"))
            drafts.append([_Draft(before, "")] if 0 < before < 64 else [])
            column = max(before, 0)
            for cell in _below(row, "tc"):
                width = max(1, integer(value(cell, "tcPr", "gridSpan"), 1))
                merge = child(cell, "tcPr", "vMerge")
                blocks = list(self.read(cell))
                if merge is not None and merge.get("val") != "restart" and column in open_above:
                    open_above[column].rowspan += 1
                else:
                    draft = _Draft(width, _cell_text(blocks))
                    drafts[-1].append(draft)
                    flat.extend(blocks)
                    open_above[column] = draft
                    if merge is None:
                        del open_above[column]
                column += width
        rows = [[Cell(d.text, d.rowspan, d.colspan) for d in row] for row in drafts]
        return rows, header_rows, flat

    def read_notes(self) -> Iterator[Block]:
        """The cited foot- and endnotes, after the body, each behind its mark."""
        for position, (kind, key) in enumerate(list(self._cited), start=1):
            part = self._notes.get(kind)
            note = next((n for n in part.iter(kind) if n.get("id") == key), None) if part is not None else None
            text = _cell_text(list(self.read(note))) if note is not None else ""
            if text:
                yield f"〔注{position}〕{text}"


class _Draft:
    """A cell whose height is not known yet."""

    __slots__ = ("colspan", "rowspan", "text")

    def __init__(self, colspan: int, text: str) -> None:
        self.colspan, self.rowspan, self.text = colspan, 1, text


def _below(element: Element, tag: str) -> Iterator[Element]:
    """Children of that name, also inside content controls and tracked insertions."""
    for part in element:
        if part.tag == tag:
            yield part
        elif part.tag in _TRANSPARENT:
            yield from _below(part, tag)


def _alternative(element: Element) -> Element:
    """One of the renderings that a producer offers: the same text stands in each."""
    found = element.find("Choice")
    return found if found is not None else element.find("Fallback") or Element("Fallback")


def _cell_text(blocks: list[Block]) -> str:
    lines = (
        block if isinstance(block, str) else " ".join(cell for row in block.rows for cell in row) for block in blocks
    )
    return " ".join(line for line in lines if line)
