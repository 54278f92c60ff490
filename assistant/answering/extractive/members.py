"""Persons by their post, read from lists of members: `组长：张三 某某局局长` and the lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.extractive.correction import asserts, say_whether
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.offices import holders
from assistant.answering.extractive.units import acting_units
from assistant.answering.extractive.wording import spoken
from assistant.question.wording import load_wordings
from assistant.retrieval.matching import normalized, shared_run
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Span

_NEAR = 8  # clauses looked at
_ROSTER_MIN = 3
_POST_RUN = 3  # characters of a post that the question must share to mean it
_LABEL = re.compile(r"^(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff\s]{0,12}?)\s*[：:]\s*(?=\S)")
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{1,4}(?:\s[\u4e00-\u9fff]{1,2})?(?:[（(][^）)]{1,8}[）)])?(?:\s+|[，,])\S")
_NAME = re.compile(r"^[\u4e00-\u9fff·]{2,4}|^[\u4e00-\u9fff]\s[\u4e00-\u9fff]")
_POSTS = re.compile(
    r"(?:常务)?副?(?:组长|主任|部长|局长|厅长|市长|省长|县长|秘书长|处长|主席|书记|成员|委员|总指挥|指挥长)"
)
_SEVERAL = re.compile(r"哪些|哪几|分别|都有|有谁|名单|们")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of members: the post it is listed under, and the person with what else the line says."""

    label: str
    span: Span
    words: str


def say_members(draft: Draft, desk: Desk, ranked: Sequence[Ranked]) -> bool:
    """Say who holds the post that is asked for; False where no list of members among the best clauses has it."""
    if not ranked or not load_wordings().has("persons", desk.asked.text):
        return False
    document = ranked[0].evidence.document
    if not asserts(desk) and (
        held := next(holders(desk, [r for r in ranked if r.evidence.document is document]), None)
    ):
        clause, span = held[0].evidence.clause, held[1].sentence.span
        number = draft.cite(clause, document, desk.text(document.id), span)
        draft.say(spoken(held[1].sentence.text, clause), number)
        draft.name_units(acting_units(desk, clause, span), number)
        return True
    for one in ranked[:_NEAR]:
        if one.evidence.document.id != document.id:
            continue
        clause = one.evidence.clause
        text = desk.text(document.id)
        wanted = _wanted(read_members(clause, text), normalized(desk.asked.text), by_name=not asserts(desk))
        if not wanted:
            continue
        number = draft.cite(clause, document, text, Span(wanted[0].span.start, _run_end(wanted)))
        say_whether(draft, agrees=_person_agrees(desk, wanted))
        lines = [f"{e.label}：{e.words}" if e.label else e.words for e in wanted]
        draft.say("；".join(lines) + "。", number)
        draft.name_units([u for e in wanted for u in acting_units(desk, clause, e.span)], number)
        draft.needs_model = True
        return True
    return False


def read_members(clause: Clause, text: str) -> list[Entry]:
    """The lines of a clause's own words that name persons; empty where there are too few for a list."""
    found: list[Entry] = []
    label, at = "", clause.body.start
    for line in clause.body.of(text).split("\n"):
        start, at = at, at + len(line) + 1
        words = line.strip()
        start += len(line) - len(line.lstrip())
        if named := _LABEL.match(words):
            label = re.sub(r"\s", "", named["label"])
            rest = words[named.end() :]
        else:
            rest = words
        if _PERSON.match(rest):
            found.append(Entry(label, Span(start, start + len(words)), re.sub(r"\s+", " ", rest)))
    return found if len(found) >= _ROSTER_MIN else []


def _person_agrees(desk: Desk, wanted: Sequence[Entry]) -> bool | None:
    """Whether the person whom the question takes to hold the post does."""
    if not asserts(desk):
        return None
    names = ("".join(_NAME.findall(e.words)[:1]).replace(" ", "") for e in wanted)
    return any(name and name in normalized(desk.asked.text) for name in names)


def _wanted(entries: Sequence[Entry], question: str, *, by_name: bool) -> list[Entry]:
    """Those of the post that is named, else, with `by_name`, the one whose line the question has words of."""
    labels = sorted({e.label for e in entries if e.label and _names_post(question, e.label)}, key=len, reverse=True)
    if not labels and not by_name:
        return []
    of_post = [e for e in entries if labels and e.label == labels[0]] or list(entries)
    other = _POSTS.sub(" ", question.replace(labels[0], " ") if labels else question)
    runs = [shared_run(other, normalized(e.words)) for e in of_post]
    best = max(runs, default=0)
    if best >= _POST_RUN and not _SEVERAL.search(question):
        meant = [e for e, run in zip(of_post, runs, strict=True) if run == best]
        return meant if labels or len(meant) == 1 else []
    return of_post if labels else []


def _names_post(question: str, label: str) -> bool:
    """Whether it is this post: no 副主任 where the 主任 is listed, nor the 主任 of an office."""
    post = rf"(?<!副){re.escape(label)}"
    return len(re.findall(post, question)) > len(re.findall(rf"办公室的?(?:[几哪两这那]?[位个名])?{post}", question))


def _run_end(entries: Sequence[Entry]) -> int:
    """The end of the unbroken run of lines that the first one begins."""
    end = entries[0].span.end
    for entry in entries[1:]:
        if entry.span.start - end > 3:
            break
        end = entry.span.end
    return end
