"""Why a document was made: the sentence with which it says what it is for (为规范…,制定本办法)."""

from __future__ import annotations

import re

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.wording import spoken
from assistant.retrieval.sentences import sentences_of
from ingestion.model import Document

_PAPER = r"(?:方案|办法|政策|措施|通知|意见|条例|规定|计划|规划|细则|预案|文件|规则|要点|公告|通告|》)"
_MADE = r"(?:制定|制订|出台|印发|下发|发布|颁布|推出|实施|搞|弄|定|发|出)"
_ASKED = re.compile(
    rf"(?:为什么|为啥|为何|干嘛|干吗|因为(?:什么|啥)|为了(?:什么|啥))(?:会|又|还|非?[要得]|需要)?{_MADE}了?[^,。?]*?{_PAPER}(?=[,。?]|$)"
    rf"|{_PAPER}(?:的|是|,)*(?:因|出于)?为(?:了|的是)?(?:什么|啥|何)(?:才|而|要|来)?{_MADE}"
    rf"|(?:{_MADE}[^,。?]*?{_PAPER}|{_PAPER}的?{_MADE}?)的?(?:主要)?(?:目的|初衷|背景|用意|缘由)(?:和意义)?(?:何在|(?:是|在于)?(?:什么|啥|哪))?[?。]*$"
)
_SAYS = re.compile(
    r"^(?:第[一二三]条)?\s*为(?:了|进一步|深入|全面|切实|更好|有效|加快|持续)?[^。]*?(?:(?:制定|制订|出台|印发|提出|编制)(?:本|如下|以下|了?《)"
    r"|现(?:将|就|提出|制定|印发|对)|特(?:制定|提出|作))[^。]*"
)
_FIRST = 8  # clauses with which a document begins


def asks_purpose(question: str) -> bool:
    """Whether it is asked what a document was made for."""
    return bool(_ASKED.search(question))


def say_purpose(draft: Draft, desk: Desk, document: Document) -> bool:
    """The sentence that says what the document is for; False where it is not asked, or not said at its beginning."""
    if not asks_purpose(desk.asked.text):
        return False
    text = desk.text(document.id)
    for clause in desk.clauses(document.id)[:_FIRST]:
        for sentence in sentences_of(clause, text, desk.units(clause.id)):
            if _SAYS.match(sentence.text.strip()):
                draft.say(spoken(sentence.text, clause), draft.cite(clause, document, text, sentence.span))
                return True
    return False
