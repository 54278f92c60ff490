"""What follows from a breach of a clause told before: by the clause that names it (违反第七条规定的)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sanctions import asks_sanction

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")


def breach_first(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with the clause ahead that tells what follows from a breach of one told before, if that is asked."""
    if not desk.asked.context_clause_ids or not asks_sanction(desk.asked.text):
        return list(bearing)
    told = desk.knowledge.clause_map(desk.asked.context_clause_ids).values()
    articles = {(c.doc_id, found[0]) for c in told if (found := _ARTICLE.search(c.label))}
    for one in ranked:
        clause = one.evidence.clause
        words = normalized(clause.span.of(desk.text(clause.doc_id)))
        if "违反" in words and any(doc_id == clause.doc_id and article in words for doc_id, article in articles):
            return [one, *(r for r in bearing if r is not one)]
    return list(bearing)
