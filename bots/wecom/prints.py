"""What was sent to whom, as digests, so that WeCom's check for duplicates can be asked for from the first try on.

Whether WeCom remembers a text that came without asking for the check is not documented; what is unsure after a crash
would then arrive twice. But a text that a member gets once more on purpose must not be dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, not_, select

from bots.tables import METADATA, PRINTS
from ingestion.knowledge.database import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Prints:
    """Digests in SQL. Synchronous and thread-safe."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock
        with writing(engine) as connection:  # a transaction that reads first could not begin to write
            METADATA.create_all(connection)

    def take(self, text: str, entry: int, ordinal: int, interval_s: float) -> bool:
        """Keep the print of a part; True where no other part had the same one in the last `interval_s`."""
        now, digest = self._clock(), hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        same = PRINTS.c.print == digest
        mine = and_(PRINTS.c.entry == entry, PRINTS.c.ordinal == ordinal)
        with writing(self._engine) as connection:
            others = select(PRINTS.c.at).where(same, not_(mine), PRINTS.c.at > now - interval_s).limit(1)
            fresh = connection.execute(others).first() is None
            connection.execute(delete(PRINTS).where(same, mine))
            values = {"print": digest, "entry": entry, "ordinal": ordinal, "at": now}
            connection.execute(insert(PRINTS), values)
        return fresh

    def forget_before(self, moment: float) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(PRINTS).where(PRINTS.c.at < moment))
