"""Faults put into the product on purpose: a gate that stays green with one of them in is worth nothing.

Each fault wraps a part of an open assistant and takes itself out again. `metrics` are those of which at least one has
to turn the gate red.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from assistant.model import Answer, AskRequest, Filters, ResponsibleUnit, Role, Understanding
from eval.datasets.suites import Suite
from eval.gate import Violation
from eval.run import Run
from eval.runner import Progress, ask, describe
from ingestion.model import Clause, Document, Span

if TYPE_CHECKING:
    from assistant.core import Assistant
    from assistant.settings import Settings
    from eval.workbench import AssistantWorkbench

Inject = Callable[["Assistant"], AbstractContextManager[None]]
CUT_AT = 100
SPOILED_SHARE = 0.02
_MARKER = re.compile(r"\[(\d+)\]")
_DIGIT = re.compile(r"(?<!\[)\d(?!\]|\d*\])")
_SWAPPED: dict[Role, Role] = {"lead": "support", "support": "lead", "responsible": "responsible"}


@dataclass(frozen=True, slots=True)
class Fault:
    """`name` is how the table lists it; `metrics` the gate entries that it is expected to turn red."""

    name: str
    metrics: tuple[str, ...]
    inject: Inject


UNCHANGED = Fault("未改动", (), lambda _: nullcontext())


async def try_fault(
    fault: Fault, suite: Suite, bench: AssistantWorkbench, settings: Settings, progress: Progress
) -> Run:
    """Ask the whole suite with the fault in; nothing is written."""
    with fault.inject(bench.asker):
        header = describe(suite, settings, name=fault.name, mode="extractive", index=bench.index, ablation=fault.name)
        rows = []
        for number, question in enumerate(suite.questions, start=1):
            rows.append(await ask(question, bench))
            progress(number, len(suite.questions))
    return Run(header, tuple(rows))


def _wrapping(target: Any, name: str, change: Callable[..., Any]) -> AbstractContextManager[Any]:
    """Replace a method by `change(original, *arguments)`."""
    original = getattr(target, name)
    return patch.object(target, name, lambda *args, **kwargs: change(original, *args, **kwargs))


@contextmanager
def drop_dense(assistant: Assistant) -> Iterator[None]:
    with patch.object(assistant.knowledge, "search_dense", lambda *_, **__: []):
        yield


@contextmanager
def drop_lexical(assistant: Assistant) -> Iterator[None]:
    with patch.object(assistant.knowledge, "search_lexical", lambda *_, **__: []):
        yield


@contextmanager
def _spoiling(assistant: Assistant, spoil: Callable[[AskRequest, Answer], Answer]) -> Iterator[None]:
    ask = assistant.ask

    async def spoiled(request: AskRequest) -> Answer:
        return spoil(request, await ask(request))

    with patch.object(assistant, "ask", spoiled):
        yield


def shift_markers(_: AskRequest, answer: Answer) -> Answer:
    return replace(answer, answer=_MARKER.sub(lambda match: f"[{int(match.group(1)) + 1}]", answer.answer))


def swap_roles(_: AskRequest, answer: Answer) -> Answer:
    def swapped(unit: ResponsibleUnit) -> ResponsibleUnit:
        return replace(unit, role=_SWAPPED[unit.role])

    return replace(answer, responsible_units=tuple(swapped(unit) for unit in answer.responsible_units))


def change_a_digit(request: AskRequest, answer: Answer) -> Answer:
    """In the same 2% of questions each time."""
    draw = int(hashlib.sha256(request.question.encode()).hexdigest()[:8], 16) / 2**32
    if draw >= SPOILED_SHARE or answer.status != "answered":
        return answer
    return replace(answer, answer=_DIGIT.sub(lambda match: str((int(match.group()) + 3) % 10), answer.answer, count=1))


@contextmanager
def lower_refusal_threshold(_: Assistant) -> Iterator[None]:
    from assistant.answering import answerability

    shipped = answerability.load_judgement

    def generous(*, aligned: bool) -> answerability.Judgement:
        return replace(shipped(aligned=aligned), threshold=0.0)

    with patch.object(answerability, "load_judgement", generous):
        yield


@contextmanager
def cut_clauses(assistant: Assistant) -> Iterator[None]:
    """What a chunker of 100 characters would leave of each clause."""
    knowledge = assistant.knowledge

    def cut(clause: Clause) -> Clause:
        def short(span: Span) -> Span:
            return Span(span.start, min(span.end, span.start + CUT_AT))

        return replace(clause, span=short(clause.span), body=short(clause.body))

    with (
        _wrapping(knowledge, "clauses", lambda get, *a: [cut(clause) for clause in get(*a)]),
        _wrapping(knowledge, "clause", lambda get, *a: cut(get(*a))),
        _wrapping(knowledge, "clause_map", lambda get, *a: {key: cut(clause) for key, clause in get(*a).items()}),
    ):
        yield


@contextmanager
def lose_inherited_units(assistant: Assistant) -> Iterator[None]:
    def own(get: Callable[..., Sequence[Any]], **kwargs: Any) -> list[Any]:
        return [unit for unit in get(**kwargs) if not unit.inherited]

    with _wrapping(assistant.knowledge, "responsibilities", own):
        yield


@contextmanager
def ignore_region(_: Assistant) -> Iterator[None]:
    from assistant.retrieval import scope

    def nowhere(
        resolve: Callable[..., Any], asked: Understanding, filters: Filters, documents: Sequence[Document]
    ) -> Any:
        return resolve(replace(asked, regions=(), doc_ids=(), named_document=None), filters, documents)

    with _wrapping(scope, "resolve", nowhere):
        yield


@contextmanager
def drop_last_turn(assistant: Assistant) -> Iterator[None]:
    with _wrapping(assistant.sessions, "turns", lambda get, *a, **k: get(*a, **k)[:-1]):
        yield


@contextmanager
def stale_index(assistant: Assistant) -> Iterator[None]:
    """Both indexes miss the documents that came last."""
    documents = assistant.knowledge.documents()
    missing = {document.id for document in documents[-max(1, len(documents) // 3) :]}

    def old(search: Callable[..., Sequence[Any]], *args: Any, **kwargs: Any) -> list[Any]:
        return [hit for hit in search(*args, **kwargs) if hit.doc_id not in missing]

    with (
        _wrapping(assistant.knowledge, "search_dense", old),
        _wrapping(assistant.knowledge, "search_lexical", old),
    ):
        yield


@contextmanager
def empty_prompt(_: Assistant) -> Iterator[None]:
    import prompts

    def blank(load: Callable[[str], prompts.Prompt], name: str) -> prompts.Prompt:
        return replace(load(name), text="")

    with _wrapping(prompts, "load", blank):
        yield


FAULTS: tuple[Fault, ...] = (
    Fault("去掉向量检索", ("mrr", "retrieved@1", "retrieved@8", "hit@1"), drop_dense),
    Fault("去掉BM25", ("mrr", "retrieved@1", "retrieved@8", "hit@1"), drop_lexical),
    Fault("角标错位一号", ("marker_integrity",), lambda assistant: _spoiling(assistant, shift_markers)),
    Fault("牵头与配合互换", ("unit_f1", "unit_f1_lead", "unit_f1_support"), lambda a: _spoiling(a, swap_roles)),
    Fault("降低拒答门槛", ("refusal_recall",), lower_refusal_threshold),
    Fault("条款截到100字", ("hit@1", "fact_recall", "answer"), cut_clauses),
    Fault("丢失继承的单位", ("unit_f1", "unit_f1_support"), lose_inherited_units),
    Fault("2%的回答改一位数字", ("number_exactness",), lambda assistant: _spoiling(assistant, change_a_digit)),
    Fault("忽略地区", ("hit@1", "refusal_recall", "answer"), ignore_region),
    Fault("丢掉上一轮", ("answer", "hit@1"), drop_last_turn),
    Fault("索引过期", ("hit@1", "retrieved@8", "answer"), stale_index),
    Fault("提示词为空", ("prompts",), empty_prompt),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What the gate said with a fault in, beyond what it says of the unchanged product: red entries by suite."""

    fault: Fault
    red: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def seen(self, suite: str, violations: Sequence[Violation], unchanged: Sequence[Violation] = ()) -> Trial:
        """With the verdict over one more suite."""
        new = dict.fromkeys(violation.metric for violation in violations if violation not in unchanged)
        return replace(self, red={**self.red, suite: tuple(new)})

    @property
    def caught_in(self) -> tuple[str, ...]:
        """The suites that turned red by a metric that one would expect."""
        return tuple(suite for suite, red in self.red.items() if set(red) & set(self.fault.metrics))

    @property
    def caught(self) -> bool:
        return bool(self.caught_in)


def trials_markdown(trials: Sequence[Trial]) -> str:
    """The table that shows what the gate catches."""
    lines = ["| 故障 | 应当报警的指标 | 实际报警 | 抓住它的评测集 | 结论 |", "| --- | --- | --- | --- | --- |"]
    for trial in trials:
        red = {metric for metrics in trial.red.values() for metric in metrics}
        expected = [name for name in trial.fault.metrics if name in red]
        others = len(red) - len(expected)
        seen = "、".join(expected) + (f"(另 {others} 项)" if others else "")
        verdict = "抓住" if trial.caught else "漏过"
        cells = (
            trial.fault.name,
            "、".join(trial.fault.metrics),
            seen or "无",
            "、".join(trial.caught_in) or "无",
            verdict,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
