"""The year and the session (第五次, 第26届) that a question speaks of, held against those of a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.passage import choose_sentences
from assistant.answering.extractive.trimming import trim_value
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.scope import answers_for, covers_year
from ingestion.numerals import to_int

_YEAR = re.compile(r"(?:19|20)\d{2}年")
_ISSUED = re.compile(r"年[^,。?]{0,6}(?:发布|印发|公布|出台|下发|发出|批复|批准|通报|发的|批的|转发|那份)")
# 第五次大督查, 第26届世界大学生…, 第7264号建议: the number and what it counts
_SESSION = re.compile(
    r"(?:第(?=.{1,6}[次届批轮期号])|(?=[一二三四五六七八九十]+届))(?P<number>[\d零〇一二三四五六七八九十百]{1,6})"
    r"(?P<unit>[次届批轮期号])(?P<of>(?:(?!第)[\u4e00-\u9fff]){2,12})"
)
_NEAR_SCORE = 5.0
_KIND = 2  # characters by which two of them count the same


def missed(desk: Desk, ranked: Ranked) -> str | None:
    """What the question speaks of and the clause does not: another session or year; None where both fit."""
    if session := missed_session(desk, ranked):
        return session
    year = _missed_year(desk, ranked)
    return f"{year}年的这一内容" if year else None


def _missed_year(desk: Desk, ranked: Ranked) -> int | None:
    named = [y for y in desk.asked.years if str(y) in desk.asked.original]  # 今年 is told by a notice
    if not named:
        return None
    return next((y for y in named if not _answers_for(desk, ranked, y) and not _tells_of(desk, ranked, y)), None)


def of_year_first(desk: Desk, bearing: Sequence[Ranked]) -> list[Ranked]:
    """Clauses that fit about as well as the best and tell of the year asked for ahead of one that tells of others."""
    years = [y for y in desk.asked.years if str(y) in desk.asked.original]
    if desk.asked.kind != "value" or len(years) != 1 or not bearing or desk.asked.numbers:
        return list(bearing)
    first = _said(desk, bearing[0])
    if not _YEAR.search(first) or _speaks_of(first, years[0]):
        return list(bearing)
    near = [r for r in bearing if r.score >= bearing[0].score - _NEAR_SCORE]
    of_year = [
        r for r in near if f"{years[0]}年" in " ".join(r.evidence.clause.header) or f"{years[0]}年" in _said(desk, r)
    ]
    return [*of_year, *(r for r in bearing if all(r is not o for o in of_year))]


def _answers_for(desk: Desk, ranked: Ranked, year: int) -> bool:
    """Whether the whole document is of the year."""
    document = ranked.evidence.document
    issued = re.search(rf"{year}{_ISSUED.pattern}", desk.asked.text)
    return answers_for(document, year) or bool(issued and covers_year(document, year))


def _tells_of(desk: Desk, ranked: Ranked, year: int) -> bool:
    """Whether what would be said of the clause is of the year."""
    asserted = any(number.startswith(f"{year}年") for number in desk.asked.numbers)
    if asserted and _YEAR.search(_said(desk, ranked)):
        return True  # a date that is asserted may be wrong: it is set right
    if any(day in _said(desk, ranked) for day in re.findall(rf"{year}年(\d{{1,2}}月\d{{1,2}}日)", desk.asked.text)):
        return True  # the very day of another year: so is the year that is taken for granted
    if not _speaks_of(_words(desk, ranked), year):
        return False  # then what is said of it does not either, and choosing that takes long
    said = _said(desk, ranked) if desk.asked.kind == "value" else ""
    return _speaks_of(said, year) if _YEAR.search(said) else True


def _said(desk: Desk, ranked: Ranked) -> str:
    said = normalized("".join(s.sentence.text for s in choose_sentences(desk, ranked)))
    return trim_value(said, desk) if desk.asked.kind == "value" else said


def _speaks_of(words: str, year: int) -> bool:
    return re.search(rf"{year}(?:年|[-~至到])", words) is not None


def _words(desk: Desk, ranked: Ranked) -> str:
    document, clause = ranked.evidence.document, ranked.evidence.clause
    return normalized(" ".join([clause.span.of(desk.text(document.id)), *clause.path, document.title]))


def of_session(desk: Desk, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The clauses of the documents whose title has a session that the question speaks of, if there are any."""
    asked = list(_SESSION.finditer(normalized(desk.asked.text)))
    meant = {
        r.evidence.document.id
        for r in (ranked if asked else ())
        for titled in _SESSION.finditer(normalized(r.evidence.document.title))
        if any(_same_kind(titled, a) and to_int(titled["number"]) == to_int(a["number"]) for a in asked)
    }
    return [r for r in ranked if not meant or r.evidence.document.id in meant]


def _same_kind(one: re.Match[str], other: re.Match[str]) -> bool:
    return one["unit"] == other["unit"] and one["of"][:_KIND] == other["of"][:_KIND]


@lru_cache(maxsize=64)
def _sessions_in(question: str) -> tuple[re.Match[str], ...]:
    return tuple(_SESSION.finditer(question))


def missed_session(desk: Desk, ranked: Ranked) -> str | None:
    """The session that the question speaks of, with the one that the clause is about instead, where they differ."""
    asked = _sessions_in(normalized(desk.asked.text))
    if not asked:
        return None
    found = list(_SESSION.finditer(_words(desk, ranked)))
    for one in asked:
        of_kind = [f for f in found if f["unit"] == one["unit"] and (f["unit"] == "届" or _same_kind(f, one))]
        if of_kind and all(to_int(f["number"]) != to_int(one["number"]) for f in of_kind):
            other = of_kind[0]
            pairs = zip(one["of"], other["of"], strict=False)
            name = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            there = f"第{other['number']}{other['unit']}{name}"
            return f"第{one['number']}{one['unit']}{name}（文件说的是{there}）"
    return None
