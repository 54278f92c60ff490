"""Named suites: which questions, over which documents. A suite has a fingerprint; a changed dataset is a new one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from eval.datasets.schema import Question, Split

DATASETS = Path(__file__).parent
OWN_DOCUMENTS = DATASETS / "documents"
CITY_DOCUMENTS = DATASETS / "cities"
PLACE_DOCUMENTS = DATASETS / "places"
TOWN_DOCUMENTS = DATASETS / "towns"
COUNTY_DOCUMENTS = DATASETS / "counties"
SPOKEN_DOCUMENTS = DATASETS / "spoken"
SHIPPED_DOCUMENTS = Path(__file__).parents[2] / "ingestion" / "corpus"


class DatasetBroken(ValueError):
    """A dataset line does not follow the schema; the message names file and line."""


@dataclass(frozen=True, slots=True)
class SuiteDefinition:
    """Where the questions of a suite come from and which documents they are asked over."""

    file: str
    corpus: tuple[Path, ...]
    split: Split | None = None  # only the questions of one half

    def questions(self) -> tuple[Question, ...]:
        """In file order. Raises DatasetBroken."""
        return tuple(q for q in read_questions(DATASETS / self.file) if self.split in (None, q.split))


@dataclass(frozen=True, slots=True)
class Suite:
    """Questions in file order, and the folders of documents to be ingested for them."""

    name: str
    questions: tuple[Question, ...]
    corpus: tuple[Path, ...]

    @property
    def fingerprint(self) -> str:
        """Changes whenever a question does."""
        lines = (question.model_dump_json() for question in self.questions)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def sample(suite: Suite, kinds: Sequence[str], limit: int | None) -> Suite:
    """The questions of some kinds or tags (all, where none is named), thinned out evenly to `limit`."""
    wanted = frozenset(kinds)
    chosen = [q for q in suite.questions if not wanted or wanted & {q.kind, *q.tags}]
    count = min(len(chosen), limit or len(chosen))
    kept = (chosen[at * len(chosen) // count] for at in range(count))
    return replace(suite, questions=tuple(kept))


_SHIPPED = (SHIPPED_DOCUMENTS,)
_ALL = (SHIPPED_DOCUMENTS, OWN_DOCUMENTS)
_EVERY = (*_ALL, CITY_DOCUMENTS, PLACE_DOCUMENTS, TOWN_DOCUMENTS, COUNTY_DOCUMENTS)

_WHOLE: dict[str, SuiteDefinition] = {
    "dev": SuiteDefinition("shipped.jsonl", _SHIPPED),
    "own": SuiteDefinition("own.jsonl", _ALL),
    "robustness": SuiteDefinition("robustness.jsonl", _SHIPPED),
    "everyday": SuiteDefinition("everyday.jsonl", _SHIPPED),
    "genres": SuiteDefinition("genres.jsonl", _ALL),
    "cities": SuiteDefinition("cities.jsonl", (CITY_DOCUMENTS,)),
    "places": SuiteDefinition("places.jsonl", (PLACE_DOCUMENTS,)),
    "towns": SuiteDefinition("towns.jsonl", (TOWN_DOCUMENTS,)),
    "counties": SuiteDefinition("counties.jsonl", (COUNTY_DOCUMENTS,)),
    "visitors": SuiteDefinition("visitors.jsonl", _SHIPPED),
    "spoken": SuiteDefinition("spoken.jsonl", (SPOKEN_DOCUMENTS,)),
    "unanswered": SuiteDefinition("unanswered.jsonl", (SPOKEN_DOCUMENTS,)),
    "topics": SuiteDefinition("topics.jsonl", _EVERY),
}
_HALVES: dict[str, SuiteDefinition] = {
    f"{name}-{split}": replace(definition, split=split)
    for name, definition in _WHOLE.items()
    for split in get_args(Split)
}
SUITES = _WHOLE | _HALVES
OFFLINE = tuple(_WHOLE)  # what the gate is judged on: every question once


def read_questions(path: Path) -> tuple[Question, ...]:
    """Every line of a JSONL file as a question. Raises DatasetBroken at the first bad line or repeated id."""
    questions: dict[str, Question] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate(json.loads(line))
        except (ValidationError, json.JSONDecodeError) as exc:
            raise DatasetBroken(f"{path.name} 第{number}行:{exc}") from exc
        if question.id in questions:
            raise DatasetBroken(f"{path.name} 第{number}行:编号 {question.id} 重复")
        questions[question.id] = question
    return tuple(questions.values())


def load_suite(name: str) -> Suite:
    """A suite by name. Raises DatasetBroken where there is none of that name or a line is bad."""
    if name not in SUITES:
        raise DatasetBroken(f"没有名为 {name} 的评测集,可选:{'、'.join(OFFLINE)},各有 -fit、-test 两半")
    definition = SUITES[name]
    return Suite(name=name, questions=definition.questions(), corpus=definition.corpus)


def load_suites(names: Sequence[str]) -> tuple[Suite, ...]:
    return tuple(load_suite(name) for name in names)
