"""👍 and 👎 with a reason, each tied to the answer it is about, and the gaps that refusals and dislikes show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import and_, delete, or_, select

from assistant.records.answers import AnswerLog, owner_of, storable
from assistant.records.gaps import Gap, GapEntry, group
from assistant.records.tables import ANSWERS, OPINIONS
from assistant.records.transactions import reads, writes

if TYPE_CHECKING:
    from sqlalchemy import Engine

Vote = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a user thinks of an answer. A later opinion of the same user replaces the earlier one."""

    answer_id: str
    user: str
    vote: Vote
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """An opinion as staff read it: of which answer to which question, without whose it is."""

    answer_id: str
    given_at: datetime
    vote: Vote
    reason: str | None
    comment: str | None
    question: str
    status: str
    channel: str


class Opinions:
    """Opinions of answers, and what they and the refusals say is missing from the corpus."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], answers: AnswerLog) -> None:
        self._engine = engine
        self._clock = clock
        self._answers = answers

    def give(self, opinion: Opinion) -> bool:
        """Keep the opinion; False if there is no such answer."""
        self._answers.settle()
        known = select(ANSWERS.c.answer_id).where(ANSWERS.c.answer_id == opinion.answer_id)
        same = and_(OPINIONS.c.answer_id == opinion.answer_id, OPINIONS.c.user == owner_of(opinion.user))
        with writes(self._engine) as connection:
            if connection.execute(known).first() is None:
                return False
            connection.execute(delete(OPINIONS).where(same))
            connection.execute(
                OPINIONS.insert(),
                {
                    "answer_id": opinion.answer_id,
                    "user": owner_of(opinion.user),
                    "vote": opinion.vote,
                    "reason": opinion.reason,
                    "comment": storable(opinion.comment) if opinion.comment else None,
                    "given_at": self._clock(),
                },
            )
        return True

    def newest(self, *, limit: int, vote: Vote | None = None) -> list[GivenOpinion]:
        """The newest opinions first, those of one vote where it is given."""
        said = (OPINIONS.c.answer_id, OPINIONS.c.given_at, OPINIONS.c.vote, OPINIONS.c.reason, OPINIONS.c.comment)
        asked = (ANSWERS.c.question, ANSWERS.c.status, ANSWERS.c.channel)
        query = select(*said, *asked).join(ANSWERS, OPINIONS.c.answer_id == ANSWERS.c.answer_id)
        if vote:
            query = query.where(OPINIONS.c.vote == vote)
        with reads(self._engine) as connection:
            rows = connection.execute(query.order_by(OPINIONS.c.given_at.desc()).limit(limit)).all()
        return [GivenOpinion(*row) for row in rows]

    def gaps(self, *, limit: int, newest: int = 5000) -> list[Gap]:
        """Questions refused or disliked among the `newest` such answers, alike ones together, most frequent first."""
        query = (
            select(
                ANSWERS.c.answer_id,
                ANSWERS.c.asked_at,
                ANSWERS.c.question,
                ANSWERS.c.understood_as,
                ANSWERS.c.status,
                ANSWERS.c.channel,
                OPINIONS.c.vote,
                OPINIONS.c.reason,
                OPINIONS.c.comment,
            )
            .join(OPINIONS, OPINIONS.c.answer_id == ANSWERS.c.answer_id, isouter=True)
            .where(or_(ANSWERS.c.status == "refused", OPINIONS.c.vote == "down"))
            .order_by(ANSWERS.c.asked_at.desc())
            .limit(newest)
        )
        self._answers.settle()
        with reads(self._engine) as connection:
            rows = connection.execute(query).all()
        return group([GapEntry(*row) for row in rows])[:limit]
