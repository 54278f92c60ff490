"""👍 and 👎 with a reason, each tied to the answer it is about, and the gaps that refusals and dislikes show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import and_, delete, or_, select

from assistant.records.answers import owner_of
from assistant.records.gaps import Gap, GapEntry, group
from assistant.records.tables import ANSWERS, OPINIONS
from ingestion.knowledge.database import writing

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


class Opinions:
    """Opinions of answers, and what they and the refusals say is missing from the corpus."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def give(self, opinion: Opinion) -> bool:
        """Keep the opinion; False if there is no such answer."""
        known = select(ANSWERS.c.answer_id).where(ANSWERS.c.answer_id == opinion.answer_id)
        same = and_(OPINIONS.c.answer_id == opinion.answer_id, OPINIONS.c.user == owner_of(opinion.user))
        with writing(self._engine) as connection:
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
                    "comment": opinion.comment,
                    "given_at": self._clock(),
                },
            )
        return True

    def gaps(self, *, limit: int, newest: int = 5000) -> list[Gap]:
        """Questions refused or disliked among the `newest` such answers, alike ones together, most frequent first."""
        query = (
            select(
                ANSWERS.c.answer_id,
                ANSWERS.c.asked_at,
                ANSWERS.c.question,
                ANSWERS.c.understood_as,
                ANSWERS.c.status,
                OPINIONS.c.vote,
                OPINIONS.c.reason,
                OPINIONS.c.comment,
            )
            .join(OPINIONS, OPINIONS.c.answer_id == ANSWERS.c.answer_id, isouter=True)
            .where(or_(ANSWERS.c.status == "refused", OPINIONS.c.vote == "down"))
            .order_by(ANSWERS.c.asked_at.desc())
            .limit(newest)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return group([GapEntry(*row) for row in rows])[:limit]
