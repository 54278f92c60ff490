"""A run on disk: what was run (`run.json`), one line an asked question (`rows.jsonl`). Nothing is averaged away."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.datasets.schema import Kind, Question, Split

HEADER, ROWS = "run.json", "rows.jsonl"


class RunBroken(ValueError):
    """A run folder is missing, half written or belongs to another configuration."""


class Record(BaseModel):
    """A frozen record; unknown fields of a later version are an error, not a guess."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class JudgeRecord(Record):
    """The judge of a run, or why there was none."""

    status: Literal["skipped", "judged", "failed"]
    reason: str = ""
    model: str | None = None
    base_url: str | None = None
    mode: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict)  # prompt name -> hash
    coverage: dict[str, float] = Field(default_factory=dict)  # metric -> share of eligible rows with a score


class RunHeader(Record):
    """Everything that a score depends on."""

    name: str
    suite: str
    mode: Literal["extractive", "llm"]
    dataset: str  # fingerprint of the questions
    corpus: str  # fingerprint of the documents
    index: str  # version of the knowledge base
    code: str  # fingerprint of the product's source
    commit: str
    embedding: str
    model: str | None
    prompts: dict[str, str]
    settings: dict[str, Any]
    questions: int
    started: str
    python: str
    ablation: str | None = None
    judge: JudgeRecord = JudgeRecord(status="skipped", reason="未要求评审")

    @property
    def identity(self) -> tuple[str | None, ...]:
        """Rows of two runs belong together only where all of this agrees."""
        return self.suite, self.mode, self.dataset, self.corpus, self.code, self.model, self.ablation


class Row(Record):
    """One question, its answer as the API gives it, and every score. `error` is set where no answer came."""

    id: str
    kind: Kind
    split: Split
    tags: tuple[str, ...]
    documents: tuple[str, ...]
    question: str
    turns: tuple[str, ...]
    answer: dict[str, Any] | None
    retrieved: tuple[tuple[str, str], ...] = ()
    elapsed_ms: float
    scores: dict[str, float | None]
    remarks: dict[str, list[str]] = Field(default_factory=dict)
    error: str | None = None

    @property
    def status(self) -> str:
        return str(self.answer["status"]) if self.answer else "error"

    @property
    def passed(self) -> bool:
        return self.scores.get("answer") == 1.0


def failed_row(question: Question, error: str, *, elapsed_ms: float = 0.0) -> Row:
    """The row of a question that raised: kept, with an answer score of 0, never left out of a mean."""
    return Row(**_about(question), answer=None, elapsed_ms=elapsed_ms, scores={"answer": 0.0}, error=error)


def answered_row(
    question: Question,
    answer: dict[str, Any],
    scores: dict[str, float | None],
    *,
    elapsed_ms: float,
    retrieved: tuple[tuple[str, str], ...] = (),
    remarks: dict[str, list[str]] | None = None,
) -> Row:
    """The row of a question that was answered, refused or asked back."""
    return Row(
        **_about(question),
        answer=answer,
        retrieved=retrieved,
        elapsed_ms=elapsed_ms,
        scores=scores,
        remarks=remarks or {},
    )


def _about(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "tags": question.tags,
        "documents": question.documents,
        "question": question.question,
        "turns": question.turns,
    }


@dataclass(frozen=True, slots=True)
class Run:
    """A header with its rows, in dataset order."""

    header: RunHeader
    rows: tuple[Row, ...]

    def scores(self, metric: str, rows: Iterable[Row] | None = None) -> list[float]:
        """The scores that the metric gave, over all rows or those passed in. NaN is kept: the gate must see it."""
        found = (row.scores.get(metric) for row in (self.rows if rows is None else rows))
        return [value for value in found if value is not None]

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for row in self.rows for name in row.scores))


class RunFolder:
    """Writes a run row by row, so that it can be broken off and taken up again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, header: RunHeader) -> dict[str, Row]:
        """Start or take up the run; the rows already there by id. Raises RunBroken where another run is in the way."""
        if not (self.path / HEADER).exists():
            self.path.mkdir(parents=True, exist_ok=True)
            self.rewrite_header(header)
            return {}
        before = read_header(self.path)
        if before.identity != header.identity:
            raise RunBroken(f"{self.path} 里是另一种配置的运行,请换一个 --out 或删除它")
        return {row.id: row for row in read_rows(self.path) if row.error is None}

    def rewrite_header(self, header: RunHeader) -> None:
        (self.path / HEADER).write_text(header.model_dump_json(indent=2), encoding="utf-8")

    def append(self, row: Row) -> None:
        with (self.path / ROWS).open("a", encoding="utf-8") as file:
            file.write(_encode(row) + "\n")

    def finish(self, header: RunHeader, rows: Iterable[Row]) -> Run:
        """Write rows once each, in the order given."""
        run = Run(header, tuple(rows))
        draft = self.path / f"{ROWS}.draft"
        draft.write_text("".join(_encode(row) + "\n" for row in run.rows), encoding="utf-8")
        draft.replace(self.path / ROWS)
        self.rewrite_header(header)
        return run


def _encode(row: Row) -> str:
    # NaN has no JSON; it is written as the text "nan" so that reading it back gives NaN, not a vanished score
    scores = {name: "nan" if value is not None and math.isnan(value) else value for name, value in row.scores.items()}
    return json.dumps({**row.model_dump(mode="json", exclude={"scores"}), "scores": scores}, ensure_ascii=False)


def read_header(path: Path) -> RunHeader:
    try:
        return RunHeader.model_validate_json((path / HEADER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise RunBroken(f"{path} 不是一次评测运行:{exc}") from exc


def read_rows(path: Path) -> Iterator[Row]:
    """Rows in file order. A last line cut short by a crash is left out; any other bad line raises RunBroken."""
    rows = path / ROWS
    lines = rows.read_text(encoding="utf-8").splitlines() if rows.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            yield Row.model_validate_json(line)
        except ValueError as exc:
            if number == len(lines):
                return
            raise RunBroken(f"{rows} 第{number}行无法读取:{exc}") from exc


def read_run(path: Path) -> Run:
    return Run(read_header(path), tuple(read_rows(path)))
