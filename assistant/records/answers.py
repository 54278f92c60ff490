"""The answers log: what was asked, what was said and from which clause texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, delete, select

from assistant.answering.privacy import mask
from assistant.model import Answer, AskRequest
from assistant.records.recorder import Recorder
from assistant.records.tables import ANSWERS, OPINIONS
from assistant.records.transactions import reads, writes

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from sqlalchemy import Engine


Listener = Callable[[AskRequest, Answer], None]


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer as it was given, with the request that led to it.

    The request's user is an `owner_of`, and personal numbers in the question are masked.
    """

    asked_at: datetime
    request: AskRequest
    answer: Answer


@cache
def _requests() -> TypeAdapter[AskRequest]:
    from pydantic import TypeAdapter

    return TypeAdapter(AskRequest)


@cache
def _answers() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def owner_of(user: str) -> str:
    """What is kept in place of a user: enough to know an answer as theirs, not to find them."""
    return hashlib.sha256(user.encode()).hexdigest()[:32]


def storable(text: str) -> str:
    """Words of a user as they may be kept: personal numbers masked, nothing that a database refuses."""
    return mask(text.encode("utf-8", "replace").decode("utf-8").replace("\x00", ""))


class AnswerLog:
    """Append-only; rows leave only by being forgotten. What was put is seen by every read of this log."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._recorder = Recorder(self._insert)
        self._listeners: list[Listener] = []

    def tell(self, listener: Listener) -> None:
        """From now on, call this with every answer that is kept, whichever channel it is for."""
        self._listeners.append(listener)

    def put(self, request: AskRequest, answer: Answer) -> None:
        """Keep the answer soon, without waiting for the database."""
        self._recorder.put(self._kept(request, answer))

    def record(self, request: AskRequest, answer: Answer) -> None:
        """Keep the answer. Recording the same `answer_id` again changes nothing."""
        self._insert([self._kept(request, answer)])

    def settle(self) -> None:
        """Return once every answer that was put is in the database."""
        self._recorder.settle()

    def close(self) -> None:
        """Write what is left; nothing can be put any more."""
        self._recorder.close()

    def _kept(self, request: AskRequest, answer: Answer) -> RecordedAnswer:
        for listener in self._listeners:
            listener(request, answer)
        request = replace(request, user=owner_of(request.user), question=storable(request.question))
        return RecordedAnswer(self._clock(), request, replace(answer, understood_as=storable(answer.understood_as)))

    def _insert(self, given: Sequence[RecordedAnswer]) -> None:
        rows = {kept.answer.answer_id: _row(kept) for kept in reversed(given)}
        with writes(self._engine) as connection:
            known = select(ANSWERS.c.answer_id).where(ANSWERS.c.answer_id.in_(rows))
            for answer_id in connection.scalars(known):
                del rows[answer_id]
            if rows:
                connection.execute(ANSWERS.insert(), list(reversed(rows.values())))

    def find(self, answer_id: str) -> RecordedAnswer | None:
        self.settle()
        with reads(self._engine) as connection:
            row = connection.execute(select(ANSWERS).where(ANSWERS.c.answer_id == answer_id)).one_or_none()
        return _recorded(row) if row else None

    def session(self, session_id: str, user: str) -> list[RecordedAnswer]:
        """The session's answers in the order they were given; empty for a session of another user."""
        self.settle()
        query = select(ANSWERS).where(ANSWERS.c.session_id == session_id, ANSWERS.c.user == owner_of(user))
        with reads(self._engine) as connection:
            return [_recorded(row) for row in connection.execute(query.order_by(ANSWERS.c.asked_at))]

    def forget_session(self, session_id: str, user: str) -> int:
        """Erase the session's answers and the opinions of them; returns how many answers there were."""
        return self._erase((ANSWERS.c.session_id == session_id) & (ANSWERS.c.user == owner_of(user)))

    def forget_before(self, moment: datetime) -> int:
        """Erase answers given before that moment and the opinions of them; returns how many there were."""
        return self._erase(ANSWERS.c.asked_at < moment)

    def _erase(self, which: ColumnElement[bool]) -> int:
        self.settle()
        with writes(self._engine) as connection:
            answers = select(ANSWERS.c.answer_id).where(which)
            connection.execute(delete(OPINIONS).where(OPINIONS.c.answer_id.in_(answers)))
            return connection.execute(delete(ANSWERS).where(which)).rowcount


def _row(kept: RecordedAnswer) -> dict[str, object]:
    request, answer = kept.request, kept.answer
    return {
        "answer_id": answer.answer_id,
        "asked_at": kept.asked_at,
        "user": request.user,
        "session_id": answer.session_id,
        "channel": request.channel or "",
        "question": request.question,
        "understood_as": answer.understood_as,
        "status": answer.status,
        "latency_ms": answer.latency_ms,
        "request": _requests().dump_json(request).decode(),
        "answer": _answers().dump_json(answer).decode(),
    }


def _recorded(row: Row[Any]) -> RecordedAnswer:
    return RecordedAnswer(
        asked_at=row.asked_at,
        request=_requests().validate_json(row.request),
        answer=_answers().validate_json(row.answer),
    )
