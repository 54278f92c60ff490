"""The product with parts switched off, to see what each is worth: one search alone, both, and understanding on top."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from assistant.model import Understanding
from eval.faults import drop_dense, drop_lexical, lower_refusal_threshold
from eval.report.markdown import table
from eval.run import Row, Run
from eval.summary import group, shown, summarize

if TYPE_CHECKING:
    from assistant.core import Assistant

Switch = Callable[["Assistant"], AbstractContextManager[None]]


@contextmanager
def without_understanding(_: Assistant) -> Iterator[None]:
    """Every question is a plain search for its words: no place, document, clause, unit or kind is recognised."""
    from assistant.question import QuestionReader

    read = QuestionReader.read

    def plainly(reader: QuestionReader, *args: Any, **kwargs: Any) -> Understanding:
        understood = read(reader, *args, **kwargs)
        return replace(
            understood, kind="measure", regions=(), doc_ids=(), named_document=None, years=(), references=(), units=()
        )

    with patch.object(QuestionReader, "read", plainly):
        yield


@contextmanager
def bm25_only(assistant: Assistant) -> Iterator[None]:
    """Nothing is refused for want of a clause: the cosine is among what that is judged by, and it is missing."""
    with without_understanding(assistant), drop_dense(assistant), lower_refusal_threshold(assistant):
        yield


@contextmanager
def dense_only(assistant: Assistant) -> Iterator[None]:
    with without_understanding(assistant), drop_lexical(assistant):
        yield


ABLATIONS: dict[str, Switch] = {
    "bm25": bm25_only,
    "dense": dense_only,
    "fused": without_understanding,
    "full": lambda _: nullcontext(),
}
NAMES = {"bm25": "BM25 only", "dense": "dense only", "fused": "fused", "full": "fused + understanding"}
_METRICS = (
    "retrieved@1",
    "retrieved@8",
    "mrr",
    "answer",
    "hit@1",
    "hit@any",
    "citation_precision",
    "unit_f1",
    "refusal_precision",
    "refusal_recall",
)


def ablations_markdown(runs: Mapping[str, Sequence[Run]]) -> str:
    """What each part is worth: over all suites together, their test halves, by suite and by kind of question."""
    pooled = {name: Run(of[0].header, tuple(row for run in of for row in run.rows)) for name, of in runs.items()}

    def scores(keep: Callable[[Row], bool]) -> list[str]:
        lines = []
        for name, run in pooled.items():
            summary = summarize(run, [row for row in run.rows if keep(row)])
            lines.append((NAMES[name], *(shown(summary.estimates[metric].mean) for metric in _METRICS)))
        return table(("configuration", *_METRICS), lines)

    def both(run: Run, rows: Sequence[Row]) -> str:
        estimates = summarize(run, rows).estimates
        return f"{shown(estimates['answer'].mean)} / {shown(estimates['hit@1'].mean)}"

    suites = [run.header.suite for run in next(iter(runs.values()))]
    kinds = list(group(next(iter(pooled.values())), "kind"))
    by_suite = [(NAMES[name], *(both(run, run.rows) for run in of)) for name, of in runs.items()]
    by_kind = [
        (NAMES[name], *(both(run, rows) for rows in group(run, "kind").values())) for name, run in pooled.items()
    ]
    count = len(next(iter(pooled.values())).rows)
    parts = (
        (f"{'、'.join(suites)},{count} questions:", scores(lambda row: True)),
        ("Their test halves:", scores(lambda row: row.split == "test")),
        ("answer / hit@1 by suite:", table(("configuration", *suites), by_suite)),
        ("answer / hit@1 by kind:", table(("configuration", *kinds), by_kind)),
    )
    return "\n\n".join("\n".join((title, "", *lines)) for title, lines in parts) + "\n"
