"""Questions that the corpus did not answer, or not well, with alike wordings counted together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

# Asking politely or with other punctuation is still the same question.
_NOISE = re.compile(r"[\W_]+|请问|你好|您好|麻烦|谢谢|一下|吗|呢|吧|啊|的|了")


@dataclass(frozen=True, slots=True)
class GapEntry:
    """One refused or disliked answer."""

    answer_id: str
    asked_at: datetime
    question: str
    understood_as: str
    status: str
    channel: str
    vote: str | None
    reason: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Alike questions. `question` is the newest wording; `answer_ids` are the newest few, to look at.

    `channels` counts where they were asked.
    """

    question: str
    refused: int
    disliked: int
    last_asked_at: datetime
    reasons: tuple[str, ...]
    answer_ids: tuple[str, ...]
    channels: Mapping[str, int] = field(default_factory=dict)


def group(entries: Sequence[GapEntry]) -> list[Gap]:
    """Gaps of the entries (newest first), most frequent first."""
    alike: dict[str, dict[str, list[GapEntry]]] = {}
    for entry in entries:
        wording = entry.understood_as or entry.question
        alike.setdefault(_key(wording), {}).setdefault(entry.answer_id, []).append(entry)
    gaps = [_gap(list(answers.values())) for answers in alike.values()]
    return sorted(gaps, key=lambda gap: (gap.refused + gap.disliked, gap.last_asked_at), reverse=True)


def _key(wording: str) -> str:
    text = unicodedata.normalize("NFKC", wording).casefold()
    return _NOISE.sub("", text) or text


def _gap(answers: list[list[GapEntry]]) -> Gap:
    newest = answers[0][0]
    opinions = [opinion for rows in answers for opinion in rows if opinion.vote == "down"]
    said = (text for opinion in opinions for text in (opinion.reason, opinion.comment) if text)
    return Gap(
        question=newest.question,
        refused=sum(rows[0].status == "refused" for rows in answers),
        disliked=len(opinions),
        last_asked_at=newest.asked_at,
        reasons=tuple(dict.fromkeys(said)),
        answer_ids=tuple(rows[0].answer_id for rows in answers[:10]),
        channels=dict(Counter(rows[0].channel for rows in answers if rows[0].channel).most_common()),
    )
