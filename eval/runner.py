"""Ask every question of a suite through the assistant, score the answers, keep everything."""

from __future__ import annotations

import platform
import time
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, Protocol

from pydantic import TypeAdapter

from assistant.errors import AssistantError
from assistant.model import Answer, AskRequest, Filters
from assistant.settings import Settings
from eval import provenance
from eval.datasets.schema import Question
from eval.datasets.suites import Suite
from eval.metrics import Corpus, Observation, score
from eval.metrics.facts import forbidden_said, missing_facts, unsupported_numbers
from eval.run import Row, Run, RunFolder, RunHeader, answered_row, failed_row

Mode = Literal["extractive", "llm"]
AS_OF = date(2026, 11, 1)  # "today" of every question that names none, so that scores do not drift with the calendar
Progress = Callable[[int, int], None]
_ANSWER = TypeAdapter(Answer)


class Asker(Protocol):
    """The part of the assistant that a run needs."""

    async def ask(self, request: AskRequest) -> Answer: ...


class Workbench(Protocol):
    """An assistant over the documents of a suite, with what scoring needs to know of them."""

    @property
    def asker(self) -> Asker: ...
    @property
    def corpus(self) -> Corpus: ...
    @property
    def index(self) -> str: ...
    async def retrieve(self, text: str, filters: Filters) -> tuple[tuple[str, str], ...]: ...


def describe(suite: Suite, settings: Settings, *, name: str, mode: Mode, index: str, ablation: str | None) -> RunHeader:
    """The header of a run that is about to start."""
    model = settings.llm.model if mode == "llm" else None
    return RunHeader(
        name=name,
        suite=suite.name,
        mode=mode,
        dataset=suite.fingerprint,
        corpus=provenance.corpus_fingerprint(suite.corpus),
        index=index,
        code=provenance.code_fingerprint(),
        commit=provenance.commit(),
        embedding=settings.embedding.model or settings.embedding.provider,
        model=model,
        prompts=provenance.prompt_hashes(),
        settings=settings.model_dump(mode="json", exclude={"data_dir"}),  # secrets dump as asterisks
        questions=len(suite.questions),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        python=platform.python_version(),
        ablation=ablation,
    )


async def run_suite(suite: Suite, bench: Workbench, header: RunHeader, folder: Path, *, progress: Progress) -> Run:
    """Ask what has not been asked yet, one question at a time (so that latency is not that of a queue)."""
    store = RunFolder(folder)
    rows = store.begin(header)
    for question in suite.questions:
        if question.id not in rows:
            rows[question.id] = await ask(question, bench)
            store.append(rows[question.id])
        progress(len(rows), len(suite.questions))
    return store.finish(header, (rows[question.id] for question in suite.questions))


async def ask(question: Question, bench: Workbench) -> Row:
    """One question in a session of its own, after the turns that precede it."""
    started = time.perf_counter()
    try:
        answer, elapsed_ms = await _converse(question, bench.asker)
    except AssistantError as exc:
        return failed_row(question, f"{type(exc).__name__}: {exc}", elapsed_ms=_since(started))
    except Exception:  # noqa: BLE001 (outermost loop: a crash is a result of this question, not the end of the run)
        return failed_row(question, traceback.format_exc(), elapsed_ms=_since(started))
    found = await bench.retrieve(answer.understood_as or question.question, filters_of(question))
    return assess(question, answer, bench, elapsed_ms=elapsed_ms, retrieved=found)


def assess(
    question: Question,
    answer: Answer,
    bench: Workbench,
    *,
    elapsed_ms: float,
    retrieved: tuple[tuple[str, str], ...] = (),
) -> Row:
    """Score one answer and keep it as a row. `retrieved` are (doc_id, headings and text) of clauses, best first."""
    seen = Observation(question, answer, bench.corpus, retrieved, elapsed_ms, question.as_of or AS_OF)
    remarks = {
        "missing": missing_facts(seen) if answer.status == "answered" else [],
        "forbidden": forbidden_said(seen),
        "unsupported": unsupported_numbers(seen) if answer.status == "answered" else [],
    }
    return answered_row(
        question,
        _ANSWER.dump_python(answer, mode="json"),
        score(seen),
        elapsed_ms=elapsed_ms,
        retrieved=tuple((bench.corpus.stems.get(doc_id, doc_id), text) for doc_id, text in retrieved),
        remarks={name: found for name, found in remarks.items() if found},
    )


def filters_of(question: Question) -> Filters:
    return Filters(**question.filters.model_dump())


async def _converse(question: Question, asker: Asker) -> tuple[Answer, float]:
    session: str | None = None
    as_of = question.as_of or AS_OF
    filters = filters_of(question)
    for turn in question.turns:
        before = await asker.ask(AskRequest(question=turn, session_id=session, as_of=as_of, user="eval"))
        session = before.session_id or session
    request = AskRequest(question.question, session_id=session, filters=filters, as_of=as_of, user="eval")
    started = time.perf_counter()
    answer = await asker.ask(request)
    return answer, _since(started)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
