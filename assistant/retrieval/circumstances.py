"""Circumstances that a question puts beside its matter (没经过审核, 一共), and which sentences are of the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.retrieval.matching import normalized, pairs_of

_NUMERAL = r"[\d一二两三四五六七八九十百]"
# What someone or something lacks (没有审核人员的由谁审); whether there is something (有没有, 没有…吗) is no case
_LACKING = re.compile(r"(?<!有)(?:还没|尚未|没|未)有?(?![^,。?的能可会]*[吗么]\??$)(?P<what>[^,。?;!]{2,20})")
_LACKED = re.compile(r"(?:未|没有?|无(?!论|偿))(?P<what>[^,。;]{2,24})")
_WHETHER_ONE_MAY = (
    r"能不能|可不可以|行不行|准不准|允不允许|可否|能否|是否(?:可以|允许|准)"
    r"|(?:能|可以|允许|准许)[^,。?]{0,16}[吗么]\??$|[,。](?:行|可以|成)(?:吗|么)?\??$"
)
_LOST = r"丢了|弄丢|搞丢|找不[到着见]|不见了|遗失"
_WHENCE_PAID = (
    r"(?:费用?|钱|经费|资金|款项?)(?:是|都|要|该)?(?:从|打|由)?(?:哪[里儿]?|什么地方)(?:来|出|解决|列支|支出)"
)
_LATE = (
    r"[交报办还领缴]晚|[晚迟][交报办还领缴]|[晚迟]了|逾期|过期|超期|错过|误了"
    r"|忘了?(?:去|要)?[交报办还领缴登签]|忘记|过了[^,。?]{0,4}(?:时间|期限|日子|期)|没有?(?:按[时期]|及时|赶上)"
)
_DISPUTED = r"不服(?!务)|不认(?![识为得真])|(?:觉得|认为|感觉)[^,。?]{0,6}(?:不对|不准|不公|错了|太低|冤)|有意见|冤枉"
_INCOMPLETE = (
    r"不齐?全(?!面|年|国|市|县|省|区|部|程|日)|不(?:完整|齐(?!心))"
    r"|缺(?:了|少)?(?:点|些|几样|一?[份样件])?(?:东西|材料|资料|手续|证件|件)"
)
_CASES = (_LATE, _LOST, _DISPUTED, _INCOMPLETE)
# How it is asked, how it is told, and what that counts: rules forbid many things beside the one asked for
_PUT = tuple(
    (re.compile(asked), re.compile(told), share, asked in _CASES)
    for asked, told, share in (
        (r"一共|总共|拢共|合计|总计", rf"(?<!公)共(?:有|计|设|列)?{_NUMERAL}|合计|总计|总数", 0.3),
        (r"(?:另有|另外|其他|其余|剩下)[^,。?]{0,8}(?:多少|几)", r"其他|其余|另有|另外|此外", 0.3),
        (r"确实|实在|非要|非得|一定要", r"确需|确有|确因|确属|特殊情况", 0.3),
        (
            _WHENCE_PAID,
            r"(?:经费|资金|费用)[^,。;]{0,12}(?:纳入|列入|由|从|来源|解决|保障|承担)|预算|自筹|列支|筹[措集]|出资",
            0.3,
        ),
        (
            _LATE,
            r"逾期|过期|期满|错过|补(?:报|办|缴|登|签)|未(?:按[时期]|及时|在[^,。;]{2,20}[内前])|超过[^,。;]{0,14}(?:期限|时限|日期)",
            0.3,
        ),
        (_LOST, r"丢失|遗失|灭失|毁损|损毁|补[办领发]", 0.3),
        (_DISPUTED, r"异议|不服|复[议评核查审验]|申诉|申辩|诉讼", 0.3),
        (_INCOMPLETE, r"不(?:齐全|齐备|完[整备])|缺(?:少|失|件)|补[正齐]", 0.3),
        (_WHETHER_ONE_MAY, r"不[得准许]|禁止|严禁|方可|未经", 0.3),
    )
)
_LACKING_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Circumstance:
    """`told` is how a sentence speaks of it; where there are `pairs`, one of them is in what it says of it.

    `share` is what that counts beside the words of the question. `is_case`: something has gone wrong for who asks.
    """

    told: re.Pattern[str]
    share: float
    pairs: tuple[str, ...] = ()
    is_case: bool = False

    def is_of(self, words: str) -> bool:
        """Whether a sentence (normalized) is of this circumstance."""
        if not self.pairs:
            return self.told.search(words) is not None
        return any(pair in found["what"] for found in self.told.finditer(words) for pair in self.pairs)


def circumstances_of(question: str) -> list[Circumstance]:
    """Those that a question puts."""
    return list(_put(normalized(question)))


def cases_of(question: str) -> list[Circumstance]:
    """Those in which something has gone wrong: who asks is late or has lost or disputes something."""
    return [put for put in circumstances_of(question) if put.is_case]


def _put(question: str) -> Iterator[Circumstance]:
    for lacking in _LACKING.finditer(question):
        yield Circumstance(_LACKED, _LACKING_SHARE, pairs_of(lacking["what"]))
    for asked, told, share, is_case in _PUT:
        if asked.search(question):
            yield Circumstance(told, share, is_case=is_case)
