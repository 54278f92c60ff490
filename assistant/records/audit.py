"""Who changed what: one row for every action that only staff may do, refused ones included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from assistant.records.tables import ACTION_CHARS, AUDIT
from assistant.records.transactions import reads, writes

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`actor` is a key id, `cli` or an address; `outcome` says how it ended."""

    at: datetime
    actor: str
    action: str
    subject: str
    outcome: str


class AuditTrail:
    """Append-only."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, actor: str, action: str, subject: str, outcome: str = "ok") -> None:
        row = {
            "at": self._clock(),
            "actor": actor,
            "action": action[:ACTION_CHARS],
            "subject": subject,
            "outcome": outcome,
        }
        with writes(self._engine) as connection:
            connection.execute(AUDIT.insert(), row)

    def newest(self, limit: int) -> list[AuditEntry]:
        query = select(AUDIT.c.at, AUDIT.c.actor, AUDIT.c.action, AUDIT.c.subject, AUDIT.c.outcome)
        with reads(self._engine) as connection:
            return [AuditEntry(*row) for row in connection.execute(query.order_by(AUDIT.c.id.desc()).limit(limit))]
