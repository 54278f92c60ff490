"""The product with parts switched off, to see what each is worth: one search alone, both, and understanding on top."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from assistant.model import Understanding
from eval.faults import drop_dense, drop_lexical

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
    with without_understanding(assistant), drop_dense(assistant):
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
