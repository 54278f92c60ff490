"""From canonical text to the tree of clauses: lines, the numbers that open them, and what hangs below what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingestion.model import Span, Table, TableRow
from ingestion.parsing.chrome import is_title
from ingestion.parsing.heading import heading_of, subheadings
from ingestion.parsing.numbering import Marker, read_marker
from ingestion.parsing.tree import Node
from ingestion.parsing.wording import ADDRESSEES, DATE, DOCUMENT_NUMBER, SIGNATURE

_REMARK = re.compile(
    r"^[（(](?:此件|本件|联系人|公开属性|信息公开)[^）)]*[）)]$|^(?:抄送|主题词|联系人|联系电话|公开方式|公开属性)[：:]"
)
_ATTACHMENT_LIST = re.compile(r"^附\s?件?\s?\d{0,2}\s?[：:.．、]")
_LIST_ENTRY = re.compile(r"^\d{1,2}\s?[.．、]\s?\S{2,80}$")
_PASSED = re.compile(
    r"^[（(].{0,60}(?:公布|通过|发布|批准|修订|修正|印发|施行|[年月]\S{1,3}日).{0,40}[）)]$", re.DOTALL
)
_CONCLUSION = re.compile(
    r"^(?:各地区|各部门|各地|各有关|各单位|各省|各市|各县|请各|以上|本(?:通知|意见|办法|方案|规定|决定|措施)(?:自|由|印发)|自本(?:通知|意见|办法)|特此)"
)
_NESTS_UNDER = {"paren": ("dot",), "dot": ("paren_digit", "half_paren"), "comma": ("article", "dot")}
_PARAGRAPH_MEAN = 50  # below, the lines are a roster and belong together
_PARAGRAPHS_MIN = 280  # a clause of several paragraphs longer than this is cited by the paragraph


class StructureReader:
    """Reads one document line by line. `root.children` is the tree; `closing` are lines that belong to no clause."""

    def __init__(self, text: str, *, title: Span, tables: Sequence[Table] = (), attached: Sequence[str] = ()) -> None:
        self.text = text
        self.title = title
        self.root = Node("root")
        self.closing: list[Span] = []
        self.main_title: str | None = None  # of the document that a cover notice carries
        self._rows = {r.span.start: (t, r) for t in tables for r in t.rows}
        self._tables = tables
        self._attached = {_key(name) for name in attached}
        self._stack = [self.root]
        self._last: dict[str, int] = {}
        self._closed = False  # a signature or a date has been seen
        self._fresh = False  # nothing but the title of an attached document has been seen
        self._lines = list(self._split())

    def read(self) -> Node:
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        _settle(self.root, self.text)
        if not any(c.family in ("chapter", "article", "book") for c in self.root.children):
            _conclude(self.root, self.text)
        _split_paragraphs(self.root, self.text)
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
        line = span.of(self.text)
        if self.title.start <= span.start < self.title.end:
            return index + 1
        if span.start in self._rows:
            self._add_row(*self._rows[span.start])
        elif any(t.span.start <= span.start < t.span.end for t in self._tables):
            self.closing.append(span)  # a table's header line: carried by every row
        elif heads := self._embedded_title(index):
            return self._start_attached(index, heads)
        elif _ATTACHMENT_LIST.match(line) and self._is_attachment_list(index):
            return self._close_list(index)
        elif self._passed_in_two_lines(index):
            self.closing += self._lines[index : index + 2]
            return index + 2
        elif self._is_matter(line):
            self.closing.append(span)
        else:
            self._add_line(span, line)
            self._fresh = False
        return index + 1

    def _passed_in_two_lines(self, index: int) -> bool:
        pair = self._lines[index : index + 2]
        return (
            len(pair) == 2
            and "）" not in pair[0].of(self.text)
            and bool(_PASSED.match(Span(pair[0].start, pair[1].end).of(self.text)))
        )

    def _is_matter(self, line: str) -> bool:
        """Addressees, document number, signature, date, remarks: of the document, but of no clause."""
        if _REMARK.match(line) or _PASSED.match(line):
            return True
        number = DOCUMENT_NUMBER.match(line)
        if number and number.end() == len(line):
            return True
        if (not self._started() or self._fresh) and (
            ADDRESSEES.match(line) or (line.endswith("文件") and len(line) < 30)
        ):
            return True
        dated = DATE.fullmatch(line.strip("（）() "))
        if dated or (len(line) < 60 and SIGNATURE.match(line) and not read_marker(line)):
            self._closed = self._closed or self._started()
            return True
        tail = DATE.search(line)
        if tail and len(line) < 60 and tail.end() == len(line) and SIGNATURE.match(line[: tail.start()].strip()):
            self._closed = True
            return True
        return False

    def _started(self) -> bool:
        return bool(self.root.children or self.root.lines)

    def _embedded_title(self, index: int) -> int:
        """How many lines from `index` are the title of an attached document; 0 where it is none."""
        first = self._lines[index].of(self.text)
        if SIGNATURE.match(first) or (DATE.search(first) and len(first) < 16) or _REMARK.match(first):
            return 0
        joined = ""
        for count in (1, 2, 3):
            if index + count > len(self._lines):
                return 0
            line = self._lines[index + count - 1].of(self.text)
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
        if index >= len(self._lines):
            return False
        line = self._lines[index].of(self.text)
        return len(line) < 40 and is_title(line) and not read_marker(line)

    def _start_attached(self, index: int, heads: int) -> int:
        span = Span(self._lines[index].start, self._lines[index + heads - 1].end)
        name = _unspaced(span.of(self.text).replace("\n", ""))
        numbered = any(c.family not in ("paragraph", "row") for c in self.root.children)
        self._last.clear()
        self._closed, self._fresh = False, True
        annex = self._stack[1] if len(self._stack) > 1 and self._stack[1].family == "annex" else None
        if annex and not annex.children and annex.name is None:
            annex.heading, annex.name = Span(annex.start, span.end), name
            self._stack = [self.root, annex]
        elif not numbered and self.main_title is None:
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
        """附件：1.… as a list at the end of a text, not the heading of an attachment that follows at once."""
        following = index + 1
        while following < len(self._lines) and _LIST_ENTRY.match(self._lines[following].of(self.text)):
            following += 1
        if following >= len(self._lines):
            return True
        line = self._lines[following].of(self.text)
        return bool(
            SIGNATURE.match(line)
            or (DATE.search(line) and len(line) < 60)
            or re.match(r"附\s?件\s?\d*\s*$|^[（(]此件", line)
            or (self._closed and self._embedded_title(following))
        )

    def _close_list(self, index: int) -> int:
        self.closing.append(self._lines[index])
        index += 1
        while index < len(self._lines) and _LIST_ENTRY.match(self._lines[index].of(self.text)):
            self.closing.append(self._lines[index])
            index += 1
        return index

    def _add_line(self, span: Span, line: str) -> None:
        marker = read_marker(line)
        if marker and self._plausible(marker):
            self._add_marked(marker, span, line)
        elif self._stack[-1] is self.root:
            last = self.root.children[-1] if self.root.children else None
            if last and last.family == "paragraph" and all(_is_entry(s.of(self.text)) for s in (span, last.lines[-1])):
                last.lines.append(span)
            else:
                self.root.add_paragraph(span)
        else:
            top = self._stack[-1]
            if top.family == "annex" and self._goes_on_naming(top, line):
                top.heading, top.name = Span(top.start, span.end), (top.name or "") + line
            elif top.family == "dash":
                self._stack.pop()
                self._stack[-1].add_paragraph(span)
            else:
                top.lines.append(span)

    def _goes_on_naming(self, annex: Node, line: str) -> bool:
        """Whether the line is (part of) the annex's title."""
        fresh = not annex.lines and not annex.children
        short = len(line) < 60 and not re.search(r"[。；：:]", line)
        return fresh and short and (annex.name is None or (len(annex.name) < 30 and not is_title(annex.name)))

    def _plausible(self, marker: Marker) -> bool:
        """A number is a heading when it begins a count or goes on with one; small gaps are reported elsewhere."""
        name = marker.family.name
        if name in ("annex", "dash") or marker.number == 1:
            return True
        last = self._last.get(name, 0)
        open_last = next((n.last_number(name) for n in reversed(self._stack) if n.last_number(name)), 0)
        if marker.sub:
            return marker.number in (last, open_last)
        return any(base < marker.number <= base + 3 for base in {last, open_last} if base) or (
            marker.number <= 3 and not last and name in ("comma", "article", "chapter")
        )

    def _add_marked(self, marker: Marker, span: Span, line: str) -> None:
        node = Node.of(marker, span.start)
        parent = self._parent_for(node)
        head, body = heading_of(line, marker.length, family=node.family)
        if head and not body and line.endswith(("。", ".")) and _lists(parent, node.family, self.text):
            head, body = None, head
        node.heading = Span(span.start, span.start + (head.end if head else marker.length))
        node.name = head.of(line).strip(" 。：:") if head else None
        if body:
            node.lines.append(Span(span.start + body.start, span.start + body.end))
        parent.add(node)
        self._last[node.family] = node.number
        self._stack.append(node)

    def _parent_for(self, node: Node) -> Node:
        """Pop to where a node of that family belongs, and return its parent."""
        open_families = [n.family for n in self._stack]
        top = self._stack[-1]
        if (
            node.number == 1
            and node.family not in open_families
            and top.family in _NESTS_UNDER.get(node.family, ())
            and (self._stack[-2].last_number(top.family) >= 1)
            and node.family != "comma"
        ):
            return top
        if node.number == 1 and node.family in open_families:
            reopened = _reopen(self._stack, node.family)
            if reopened is not None:
                return reopened
        while len(self._stack) > 1 and self._stack[-1].rank >= node.rank and self._stack[-1].family != "attached":
            self._stack.pop()
        return self._stack[-1]

    def _add_row(self, table: Table, row: TableRow) -> None:
        parent = self._stack[-1]
        number = parent.last_number("row") + 1
        parent.add(Node("row", number, start=row.span.start, lines=[row.span], row=row, header=table.header))


