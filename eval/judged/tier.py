"""Judge the answers of a run: every eligible row gets a score or a reason why not, and coverage stands beside means."""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import prompts
from assistant.settings import JudgeSettings
from eval.datasets.schema import Question
from eval.datasets.suites import Suite
from eval.judged.judge import CachedJudge, Judge, JudgeFailed, OpenAICompletion, preflight
from eval.judged.verdict import support
from eval.run import JudgeRecord, Row, Run, RunFolder

SUPPORT = "judged_support"
JUDGED = (
    SUPPORT,
    "judged_faithfulness",
    "judged_relevancy",
    "judged_context_precision",
    "judged_context_recall",
    "judged_correctness",
)
PROMPTS = (
    "judge_support",
    "judge_statements",
    "judge_nli",
    "judge_question",
    "judge_context_precision",
    "judge_context_recall",
    "judge_claims",
)
_CONTEXTS = 3  # context precision asks once a context
_CONTEXT_CHARS = 1500

Embed = Callable[[str], Sequence[float]]
Scorer = Callable[["Sample"], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Sample:
    """What the judge is shown of a row."""

    question: str
    answer: str
    cited: tuple[str, ...]
    retrieved: tuple[str, ...]
    reference: str  # one gold clause a line


def sample_of(row: Row, question: Question) -> Sample | None:
    """None for a row that has nothing to judge: refused, asked back, in error or without a citation."""
    if row.answer is None or row.status != "answered" or not row.answer["citations"] or not question.gold:
        return None
    quotes = [gold.quote for gold in question.gold if gold.quote and gold.need != "extra"]
    if not quotes:
        return None
    return Sample(
        question=str(row.answer.get("understood_as") or row.question),
        answer=str(row.answer["answer"]),
        cited=tuple(str(item["text"])[:_CONTEXT_CHARS] for item in row.answer["citations"]),
        retrieved=tuple(text[:_CONTEXT_CHARS] for _, text in row.retrieved[:_CONTEXTS]),
        reference="\n".join(quotes),
    )


def scorers(judge: Judge, embed: Embed, wanted: Sequence[str] = JUDGED) -> dict[str, Scorer]:
    """A scorer by metric name. ragas is imported only where one of its metrics is wanted."""

    async def supported(sample: Sample) -> float:
        context = "\n".join(sample.cited)
        verdict = await support(judge, question=sample.question, context=context, answer=sample.answer)
        return float(verdict.supported)

    found: dict[str, Scorer] = {SUPPORT: supported}
    if any(name != SUPPORT for name in wanted):
        os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")  # read once, when ragas is imported
        from eval.judged.ragas_metrics import build

        found |= {name: _ragas_scorer(name, metric) for name, metric in build(judge, embed).items()}
    return {name: found[name] for name in wanted}


def _ragas_scorer(name: str, metric: Any) -> Scorer:
    def arguments(sample: Sample) -> dict[str, Any]:
        asked: dict[str, Any] = {"user_input": sample.question}
        every: dict[str, dict[str, Any]] = {
            "judged_faithfulness": {**asked, "response": sample.answer, "retrieved_contexts": list(sample.cited)},
            "judged_relevancy": {**asked, "response": sample.answer},
            "judged_context_precision": {
                **asked,
                "reference": sample.reference,
                "retrieved_contexts": list(sample.retrieved),
            },
            "judged_context_recall": {
                **asked,
                "reference": sample.reference,
                "retrieved_contexts": list(sample.retrieved),
            },
            "judged_correctness": {"response": sample.answer, "reference": sample.reference},
        }
        return every[name]

    async def score(sample: Sample) -> float:
        value = (await metric.ascore(**arguments(sample))).value
        if not isinstance(value, int | float) or math.isnan(value):
            raise JudgeFailed("not_a_number", f"{name} 没有给出数")
        return float(value)

    return score


async def judge_answers(
    run: Run,
    suite: Suite,
    settings: JudgeSettings,
    folder: Path,
    *,
    work: Path,
    embed: Embed,
    wanted: Sequence[str] = JUDGED,
    limit: int | None = None,
) -> Run:
    """The run with judged scores, written back to its folder. Without a judge it is recorded as skipped."""
    if not (settings.base_url and settings.model):
        reason = "没有配置评审模型(WENZHENG_JUDGE__BASE_URL 与 WENZHENG_JUDGE__MODEL)"
        return _finish(run, run.rows, JudgeRecord(status="skipped", reason=reason), folder)
    wire = OpenAICompletion(settings)
    judge = CachedJudge(wire, settings, work / "judge")
    try:
        await preflight(judge)
        rows, coverage = await score_rows(run.rows, suite, scorers(judge, embed, wanted), limit=limit)
    except JudgeFailed as exc:
        return _finish(run, run.rows, _record(settings, "failed", reason=str(exc)), folder)
    finally:
        await wire.aclose()
    return _finish(run, rows, _record(settings, "judged", coverage=coverage), folder)


async def score_rows(
    rows: Sequence[Row], suite: Suite, metrics: Mapping[str, Scorer], *, limit: int | None = None
) -> tuple[tuple[Row, ...], dict[str, float]]:
    """Rows with scores added, and by metric the share of eligible rows that got one. No row is ever left out."""
    questions = {question.id: question for question in suite.questions}
    samples = {row.id: sample_of(row, questions[row.id]) for row in rows if row.id in questions}
    eligible = [row.id for row in rows if samples.get(row.id)][:limit]
    scores: dict[str, dict[str, float | None]] = {row_id: {} for row_id in eligible}
    trouble: dict[str, list[str]] = {row_id: [] for row_id in eligible}
    for name, scorer in metrics.items():  # metric by metric: the server keeps the common start of the prompts

        async def one(row_id: str, name: str = name, scorer: Scorer = scorer) -> None:
            sample = samples[row_id]
            assert sample is not None  # noqa: S101
            try:
                scores[row_id][name] = await scorer(sample)
            except JudgeFailed as exc:
                scores[row_id][name] = None
                trouble[row_id].append(f"{name} {exc}")

        await asyncio.gather(*(one(row_id) for row_id in eligible))
    judged = tuple(
        row.model_copy(
            update={
                "scores": {**row.scores, **scores.get(row.id, {})},
                "remarks": {**row.remarks, **({"judge": trouble[row.id]} if trouble.get(row.id) else {})},
            }
        )
        for row in rows
    )
    share = {
        name: sum(scores[row_id][name] is not None for row_id in eligible) / len(eligible) if eligible else 0.0
        for name in metrics
    }
    return judged, share


def _record(
    settings: JudgeSettings, status: str, *, reason: str = "", coverage: dict[str, float] | None = None
) -> JudgeRecord:
    return JudgeRecord.model_validate(
        {
            "status": status,
            "reason": reason,
            "model": settings.model,
            "base_url": settings.base_url,
            "mode": settings.mode,
            "prompts": {name: prompts.load(name).hash for name in PROMPTS},
            "coverage": coverage or {},
        }
    )


def _finish(run: Run, rows: Sequence[Row], judge: JudgeRecord, folder: Path) -> Run:
    return RunFolder(folder).finish(run.header.model_copy(update={"judge": judge}), rows)
