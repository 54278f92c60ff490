"""What a question wants: a value, a measure, units, a unit's tasks, an article, a list, a comparison, facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.model import QuestionKind, Role
from assistant.question.asks import asked_parts
from assistant.question.wording import Wordings, load_wordings

# Who makes something that a document speaks of (租金标准由谁制定); of the document itself no other words are left
_OF_A_THING = re.compile(r"[\u4e00-\u9fff》](?<![是都])由(?:谁|哪|什么)(?![^,。?]{0,6}(?:印发|下发|[印下发]的))")
_DOER = re.compile(
    r"(?:由|归)(?:谁|哪[个些]?(?:部门|单位|局|委))(?:来)?"
    r"(?!发|印|出台|制定|公布|颁布|废止|起草|批准|通过|修[订改]|下|宣布|决定|清理|说|定)[\u4e00-\u9fff]{2}"
)
_DOCUMENT_WORD = re.compile(
    r"文件|政策|方案|通知|办法|意见|条例|规定|规章|法规|法律|部令|要点|规划|计划|公告|《|公文|这份|该文|此文|批复|复函|决定|通报|答复|预案|细则|规则|纲要|指南|纪要|[那这份的]函|函(?=[是的里])|规矩|新规|章程|[那这][几些]条(?=[是都由从,。?])|[个份的这那]文(?=[,。?是里上都]|什么|哪|啥)"
)
_ASKING = re.compile(r"怎么|如何|怎样|哪些|什么|啥|哪几|哪种|吗|是否|能不能|可不可以")
_EXPLICIT_LIST = re.compile(
    r"列出|列举|罗列|列一下|大纲|提纲|目录|全文|结构|(?<![送盖刻领发])几个?(?:部分|方面|章)|梳理|汇总|总结|概括|归纳|概述|"
    r"所有|全部|一共|讲了?(?:些)?什么|主要内容|主要讲"
)
_SENTENCE_END = re.compile(r"[?!。;,]+")
_VALUE_TOO = re.compile(  # 目标和牵头部门
    r"(?:目标|指标|标准|金额|数量|规模|时限|期限)值?(?:和|及|与|以及|、)[^,。?]{0,4}(?:牵头|责任|负责|配合|主管|承办|部门|单位|谁)"
)
# 没满五年能卖吗: what the question gives is a condition
_PERMITTED = re.compile(
    r"(?:可以|能|行|允许|准)(?:[^,。?\d]{0,4})?(?:吗|么|不)[?？]?$|,[^,。?\d]*(?:可以|能|准)[^,。?\d]*吗\??$|能不能|可不可以|行不行|用不用|让不让|允不允许"
)
_DECIDED = re.compile(
    r"(?:同意|批准|答应|批|通过|采纳|支持|落实|解决)(?:了|下来了?)(?:吗|没|么)"
)  # what was decided is asked
_YES_NO = re.compile(r"会不会|能不能|可不可以|要不要|行不行|算不算|能否|可否|是否")
_HOW_MUCH = re.compile(r"多少|几|何时|什么时候|哪[天年]|多[久长大高远]|\d")
_OF_OTHERS = ("签发", "签署")
_FOUND_OUT = re.compile(  # 有多少收入由谁核对: what someone finds out, no figure that is asked for
    r"[^,。?]*(?:多少|几|多[大高长久])[^,。?]*?(?=(?:谁|哪)[^,。?]{0,8}?(?:核[对实查定算准]|认定|审[核定查]|确定|统计|测算|评[估定]|监测|说了算))"
)
_GOAL = re.compile(r"目标(?:值)?(?:是(?:什么|啥|怎样的?)|呢|如何|怎么定的?|怎么样)?[??。]?$|定为|定在|设定")


@dataclass(frozen=True, slots=True)
class Traits:
    """What was found in a question, as far as its kind depends on it."""

    text: str
    words: tuple[str, ...] = ()
    regions: int = 0
    documents: int = 0
    references: int = 0
    units: int = 0
    figures: int = 0
    indicators: int = 0

    @property
    def terms(self) -> int:
        """How many words it has that say what it is about."""
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a question with what belongs to it."""

    kind: QuestionKind
    asks_units: bool = False
    roles: tuple[Role, ...] = ()
    facts: tuple[str, ...] = ()
    asserts: bool = False


