"""An answer taken apart into claims that can be kept, re-cited or removed one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MARK = r"[\[［【]\s*(?:\^|条款|引用|来源)?\s*\d{1,2}(?:\s*[,，、]\s*\d{1,2})*\s*[\]］】]"
_TOKEN = re.compile(
    rf"(?P<mark>{_MARK})|(?P<end>[。！？!?；;]+[”』」’\"）)]*)|(?P<text>(?:(?!{_MARK})[^。！？!?；;])+)"
)
_LIST_LEAD = re.compile(
    r"\s*(?:#{1,6}\s+|[-*•·]\s+|>\s*|\(?\d{1,2}[.．、)）](?!\d)\s*|[（(]?[一二三四五六七八九十]{1,3}[）)、]\s*)*(?:\*\*)?"
)
_NUMBER = re.compile(r"\(?\d{1,2}[.．、)）]|[（(]?[一二三四五六七八九十]{1,3}[）)、]")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_JOINT = re.compile(r"^[,，、：:]")
_OWN_CLAIM = 6  # words after a mark that are long enough to be a claim of their own
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement without its marks. `tail` is the punctuation after it, `cites` the numbers it carries.

    `leaning`: the numbers are those of its table row; it had none of its own.
    """

    text: str
    tail: str
    cites: tuple[int, ...]
    leaning: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: what leads it (list mark), its claims, whether it is a table row, and a table's first."""

    lead: str
    claims: tuple[Claim, ...]
    table: bool = False
    header: bool = False

    @property
    def number(self) -> str:
        """The number that opens the line, with its bracket or point; empty where there is none."""
        opening = _NUMBER.search(self.lead)
        return opening.group() if opening else ""


def split(answer: str) -> list[Line]:
    """The lines of an answer with their claims; an empty line has none."""
    written = answer.split("\n")
    lines = [_table_row(line) if _is_row(line) else _sentences(line) for line in written]
    below = [*written[1:], ""]
    return [replace(line, header=line.table and is_rule(under)) for line, under in zip(lines, below, strict=True)]


def is_rule(line: str) -> bool:
    """True for the line under a table's header."""
    return bool(_RULE.fullmatch(line.strip()))


def marks_in(text: str) -> tuple[int, ...]:
    """Citation numbers in order of appearance, each once."""
    return tuple(dict.fromkeys(int(n) for mark in re.findall(_MARK, text) for n in _DIGITS.findall(mark)))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|") and line.count("|") >= 2


def _table_row(line: str) -> Line:
    """Cells without marks of their own lean on those of the row."""
    marks = marks_in(line)
    return Line("", tuple(_cell(text, marks) for text in line.strip().strip("|").split("|")), table=True)


def _cell(text: str, marks: tuple[int, ...]) -> Claim:
    own = marks_in(text)
    return Claim(re.sub(_MARK, "", text).strip(), "", own or marks, leaning=not own and bool(marks))


def _sentences(line: str) -> Line:
    lead = _LIST_LEAD.match(line)
    start = lead.end() if lead else 0
    claims = list(_claims(line[start:]))
    return Line(line[:start], tuple(_inherit(claims)))


def _claims(line: str) -> Iterator[Claim]:
    text, tail, cites = "", "", list[int]()
    for token in _TOKEN.finditer(line):
        if token["mark"]:
            cites += [n for n in marks_in(token["mark"]) if n not in cites]
            continue
        if token["end"]:
            if text or tail:
                tail += token["end"]
            continue
        piece = token["text"]
        joint = _JOINT.match(piece) if cites else None
        apart = bool(cites) and len(piece.strip()) >= _OWN_CLAIM
        if (tail or joint or apart) and text.strip():
            yield Claim(text, tail or (joint.group() if joint else ""), tuple(cites))
            text, tail, cites = "", "", []
            piece = piece[1:] if joint else piece
        text += piece
    if text.strip():
        yield Claim(text, tail, tuple(cites))


def _inherit(claims: list[Claim]) -> Iterator[Claim]:
    """A claim without marks leans on the next one of its sentence that has some."""
    for at, claim in enumerate(claims):
        if claim.cites or not claim.tail.startswith(("；", ";")):
            yield claim
            continue
        later = next((c.cites for c in claims[at + 1 :] if c.cites), ())
        yield replace(claim, cites=later)