def _reopen(stack: list[Node], family: str) -> Node | None:
    """Items that start again at (一) after further paragraphs of an article belong to the last of these paragraphs."""
    while stack[-1].family != family:
        stack.pop()
    last = stack[-1]
    article = last.parent
    if article is None or article.family != "article" or len(last.lines) < 2:
        return None
    stack.pop()
    extras, last.lines = last.lines[1:], last.lines[:1]
    paragraph = article
    for span in extras:
        paragraph = article.add_paragraph(
            span, number=2 + article.last_number("paragraph") - (1 if article.last_number("paragraph") else 0)
        )
    stack.append(paragraph)
    return paragraph


def _runs_in(node: Node, text: str) -> bool:
    """Whether the clause's text begins on the line of its number."""
    return bool(node.lines) and "\n" not in text[node.start : node.lines[0].start]


def _conclude(root: Node, text: str) -> None:
    """A closing paragraph to everybody (各地区、各部门要…, 本通知自…) is of the document, not of its last item."""
    last = root
    while last.children and last.children[-1].family not in ("row", "annex", "attached"):
        last = last.children[-1]
    extras: list[Span] = []
    while len(last.lines) > 1 and _CONCLUSION.match(last.lines[-1].of(text)):
        extras.insert(0, last.lines.pop())
    if (
        last.family == "paragraph"
        and last.parent is not root
        and last.parent
        and _CONCLUSION.match(last.lines[0].of(text))
    ):
        last.parent.children.remove(last)
        extras = [*last.lines, *extras]
    for span in extras:
        root.add_paragraph(span)


