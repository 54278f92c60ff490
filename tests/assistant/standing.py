"""An assistant that stays open from test to test, though each test has an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.core import Assistant


@contextmanager
def standing(assistant: Assistant) -> Iterator[Assistant]:
    """The assistant, opened, for a module whose tests only ask: to open one takes far longer than to ask."""
    asyncio.run(assistant.__aenter__())
    try:
        yield assistant
    finally:
        asyncio.run(assistant.__aexit__())
