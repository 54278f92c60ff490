"""`/mcp` of the service: the tools of `wenzheng mcp` for agents, beside everything else, under the same rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.access import admit_asker, admit_reader, identify

if TYPE_CHECKING:
    from assistant.api.state import State

PATH = "/mcp"
_ANY_HOST = "0.0.0.0"  # noqa: S104 - names no address to listen at: the service may be called by any name

_asking: ContextVar[str] = ContextVar("asking", default="mcp")


class Agents:
    """An ASGI app that lets those in who may ask, within their rate limit; sessions are the caller's own."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None  # noqa: S101 - requests come while the service is open
        reader = await admit_reader(await identify(Request(scope), self._state), self._state)
        caller = await admit_asker(reader, self._state)
        _asking.set(caller.user)
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[None]:
        """Requests are served while this is open."""
        from assistant.mcp import create_server

        server = create_server(self._state.assistant, user=_asking.get)
        self._app = server.streamable_http_app(streamable_http_path=PATH, stateless_http=True, host=_ANY_HOST)
        ready, over = asyncio.Event(), asyncio.Event()

        async def run() -> None:  # what the SDK opens must be closed by the task that opened it
            async with server.session_manager.run():
                ready.set()
                await over.wait()

        running = asyncio.create_task(run())
        await ready.wait()
        try:
            yield
        finally:
            over.set()
            await running
