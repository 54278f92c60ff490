"""What a clause says whose whole heading is asked for: 《…办法》对申报条件是怎么规定的, …县建立企业库有哪些要求."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.extractive.article import say_article
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.gist import is_own_heading
from assistant.answering.extractive.listing import listed_children, say_children
from assistant.retrieval.headings import bare
from ingestion.model import Clause, Document

_HOW = r"(?:怎么|怎样|如何|咋|哪些|什么|啥|何|哪几[条项点])"
_ASKS = re.compile(
    rf"(?:都|又|具体|分别|主要)*(?:是|有|作了|做了|提了|提出了?)?{_HOW}(?:样的?|具体)?的?(?:要求|规定|内容|部署|安排|说|讲|写|明确)"
    r"(?:的|了?些?(?:什么|啥))?[?。]*$"
    r"|(?:讲|说|写|规定|要求)(?:的是|了|的)?些?(?:什么|啥|哪些)(?:内容|要求)?[?。]*$"
)
_PART = re.compile(r"(?:方面|部分|这一?(?:条|章|节|项|部分)|问题)?(?:里|中|上)?(?:面|头)?的?,?$")
_BEFORE = re.compile(r"(?:^|对于?|关于|有关|就|的|[里中上在》,:\"“])$")
_NUMBER = re.compile(r"^[(]?[一二三四五六七八九十\d]+[).、．]\s*")
_SHORTEST = 2


def say_headed(draft: Draft, desk: Desk) -> bool:
    """Say the one clause whose heading is all that is asked for; False where there is none or are several."""
    asked = desk.asked
    if asked.asks_units or asked.references or asked.kind == "comparison" or desk.scope.miss or desk.scope.must_name:
        return False
    if (found := _ASKS.search(asked.text)) is None:
        return False
    subject = _PART.sub("", asked.text[: found.start()]).rstrip(")")
    headed = [(clause, document) for clause, document in _within(desk) if _is_asked(desk, subject, clause)]
    if len(headed) != 1:
        return False
    clause, document = headed[0]
    children, own = listed_children(desk, clause), clause.body.of(desk.text(document.id)).strip()
    if children and (own.endswith(("：", ":")) or is_own_heading(own, clause)):
        say_children(draft, desk, document, children, lead=clause, whole=True)
    elif clause.body != clause.span or not is_own_heading(own, clause):
        say_article(draft, desk, clause, document)
    return bool(draft.citations)


def _within(desk: Desk) -> Iterator[tuple[Clause, Document]]:
    """The clauses of the one document that is meant, else those found."""
    documents = desk.scope.documents
    if len(documents) == 1:
        yield from ((clause, documents[0]) for clause in desk.clauses(documents[0].id))
    elif desk.terms:
        yield from ((r.evidence.clause, r.evidence.document) for r in desk.search())


def _is_asked(desk: Desk, subject: str, clause: Clause) -> bool:
    """Whether `subject` ends in the whole heading, with nothing before it but the place or the document."""
    heading = _NUMBER.sub("", bare(clause.heading or "")).strip("()。:,?")
    if clause.kind in ("frame", "row") or len(heading) < _SHORTEST or not bare(subject).endswith(heading):
        return False
    before = subject[: len(subject) - len(heading)].rstrip("(")
    return bool(_BEFORE.search(before)) or any(before.endswith(region.written) for region in desk.asked.regions)
