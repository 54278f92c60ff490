"""Server-Sent Events: whole events only, comments while nothing comes, errors as an event once the stream runs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TypeVar

from starlette.responses import StreamingResponse
from starlette.types import Scope

from assistant.api.problems import problem_of

T = TypeVar("T")
KEEP_ALIVE_S = 15.0


class EventStream(StreamingResponse):
    """A response that no proxy may hold back."""

    media_type = "text/event-stream"

    def __init__(self, frames: AsyncIterator[str]) -> None:
        super().__init__(frames, headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})


def frame(event: str, data: str) -> str:
    """One event; `data` is JSON on one line."""
    return f"event: {event}\ndata: {data}\n\n"


async def started(events: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """The same events, after the first one has come: an ask that fails at once still gets its own status code."""
    first = await anext(events)

    async def rest() -> AsyncGenerator[T]:
        async with aclosing(events):
            yield first
            async for event in events:
                yield event

    return rest()


async def guarded(
    frames: AsyncGenerator[str], scope: Scope, *, keep_alive_s: float = KEEP_ALIVE_S
) -> AsyncGenerator[str]:
    """The frames with comments in long pauses; an error becomes the last event, since the status is already sent."""
    async with aclosing(_with_keep_alive(frames, keep_alive_s)) as lively:
        try:
            async for text in lively:
                yield text
        except Exception as error:  # noqa: BLE001 - outermost loop of the stream; problem_of logs what is unforeseen
            yield frame("error", json.dumps(problem_of(error, scope).document(), ensure_ascii=False))


async def _with_keep_alive(frames: AsyncGenerator[str], seconds: float) -> AsyncGenerator[str]:
    # One task runs the generator from start to end, since time-outs inside it belong to the task that set them.
    queue: asyncio.Queue[str] = asyncio.Queue(maxsize=64)

    async def pump() -> None:
        async with aclosing(frames):
            async for text in frames:
                await queue.put(text)

    pumping = asyncio.create_task(pump())
    try:
        while not (pumping.done() and queue.empty()):
            waiting = asyncio.create_task(queue.get())
            done, _ = await asyncio.wait({waiting, pumping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if waiting in done:
                yield waiting.result()
                continue
            waiting.cancel()
            if not done:
                yield ": waiting\n\n"
        await pumping
    finally:
        pumping.cancel()
        await asyncio.wait({pumping})
