"""What the paragraphs of a clause are: its own words, further 款, a closing word, points with a heading run in."""

from __future__ import annotations

import re

from ingestion.model import Span
from ingestion.parsing.heading import lead_sentence, subheadings
from ingestion.parsing.responsibility.wording import LABEL
from ingestion.parsing.tree import PARTS, Node

_CONCLUSION = re.compile(
    r"^(?:各地区|各部门|各地|各有关|各单位|各省|各市|各县|请各|以上|"
    r"本(?:通知|意见|办法|方案|规定|决定|措施)(?:自|由|印发)|自本(?:通知|意见|办法)|特此)"
)
_UNIT_LINE = re.compile(rf"(?:{LABEL.pattern})\s*[:：]")  # names the units of what stands above it
_PARAGRAPH_MEAN = 50  # below, the lines are a roster and belong together
_PARAGRAPHS_MIN = 280  # a clause of several paragraphs longer than this is cited by the paragraph
_GROUPS = frozenset({"book", "part", "chapter", "section", "group"})


def arrange(root: Node, text: str) -> None:
    """Give every paragraph to the clause it is cited by."""
    _settle(root, text)
    if not any(c.family in ("chapter", "article", "book", "group") for c in root.children):
        _conclude(root, text)
    _split(root, text)


def is_entry(line: str) -> bool:
    """A line of a roster or list rather than a paragraph."""
    return len(line) < 40 and not re.search(r"[。；]", line)


def _settle(node: Node, text: str) -> None:
    """Give trailing paragraphs of a last item back to the parent where no other item has any."""
    for child in list(node.children):
        _settle(child, text)
    numbered = node.numbered()
    if len(numbered) < 2 or node.family in _GROUPS or numbered[0].family == "article":
        return
    last = numbered[-1]
    if node.family == "article" and last is node.children[-1]:
        _hand_up(node, last, numbered[:-1])
    if last is not node.children[-1] or last.children or len(last.lines) < 2 or not last.runs_in(text):
        return
    if not all(len(c.lines) <= 1 and not c.children for c in numbered[:-1]):
        return
    if numbered[0].family == "comma" and not all(c.runs_in(text) for c in numbered):
        return
    own = 1
    while own < len(last.lines) and _UNIT_LINE.match(last.lines[own].of(text)):
        own += 1
    extras, last.lines = last.lines[own:], last.lines[:own]
    home = node.parent if node.family == "paragraph" and node.parent else node
    for span in extras:
        home.add_paragraph(span)


def _hand_up(article: Node, last: Node, before: list[Node]) -> None:
    """Paragraphs behind the points of an article's last item are further 款, unless other items have some as well."""
    if any(c.family == "paragraph" for item in before for c in item.children):
        return
    points = last.numbered()
    extras = [c for c in last.children if points and c.family == "paragraph" and c.start > points[-1].start]
    last.children = [c for c in last.children if c not in extras]
    for paragraph in extras:
        article.add(paragraph)


def _conclude(root: Node, text: str) -> None:
    """A closing paragraph to everybody (各地区、各部门要…, 本通知自…) is of the document, not of its last item."""
    last = root
    while last.children and last.children[-1].family not in {"row", *PARTS}:
        last = last.children[-1]
    extras: list[Span] = []
    finished = last.heading is not None and text[last.heading.end - 1] == "。" and not last.runs_in(text)
    while len(last.lines) > (0 if finished else 1) and _CONCLUSION.match(last.lines[-1].of(text)):
        extras.insert(0, last.lines.pop())
    above = last.parent
    if last.family == "paragraph" and above and above is not root and _CONCLUSION.match(last.lines[0].of(text)):
        above.children.remove(last)
        extras = [*last.lines, *extras]
    for span in extras:
        root.add_paragraph(span)


def _split(node: Node, text: str) -> None:
    """Cite long clauses by the paragraph, and paragraphs with run-in headings by the part."""
    for child in list(node.children):
        _split(child, text)
    if node.family in ("root", "row"):
        return
    if len(node.lines) == 1:
        _split_run_ins(node, text)
    elif len(node.lines) > 1:
        _split_lines(node, text)


def _split_lines(node: Node, text: str) -> None:
    words = [span.of(text) for span in node.lines]
    own = 1 if node.family == "article" or node.runs_in(text) or node.family == "paragraph" else 0
    heads = [lead_sentence(w) for w in words[own:]]
    prose = next((i for i, w in enumerate(words) if i and not is_entry(w)), 0)  # what follows a roster
    length = sum(map(len, words))
    if node.family == "article":
        _detach(node, own, text)
    elif len(heads) > 1 and all(heads):
        _detach(node, own, text, [h for h in heads if h])
    elif length > _PARAGRAPHS_MIN and length / len(words) > _PARAGRAPH_MEAN:
        _detach(node, own, text)
    elif prose > 2:
        _detach(node, prose, text)


def _detach(node: Node, kept: int, text: str, heads: list[int] | None = None) -> None:
    """Make the lines from `kept` on clauses below the node; `heads` are the lengths of headings run into them."""
    spans, node.lines = node.lines[kept:], node.lines[:kept]
    later = [Node("paragraph", start=s.start, lines=[s], parent=node) for s in spans]
    first = 2 if kept else 1
    for i, (paragraph, span) in enumerate(zip(later, spans, strict=True)):
        if node.family != "article":
            paragraph.number = first + i
        if heads:
            length = heads[i]
            paragraph.family, paragraph.number = "run_in", i + 1
            paragraph.heading = Span(span.start, span.start + length)
            paragraph.name = paragraph.heading.of(text).strip("。")
            paragraph.lines = [Span(span.start + length, span.end)]
    node.children = later + node.children
    for paragraph in later:
        if paragraph.family == "paragraph":
            _split_run_ins(paragraph, text)
    if len(node.lines) == 1:
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
