"""The store of sessions: who asked what before, until it expires."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.conversation.records import read_turn, write_turn
from assistant.conversation.tables import metadata, sessions, turns
from assistant.errors import ServiceUnavailable, SessionNotFound
from assistant.model import Turn
from ingestion.knowledge.database import writing

MAX_ID_CHARS = 200
_ATTEMPTS = 5

# What every question runs is put together once: that takes longer than running it.
_OF_SESSION = sessions.c.id == bindparam("session")
_ROW = select(sessions.c.owner, sessions.c.last_used).where(_OF_SESSION)
_PAYLOADS = select(turns.c.payload).where(turns.c.session_id == bindparam("session")).order_by(turns.c.ordinal)
_LAST = select(func.max(turns.c.ordinal)).where(turns.c.session_id == bindparam("session"))
_OPEN, _KEEP = insert(sessions), insert(turns)
_TOUCH = update(sessions).where(_OF_SESSION).values(last_used=bindparam("now"))
_FORGET = delete(turns).where(turns.c.session_id == bindparam("session"), turns.c.ordinal <= bindparam("last"))


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a user; `title` is its first kept question."""

    id: str
    created: datetime
    last_used: datetime
    turns: int
    title: str


class SessionStore:
    """Sessions on a SQLAlchemy engine. Synchronous and safe to use from several threads and processes.

    A session belongs to the user who opened it and ends `ttl` after its last turn; it keeps the last `max_turns`
    turns. A session that is another user's, has expired or never was is the same SessionNotFound. The database being
    out of reach is ServiceUnavailable. What is kept of a person is the questions' text and the answers to them.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime], ttl: timedelta, max_turns: int = 20) -> None:
        self._engine = engine
        self._clock = clock
        self._ttl = ttl.total_seconds()
        self._max_turns = max_turns
        with self._transaction(writes=True) as connection:
            metadata.create_all(connection, checkfirst=True)

    @staticmethod
    def reserve() -> str:
        """The id, which cannot be guessed, of a session that its first turn will open."""
        return secrets.token_urlsafe(18)

    def create(self, *, user: str) -> str:
        """Open a new session and return its id."""
        session_id = self.reserve()
        with self._transaction(writes=True) as connection:
            self._insert(connection, session_id, user)
        return session_id

    def ensure(self, session_id: str, *, user: str) -> str:
        """Open the session with this id, new where there is none or it has expired; SessionNotFound if another's."""
        if not session_id or len(session_id) > MAX_ID_CHARS:
            raise SessionNotFound("会话编号无效。")
        with self._transaction() as connection:  # without waiting for a turn to write, which is seldom needed
            if self._is_open(connection, session_id, user):
                return session_id
        try:
            with self._transaction(writes=True) as connection:
                if not self._is_open(connection, session_id, user):
                    self._erase(connection, session_id)
                    self._insert(connection, session_id, user)
        except IntegrityError:
            # another thread opened it in between: it is there now
            self.turns(session_id, user=user)
        return session_id

    def turns(self, session_id: str, *, user: str) -> tuple[Turn, ...]:
        """The kept turns, oldest first."""
        with self._transaction() as connection:
            self._check(connection, session_id, user)
            payloads = connection.scalars(_PAYLOADS, {"session": session_id}).all()
        return tuple(turn for turn in map(read_turn, payloads) if turn is not None)

    def begin(self, session_id: str, turn: Turn, *, user: str) -> None:
        """Open the session of a reserved id with its first turn."""
        payload = write_turn(turn)
        with self._transaction(writes=True) as connection:
            self._insert(connection, session_id, user)
            connection.execute(_KEEP, {"session_id": session_id, "ordinal": 0, "payload": payload})

    def append(self, session_id: str, turn: Turn, *, user: str) -> None:
        """Keep `turn` as the newest of the session and forget the oldest beyond the limit."""
        payload = write_turn(turn)
        for attempt in range(_ATTEMPTS):
            try:
                self._append(session_id, payload, user)
            except IntegrityError as exc:
                # two threads took the same ordinal: the loser counts again
                if attempt == _ATTEMPTS - 1:
                    raise ServiceUnavailable("会话暂时无法保存,请稍后再试。") from exc
            else:
                return

    def _append(self, session_id: str, payload: str, user: str) -> None:
        with self._transaction(writes=True) as connection:
            self._check(connection, session_id, user)
            last = connection.scalar(_LAST, {"session": session_id})
            ordinal = 0 if last is None else last + 1
            connection.execute(_KEEP, {"session_id": session_id, "ordinal": ordinal, "payload": payload})
            if ordinal >= self._max_turns:
                connection.execute(_FORGET, {"session": session_id, "last": ordinal - self._max_turns})
            connection.execute(_TOUCH, {"session": session_id, "now": self._now()})

    def delete(self, session_id: str, *, user: str) -> None:
        """Forget a session with all its turns."""
        with self._transaction(writes=True) as connection:
            self._check(connection, session_id, user)
            self._erase(connection, session_id)

    def list(self, *, user: str) -> tuple[Session, ...]:
        """The user's sessions that have not expired, last used first."""
        with self._transaction() as connection:
            rows = connection.execute(
                select(sessions.c.id, sessions.c.created, sessions.c.last_used)
                .where(sessions.c.owner == _owner(user), sessions.c.last_used > self._now() - self._ttl)
                .order_by(sessions.c.last_used.desc(), sessions.c.id)
            ).all()
            return tuple(self._describe(connection, row.id, row.created, row.last_used) for row in rows)

    def purge(self) -> int:
        """Forget every expired session; returns how many there were."""
        expired = sessions.c.last_used <= self._now() - self._ttl
        with self._transaction(writes=True) as connection:
            ids = connection.scalars(select(sessions.c.id).where(expired)).all()
            for session_id in ids:
                self._erase(connection, session_id)
        return len(ids)

    def _describe(self, connection: Connection, session_id: str, created: float, last_used: float) -> Session:
        payloads = connection.scalars(_PAYLOADS, {"session": session_id}).all()
        first = next((turn for turn in map(read_turn, payloads) if turn is not None), None)
        title = first.understanding.original[:60] if first else ""
        return Session(session_id, _moment(created), _moment(last_used), len(payloads), title)

    def _check(self, connection: Connection, session_id: str, user: str) -> None:
        if not self._is_open(connection, session_id, user):
            raise SessionNotFound("会话不存在或已过期,请重新提问。")

    def _is_open(self, connection: Connection, session_id: str, user: str) -> bool:
        """Whether there is such a session that has not expired; SessionNotFound if it is another's."""
        row = self._row(connection, session_id)
        if row is None or self._has_expired(row.last_used):
            return False
        self._check_owner(row.owner, user)
        return True

    def _check_owner(self, owner: str, user: str) -> None:
        if not secrets.compare_digest(owner, _owner(user)):
            raise SessionNotFound("会话不存在或已过期,请重新提问。")

    def _row(self, connection: Connection, session_id: str) -> _Row | None:
        found = connection.execute(_ROW, {"session": session_id}).one_or_none()
        return None if found is None else _Row(found.owner, found.last_used)

    def _insert(self, connection: Connection, session_id: str, user: str) -> None:
        now = self._now()
        connection.execute(_OPEN, {"id": session_id, "owner": _owner(user), "created": now, "last_used": now})

    def _erase(self, connection: Connection, session_id: str) -> None:
        # not every database enforces the cascade (SQLite needs a pragma)
        connection.execute(delete(turns).where(turns.c.session_id == session_id))
        connection.execute(delete(sessions).where(sessions.c.id == session_id))

    def _has_expired(self, last_used: float) -> bool:
        return last_used <= self._now() - self._ttl

    def _now(self) -> float:
        return self._clock().timestamp()

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[Connection]:
        try:
            with writing(self._engine) if writes else self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as exc:
            raise ServiceUnavailable("会话数据库暂时不可用,请稍后再试。") from exc


@dataclass(frozen=True, slots=True)
class _Row:
    owner: str
    last_used: float


def _owner(user: str) -> str:
    return hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
