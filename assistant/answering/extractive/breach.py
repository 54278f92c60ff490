"""What follows from a breach of a clause: by the clause that names it (违反第七条规定的)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sanctions import asks_sanction, states_sanction
from ingestion.model import Clause

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")


_BREACH = re.compile(r"违反[^，,。；;]{0,40}")
_ITEM = re.compile(r"第[(（]?([一二三四五六七八九十\d]+)[)）]?项")
_FINE = re.compile(r"罚[^,。?]{0,4}(?:多少|几)")
_WHO_PUNISHES = re.compile(r"(?:谁|(?:哪|什么)[^,。?]{0,4}(?:部门|单位|[局委家]))[^,。?]{0,6}(?:罚|查处|没收|吊销)")
# A fine for all that is said before or below it, or against a paper as a whole
_ANY_BREACH = re.compile(
    r"违反(?![^,，。；;]{0,24}第[^,，。；;]{1,6}条)|违者|违规|违法|[上前]述|前款|前条|以上(?:行为|规定|情形)|之一|下列"
)
# How a thing is to be handled is no breach (弃料如何处置)
_PUNISHED = re.compile(r"罚|后果|追究|问责|处分|查处|会(?:被|怎|如何|咋)")
_LOOKED_AT = 6
_WHOLLY = 0.9  # of a question: a rule that says so much of it is meant, though it does not tell the fine
_SAYS_MORE = 0.85  # what a fine says of a question beside a rule, at least, where it is for a breach of that rule
_AS_MUCH = 0.75  # of what a clause on what follows says of the question, in one that says only what is breached


def breach_first(
    desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked], bears: Callable[[Ranked], bool]
) -> list[Ranked]:
    """`bearing` with the clause ahead that tells what follows from a breach, if that is asked.

    What is breached is a clause told before or, where none was, one that says as much of the question as the first,
    which may well tell the rule alone.
    Fines for other acts are left out: a rule that no clause there punishes says more of what is asked.
    """
    if not asks_breach(desk.asked.text):
        return list(bearing)
    told = list(desk.knowledge.clause_map(desk.asked.context_clause_ids).values())
    ahead = [*bearing[:1], *(r for r in ranked[:1] if r.features["best"] >= _WHOLLY or bears(r))]
    if not told and ahead and _PUNISHED.search(desk.asked.text):
        said = ahead[0].features["best"]
        near = [r for r in ranked[:_LOOKED_AT] if r.features["best"] >= said * (1 if _is_sanction(r) else _AS_MUCH)]
        told = [r.evidence.clause for r in sorted(near, key=lambda r: (_is_sanction(r), -r.features["best"]))]
    for clause in told:
        named = (r for r in ranked if is_breach_of(desk, r.evidence.clause, clause))
        if one := next(named, None):
            return [one, *(r for r in bearing if r is not one)]
    if desk.asked.context_clause_ids or not _FINE.search(desk.asked.text):
        return list(bearing)
    rules = [r for r in ranked[:_LOOKED_AT] if not states_sanction(r.wording.body)]
    return [r for r in bearing if not any(_is_for_another(desk, r, rule) for rule in rules)]


def _is_for_another(desk: Desk, fine: Ranked, rule: Ranked) -> bool:
    """Whether a rule of the same paper says more of the question, and the fine is not for all that is wrong."""
    same = fine.evidence.document.id == rule.evidence.document.id
    if not same or rule.features["best"] * _SAYS_MORE <= fine.features["best"] or _ANY_BREACH.search(fine.wording.body):
        return False
    return not is_breach_of(desk, fine.evidence.clause, rule.evidence.clause)


def asks_breach(question: str) -> bool:
    """Whether it asks what follows from a breach, or who sees to that (谁来罚)."""
    return asks_sanction(question) or bool(_FINE.search(question) or _WHO_PUNISHES.search(question))


def _is_sanction(ranked: Ranked) -> bool:
    return "违反" in ranked.wording.body


def is_breach_of(desk: Desk, sanction: Clause, rule: Clause) -> bool:
    """Whether the one clause names the other as breached: its article (违反本办法第七条规定的) and its item, if any."""
    article = _ARTICLE.search(rule.label)
    if article is None or sanction.doc_id != rule.doc_id:
        return False
    words = normalized(sanction.span.of(desk.text(sanction.doc_id)))
    named = [breach.split(article[0], 1)[1] for breach in _BREACH.findall(words) if article[0] in breach]
    item = _ITEM.search(rule.label)
    return any(_names_item(_ARTICLE.split(rest)[0], item[1] if item else "") for rest in named)


def _names_item(cited: str, item: str) -> bool:
    """Whether a citation behind its article (第二项、第三项规定) is of the item, or of no item at all."""
    items = _ITEM.findall(cited)
    return not (items and item) or item in items
