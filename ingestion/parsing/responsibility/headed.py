"""What is said under the name of a unit: `X局：负责…`, `（八）省X局。负责…。Y厅配合做好…`.

The unit that stands as the heading answers for what follows, sentence by sentence; a sentence may name others beside
it, say that it leads or that it only helps another, or turn to another unit of the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingestion.model import Clause, Role, Span
from ingestion.parsing.responsibility.actors import read_names
from ingestion.parsing.responsibility.attachment import PARTS, ClauseTree
from ingestion.parsing.responsibility.names import UnitName, is_office, is_unit_like, split_units
from ingestion.parsing.responsibility.statements import ANYONE, Statement
from ingestion.parsing.responsibility.wording import LABEL, Group, Wording, read_helpers, read_verbal
from ingestion.parsing.units import split_level

_NUMBER = r"(?:第[^条\n]{1,7}条|[（(]?[一二三四五六七八九十\d]+[)）.、．]|[①-⑳])"
_DUTY = (
    r"(?:主要|具体|按照?(?:各自)?职责(?:分工)?|分别|统一|依法|全面|重点|共同|[，,])*(?:负责|牵头|承担|承办|会同|配合|协助|参与|组织(?!部)|指导|协调|统筹|"
    r"督促|监督|履行|落实|做好|制定|开展|提供|拟订|保障)"
)
_HEADED = re.compile(
    rf"(?:^|(?<=\n))[ \t\u3000]*(?:{_NUMBER}\s*)?(?P<names>[^，,。；;：:！\n“”《》]{{3,80}}?)"
    rf"(?:[。：:]\s*|\s*\n\s*)(?:{_NUMBER}\s*)?(?=(?P<duty>{_DUTY}))"
)
# the same with any words behind the colon: read where another in the list goes on with a duty
_LISTED = re.compile(
    rf"(?:^|(?<=\n))[ \t\u3000]*(?:{_NUMBER}\s*)?(?P<names>[^，,。；;：:！\n“”《》]{{3,80}}?)[：:]\s*"
    r"(?=(?P<duty>[\u4e00-\u9fff]))"
)
_PART = re.compile(r"[。；;\n]+|[，,](?=(?:并|还)?(?:配合|协助|牵头|会同|参与))")
_LEADS = re.compile(r"牵头|主办")
_HELPS = re.compile(r"\s*(?:并|还|积极)*(?:配合|协助|参与)(?P<names>[^，,；;。\n]{2,60})")
_TOGETHER = re.compile(r"(?:会同|联合(?=[国省市县区州]))(?P<names>[^，,；;。\n]{2,60})")


def read_headed(text: str, tree: ClauseTree) -> Iterator[Statement]:
    """A statement for each passage below a heading that names units and goes on with what they do."""
    for found, home in _headings(text, tree):
        if home.kind in ("row", "frame") or LABEL.fullmatch(found["names"]):
            continue
        units, _ = split_units(text, *found.span("names"))
        if not _are_offices(units):
            continue
        opens = not text[home.span.start : found.start("names")].strip(
            " \t\u3000（()）.、．一二三四五六七八九十0123456789"
        )
        line_end = text.find("\n", found.start("duty"))
        end = home.span.end if opens else min(line_end if line_end >= 0 else home.span.end, home.span.end)
        start = home.span.start if opens else found.start("names")
        yield from _passages(text, Span(start, end), Span(found.start("duty"), end), tuple(units))


def _headings(text: str, tree: ClauseTree) -> Iterator[tuple[re.Match[str], Clause]]:
    """Each heading of names with the clause it stands in."""
    lists: set[str | None] = set()
    read: dict[str, set[int]] = {}
    for found in _HEADED.finditer(text):
        if home := tree.at(found.start("names")):
            lists.add(home.parent_id)
            read.setdefault(home.id, set()).add(found.start("names"))
            yield found, home
    for found in _LISTED.finditer(text):
        home = tree.at(found.start("names"))
        if home is None or found.start("names") in read.get(home.id, ()):
            continue
        if home.id in read or (home.kind in ("item", *PARTS) and home.parent_id in lists):
            yield found, home


def _are_offices(units: Sequence[UnitName]) -> bool:
    names = [unit.name for unit in units]
    sure = any((is_office(n) and n not in ANYONE) or split_level(n)[0] for n in names)
    return sure and all(is_unit_like(n) and not n.endswith("方面") for n in names)


def _passages(text: str, whole: Span, body: Span, units: tuple[UnitName, ...]) -> Iterator[Statement]:
    """Sentences of `body` that say the same of the same units make one passage; the first takes the heading in."""
    held: Statement | None = None
    for part in _parts(text, body):
        wording = _wording(text, part, units)
        if held and held.scope and _same(held.wording, wording):
            held = replace(held, scope=Span(held.scope.start, part.end))
            continue
        if held:
            yield held
        start = part.start if held else whole.start
        held = Statement(units[0].span, wording, "headed", Span(start, part.end))
    if held and held.scope:
        yield replace(held, scope=Span(held.scope.start, max(held.scope.end, whole.end)))


def _parts(text: str, body: Span) -> Iterator[Span]:
    start = body.start
    for mark in (*_PART.finditer(text, body.start, body.end), None):
        end = mark.end() if mark else body.end
        if text[start:end].strip():
            yield Span(start, end)
        start = end


def _same(one: Wording, other: Wording) -> bool:
    return [(g.role, [u.normalized for u in g.units]) for g in one.groups] == [
        (g.role, [u.normalized for u in g.units]) for g in other.groups
    ]


def _wording(text: str, part: Span, units: tuple[UnitName, ...]) -> Wording:
    """Who does what by one sentence below a heading that names `units`."""
    if helped := _HELPS.match(text, part.start, part.end):
        leading = _leading_names(text, *helped.span("names"))
        return Wording(
            (Group("responsible", leading), Group("support", units)) if leading else (Group("support", units),)
        )
    own = _own(text, part)
    acting = [g for g in own if g.role != "support"] or [Group(_role(text, part), units)]
    helpers = [g for g in own if g.role == "support"]
    if not helpers and (helping := read_helpers(text, part)):
        helpers = [Group("support", helping)]
    if together := _TOGETHER.search(text, part.start, part.end):
        helpers += [Group("support", names)] if (names := _leading_names(text, *together.span("names"))) else []
    return Wording((*acting, *helpers))


def _role(text: str, part: Span) -> Role:
    return "lead" if _LEADS.search(text, part.start, part.end) else "responsible"


def _own(text: str, part: Span) -> tuple[Group, ...]:
    """Units that the sentence itself begins with: `A厅负责…`, `B厅、C厅配合做好…`."""
    start = part.start + len(part.of(text)) - len(part.of(text).lstrip())
    wording = read_verbal(text, Span(start, part.end), is_office)
    return wording.groups if wording and wording.units[0].span.start == start else ()


def _leading_names(text: str, start: int, end: int) -> tuple[UnitName, ...]:
    """The units at the front of `text[start:end]`, which goes on with what they do: 省X厅、省Y厅做好…."""
    return tuple(name for name in read_names(text, Span(start, end)) if is_office(name.name))
