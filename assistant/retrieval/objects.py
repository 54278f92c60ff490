"""The things whose number, price or name a question asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.question.words import is_action, is_noun
from assistant.retrieval.measures import FIGURE_ASKED

_NOTHING = re.compile("")
_NAME_ASKED = re.compile(r"(?:是|叫)(?:什么|啥|哪[个种座家一位])")
_OF_PEOPLE = "人名位户岁"  # such a counter says itself what is counted
_PERSON = re.compile(r"[\u4e00-\u9fff]?(?:孩子?|娃娃?|[学新考男女]生|儿童|幼儿|婴儿|老人|老师|教师|[职员民]工|工人|人)")
_OF_FIGURES = re.compile(
    r"(?:总|占地)?面积|限额|比例|比重|占比|倍数|频次|底线|上限|下限|金额|总额|数额|数目|数量|总数|总量|规模|额度|幅度|期限|时限|人数|次数|目标|指标|数字|数据|花费|花销|开支"
    r"|里程|长度|高度|宽度|深度|重量|容量|时长"
)
_JOINING = rf"{_OF_FIGURES.pattern}|的|建设|发展|新增|培育|是|要|为|达到?|有|共|一共|总共|大概|约|应|收|给|到|每年|总"
_BETWEEN = re.compile(rf"(?:{_JOINING})*+")
_OF_MONEY = re.compile(r"资金|经费|款项?|钱款?")  # documents have other words for what is given
_OF_SUM = re.compile(r"费|价|租金|押金|工资|薪|津贴")  # whose bounds, and payment, may be said between it and 多少
_BETWEEN_SUM = re.compile(
    rf"(?:{_JOINING}|每[座处所家个亩吨辆台套部把户人份单件次]|最[高多低少]|不(?:能|得|可)?(?:超过|高于|低于|少于)|[上下]限"
    r"|标准|封顶|能|可以|一般|交|缴|付|花|掏)*+"
)
_EACH_OF = re.compile(r"每(?:[座处所家个亩吨辆台套部把份张间床栋艘株头只]|平方米)(?![\u4e00-\u9fff]{0,6}每)")


def thing_asked(question: str, words: Sequence[str], names: Collection[str] = ()) -> str | None:
    """The noun among the question's words whose number or name is asked for (多少家企业, 租金是多少), if any.

    `names` are words that are known to name things, should no dictionary have them.
    """
    found = FIGURE_ASKED.search(question) or _NAME_ASKED.search(question)
    if found is None or (found.groupdict().get("counter") or "-") in _OF_PEOPLE:
        return None
    after = [w for w in words if found.re is FIGURE_ASKED and question.startswith(w, found.end())]
    before = question[: found.start()]
    ends = {w: before.rfind(w) + len(w) for w in words if w in before}

    def joins(word: str) -> bool:
        figured = _BETWEEN_SUM if _OF_SUM.search(word) else _BETWEEN
        return bool((figured if found.re is FIGURE_ASKED else _NOTHING).fullmatch(before[ends[word] :]))

    near = [w for w in sorted(ends, key=lambda w: -ends[w]) if joins(w)]
    if any(map(_PERSON.fullmatch, after)):  # 多少个娃: 45人
        return None
    things = [
        w for w in [*after, *near] if not _BETWEEN_SUM.fullmatch(w) and not (w.endswith("钱") or _OF_MONEY.fullmatch(w))
    ]  # 油钱: 燃油费
    return things[0] if things and (is_noun(things[0]) or (things[0] in names and not is_action(things[0]))) else None


def objects_asked(question: str, words: Sequence[str]) -> list[str]:
    """The nouns right before the counter by which a figure is asked for (冰雪场地每座多少钱: 冰雪, 场地)."""
    found = _EACH_OF.search(question)
    if found is None or not FIGURE_ASKED.search(question, found.end()):
        return []
    objects: list[str] = []
    before = question[: found.start()]
    while word := max((w for w in words if before.endswith(w)), key=len, default=""):
        objects.append(word)
        before = before[: -len(word)]
    return [word for word in objects if is_noun(word)]
