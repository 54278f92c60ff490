"""Stretches of a clause: which sentences are told together with one that is meant, as long as they fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Scored

MEASURE = 240  # characters that may be told of a clause
_RUN_MAX = 160
_SENTENCES_MAX = 4
# what follows where that is not done: 逾期不补正的，…; 未持证的，不得上岗
_OTHERWISE = re.compile(r"逾期|拒不|仍[不未]|否则|期满[仍未不]|[未不][^，。；]{1,14}的[，,][^。；]{0,20}(?:不得|不予)")
_JOINED = re.compile(r"[；;]\s*$")


def finished(desk: Desk, picked: Sequence[Scored], spoken: Sequence[Scored]) -> list[Scored]:
    """With what follows a semicolon up to the full stop, and what follows where it is not done, where that is not long.

    Units there do other things.
    """
    out = list(picked)
    if desk.asked.kind == "units":
        return out
    for first in picked:
        run = [first]
        at = spoken.index(first)
        while at + 1 < len(spoken) and _goes_on(run[-1], spoken[at + 1]):
            at += 1
            run.append(spoken[at])
        if len(run) > 1 and sum(len(s.sentence.text) for s in run) <= _RUN_MAX:
            out += [s for s in run if s not in out]
    return out


def _goes_on(told: Scored, following: Scored) -> bool:
    return told.sentence.text.endswith(("；", ";")) or bool(_OTHERWISE.match(following.sentence.text))


def beside(closest: Scored, spoken: Sequence[Scored], figured: Sequence[Scored]) -> list[Scored]:
    """The sentence with those that semicolons join to it and that state such figures as well, where it is not long."""
    at = spoken.index(closest)
    before = takewhile(lambda s: s in figured and _JOINED.search(s.sentence.text), reversed(spoken[:at]))
    run = [*reversed(list(before)), closest]
    for s in spoken[at + 1 :]:
        if s not in figured or not _JOINED.search(run[-1].sentence.text):
            break
        run.append(s)
    return run if sum(len(s.sentence.text) for s in run) <= MEASURE else [closest]


def around(closest: Scored, spoken: Sequence[Scored], limit: int) -> list[Scored]:
    """The sentence with those that follow it and then those before it, as many as fit."""
    at = spoken.index(closest)
    first, last = at, at + 1
    length = len(closest.sentence.text)
    while last < len(spoken) and length + len(spoken[last].sentence.text) <= limit:
        length += len(spoken[last].sentence.text)
        last += 1
    while first and length + len(spoken[first - 1].sentence.text) <= limit:
        first -= 1
        length += len(spoken[first].sentence.text)
    return list(spoken[first:last])


def within(sentences: Sequence[Scored], limit: int, keep: Scored | None = None) -> list[Scored]:
    """As many as fit, at least one; `keep` always. What semicolons join counts as one."""
    out: list[Scored] = [keep] if keep else []
    for s in sentences:
        length = sum(len(o.sentence.text) for o in out)
        ended = sum(not _JOINED.search(o.sentence.text) for o in out)
        if s not in out and ended < _SENTENCES_MAX and (not out or length + len(s.sentence.text) <= limit):
            out.append(s)
    return sorted(out, key=lambda s: s.sentence.span.start)
