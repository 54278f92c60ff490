"""Who does what is asked, where a sentence says so in the verb of the question: 费用由谁承担, 由损坏者承担.

That need be no unit, and it is none of those which answer for the clause as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.parts import shared
from assistant.answering.extractive.trimming import asks_of_each
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.ranking import Ranked, Scored
from ingestion.model import Span

_WHO = r"(?:谁|(?:哪|什么)(?:[一几些])?(?:[个家级方])?(?:部门|单位|机构|主体|财政|政府|公司|企业|[人局委])?)"
_ASKED = re.compile(
    rf"(?:(?:由|归|该|让){_WHO}(?:来|去|给)?|谁[来去给])(?:盯着|具体|统一|最后)?(?P<verb>[\u4e00-\u9fff]{{2}})"
)
# of these the units tell that are assigned
_OF_DUTY = re.compile(r"牵头|负责|主管|配合|参[与加]|协[助办]|指导|承担|监管|落实|责任|管理|组织|实施|推进")
_IN_CHARGE = r"[局委办部厅院会队门司](?:牵头)?负责[^，,。；;]{0,20}"
_PAYS = re.compile(
    rf"(?:[由归该让]|[钱费款用金]){_WHO}(?:来|去)?(?:出[钱资]?|掏|付|给(?![打划发拨转批办])|垫|缴|交|负担|承担|买单)(?![具台面])"
    rf"|{_WHO}(?:来|去)?(?:承担|负担|分担|分摊|支付|出)(?:\d|百分之|一半|[一二三四五六七八九]成)"
)
# 承担 is said of work as well
_BEARS = re.compile(r"承担|负担")
_MONEY = re.compile(
    r"[费款金钱税贴债账]|成本|[开支]支|支出|工资|保险|[利租]息|房租|损失|补[助偿]|出资|承担(?:\d|百分之|一半|[一二三四五六七八九]成)"
)
# whose something is, who shares what it yields
_OWNS = re.compile(rf"(?:归?属于?){_WHO}|归{_WHO}(?:所有|享有|支配|使用)?(?=[的呢吗]?(?:[,，、。?？]|$))")
_OWNED = r"归[^，,。；;]{1,60}?(?:所有|享有|支配|使用)|(?:归属|属于)[^，,。；;]{2,40}(?:所有|财产|资产)"
_SHARES = re.compile(
    rf"(?:收益|收入|利润|盈利|所得|分红|钱|奖金)[^,，。?？]{{0,6}}?(?:[由归]{_WHO}|谁)(?:来|去)?分(?![类级期批配步摊担])"
)
_SHARED = r"[由归与和][^，,。；;]{1,60}?(?:分享|共享|分成|分配|所有|享有)"
_BARE = re.compile(r"谁(?:来|去)?(?P<verb>[\u4e00-\u9fff]{2})(?=[,，、。?？和]|谁|$)")
_AGENT = r"(?:政府|部门|单位|机构|企业|公司|团队|个人|院校|院所|学校|协会|组织|中心|委员会|[局厅办者方户])"
_NO_AGENT = r"(?!加[强快]|强化|完善|健全|推[动进]|鼓励|支持|引导|组织|通过|开展|落实|实施|建立|经|对|向|为|将|把)"
_PAID = "承担|负担|分摊|分担|支付|列支|出资|缴纳|自付|自理"
_NEAR, _NEAR_PAID = 0.6, 0.2  # of the cover of the best sentence; who pays is said apart from what for
_LEADS = re.compile(r"(?P<of>[\u4e00-\u9fff]{4,16})由[^，,。；;由]{2,40}?(?:牵头|负责|主管|承担)")
_OF_MIN = 4
_SUBJECT = re.compile(r"(?:^|[，,；;])(?P<of>[\u4e00-\u9fff]{3,12})由")


def verb_asked(question: str) -> str | None:
    """The verb whose doer is asked for, or several that mean it, as a pattern.

    None where it is one of those which units are assigned by.
    """
    if _asks_payer(question):
        return _PAID
    asked = dict.fromkeys(verb for verb in _verbs(question) if not _OF_DUTY.fullmatch(verb))
    return "|".join(asked) or None


def _asks_payer(question: str) -> bool:
    asked = _PAYS.search(question)
    return asked is not None and bool(not _BEARS.search(asked[0]) or _MONEY.search(question))


def asks_duty_too(question: str) -> bool:
    """Whether beside the doer of something it asks for those who answer for it (由谁发起,由哪个部门牵头)."""
    return len({bool(_OF_DUTY.fullmatch(verb)) for verb in _verbs(question)}) > 1


def _verbs(question: str) -> Iterator[str]:
    for pattern in (_ASKED, _BARE):
        yield from (found["verb"] for found in pattern.finditer(question))


def _told_by(desk: Desk, ranked: Ranked) -> tuple[re.Pattern[str], ...]:
    """How a sentence tells what is asked, the surest way first; none where no doer or owner is asked for."""
    question = desk.asked.text
    if _SHARES.search(question):
        return (re.compile(_SHARED),)
    if _OWNS.search(question):
        return (re.compile(_OWNED),)
    verb = verb_asked(question)
    if verb is None:
        return ()
    assigned = any(u.kind == "assigned" for u in desk.units(ranked.evidence.clause.id))
    in_charge = "" if assigned else rf"|{_IN_CHARGE}(?:{verb})"  # else by what the units are charged with
    acts = (
        rf"(?:^|[，,、；;：:“（(]){_NO_AGENT}[^，,、。；;：:“”（）()]{{0,16}}{_AGENT}(?:{verb})(?=[，,、；;。”）)的]|$)"
    )
    return re.compile(rf"由[^。；;]{{1,60}}?(?:{verb}){in_charge}"), re.compile(acts)


def said_by_whom(desk: Desk, ranked: Ranked) -> Scored | None:
    """The sentence that says by whom it is done; the best of several, None where none fits about as well as any."""
    spoken = [s for s in ranked.sentences if not s.sentence.lists_units]
    if said := next((s for s in spoken if _leads_in(s.sentence.text, desk.asked.text)), None):
        return said
    ways = ([s for s in spoken if told.search(s.sentence.text)] for told in _told_by(desk, ranked))
    telling: list[Scored] = next(filter(None, ways), [])
    best = max(telling, key=lambda s: (is_of_subject(s.sentence.text, desk.asked.text), s.cover), default=None)
    near = _NEAR_PAID if verb_asked(desk.asked.text) == _PAID else _NEAR
    if best is None or best.cover < near * max(s.cover for s in spoken):
        return None
    return _with_others(best, telling, spoken, desk) if asks_of_each(desk.asked.text) else _with_next(best, telling)


def _with_others(told: Scored, telling: Sequence[Scored], spoken: Sequence[Scored], desk: Desk) -> Scored:
    """With those around it that have words of the question which it has not, where each of several is asked for."""
    words = normalized(told.sentence.text)
    own = [pair for pair in pairs_of(normalized(desk.asked.text)) if pair not in words]
    at = [i for i, s in enumerate(spoken) if s is told or (s in telling and shared(own, s))]
    run = [s.sentence for s in spoken[min(at) : max(at) + 1]]
    whole = replace(told.sentence, text="".join(s.text for s in run), span=Span(run[0].span.start, run[-1].span.end))
    return replace(told, sentence=whole)


def _with_next(told: Scored, telling: Sequence[Scored]) -> Scored:
    """With what is told right behind a semicolon of another part of it: 一半由甲承担；其余由乙承担."""
    for other in telling:
        said, span = told.sentence, other.sentence.span
        if said.text.endswith(("；", ";")) and span.start == said.span.end:
            whole = replace(said, text=said.text + other.sentence.text, span=Span(said.span.start, span.end))
            told = replace(told, sentence=whole)
    return told


def is_of_subject(sentence: str, question: str) -> bool:
    """Whether it is of what the question names in its very words that it says by whom: 租房补贴由X发放."""
    return any(found["of"] in question for found in _SUBJECT.finditer(sentence))


def _leads_in(sentence: str, question: str) -> bool:
    """Whether it says who leads what the question names in its very words: 园区建设由X牵头."""
    asked = question.partition("由谁")[0] if "由谁" in question else ""
    return any(asked.endswith(found["of"][-_OF_MIN:]) for found in _LEADS.finditer(sentence))


def by_whom_first(desk: Desk, bearing: Sequence[Ranked]) -> Ranked | None:
    """The first clause that says by whom, of those that fit about as well as the best."""
    if not bearing or not _told_by(desk, bearing[0]):
        return None
    least = _NEAR * bearing[0].features["best"]
    near = [r for r in bearing if r.evidence.document.id == bearing[0].evidence.document.id]
    return next((r for r in near if r.features["best"] >= least and said_by_whom(desk, r)), None)
