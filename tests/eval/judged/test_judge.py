"""The judge never gives a default: what it cannot read, or not in time, is a failure with a name."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import JudgeSettings
from eval.judged.judge import CachedJudge, JudgeFailed, Message, parse, preflight
from eval.judged.verdict import Verdict, support

GOOD = '{"reason": "一致", "verdict": "支持"}'


class StubCompletion:
    """Replies from a list, the last one again and again; a float is a wait in seconds."""

    def __init__(self, *replies: str | float, finish: str = "stop") -> None:
        self.replies = list(replies)
        self.finish = finish
        self.calls = 0
        self.in_flight = 0
        self.most_in_flight = 0

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> tuple[str, str]:
        self.calls += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            reply = self.replies[0] if len(self.replies) == 1 else self.replies.pop(0)
            await asyncio.sleep(reply if isinstance(reply, float) else 0)
            return (GOOD if isinstance(reply, float) else reply), self.finish
        finally:
            self.in_flight -= 1


def settings(**changes: Any) -> JudgeSettings:
    return JudgeSettings(**{"base_url": "http://127.0.0.1:1/v1", "model": "stub", "timeout_s": 5.0, **changes})


def judge(wire: StubCompletion, cache: Path | None = None, **changes: Any) -> CachedJudge:
    return CachedJudge(wire, settings(**changes), cache)


async def ask(of: CachedJudge, answer: str = "120家") -> Verdict:
    return await support(of, question="多少家?", context="新增120家。", answer=answer)


@pytest.mark.parametrize(
    "text", [GOOD, f"```json\n{GOOD}\n```", f"<think>先想 {{想}}</think>\n好的:{GOOD}", f"{GOOD}\n以上。"]
)
def test_json_is_found_behind_fences_thoughts_and_prose(text: str) -> None:
    assert parse(text, Verdict).supported


@pytest.mark.parametrize("text", ["", "支持", "{", '{"verdict": "支持"}', '{"reason": "", "verdict": "也许"}'])
async def test_a_reply_that_cannot_be_read_is_asked_for_again_and_then_fails(text: str) -> None:
    wire = StubCompletion(text)
    with pytest.raises(JudgeFailed) as failure:
        await ask(judge(wire))
    assert failure.value.kind == "bad_json"
    assert wire.calls == 2


async def test_a_second_readable_reply_is_taken() -> None:
    assert (await ask(judge(StubCompletion("不是JSON", GOOD)))).supported


async def test_a_judge_that_does_not_answer_in_time_is_a_timeout() -> None:
    with pytest.raises(JudgeFailed) as failure:
        await ask(judge(StubCompletion(1.0), timeout_s=0.05))
    assert failure.value.kind == "timeout"


async def test_a_reply_that_was_cut_off_is_not_read() -> None:
    with pytest.raises(JudgeFailed) as failure:
        await ask(judge(StubCompletion(GOOD, finish="length")))
    assert failure.value.kind == "truncated"


async def test_an_endpoint_that_is_not_there_fails_the_preflight() -> None:
    from eval.judged.judge import OpenAICompletion

    wire = OpenAICompletion(settings(timeout_s=2.0))
    with pytest.raises(JudgeFailed) as failure:
        await preflight(CachedJudge(wire, settings(), None))
    await wire.aclose()
    assert failure.value.kind in ("unreachable", "timeout")


async def test_the_cache_is_kept_by_judge_and_by_prompt(tmp_path: Path) -> None:
    first, second = StubCompletion(GOOD), StubCompletion(GOOD)
    await ask(judge(first, tmp_path))
    await ask(judge(first, tmp_path))
    assert first.calls == 1
    await ask(judge(first, tmp_path), answer="130家")
    assert first.calls == 2
    await ask(judge(second, tmp_path, model="other"))
    await ask(judge(second, tmp_path, mode="json"))
    await ask(judge(second, tmp_path, max_tokens=600))
    assert second.calls == 3


async def test_a_failure_is_never_cached(tmp_path: Path) -> None:
    with pytest.raises(JudgeFailed):
        await ask(judge(StubCompletion("坏"), tmp_path))
    assert (await ask(judge(StubCompletion(GOOD), tmp_path))).supported


async def test_no_more_questions_are_in_flight_than_the_settings_allow() -> None:
    wire = StubCompletion(0.01)
    limited = judge(wire, concurrency=2)
    await asyncio.gather(*(ask(limited, answer=str(number)) for number in range(8)))
    assert wire.most_in_flight == 2
