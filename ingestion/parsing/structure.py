"""From canonical text to the tree of clauses: lines, the numbers that open them, and what hangs below what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingestion.model import Span, Table, TableRow
from ingestion.parsing.chrome import is_title
from ingestion.parsing.heading import heading_of, question_of
from ingestion.parsing.matter import is_date, is_head, is_number, is_passed, is_remark, signed_lines
from ingestion.parsing.numbering import FAMILY, Marker, read_marker
from ingestion.parsing.paragraphs import arrange, is_entry
from ingestion.parsing.tree import PARTS, Node
from ingestion.parsing.wording import SIGNATURE, unspaced

_ATTACHMENT_LIST = re.compile(r"^附\s?件?\s?\d{0,2}\s?[：:.．、]")
_NAMED_ALONE = re.compile(r"^附\s?件?\s?[：:]\s?(?!\d)\S")
_LIST_ENTRY = re.compile(r"^(?:\d{1,2}\s?[.．、]|附\s?件\s?\d{1,2}\s?[：:.．、])\s?\S{2,80}$")
_CONTENTS = re.compile(r"^目\s*[录次]$")
_CONTENTS_MAX = 400
_ARTICLE_HEADING_MAX = 20
# the new wording that an amendment gives begins here; its opening quotation mark may stand on the next line
_QUOTE_OPENS = re.compile(
    r"(?:修改为|改为|修正为|增加[^。：:]{0,40}|作为[^。：:]{0,20})[：:]\s?(?P<mark>[“\"][^”\"]*)?$"
)
_STOPS = ("。", "；", "：", ":", ";", "，")
_QUOTE_MARKS = ("“", '"')
_QUOTE_CLOSES = re.compile(r"[”\"][。；，）)]*$")
_NESTS_UNDER = {"paren": ("dot",), "dot": ("paren_digit", "half_paren")}
_POINTS = ("paren", "comma", "dot")


class StructureReader:
    """Reads one document line by line. `root.children` is the tree; `closing` are lines that belong to no clause."""

    def __init__(self, text: str, *, title: Span, tables: Sequence[Table] = (), attached: Sequence[str] = ()) -> None:
        self.text = text
        self.title = title
        self.root = Node("root")
        self.closing: list[Span] = []
        self.main_title: str | None = None  # of the document that a cover notice carries
        self._rows = {r.span.start: (t, r) for t in tables for r in t.rows}
        self._heads = _header_lines(tables)
        self._attached = {_key(name) for name in attached}
        self._stack = [self.root]
        self._last: dict[str, Marker] = {}
        self._closed = False  # a signature or a date has been seen,
        self._closed_at = 0  # the last of them here
        self._fresh = False  # nothing but the title of an attached document has been seen
        self._main: tuple[list[Node], dict[str, Marker]] | None = None  # the count that an annex in the midst broke off
        self._quoting = False  # inside the new wording that an amendment quotes
        self._lines = list(self._split())
        self._words = [span.of(text) for span in self._lines]
        self._signed = signed_lines(self._words)

    def read(self) -> Node:
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        arrange(self.root, self.text)
        return self.root

    def _split(self) -> Iterator[Span]:
        at = 0
        for line in self.text.split("\n"):
            if line:
                yield Span(at, at + len(line))
            at += len(line) + 1

    def _take(self, index: int) -> int:
        """Consume the line at `index` and what belongs to it; returns the next index."""
        span = self._lines[index]
        if self.title.start <= span.start < self.title.end:
            return index + 1
        if span.start in self._rows:
            self._add_row(*self._rows[span.start])
        elif any(start <= span.start < end for start, end in self._heads.get(span.start // _BUCKET, ())):
            self.closing.append(span)  # a table's header line: carried by every row
        elif heads := self._embedded_title(index):
            return self._start_attached(index, heads)
        elif (after := self._end_of_matter(index)) > index:
            self.closing += self._lines[index:after]
            return after
        elif self._is_matter(index):
            self.closing.append(span)
        else:
            self._add_line(index)
            self._quoting = self._quotes_on(index)
            self._fresh = False
        return index + 1

    def _end_of_matter(self, index: int) -> int:
        """The index behind a list of attachments, a table of contents or a bracket of two lines; `index` if none."""
        line = self._words[index]
        if _ATTACHMENT_LIST.match(line) and self._is_attachment_list(index):
            return self._entries_end(index + 1)
        if _CONTENTS.match(line):
            return self._contents_end(index)
        pair = self._words[index : index + 2]
        return index + 2 if len(pair) == 2 and is_passed(pair) else index

    def _contents_end(self, index: int) -> int:
        """A table of contents ends where its first entry comes again."""
        first = _entry_key(self._words[index + 1]) if index + 1 < len(self._words) else ""
        for i in range(index + 2, min(index + _CONTENTS_MAX, len(self._words))):
            if len(self._words[i]) > 60:
                break
            if _entry_key(self._words[i]) == first:
                return i
        return index + 1

    def _is_matter(self, index: int) -> bool:
        """Addressees, document number, signature, date, remarks: of the document, but of no clause."""
        line = self._words[index]
        if is_remark(line) or is_number(line):
            return True
        if (not self._started() or self._fresh) and is_head(line):
            return True
        if index in self._signed:
            self._closed = self._closed or self._started()
            self._closed_at = self._lines[index].start
            return True
        return False

    def _started(self) -> bool:
        return bool(self.root.children)

    def _embedded_title(self, index: int) -> int:
        """How many lines from `index` are the title of an attached document; 0 where it is none."""
        if index in self._signed or is_remark(self._words[index]) or not (self._attached or self._closed):
            return 0
        joined = ""
        for count, line in enumerate(self._words[index : index + 3], 1):
            if len(line) > 60 or re.search(r"[。；，,：:]", line) or read_marker(line):
                return 0
            joined += line
            if _key(joined) in self._attached and self._started():
                return count
            if self._closed and is_title(joined) and (count > 1 or not self._continues(index + 1)):
                return count
        return 0

    def _continues(self, index: int) -> bool:
        """Whether a title goes on in the next line."""
        if index >= len(self._words):
            return False
        line = self._words[index]
        return len(line) < 40 and is_title(line) and not read_marker(line)

    def _start_attached(self, index: int, heads: int) -> int:
        span = Span(self._lines[index].start, self._lines[index + heads - 1].end)
        name = unspaced(span.of(self.text).replace("\n", ""))
        annex = self._stack[1] if len(self._stack) > 1 and self._stack[1].family == "annex" else None
        self._last.clear()
        self._closed, self._fresh, self._quoting = False, True, False
        if annex and not annex.children and annex.name is None:
            annex.heading, annex.name = Span(annex.start, span.end), name
            self._stack = [self.root, annex]
        elif self.main_title is None and not self.root.numbered():
            for child in self.root.children:
                child.preface = True
            self.main_title = name
            self.closing.append(span)
            self._stack = [self.root]
        else:
            part = self.root.add(Node("attached", len(self.root.children), start=span.start, heading=span, name=name))
            self._stack = [self.root, part]
        return index + heads

    def _is_attachment_list(self, index: int) -> bool:
        """附件：1.… as a list at the end of a text, not the heading of an attachment that follows at once.

        What is numbered below a name without a number (附件：材料清单) and set apart by semicolons is what it holds.
        """
        following = self._entries_end(index + 1)
        led = self._words[index + 1 : following - 1]
        if led and _NAMED_ALONE.match(self._words[index]) and all(entry.endswith(_STOPS) for entry in led):
            return False
        if following >= len(self._words):
            return True
        line = self._words[following]
        return bool(
            following in self._signed
            or is_date(line)
            or SIGNATURE.match(line)
            or re.match(r"附\s?件\s?\d*\s*$|^[（(]此件", line)
            or (self._closed and self._embedded_title(following))
        )

    def _entries_end(self, index: int) -> int:
        while index < len(self._words) and _LIST_ENTRY.match(self._words[index]):
            index += 1
        return index

    def _add_line(self, index: int) -> None:
        span, line = self._lines[index], self._words[index]
        marker = read_marker(line)
        if marker and marker.family.name == "comma" and self._heads_articles(index):
            marker = replace(marker, family=FAMILY["group"])
        if marker and self._main and self._resumes(marker, self._main[1]):
            (self._stack, self._last), self._main = self._main, None
        if marker and self._plausible(marker, line):
            self._add_marked(marker, span, line)
        else:
            self._add_text(span, line)

    def _heads_articles(self, index: int) -> bool:
        """Whether the line is a heading (三、案件处置) and the next article follows it."""
        below = self._words[index + 1 : index + 2]
        marker = read_marker(below[0]) if below and not self._words[index].endswith(_STOPS) else None
        last = self._last.get("article")
        return (
            marker is not None and marker.family.name == "article" and marker.number == (last.number if last else 0) + 1
        )

    def _quotes_on(self, index: int) -> bool:
        """Whether the line behind `index` is inside the new wording that an amendment quotes."""
        line, below = self._words[index], self._words[index + 1 : index + 2]
        if opens := _QUOTE_OPENS.search(line):
            return opens["mark"] is not None or bool(below and below[0].startswith(_QUOTE_MARKS))
        return self._quoting and not _QUOTE_CLOSES.search(line)

    def _add_text(self, span: Span, line: str) -> None:
        top = self._stack[-1]
        if top is self.root:
            last = self.root.children[-1] if self.root.children else None
            roster = last and last.family == "paragraph" and is_entry(line) and is_entry(last.lines[-1].of(self.text))
            if roster and last and not self._interrupted(last):
                last.lines.append(span)
            else:
                self.root.add_paragraph(span)
        elif top.family == "annex" and self._goes_on_naming(top, line):
            top.heading, top.name = Span(top.start, span.end), unspaced((top.name or "") + line)
        elif top.family == "dash":
            self._stack.pop()
            self._stack[-1].add_paragraph(span)
        elif top.family == "article" and self._was_heading(top, line):
            top.heading, top.name = Span(top.start, top.own_end), top.lines[0].of(self.text).strip()
            top.lines = [span]
        elif self._interrupted(top):
            ended = self._closed and top.start < self._closed_at  # what begins behind a signature is not over with it
            home = next((n for n in self._stack if n.family in PARTS), self.root) if ended else top
            home.add_paragraph(span)
        else:
            top.lines.append(span)

    def _was_heading(self, article: Node, line: str) -> bool:
        """Whether an article's only words so far are its heading, on a line of its own above a text that has stops."""
        if article.name or len(article.lines) != 1 or article.children or not line.endswith(("。", "；", "：", ":")):
            return False
        words = article.lines[0].of(self.text).strip()
        return len(words) <= _ARTICLE_HEADING_MAX and not re.search(r"[，。；：:,]", words)

    def _interrupted(self, node: Node) -> bool:
        """Whether something else stands between the node's own words and the present line."""
        return bool(node.children) or bool(self.closing and self.closing[-1].start > node.own_end)

    def _goes_on_naming(self, annex: Node, line: str) -> bool:
        """Whether the line is (part of) the annex's title."""
        fresh = not annex.lines and not annex.children
        short = len(line) < 60 and not re.search(r"[。；：:]", line) and unspaced(line).count(" ") < 2
        return fresh and short and (annex.name is None or (len(annex.name) < 30 and not is_title(annex.name)))

    def _plausible(self, marker: Marker, line: str) -> bool:
        """A number is a heading when it begins a count or goes on with one; small gaps are reported elsewhere."""
        name = marker.family.name
        last = self._last.get(name)
        if self._quoting and not (name in ("comma", "article") and last and marker.number == last.number + 1):
            return False
        if name in ("annex", "dash", "question") or (marker.number == 1 and not marker.sub):
            return True
        if name == "article" and (last is None or marker.number > last.number) and line[marker.length - 1].isspace():
            return True
        open_last = next((n.last_number(name) for n in reversed(self._stack) if n.last(name)), 0)
        seen = last.number if last and last.prefix == marker.prefix else 0
        if marker.sub:
            return marker.number in (seen, open_last)
        if marker.prefix:
            return 0 < seen < marker.number <= seen + 3
        return any(base <= marker.number <= base + 3 for base in (seen, open_last) if base) or (
            marker.number <= 3 and not last and name in ("comma", "article", "chapter")
        )

    def _add_marked(self, marker: Marker, span: Span, line: str) -> None:
        node, before = Node.of(marker, span.start), list(self._stack)
        parent = self._parent_for(node)
        head, body = self._heading_of(node, parent, line, marker.length)
        if node.family == "annex" and not self._closed and not any(n.family in PARTS for n in before[1:2]):
            self._main = before, self._last
        node.heading = Span(span.start, span.start + (head.end if head else marker.length))
        node.name = head.of(line).strip(" 。：:") if head else None
        if body:
            node.lines.append(Span(span.start + body.start, span.start + body.end))
        parent.add(node)
        self._last[node.family] = marker
        self._stack.append(node)
        if node.family in PARTS:
            self._last = {node.family: marker}

    def _resumes(self, marker: Marker, main: dict[str, Marker]) -> bool:
        """Whether the text goes on behind an annex in its midst: its own count, of which the annex has none."""
        name = marker.family.name
        before = main.get(name) if name in ("comma", "article", "chapter") and name not in self._last else None
        return before is not None and marker.number == before.number + 1

    def _heading_of(self, node: Node, parent: Node, line: str, at: int) -> tuple[Span | None, Span | None]:
        if node.family not in ("article", *PARTS) and any(n.family == "article" for n in self._stack):
            return None, Span(at, len(line)) if at < len(line) else None  # 项 and 目 are text, not headings
        if node.family == "question":
            node.number = parent.last_number("question") + 1
            return question_of(line, at)
        head, body = heading_of(line, at, family=node.family)
        if head and line.endswith(("。", ".")) and _lists(parent, node.family, self.text):
            return None, Span(head.start, len(line))
        return head, body

    def _parent_for(self, node: Node) -> Node:
        """Pop to where a node of that family belongs, and return its parent."""
        top = self._stack[-1]
        open_same = [i for i, n in enumerate(self._stack) if n.family == node.family and n.prefix == node.prefix]
        if node.number == 1 and node.family in _POINTS and (paragraph := self._open_paragraph(node.family)):
            return paragraph
        if node.number == 1 and not open_same and top.family in _NESTS_UNDER.get(node.family, ()):
            return top
        goes_on = [i for i in open_same if self._stack[i].number < node.number]
        if goes_on:
            exact = [i for i in goes_on if self._stack[i].number == node.number - 1]
            del self._stack[(exact or goes_on)[-1] :]
            return self._stack[-1]
        while len(self._stack) > 1 and self._stack[-1].rank >= node.rank and self._stack[-1].family != "attached":
            self._stack.pop()
        if node.family in PARTS:
            del self._stack[1:]
        return self._stack[-1]

    def _open_paragraph(self, family: str) -> Node | None:
        """Items that begin after further paragraphs of an article belong to the last of these paragraphs."""
        at = next((i for i, n in enumerate(self._stack) if n.family == "article"), None)
        if at is None:
            return None
        article, top = self._stack[at], self._stack[-1]
        if top is not article and family not in [n.family for n in self._stack[at:]]:
            return None
        later = top.lines[1:]
        if not later:
            return None
        top.lines = top.lines[:1]
        for span in later:
            paragraph = article.add_paragraph(span)
        self._stack[at + 1 :] = [paragraph]
        return paragraph

    def _add_row(self, table: Table, row: TableRow) -> None:
        parent = self._stack[-1]
        number = parent.last_number("row") + 1
        parent.add(Node("row", number, start=row.span.start, lines=[row.span], row=row, header=table.header))


_BUCKET = 4096  # tables are looked up by stretches of the text of this many characters


def _header_lines(tables: Sequence[Table]) -> dict[int, list[tuple[int, int]]]:
    """Where tables stand, by stretch of text."""
    found: dict[int, list[tuple[int, int]]] = {}
    for table in tables:
        for bucket in range(table.span.start // _BUCKET, table.span.end // _BUCKET + 1):
            found.setdefault(bucket, []).append((table.span.start, table.span.end))
    return found


def _lists(parent: Node, family: str, text: str) -> bool:
    """Whether the items before end in semicolons: then a short last item is an item, not a heading."""
    before = parent.last(family)
    return before is not None and text[before.end - 1] in "；;"


def _entry_key(line: str) -> str:
    """A line of a table of contents without its dots and page number."""
    return re.sub(r"[\s　]|[.…·．]{2,}.*$|\d+$", "", line)


def _key(name: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"'()（）—\-–]", "", name)
