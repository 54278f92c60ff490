"""The judge's one-call verdict: does everything that an answer says stand in the clauses it cites?"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

import prompts
from eval.judged.judge import Judge

PROMPT = "judge_support"


class Verdict(BaseModel):
    """The reason comes first, so that it is thought before it is decided."""

    reason: str
    verdict: Literal["支持", "不支持"]

    @property
    def supported(self) -> bool:
        return self.verdict == "支持"


async def support(judge: Judge, *, question: str, context: str, answer: str) -> Verdict:
    """Raises JudgeFailed."""
    prompt = prompts.load(PROMPT)
    return await judge.fill(prompt.messages(question=question, context=context, answer=answer), Verdict)