def classify(traits: Traits, wordings: Wordings | None = None) -> Kind:
    """The kind of a question. Out of scope and small talk only where that is certain."""
    rules = wordings or load_wordings()
    aside = _aside(traits, rules)
    if aside is not None:
        return Kind(aside)
    facts = tuple(name for name, patterns in rules.facts.items() if any(p.search(traits.text) for p in patterns))
    roles: tuple[Role, ...] = tuple(role for role in _ROLES if any(p.search(traits.text) for p in rules.roles[role]))
    asserts = bool(traits.figures) and rules.has("assertion", traits.text)
    asserts = asserts and not (_DECIDED.search(traits.text) or _PERMITTED.search(traits.text))
    about_document = bool(facts) and _is_about_document(traits, facts, rules)
    asks_units = rules.has("units", traits.text) and not about_document
    if traits.units and rules.has("unit_tasks", traits.text) and not traits.references:
        kind: QuestionKind = "comparison" if _compares(traits, rules) else "unit_tasks"
        return Kind(kind, roles=_tasks_roles(traits.text, roles, rules))
    if about_document:
        return Kind("document", facts=facts, asserts=asserts)
    kind = _content_kind(traits, rules, asks_units=asks_units, asserts=asserts)
    return Kind(kind, asks_units or kind == "units", roles if asks_units or kind == "units" else (), asserts=asserts)


_ROLES: tuple[Role, ...] = ("lead", "support", "responsible")


def _tasks_roles(text: str, roles: tuple[Role, ...], rules: Wordings) -> tuple[Role, ...]:
    # 负责哪些 asks for everything a unit must do, in whatever role; so does 有哪些任务?哪项是牵头的
    narrowed = tuple(r for r in roles if r != "responsible")
    first = asked_parts(text)[0]
    at_first = any(p.search(first) for r in narrowed for p in rules.roles[r])
    return narrowed if at_first or not rules.has("unit_tasks", first) else ()


def _aside(traits: Traits, rules: Wordings) -> QuestionKind | None:
    text = traits.text
    if not re.search(r"\w", text) or rules.has("injection", text):
        return "out_of_scope"
    if all(rules.has("small_talk", part) for part in _SENTENCE_END.split(text) if part.strip()):
        return "small_talk"
    named = traits.documents or traits.references
    if not named and rules.has("out_of_scope", text):
        return "out_of_scope"
    return None


def _is_about_document(traits: Traits, facts: tuple[str, ...], rules: Wordings) -> bool:
    if facts == ("catalog",):
        return not traits.terms
    if traits.references and facts == ("status",):
        return False
    if "status" in facts and _DOER.search(traits.text):  # 细则废止后，没发的补贴由谁清算
        return False
    if "number" in facts:  # only documents have one
        return True
    if facts == ("issuer",) and traits.terms and _OF_A_THING.search(traits.text):
        return False
    return (
        bool(traits.documents)
        or not of_the_matter(traits.words, traits.text, facts, rules)
        or bool(_DOCUMENT_WORD.search(traits.text))
    )


def of_the_matter(words: Iterable[str], text: str, facts: tuple[str, ...], rules: Wordings | None = None) -> list[str]:
    """Those of `words` that are no part of how a question asks for the facts (从哪天开始执行).

    What is signed may be no document (启动令谁签发): the word for that is kept.
    """
    rest = text
    for pattern in (pattern for name in facts for pattern in (rules or load_wordings()).facts[name]):
        rest = pattern.sub(" ", rest)
    return [word for word in words if word in rest or word in _OF_OTHERS or word not in text]


def _compares(traits: Traits, rules: Wordings) -> bool:
    if traits.regions >= 2 or traits.documents >= 2:
        return True
    return rules.has("comparison_among", traits.text)


def _content_kind(traits: Traits, rules: Wordings, *, asks_units: bool, asserts: bool) -> QuestionKind:
    if _compares(traits, rules):
        return "comparison"
    lists = rules.has("list_cue", traits.text)
    if lists and not asks_units and not traits.terms and not traits.references and _EXPLICIT_LIST.search(traits.text):
        return "list"
    named = traits.regions or traits.documents
    if named and not asks_units and not traits.references and rules.has("list_of", traits.text):
        return "list"
    rest = rules.remove("units", _FOUND_OUT.sub(" ", traits.text)) if asks_units else traits.text
    if rules.has("value", rest) and not (_YES_NO.search(rest) and not _HOW_MUCH.search(rest)):
        return "value"
    if asks_units and _VALUE_TOO.search(traits.text):
        return "value"
    if asks_units:
        return "measure" if _ASKING.search(rest) and traits.terms else "units"
    if asserts:
        return "value"
    if traits.references:
        return "article"
    if lists and (not traits.terms or _EXPLICIT_LIST.search(traits.text)):
        return "list"
    if _GOAL.search(traits.text) and (traits.terms or traits.indicators):
        return "value"
    return "measure"
