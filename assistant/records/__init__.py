"""What the service remembers of its own work: answers given, opinions of them, keys, upload jobs, an audit trail,
how often was asked of late.

The tables live in the same database as the catalog, under their own metadata, so that a knowledge base can be
rebuilt without losing them. Every method is synchronous and safe to call from any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.records.answers import AnswerLog, RecordedAnswer
from assistant.records.asks import AskCounter
from assistant.records.audit import AuditEntry, AuditTrail
from assistant.records.gaps import Gap
from assistant.records.jobs import Job, JobBoard
from assistant.records.keys import ApiKey, KeyRing, KeyRole
from assistant.records.opinions import GivenOpinion, Opinion, Opinions, Vote
from assistant.records.tables import create

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = [
    "AnswerLog",
    "ApiKey",
    "AskCounter",
    "AuditEntry",
    "AuditTrail",
    "Gap",
    "GivenOpinion",
    "Job",
    "JobBoard",
    "KeyRing",
    "KeyRole",
    "Opinion",
    "Opinions",
    "RecordedAnswer",
    "Records",
    "Vote",
]


class Records:
    """The door to all of it. Creates missing tables; `clock` gives aware datetimes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        create(engine)
        self.answers = AnswerLog(engine, clock)
        self.opinions = Opinions(engine, clock, self.answers)
        self.keys = KeyRing(engine, clock)
        self.audit = AuditTrail(engine, clock)
        self.jobs = JobBoard(engine, clock)
        self.asks = AskCounter(engine, clock)

    def close(self) -> None:
        """Write what is still to be written."""
        self.answers.close()
