"""Judge the judge: labelled answers, half of them with one number, unit, date or negation changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.datasets.schema import Line
from eval.datasets.suites import DATASETS, DatasetBroken
from eval.judged.judge import Judge, JudgeFailed
from eval.judged.verdict import support
from eval.statistics import wilson

LABELLED = DATASETS / "judge_check.jsonl"
QUALIFIED = 0.9
Mutation = Literal["number", "unit", "date", "negation"]


class LabelledAnswer(Line):
    """An answer to a question over one clause, and whether the clause supports it."""

    id: str
    doc: str
    context: str
    question: str
    answer: str
    supported: bool
    mutation: Mutation | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge said of one labelled answer; `said` is None where it failed."""

    labelled: LabelledAnswer
    said: bool | None
    reason: str

    @property
    def right(self) -> bool:
        return self.said is self.labelled.supported


@dataclass(frozen=True, slots=True)
class Qualification:
    """How often the judge is right, failures counted as wrong. Below 0.9 its scores only advise."""

    judgements: tuple[Judgement, ...]

    @property
    def accuracy(self) -> float:
        return sum(item.right for item in self.judgements) / len(self.judgements)

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(sum(item.right for item in self.judgements), len(self.judgements))

    @property
    def qualified(self) -> bool:
        return self.accuracy >= QUALIFIED

    @property
    def failures(self) -> int:
        return sum(item.said is None for item in self.judgements)

    def by_mutation(self) -> dict[str, tuple[int, int]]:
        """(right, all) by what was changed; good answers under 未改动."""
        right: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for item in self.judgements:
            name = item.labelled.mutation or "未改动"
            every[name] += 1
            right[name] += item.right
        return {name: (right[name], count) for name, count in every.items()}


def load_labelled(path: Path = LABELLED) -> tuple[LabelledAnswer, ...]:
    """Raises DatasetBroken."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(LabelledAnswer.model_validate_json(line) for line in lines if line.strip())
    except ValueError as exc:
        raise DatasetBroken(f"{path.name}:{exc}") from exc


async def qualify(judge: Judge, labelled: Sequence[LabelledAnswer]) -> Qualification:
    """Ask the judge about every labelled answer."""

    async def one(item: LabelledAnswer) -> Judgement:
        try:
            verdict = await support(judge, question=item.question, context=item.context, answer=item.answer)
        except JudgeFailed as exc:
            return Judgement(item, None, str(exc))
        return Judgement(item, verdict.supported, verdict.reason)

    return Qualification(tuple(await asyncio.gather(*(one(item) for item in labelled))))


def qualification_markdown(result: Qualification, *, model: str, mode: str) -> str:
    """The result as it is committed beside a judged report."""
    low, high = result.interval
    status = "合格" if result.qualified else f"仅供参考(低于 {QUALIFIED})"
    lines = [
        f"## 评审模型资格:{model}({mode})",
        "",
        f"- 准确率 {result.accuracy:.3f}(95% 区间 {low:.3f}–{high:.3f},{len(result.judgements)} 条,"
        f"失败 {result.failures} 条)",
        f"- 结论:{status}",
        "",
        "| 改动 | 判对 | 条数 |",
        "| --- | --- | --- |",
        *(f"| {name} | {right} | {count} |" for name, (right, count) in result.by_mutation().items()),
        "",
        "判错的:",
        "",
        *(
            f"- {item.labelled.id}:{item.labelled.answer} → "
            f"{'失败' if item.said is None else '支持' if item.said else '不支持'}({item.reason})"
            for item in result.judgements
            if not item.right
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"
