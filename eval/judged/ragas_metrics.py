"""ragas' judged metrics with our prompts, our judge and honest counting. The only place that imports them.

ragas takes the mean over the verdicts that a judge returned: one verdict on four statements scores 1.0. Here a count
that does not match is a failure of the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, TypeVar

from pydantic import BaseModel
from ragas.embeddings.base import BaseRagasEmbedding
from ragas.llms.base import InstructorBaseRagasLLM
from ragas.metrics.collections import (
    AnswerRelevancy,
    ContextPrecision,
    ContextRecall,
    FactualCorrectness,
    Faithfulness,
)

import prompts
from eval.judged.judge import Judge, JudgeFailed

Reply = TypeVar("Reply", bound=BaseModel)
Embed = Callable[[str], Sequence[float]]


class RagasJudge(InstructorBaseRagasLLM):
    """Our judge behind the interface that ragas metrics call."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def generate(self, prompt: str, response_model: type[Reply]) -> Reply:
        raise RuntimeError("评审只在事件循环中运行")  # ragas asks for a blocking twin; the suite never calls it

    async def agenerate(self, prompt: str, response_model: type[Reply]) -> Reply:
        return await self._judge.fill([("user", prompt)], response_model)


class RagasEmbedding(BaseRagasEmbedding):
    """The product's embedding for answer relevancy."""

    def __init__(self, embed: Embed) -> None:
        super().__init__()
        self._embed = embed

    def embed_text(self, text: str, **_: Any) -> list[float]:
        return [float(value) for value in self._embed(text)]

    async def aembed_text(self, text: str, **_: Any) -> list[float]:
        return self.embed_text(text)


class ChinesePrompt:
    """A prompt file in place of a ragas prompt object, of which the metrics use `to_string` only."""

    def __init__(self, name: str) -> None:
        self._name = name

    def to_string(self, data: BaseModel) -> str:
        return prompts.load(self._name).render(input=data.model_dump_json(exclude_none=True))


def in_chinese(name: str) -> Any:
    """Typed as anything: ragas names its own prompt classes, of which ours is none."""
    return ChinesePrompt(name)


def _same_count(asked: Sequence[Any], given: Sequence[Any]) -> None:
    if len(asked) != len(given):
        raise JudgeFailed("undercount", f"问了 {len(asked)} 条,只答 {len(given)} 条")


class StrictFaithfulness(Faithfulness):
    """Share of an answer's statements that stand in the contexts."""

    def __init__(self, llm: RagasJudge) -> None:
        super().__init__(llm=llm)
        self.statement_generator_prompt = in_chinese("judge_statements")
        self.nli_statement_prompt = in_chinese("judge_nli")

    async def _create_verdicts(self, statements: list[str], context: str) -> Any:
        verdicts = await super()._create_verdicts(statements, context)
        _same_count(statements, verdicts.statements)
        return verdicts


class StrictFactualCorrectness(FactualCorrectness):
    """F1 of the answer's claims and the reference's, each checked against the other text."""

    def __init__(self, llm: RagasJudge) -> None:
        super().__init__(llm=llm)
        self.prompt = in_chinese("judge_claims")
        self.nli_prompt = in_chinese("judge_nli")

    async def _verify_claims(self, claims: list[str], reference: str) -> Any:
        verdicts = await super()._verify_claims(claims, reference)
        _same_count(claims, verdicts.statements)
        return verdicts


class StrictContextRecall(ContextRecall):
    """Share of the reference's lines that stand in the contexts."""

    def __init__(self, llm: RagasJudge) -> None:
        super().__init__(llm=llm)
        self.prompt = in_chinese("judge_context_recall")

    async def ascore(self, user_input: str, retrieved_contexts: list[str], reference: str) -> Any:  # type: ignore[override]
        counted = copy(self)  # its own judge, which knows how many lines this reference has
        counted.llm = _CountingJudge(self.llm, expected=len(reference.splitlines()))
        return await super(StrictContextRecall, counted).ascore(user_input, retrieved_contexts, reference)


class _CountingJudge(InstructorBaseRagasLLM):
    """Checks that every line of the reference got a classification."""

    def __init__(self, inner: InstructorBaseRagasLLM, *, expected: int) -> None:
        self._inner = inner
        self._expected = expected

    def generate(self, prompt: str, response_model: type[Reply]) -> Reply:
        return self._inner.generate(prompt, response_model)

    async def agenerate(self, prompt: str, response_model: type[Reply]) -> Reply:
        reply = await self._inner.agenerate(prompt, response_model)
        _same_count(range(self._expected), getattr(reply, "classifications", ()))
        return reply


def build(judge: Judge, embed: Embed) -> dict[str, Any]:
    """Fresh metrics by the name that rows keep their scores under."""
    llm = RagasJudge(judge)
    relevancy = AnswerRelevancy(llm=llm, embeddings=RagasEmbedding(embed), strictness=1)
    relevancy.prompt = in_chinese("judge_question")
    precision = ContextPrecision(llm=llm)
    precision.prompt = in_chinese("judge_context_precision")
    return {
        "judged_faithfulness": StrictFaithfulness(llm),
        "judged_relevancy": relevancy,
        "judged_context_precision": precision,
        "judged_context_recall": StrictContextRecall(llm),
        "judged_correctness": StrictFactualCorrectness(llm),
    }
