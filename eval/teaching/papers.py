"""What is taught from: papers with their clauses as they are searched, and questions that they answer or leave open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from eval.datasets.schema import Question
from eval.datasets.suites import DATASETS, OFFLINE, Suite, load_suite
from eval.matching import plain
from ingestion.knowledge.passage import passage_of, searched_clauses
from ingestion.loading import load
from ingestion.parsing import parse

SMALL_PAPERS = DATASETS / "papers"
_ONE_CLAUSE = ("value", "measure", "units", "list", "article", "correct")  # kinds that a clause or two answer
# How clauses are numbered in real papers; a small paper takes the next of these
_NUMBERS = ("第{}条 ", "({})", "", "{}、", "第{}条 ", "")
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Paper:
    """`asked` are questions with the indices in `passages` that answer them; nothing there answers the `unanswered`."""

    name: str
    passages: tuple[str, ...]
    asked: tuple[tuple[str, frozenset[int]], ...]
    unanswered: tuple[str, ...]
    weight: float = 1.0  # how often it is taken beside another with as many questions


@dataclass(slots=True)
class _Document:
    """A document of a suite while its questions are gathered."""

    name: str
    passages: tuple[str, ...]
    pairs: frozenset[str]
    asked: dict[str, frozenset[int]] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)


def read_papers() -> list[Paper]:
    """All that may be taught from."""
    return [*read_small_papers(SMALL_PAPERS), *read_suite_papers([load_suite(f"{name}-fit") for name in OFFLINE])]


def read_small_papers(folder: Path) -> Iterator[Paper]:
    """Papers of a few clauses each, written for this; one a line. The passages look as those of real documents do."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            paper = json.loads(line)
            numbering, place = _NUMBERS[number % len(_NUMBERS)], ("", f" {paper['place']}市")[number % 2]
            yield Paper(
                f"{file.stem}:{number + 1}",
                tuple(
                    f"{paper['title']}{place}\n{numbering.format(_DIGITS[at % len(_DIGITS)])}{clause}"
                    for at, clause in enumerate(paper["clauses"])
                ),
                tuple((question, frozenset({index})) for question, index in paper["questions"]),
                tuple(paper["unanswered"]),
            )


def read_suite_papers(suites: Sequence[Suite]) -> Iterator[Paper]:
    """The documents of suites with their questions, which stand for real ones and so weigh more than small papers."""
    documents: dict[str, _Document] = {}
    for suite in suites:
        for folder in suite.corpus:
            for path in sorted(folder.iterdir()):
                if path.is_file() and path.stem not in documents:
                    documents[path.stem] = _read_document(path)
        for question in suite.questions:
            _add_question(question, documents)
    for document in documents.values():
        if document.asked and len(document.passages) > 1:
            asked, unanswered = tuple(document.asked.items()), tuple(document.unanswered)
            yield Paper(document.name, document.passages, asked, unanswered, weight=2.0)


def _read_document(path: Path) -> _Document:
    parsed = parse(load(path), doc_id=path.stem)
    text = parsed.document.text
    passages = [passage_of(parsed.document, clause, text) for clause in searched_clauses(parsed.clauses, text)]
    return _Document(path.stem, tuple(passages), pairs("".join(passages)))


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(map("".join, pairwise(text)))


def _add_question(question: Question, documents: dict[str, _Document]) -> None:
    """Where one document answers it by itself. What none answers goes to the one that has most of its words."""
    if question.kind == "refuse" and not question.turns:
        asked = pairs(question.question)
        max(documents.values(), key=lambda document: len(asked & document.pairs)).unanswered.append(question.question)
    must = [gold for gold in question.gold if gold.need == "must"] or list(question.gold)
    of = {gold.doc for gold in must}
    if question.turns or len(of) != 1 or (document := documents.get(of.pop())) is None:
        return
    if question.kind not in _ONE_CLAUSE:
        return
    found = [_bearing(plain(gold.quote), document.passages) for gold in must if gold.quote]
    if answers := frozenset(index for index in found if index is not None):
        document.asked[question.question] = answers


def _bearing(quote: str, passages: Sequence[str]) -> int | None:
    """The last passage whose own words hold the quote: an earlier one may be a summary."""
    held = [at for at, passage in enumerate(passages) if quote in plain(passage.partition("\n")[2] or passage)]
    return held[-1] if held else None
