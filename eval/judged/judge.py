"""One question to the judge: a prompt in, a validated object out, or a failure that says why. Never a default."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.settings import JudgeSettings

Reply = TypeVar("Reply", bound=BaseModel)
Message = tuple[str, str]  # role, text
_TRIES = 2  # a reply that cannot be read is asked for once more
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


class JudgeFailed(Exception):
    """The judge gave no usable verdict. `kind`: timeout, unreachable, truncated, bad_json, undercount, not_a_number."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Judge(Protocol):
    """Fills in a model's fields from a prompt. Raises JudgeFailed."""

    async def fill(self, messages: list[Message], model: type[Reply]) -> Reply: ...


class Completion(Protocol):
    """The wire: one chat completion, as (text, finish reason). Raises JudgeFailed."""

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> tuple[str, str]: ...


class OpenAICompletion:
    """Any OpenAI-compatible endpoint. The client lives as long as the event loop that made it."""

    def __init__(self, settings: JudgeSettings) -> None:
        from openai import AsyncOpenAI

        self._settings = settings
        key = settings.api_key.get_secret_value() if settings.api_key else "none"
        self._client = AsyncOpenAI(base_url=settings.base_url, api_key=key, timeout=settings.timeout_s, max_retries=2)

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> tuple[str, str]:
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        try:
            done = await self._client.chat.completions.create(
                model=self._settings.model or "",
                messages=[{"role": role, "content": text} for role, text in messages],  # type: ignore[misc]
                temperature=0,
                max_tokens=self._settings.max_tokens,
                **self._format(schema),
            )
        except APITimeoutError as exc:
            raise JudgeFailed("timeout", "评审模型没有按时回答") from exc
        except (APIConnectionError, APIStatusError) as exc:
            raise JudgeFailed("unreachable", f"评审模型不可用({type(exc).__name__})") from exc
        choice = done.choices[0]
        return choice.message.content or "", choice.finish_reason or ""

    def _format(self, schema: dict[str, Any]) -> dict[str, Any]:
        if self._settings.mode == "json_schema":
            return {"response_format": {"type": "json_schema", "json_schema": {"name": "verdict", "schema": schema}}}
        return {"response_format": {"type": "json_object"}} if self._settings.mode == "json" else {}

    async def aclose(self) -> None:
        await self._client.close()


class CachedJudge:
    """Bounds how many questions are in flight and how long each may take; asks each only once per judge and prompt."""

    def __init__(self, wire: Completion, settings: JudgeSettings, cache: Path | None) -> None:
        self._wire = wire
        self._timeout = settings.timeout_s
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._cache = cache / judge_key(settings) if cache else None

    async def fill(self, messages: list[Message], model: type[Reply]) -> Reply:
        schema = model.model_json_schema()
        key = _hash([messages, schema])
        known = self._recall(key, model)
        if known is not None:
            return known
        async with self._slots:
            text, reply = await self._ask(messages, schema, model)
        self._remember(key, text)
        return reply

    async def _ask(self, messages: list[Message], schema: dict[str, Any], model: type[Reply]) -> tuple[str, Reply]:
        trouble = JudgeFailed("bad_json", "")
        for _ in range(_TRIES):
            try:
                async with asyncio.timeout(self._timeout):
                    text, finish = await self._wire.complete(messages, schema)
            except TimeoutError as exc:
                raise JudgeFailed("timeout", f"超过 {self._timeout:.0f} 秒") from exc
            if finish == "length":
                raise JudgeFailed("truncated", "回答被截断")
            try:
                return text, parse(text, model)
            except JudgeFailed as exc:
                trouble = exc
        raise trouble

    def _recall(self, key: str, model: type[Reply]) -> Reply | None:
        path = self._cache / f"{key}.json" if self._cache else None
        return parse(path.read_text(encoding="utf-8"), model) if path and path.exists() else None

    def _remember(self, key: str, text: str) -> None:
        if self._cache:
            self._cache.mkdir(parents=True, exist_ok=True)
            draft = self._cache / f"{key}.draft"
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._cache / f"{key}.json")


def parse(text: str, model: type[Reply]) -> Reply:
    """The JSON object in a reply, past thoughts, code fences and prose. Raises JudgeFailed."""
    bare = _THOUGHT.sub("", text)
    start, end = bare.find("{"), bare.rfind("}")
    if start < 0 or end < start:
        raise JudgeFailed("bad_json", f"没有 JSON:{text[:80]}")
    try:
        return model.model_validate_json(bare[start : end + 1])
    except ValidationError as exc:
        raise JudgeFailed("bad_json", f"JSON 不合要求:{exc.errors()[0]['msg']}") from exc


def judge_key(settings: JudgeSettings) -> str:
    """Everything that decides what a judge says to a prompt; another model never gets this one's verdicts."""
    return _hash([settings.base_url, settings.model, settings.mode, settings.max_tokens])


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:24]


class Preflight(BaseModel):
    """What a judge has to manage before it is asked anything that counts."""

    verdict: Literal["支持", "不支持"]


async def preflight(judge: Judge) -> None:
    """One tiny structured question. Raises JudgeFailed, so that a tier is stopped and not filled with failures."""
    await judge.fill([("user", '只输出 JSON:{"verdict": "支持"}')], Preflight)
