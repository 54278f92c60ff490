"""Limits of a platform on how much may be sent in a minute."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

MINUTE_S = 60.0


class Pace:
    """Lets so many pass in any minute."""

    def __init__(
        self,
        most: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._passed: deque[float] = deque(maxlen=most)
        self._clock = clock
        self._sleep = sleep

    def left_s(self) -> float:
        """Seconds until the next may pass."""
        if len(self._passed) < (self._passed.maxlen or 0):
            return 0.0
        return max(self._passed[0] + MINUTE_S - self._clock(), 0.0)

    def take(self) -> None:
        """One has passed."""
        self._passed.append(self._clock())

    async def wait(self) -> None:
        """Until one may pass, which is then taken to have passed."""
        while (left := self.left_s()) > 0:
            await self._sleep(left)
        self.take()

    def is_idle(self) -> bool:
        """Whether nothing has passed for a minute."""
        return not self._passed or self._passed[-1] + MINUTE_S <= self._clock()
