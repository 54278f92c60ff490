"""What is taught from: small papers, each with its clauses as they are searched, and questions about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eval.datasets.schema import Line
from eval.datasets.suites import DATASETS, DatasetBroken

SMALL_PAPERS = DATASETS / "papers"
# How clauses are numbered in real papers; a small paper takes the next of these
_NUMBERS = ("第{}条 ", "({})", "", "{}、", "第{}条 ", "")
_DIGITS = "一二三四五六七八九十"


class SmallPaper(Line):
    """A paper on one matter of one place, invented. `questions` come with the index of the clause that answers."""

    field: str
    title: str
    place: str
    clauses: tuple[str, ...]
    questions: tuple[tuple[str, int], ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """`asked` are questions with the indices in `passages` that answer them; nothing there answers the `unanswered`."""

    name: str
    passages: tuple[str, ...]
    asked: tuple[tuple[str, frozenset[int]], ...]
    unanswered: tuple[str, ...]


def read_small_papers(folder: Path = SMALL_PAPERS) -> Iterator[tuple[str, int, SmallPaper]]:
    """File by file with the number of the line, from 1. Raises DatasetBroken."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                yield file.stem, number, SmallPaper.model_validate_json(line)
            except ValidationError as exc:
                raise DatasetBroken(f"{file.name} 第{number}行:{exc}") from exc


def read_papers(folder: Path = SMALL_PAPERS) -> Iterator[Paper]:
    """One a line, by file. The passages look as those of real documents do. Raises DatasetBroken."""
    for stem, number, paper in read_small_papers(folder):
        yield _with_passages(paper, f"{stem}:{number}", number - 1)


def _with_passages(paper: SmallPaper, name: str, number: int) -> Paper:
    numbering, place = _NUMBERS[number % len(_NUMBERS)], ("", f" {paper.place}市")[number % 2]
    numbers = (numbering.format(_DIGITS[at % len(_DIGITS)]) for at in range(len(paper.clauses)))
    passages = (f"{paper.title}{place}\n{n}{clause}" for n, clause in zip(numbers, paper.clauses, strict=True))
    asked = ((question, frozenset({index})) for question, index in paper.questions)
    return Paper(name, tuple(passages), tuple(asked), paper.unanswered)
