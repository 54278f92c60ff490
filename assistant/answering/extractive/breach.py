"""What follows from a breach of a clause: by the clause that names it (违反第七条规定的)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked, Scored
from assistant.retrieval.sanctions import asks_sanction, states_sanction
from ingestion.model import Clause
from ingestion.numerals import to_int

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")
# 违反本办法第七条规定的, 实施第三条第4项行为的
_BREACH = re.compile(r"(?:违反|(?:实施|有)(?=[^，,。；;]{0,12}第[^，,。；;]{1,24}(?:行为|情形)))[^，,。；;]{0,40}")
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
_ACT = 0.8  # of a question's words but for those on what follows
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
    ahead = [*bearing[:1], *(r for r in ranked[:1] if r.features["best"] >= _WHOLLY or bears(r) or _says_act(desk, r))]
    if not told and ahead and _PUNISHED.search(desk.asked.text):
        said = ahead[0].features["best"]
        near = [r for r in ranked[:_LOOKED_AT] if r.features["best"] >= said * (1 if _is_sanction(r) else _AS_MUCH)]
        told = [r.evidence.clause for r in sorted(near, key=lambda r: (_is_sanction(r), -r.features["best"]))]
    for clause in told:
        named = (r for r in ranked if is_breach_of(desk, r.evidence.clause, clause))
        if one := next(named, None):
            if sentences := _said_of(one, clause):  # its words on the other items say as much of the question
                desk.chosen[one.evidence.clause.id] = one, desk.asked, sentences
            return [one, *(r for r in bearing if r is not one)]
    if desk.asked.context_clause_ids or not _FINE.search(desk.asked.text):
        return list(bearing)
    rules = [r for r in ranked[:_LOOKED_AT] if not states_sanction(r.wording.body)]
    return [r for r in bearing if not any(_is_for_another(desk, r, rule) for rule in rules)]


def _says_act(desk: Desk, rule: Ranked) -> bool:
    """Whether it says, below what leads it in, the act that is asked about, if not what follows from that."""
    act = [term for term in desk.terms if not _PUNISHED.search(term.text)]
    return bool(act) and coverage(act, [Layer(rule.wording.all_words)]) >= _ACT


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
    if sanction.doc_id != rule.doc_id:
        return False
    words = normalized(sanction.span.of(desk.text(sanction.doc_id)))
    return any(_is_of(rule, cited) for cited in _breaches([words])[0])


def _said_of(sanction: Ranked, rule: Clause) -> list[Scored]:
    """The sentences on the rule where others are on other items: 违反第十四条第一项规定的，处…；违反第二项规定的，处….

    Each up to the next that names a breach. Empty where the clause speaks of one breach alone.
    """
    of_rule, said, breaches = False, list[Scored](), 0
    cited = _breaches([normalized(s.sentence.text) for s in sanction.sentences])
    for scored, of_sentence in zip(sanction.sentences, cited, strict=True):
        of_rule = any(_is_of(rule, one) for one in of_sentence) if of_sentence else of_rule
        breaches += bool(of_sentence)
        if of_rule:
            said.append(scored)
    return said if breaches > 1 else []


def _breaches(sentences: Sequence[str]) -> list[list[tuple[str, str]]]:
    """The articles that each sentence names as breached, with what follows of their items.

    Items without an article (违反第二项规定的) are of the one named last.
    """
    article, found = "", []
    for sentence in sentences:
        cited: list[tuple[str, str]] = []
        for breach in _BREACH.findall(sentence):
            articles, items = _ARTICLE.findall(breach), _ARTICLE.split(breach)
            if articles:
                cited += zip(articles, items[1:], strict=True)
            elif _ITEM.search(breach) and article:
                cited.append((article, breach))
            article = articles[-1] if articles else article
        found.append(cited)
    return found


def _is_of(rule: Clause, cited: tuple[str, str]) -> bool:
    article = _ARTICLE.search(rule.label)
    return article is not None and article[0] == cited[0] and _names_item(cited[1], rule)


def _names_item(cited: str, rule: Clause) -> bool:
    """Whether a citation behind its article (第二项、第三项规定) is of the rule's item, or of no item at all."""
    items, own = [to_int(number) for number in _ITEM.findall(cited)], _ITEM.search(rule.label)
    return not (items and own) or to_int(own[1]) in items
