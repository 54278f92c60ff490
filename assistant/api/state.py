"""What the routes share, made once an app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from assistant.api.metrics import Metrics
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.api.chats import Chats
    from assistant.api.limits import RateLimits
    from assistant.api.readiness import Readiness
    from assistant.api.tracing import Tracing
    from assistant.core import Assistant
    from assistant.extensions import IngestListener
    from assistant.records import Records


@dataclass(slots=True)
class State:
    """`ingesting` lets one upload in at a time."""

    settings: Settings
    assistant: Assistant
    limits: RateLimits
    metrics: Metrics
    readiness: Readiness
    tracing: Tracing
    chats: Chats
    clock: Callable[[], datetime]
    ingest_listeners: Sequence[IngestListener] = ()
    ingesting: asyncio.Lock = field(default_factory=asyncio.Lock)
    jobs: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def records(self) -> Records:
        return self.assistant.records

    def spawn(self, job: Coroutine[Any, Any, None]) -> None:
        """Run a job beside the request; shutdown waits for it."""
        task = asyncio.create_task(job)
        self.jobs.add(task)
        task.add_done_callback(self.jobs.discard)


def state_of(request: Request) -> State:
    state = request.app.state.wenzheng
    assert isinstance(state, State)  # noqa: S101 - set by create_app, tells the type
    return state


Shared = Annotated[State, Depends(state_of)]
