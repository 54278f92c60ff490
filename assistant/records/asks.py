"""How often was asked of late, counted in the database, so that all processes on it share one count."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from assistant.records.answers import owner_of
from assistant.records.tables import ASKS
from assistant.records.transactions import writes

if TYPE_CHECKING:
    from sqlalchemy import Engine

_WINDOW_S = 60.0


class AskCounter:
    """Every ask is a row with its time, so the window moves exactly. Who asked is kept as a digest.

    Rows are only added here: processes that count at once cannot get into each other's way, and may overrun a limit
    by no more than what they take in at the same instant.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def spend(self, bucket: str, limit: int) -> int:
        """Count an ask and return 0; where `limit` a minute is reached, the seconds to wait, and nothing counted."""
        name, now = owner_of(bucket), self._clock().timestamp()
        of_late = (ASKS.c.bucket == name) & (ASKS.c.at > now - _WINDOW_S)
        with writes(self._engine) as connection:
            asked, oldest = connection.execute(select(func.count(), func.min(ASKS.c.at)).where(of_late)).one()
            if asked < limit:
                connection.execute(insert(ASKS).values(bucket=name, at=now))
                return 0
        return max(1, math.ceil(float(oldest) + _WINDOW_S - now))

    def forget_old(self) -> int:
        """Erase what no window reaches any more; returns how many asks that were."""
        with writes(self._engine) as connection:
            old = ASKS.c.at <= self._clock().timestamp() - _WINDOW_S
            return connection.execute(delete(ASKS).where(old)).rowcount
