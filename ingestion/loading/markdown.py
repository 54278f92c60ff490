"""Markdown: marks are read, not kept, so that a heading or a list reads as it does in the other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingestion.loading import encoding
from ingestion.loading.blocks import Block, Cell, assemble, build_grid
from ingestion.loading.html_blocks import read_blocks
from ingestion.loading.html_main import strip_hidden
from ingestion.loading.limits import SourceFile
from ingestion.model import RawDocument

_MAX_NESTING = 100
_MAX_CHARS = 1_000_000  # the parser takes up to a minute for more
# **（一）完善设施。**推进…: marks that stand between a stop and a character count as text by CommonMark's rules
_BOLD = re.compile(r"(\*{2,3}|_{2})(?=\S)([^*\n]+?)\1")
_PART = re.compile(r"(?:第?[一二三四五六七八九十]+[章节、]|[(（]?[一\d]+(?:[.．、)）]|\s))")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def read_markdown(file: SourceFile) -> RawDocument:
    """Read headings, paragraphs, lists (numbered ones with their numbers) and tables, in Markdown or in raw HTML."""
    decoded = encoding.decode(file)
    if len(decoded.text) > _MAX_CHARS:
        note = "文件较大，按纯文本读取，没有解释 Markdown 标记"
        return RawDocument(file.name, "markdown", decoded.text, decoded.encoding, notes=(*decoded.notes, note))
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    tokens = parser.parse(decoded.text)
    blocks = list(_Reader(tokens).read())
    title = next((_inline(after) for token, after in pairwise(tokens) if token.type == "heading_open"), None)
    if title and tokens[0].type != "heading_open" and _PART.match(title):
        title = None  # the first heading is that of a part: the title stands before it without a mark
    return assemble(
        file, blocks, media_type="markdown", encoding=decoded.encoding, title=title or None, notes=decoded.notes
    )


class _Reader:
    """Goes through the tokens once, knowing which lists and tables are open."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lists: list[int | None] = []  # the next number of each open list; None for bullets
        self._marker = ""
        self._rows: list[list[Cell]] = []

    def read(self) -> Iterator[Block]:
        for token in self._tokens:
            if token.type.startswith(("ordered_list", "bullet_list", "list_item")):
                self._follow_list(token)
            elif token.type == "tr_open":
                self._rows.append([])
            elif token.type == "inline":
                yield from self._read_inline(token)
            elif token.type == "table_close":
                if (grid := build_grid(self._rows, header_rows=1)) is not None:
                    yield grid
                self._rows = []
            elif token.type == "html_block":
                yield from _read_html(token.content)
            elif token.type in {"fence", "code_block"}:
                yield from token.content.splitlines()

    def _follow_list(self, token: Token) -> None:
        if token.type == "list_item_open":
            number = self._lists[-1]
            self._marker = "" if number is None else f"{number}{token.markup}"
            self._lists[-1] = None if number is None else number + 1
        elif token.type.endswith("list_open"):
            self._lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type.endswith("list_close"):
            self._lists.pop()

    def _read_inline(self, token: Token) -> Iterator[Block]:
        if self._rows:
            self._rows[-1].append(Cell(_inline(token)))
            return
        for line in _inline(token).split("\n"):
            yield self._marker + line
            self._marker = ""


def _inline(token: Token) -> str:
    """The words of an inline token; a soft line break ends a line, as official texts are typed one block a line."""
    pieces: list[str] = []
    for part in token.children or ():
        if part.type in {"text", "code_inline", "image"}:
            pieces.append(part.content)
        elif part.type in {"softbreak", "hardbreak"} or (part.type == "html_inline" and _BREAK.fullmatch(part.content)):
            pieces.append("\n")
    return _BOLD.sub(r"\2", "".join(pieces))


def _read_html(content: str) -> list[Block]:
    """The blocks of a stretch of raw HTML, as converters write tables with merged cells."""
    root = lxml_html.fragment_fromstring(content, create_parent="div")  # the parent makes any text a fragment
    strip_hidden(root)
    return read_blocks(root)
