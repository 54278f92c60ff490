"""Who does what is asked, where a sentence says so in the verb of the question: 费用由谁承担, 由损坏者承担.

That need be no unit, and it is none of those which answer for the clause as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Ranked, Scored
from ingestion.model import Span

_WHO = r"(?:谁|(?:哪|什么)(?:[一几些])?(?:[个家级方])?(?:部门|单位|机构|主体|财政|政府|公司|企业|[人局委])?)"
_ASKED = re.compile(
    rf"(?:(?:由|归|该|让){_WHO}(?:来|去|给)?|谁[来去给])(?:盯着|具体|统一|最后)?(?P<verb>[\u4e00-\u9fff]{{2}})"
)
# of these the units tell that are assigned
_OF_DUTY = re.compile(r"牵头|负责|主管|配合|参与|落实|责任|管理|组织|实施|推进")
_IN_CHARGE = r"[局委办部厅院会队门司](?:牵头)?负责[^，,。；;]{0,20}"
_PAYS = re.compile(
    rf"(?:[由归该让]|[钱费款用金]){_WHO}(?:来|去)?(?:出[钱资]?|掏|付|给|垫|缴|交|负担|承担|买单)(?![具台面])"
)
_PAID = "承担|负担|分摊|分担|支付|列支|出资|缴纳|自付|自理"
_NEAR, _NEAR_PAID = 0.6, 0.2  # of the cover of the best sentence; who pays is said apart from what for
_LEADS = re.compile(r"(?P<of>[\u4e00-\u9fff]{4,16})由[^，,。；;由]{2,40}?(?:牵头|负责|主管|承担)")
_OF_MIN = 4


def verb_asked(question: str) -> str | None:
    """The verb whose doer is asked for, or several that mean it, as a pattern.

    None where it is one of those which units are assigned by.
    """
    if _PAYS.search(question):
        return _PAID
    found = _ASKED.search(question)
    return found["verb"] if found and not _OF_DUTY.fullmatch(found["verb"]) else None


def said_by_whom(desk: Desk, ranked: Ranked) -> Scored | None:
    """The sentence that says by whom it is done; the best of several, None where none fits about as well as any."""
    spoken = [s for s in ranked.sentences if not s.sentence.lists_units]
    if said := next((s for s in spoken if _leads_in(s.sentence.text, desk.asked.text)), None):
        return said
    verb = verb_asked(desk.asked.text)
    if verb is None:
        return None
    assigned = any(u.kind == "assigned" for u in desk.units(ranked.evidence.clause.id))
    in_charge = "" if assigned else rf"|{_IN_CHARGE}(?:{verb})"  # else by what the units are charged with
    doer = re.compile(rf"由[^。；;]{{1,60}}?(?:{verb}){in_charge}")
    telling = [s for s in spoken if doer.search(s.sentence.text)]
    best = max(telling, key=lambda s: s.cover, default=None)
    near = _NEAR_PAID if verb == _PAID else _NEAR
    return _with_next(best, telling) if best and best.cover >= near * max(s.cover for s in spoken) else None


def _with_next(told: Scored, telling: Sequence[Scored]) -> Scored:
    """With what is told right behind a semicolon of another part of it: 一半由甲承担；其余由乙承担."""
    for other in telling:
        said, span = told.sentence, other.sentence.span
        if said.text.endswith(("；", ";")) and span.start == said.span.end:
            whole = replace(said, text=said.text + other.sentence.text, span=Span(said.span.start, span.end))
            told = replace(told, sentence=whole)
    return told


def _leads_in(sentence: str, question: str) -> bool:
    """Whether it says who leads what the question names in its very words: 园区建设由X牵头."""
    asked = question.partition("由谁")[0] if "由谁" in question else ""
    return any(asked.endswith(found["of"][-_OF_MIN:]) for found in _LEADS.finditer(sentence))


def by_whom_first(desk: Desk, bearing: Sequence[Ranked]) -> Ranked | None:
    """The first clause that says by whom, of those that fit about as well as the best."""
    if verb_asked(desk.asked.text) is None or not bearing:
        return None
    least = _NEAR * bearing[0].features["best"]
    near = [r for r in bearing if r.evidence.document.id == bearing[0].evidence.document.id]
    return next((r for r in near if r.features["best"] >= least and said_by_whom(desk, r)), None)