def _settle(node: Node, text: str) -> None:
    """Give trailing paragraphs of a last item back to the parent where no other item has any."""
    for child in node.children:
        _settle(child, text)
    numbered = [c for c in node.children if c.family not in ("paragraph", "row", "attached", "annex")]
    if len(numbered) < 2 or (node.family == "root" and numbered[0].family in ("comma", "article", "chapter")):
        return
    last = numbered[-1]
    single = all(len(c.lines) <= 1 and not c.children for c in numbered[:-1])
    if not single or len(last.lines) < 2 or last.children or last is not node.children[-1]:
        return
    extras, last.lines = last.lines[1:], last.lines[:1]
    for span in extras:
        node.add_paragraph(span, number=max(node.last_number("paragraph"), 1) + 1 if node.family == "article" else 0)


def _split_paragraphs(node: Node, text: str) -> None:
    """Cite long clauses by the paragraph, and paragraphs with run-in headings by the part."""
    for child in list(node.children):
        _split_paragraphs(child, text)
    if node.family == "article" and len(node.lines) > 1:
        extras, node.lines = node.lines[1:], node.lines[:1]
        later = [node.add_paragraph(span, number=i + 2) for i, span in enumerate(extras)]
        node.children = later + [c for c in node.children if c not in later]
    elif node.family not in ("root", "row") and len(node.lines) > 1:
        lengths = [s.end - s.start for s in node.lines]
        if sum(lengths) > _PARAGRAPHS_MIN and sum(lengths) / len(lengths) > _PARAGRAPH_MEAN:
            spans, node.lines = node.lines, []
            later = [Node("paragraph", i + 1, start=s.start, lines=[s], parent=node) for i, s in enumerate(spans)]
            node.children = later + node.children
            for paragraph in later:
                _split_run_ins(paragraph, text)
    elif len(node.lines) == 1 and node.family != "row":
        _split_run_ins(node, text)


def _split_run_ins(node: Node, text: str) -> None:
    line = node.lines[0]
    heads = subheadings(line.of(text))
    if not heads:
        return
    starts = [line.start + h.start for h in heads]
    ends = [*starts[1:], line.end]
    node.lines = [Span(line.start, starts[0])] if starts[0] > line.start else []
    parts = []
    for number, (head, start, end) in enumerate(zip(heads, starts, ends, strict=True), 1):
        stop = line.start + head.end + 1
        part = Node("run_in", number, start=start, heading=Span(start, stop), name=head.of(line.of(text)), parent=node)
        part.lines = [Span(stop, end)]
        parts.append(part)
    node.children = parts + node.children


def _unspaced(name: str) -> str:
    """国 务 院 工 作 规 则, set apart for looks, as one word."""
    return name.replace(" ", "") if re.fullmatch(r"(?:\S ){3,}\S", name) else name


def _lists(parent: Node, family: str, text: str) -> bool:
    """Whether the items before end in semicolons: then a short last item is an item, not a heading."""
    before = next((c for c in reversed(parent.children) if c.family == family), None)
    return before is not None and text[before.end - 1] in "；;"


def _is_entry(line: str) -> bool:
    """A line of a roster or list rather than a paragraph."""
    return len(line) < 40 and not re.search(r"[。；]", line)


def _key(name: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"'()（）—\-–]", "", name)
