"""Who does what is asked, where a sentence says so in the verb of the question: 费用由谁承担, 由损坏者承担.

That need be no unit, and it is none of those which answer for the clause as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Ranked, Scored

_WHO = r"(?:谁|(?:哪|什么)(?:[一几些])?(?:[个家级方])?(?:部门|单位|机构|主体|财政|政府|公司|企业|[人局委])?)"
_ASKED = re.compile(rf"(?:(?:由|归|该|让){_WHO}(?:来|去|给)?|谁[来去给])(?P<verb>[\u4e00-\u9fff]{{2}})")
# of these the units tell that are assigned
_OF_DUTY = re.compile(r"牵头|负责|主管|配合|参与|落实|责任|管理|组织|实施|推进")
_IN_CHARGE = r"[局委办部厅院会队门司](?:牵头)?负责[^，,。；;]{0,20}"
_PAYS = re.compile(
    rf"(?:[由归该让]|[钱费款用金]){_WHO}(?:来|去)?(?:出[钱资]?|掏|付|给|垫|缴|交|负担|承担|买单)(?![具台面])"
)
_PAID = "承担|负担|支付|列支|出资|缴纳|自付|自理"
_NEAR = 0.6  # of the cover of the best sentence


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
    verb = verb_asked(desk.asked.text)
    if verb is None:
        return None
    assigned = any(u.kind == "assigned" for u in desk.units(ranked.evidence.clause.id))
    in_charge = "" if assigned else rf"|{_IN_CHARGE}(?:{verb})"  # else by what the units are charged with
    doer = re.compile(rf"由[^。；;]{{1,60}}?(?:{verb}){in_charge}")
    spoken = [s for s in ranked.sentences if not s.sentence.lists_units]
    telling = [s for s in spoken if doer.search(s.sentence.text)]
    best = max(telling, key=lambda s: s.cover, default=None)
    return best if best and best.cover >= _NEAR * max(s.cover for s in spoken) else None


def by_whom_first(desk: Desk, bearing: Sequence[Ranked]) -> Ranked | None:
    """The first clause that says by whom, of those that fit about as well as the best."""
    if verb_asked(desk.asked.text) is None or not bearing:
        return None
    least = _NEAR * bearing[0].features["best"]
    near = [r for r in bearing if r.evidence.document.id == bearing[0].evidence.document.id]
    return next((r for r in near if r.features["best"] >= least and said_by_whom(desk, r)), None)
