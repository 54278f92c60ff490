"""The durable inbox: a message that was accepted is answered once, whatever dies in between, and never twice."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bots.message import Incoming
from bots.tables import INBOX, METADATA
from ingestion.knowledge.database import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

Verdict = Literal["accepted", "known", "busy"]
BUSY = "busy:"  # how the queues begin that hold one message each, which is refused
LEASE_S = 30.0
_OPEN = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages may wait; one more is answered with a polite refusal."""

    waiting: int = 1000
    per_asker: int = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A message being worked on. `uncertain`: part number `sent` may already have arrived."""

    id: int
    queue: str
    message: Incoming
    received: float
    attempts: int
    parts: tuple[str, ...] | None
    sent: int
    uncertain: bool
    notes: Mapping[str, str]

    @property
    def busy(self) -> bool:
        """Whether it only gets a polite refusal."""
        return self.queue.startswith(BUSY)


class Inbox:
    """Messages in SQL. Synchronous and thread-safe.

    `exclusive` says that no other living process shares the database, so whatever is marked as running was
    left by a dead one. Otherwise a running message is taken over when its lease is not renewed.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float], *, exclusive: bool, limits: Limits) -> None:
        self._engine = engine
        self._clock = clock
        self._limits = limits
        self._me = uuid.uuid4().hex
        with writing(engine) as connection:  # a transaction that reads first could not begin to write
            METADATA.create_all(connection)
        if exclusive:
            self._release(INBOX.c.state == "running")

    def accept(self, message: Incoming, *, per_asker: int | None = None) -> Verdict:
        """Keep a message. "known" for one that came before, "busy" for one that only gets a polite refusal."""
        most = min(per_asker or self._limits.per_asker, self._limits.per_asker)
        row = {
            "channel": message.channel,
            "key": message.key[:200],
            "queue": message.queue[:280],
            "asker": message.memory[:280],
            "message": message.dumped(),
            "received": self._clock(),
            "state": "waiting",
        }
        seen = select(INBOX.c.id).where(INBOX.c.channel == row["channel"], INBOX.c.key == row["key"])
        undone = INBOX.c.state.in_(_OPEN)
        try:
            with writing(self._engine) as connection:
                if connection.execute(seen).first():
                    return "known"
                total = connection.scalar(select(func.count()).where(undone)) or 0
                mine = connection.scalar(select(func.count()).where(undone, INBOX.c.asker == row["asker"])) or 0
                busy = total >= self._limits.waiting or mine >= most
                if busy:
                    row["queue"] = f"{BUSY}{uuid.uuid4().hex}"
                connection.execute(INBOX.insert(), row)
        except IntegrityError:  # another worker was given the same delivery at the same moment
            return "known"
        return "busy" if busy else "accepted"

    def claim(self, queue: str) -> Entry | None:
        """Take the oldest open message of a queue; None where there is none or another process works on it."""
        now = self._clock()
        query = select(INBOX).where(INBOX.c.queue == queue, INBOX.c.state.in_(_OPEN)).order_by(INBOX.c.id).limit(1)
        with writing(self._engine) as connection:
            row = connection.execute(query).one_or_none()
            if row is None or row.not_before > now or (row.state == "running" and row.lease > now):
                return None
            taken = {"state": "running", "owner": self._me, "lease": now + LEASE_S, "attempts": row.attempts + 1}
            connection.execute(update(INBOX).where(INBOX.c.id == row.id).values(taken))
        return _entry(row)

    def ready_queues(self, channels: Collection[str]) -> list[str]:
        """Queues of these channels that have something to do now."""
        now = self._clock()
        free = or_(INBOX.c.state == "waiting", and_(INBOX.c.state == "running", INBOX.c.lease <= now))
        mine = INBOX.c.channel.in_(channels)
        query = select(INBOX.c.queue).where(free, mine, INBOX.c.not_before <= now).group_by(INBOX.c.queue)
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(func.min(INBOX.c.id))))

    def keep_reply(self, entry_id: int, parts: Sequence[str]) -> None:
        """From here on the reply is known, and its first part is about to be sent."""
        self._set(entry_id, parts=json.dumps(list(parts), ensure_ascii=False), sent=0, sending=True)

    def sent(self, entry_id: int, count: int) -> None:
        """`count` parts have arrived and the next is about to be sent, with as much patience as the first."""
        self._set(entry_id, sent=count, sending=True, attempts=1)

    def resume(self, entry_id: int) -> None:
        """A part that surely did not arrive is about to be sent."""
        self._set(entry_id, sending=True)

    def note(self, entry_id: int, notes: Mapping[str, str]) -> None:
        """What the channel must know again after a crash."""
        self._set(entry_id, notes=json.dumps(dict(notes)))

    def finish(self, entry_id: int, *, failed: bool = False) -> None:
        """Done: forget all of it but its key."""
        state = "failed" if failed else "done"
        self._set(entry_id, state=state, owner=None, message="", parts=None, notes="{}", sending=False)

    def postpone(self, entry_id: int, seconds: float, *, uncertain: bool) -> None:
        """Give it back, to be taken again after a while. `uncertain`: what was on its way may have arrived."""
        later = self._clock() + seconds
        self._set(entry_id, state="waiting", owner=None, not_before=later, sending=uncertain)

    def renew(self, entry_ids: Collection[int]) -> None:
        """Keep what is being worked on from being taken over."""
        running = and_(INBOX.c.id.in_(entry_ids), INBOX.c.owner == self._me)
        with writing(self._engine) as connection:
            connection.execute(update(INBOX).where(running).values(lease=self._clock() + LEASE_S))

    def hand_over(self) -> None:
        """Give back everything that this process has not finished."""
        self._release(and_(INBOX.c.owner == self._me, INBOX.c.state == "running"))

    def forget_before(self, moment: float) -> None:
        """Forget the keys of messages that were done before then."""
        old = and_(INBOX.c.state.in_(("done", "failed")), INBOX.c.received < moment)
        with writing(self._engine) as connection:
            connection.execute(delete(INBOX).where(old))

    def counts(self) -> dict[str, int]:
        """How many messages are in which state."""
        query = select(INBOX.c.state, func.count()).group_by(INBOX.c.state)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def _release(self, which: ColumnElement[bool]) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(INBOX).where(which).values(state="waiting", owner=None, lease=0))

    def _set(self, entry_id: int, **values: object) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(INBOX).where(INBOX.c.id == entry_id).values(values))


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        queue=row.queue,
        message=Incoming.loaded(row.message),
        received=row.received,
        attempts=row.attempts + 1,
        parts=None if row.parts is None else tuple(json.loads(row.parts)),
        sent=row.sent,
        uncertain=row.parts is not None and row.sending,
        notes=json.loads(row.notes),
    )
