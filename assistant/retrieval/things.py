"""What a question is about that nothing else stands for: a sum by its name, what is paid for, a hazard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.question.words import is_action, is_noun, word_kind

_PER = (
    r"(?:平方米?|平米|立方米?|千瓦时?|公斤|架次|季度|个?学期|度电|个?人|个?月"
    r"|[年天日季周次家辆台亩张户吨件瓦套座个名头只株场班站点单生床位栋层部斤度平笔间趟期])"
)
_GIVERS = "国家|政府|财政|[省市县区镇](?:里|级)|上面|公家|官方|地方"
# What may stand between what is asked for and 多少 and is no part of either
_BETWEEN = (
    rf"(?:[的了者,，]|标准|额度|金额|[上下]限|每{_PER}|[一单]{_PER}|最[多高少低]|大概|一般|一共|总共|一次性?|累计|合计|可以?|能|要"
    rf"|会|该|应|得|有|是|为|由|达|到|给|再|还|又|额外|申请|给予|予以|收|交|缴|发|花|拿|领|获得?|享受|{_GIVERS}|我们?|你|他们|咱们?)*"
)
_HOW_MUCH = r"(?:多少|几[百千万十]*(?:[块元万亿]|个点))"
_GRANT = r"(?:补[贴助]?|奖[励补金]?|资助|贴息|津贴|报销)"
_PAID_FOR = re.compile(
    rf"{_BETWEEN}(?:{_GRANT}[费金款钱额]?{_BETWEEN}{_HOW_MUCH}"
    rf"|按照?[^,，。?]{{1,12}}?(?:多少|百分之几|几成)(?:的?比例)?(?:来|给予?|予以|进行)*{_GRANT}"
    rf"|{_BETWEEN}(?:多少|几[百千万]*元)的?钱?的?(?:{_GRANT}|经费|资金)"
    rf"|(?:(?:收费|价格){_BETWEEN}多少|多少[钱元块]|几[块元毛]))"
)
_GRANT_ASKED = re.compile(rf"{_GRANT}[^,，。?]{{0,8}}(?:多少|几)|(?:多少|几)[^,，。?]{{0,6}}{_GRANT}")
_CHARGED = re.compile(r"(?:由|归|是|该|具体|要)*(?:谁|[哪什][个家几些么]?(?:部门|单位|局|机构|科室))")
_HAZARD = re.compile(
    r"(?:突发|自然)?(?:灾害|灾情|险情|应急|救援|(?:[一二三四1-4Ⅰ-Ⅳ]|[Ii]{1,3}|[Ii][Vv])级(?:应急)?响应|[红橙黄蓝]色?预警)"
)
# Whether there is such a thing (有没有年龄限制, 收不收违约金, 还要交押金吗), or what is demanded of one
_WHETHER_ANY = re.compile(
    r"(?:有没有|有无|是否(?:有|要|需要?)|(?P<act>[收交缴付要设带扣])不(?P=act)|(?:需不需|用不用|需)要)"
    r"(?:[的了再还另交缴收付有带设]|什么|啥|任何|额外|专门|一定|提供|缴纳|支付|收取)*"
)
_ANY = re.compile(
    r"(?:(?<!没)有|需?要求?|得|[收交缴付])(?:[的再还交缴收付]|什么|啥|额外|专门)*"
    r"(?P<thing>(?:(?![几哪啥谁]|多[少久长大高远]|什么|怎)[\u4e00-\u9fff]){2,8})(?:吗|嘛|么|没有?|不)(?=[,，。?？]|$)"
)
_DEMANDED = re.compile(
    r"(?:有没有|没?有|是)(?:什么|哪些|啥)?(?:限制|要求|[上下]限)(?=[吗呢嘛么,，。?？]|$)"
    r"|是?(?:(?:怎么|如何|咋|怎样)|按照?(?:什么|啥|哪[个种])标准)(?:计?算|收取?|交|缴)"
)
_GRANTED_WHOM = re.compile(
    r"[对给](?P<whom>[^,，。?？]{2,12}?)(?:都|还|会|能)?(?:有|给)(?:没有)?(?:什么|哪些|啥|多少|几)[^,，。?？]{0,6}?"
    r"(?:优惠|补[贴助]|奖[励补]|照顾|减免|待遇|津贴)"
)
# Nouns that say no more than that there is something: documents have other words for what it is, or none
_OF_ANYTHING = re.compile(
    "[区差]别|不同|关系|影响|优惠|好处|福利|待遇|门槛|机会|讲究|说法|规定|办法|政策|标准|要求|限制|条件|东西|地方|时间|问题|情况"
    "|例外|保障|后果|希望|可能|必要|资格|权利|义务|责任|支持|扶持|帮助|照顾|说明|安排|措施|方[法式]|渠道|途径|依据|理由|原因"
    "|路子|门路|法子|出路|说头|余地|空间|硬性|前置|对象|来源|用途|范围|规模|形式|[期时]限|数量|比例|金额|内容|流程|程序"
)
_GRANT_NAMED = re.compile(r"补[贴助]|奖|资助|贴息|津贴")
_GRANTED = re.compile(rf"{_GRANT_NAMED.pattern}|补偿|减免|免[费收交缴征除息税]|优惠|给予|返还|扶持")
_CHARGED_WITH = re.compile(r"[费钱票币]$")
_OWED = re.compile(r"[罚利本股贴]息$|滞纳金$")  # dictionaries have verbs among them
_FREE = re.compile(r"免费|不收|无偿|免[收交缴]")
_ASKS = re.compile("多少|几")
_COUNTS = re.compile("第?[一二两三四五六七八九十百][套辆台个家名间张头只份人位次批所]|首[套辆台个家次批]")
_NO_THINGS = ("v", "a", "b", "d", "m", "t", "f", "s", "r", "p", "c", "u", "y")
_SIZED = re.compile("[大小新老旧](?P<head>[\u4e00-\u9fff])")
_LONG = 3
_OWN_RATE = re.compile(r"[利税费汇效功频比斜倍]率$")
_SHARE_ASKED = re.compile(
    r"占(?!地(?![区方])|[用道补有位领据线掉])[^,，。?？]{1,14}?(?:多少|几|比重|比例|[%％]|达到?|要到)"
)
_SHARE_TOLD = re.compile(r"[^,，。;；、\n|]*占(?!地(?![区方])|[用道补有位领据线掉])")
_LEFT_OUT = re.compile(r"[不没未无][\u4e00-\u9fff]{0,3}$")
_NAME = "(?:津贴|补贴|补助|[费税金价])"
_NAMED = re.compile(rf"{_NAME}(?={_BETWEEN}{_HOW_MUCH})|(?<=多少)[\u4e00-\u9fff]{{1,6}}?{_NAME}(?=[,，。?？]|$)")
# Names that say no more than that it is a sum, how it is counted or paid: documents have other words for them
_OF_ANY_SUM = re.compile(
    r".?(?:资金|[经运路车收缴交花免退付]费|[交缴纳免报征退减补]税|费用|[奖现罚赔租押佣定奖基]金|[单总造定报]价|[补津]贴|补助)|(?:封顶|起步|最[高低])价"
)

_CREATURE = re.compile(r"(?:几|多少)[只头匹条尾羽]([\u4e00-\u9fff])(?=[,。?呢吗啊]|$)")
_KEPT = re.compile(
    r"(?:养|喂|遛|溜|(?:带|牵|抱)(?=[着了个只条一]*[猫狗]))[着了个只条头匹一两几]*([猫狗猪牛羊马驴兔鸡鸭鹅鸽蛇龟鱼])(?!场)"
)
_ANY_CREATURE = ("宠物", "动物")
_OF_CREATURES = r"(?:宠物|动物)(?!诊|医|防|疫|检|卫|园|保护)"
_KINDS_OF_CREATURES = {
    "猫狗蛇兔": _OF_CREATURES, "猪牛羊马驴兔": "畜", "鸡鸭鹅鸽": "禽", "鱼龟": "水产|渔", "狗": "犬"
}  # fmt: skip
_ACTS = {
    "奖": "奖|补[助贴]|资助", "罚": "罚", "判": "判处|徒刑", "赔": "赔|补偿", "租": "租", "提": "提取|支取|[可能]提",
    "贷": "贷|借款",
}  # fmt: skip
# What is bought for a time, and a voucher
_PERIOD_PAID = re.compile(r"(?<![\d去今明前后上每当])([年月季])[卡票](?![房车口片点据数])|包([年月季])(?!度)")
_VOUCHER = re.compile(r"券[^,。?]{0,12}(?:多少|几[十百千万]*[元块张])")
_ACT_ASKED = re.compile(
    r"([奖罚赔租]|(?<![研评谈审裁])判|(?<=[能可以])[提贷](?=取?(?:多少|几)))[^,。?\d]{0,4}(?:多少|几[十百千万]*[元块万年]|\d[\d.]*[千万]?[元块])"
)


def act_asked(question: str) -> re.Pattern[str] | None:
    """What a clause speaks of that tells the sum asked for or asserted: a fine, a prize or a rent (罚多少, 罚50元).

    So of a ticket for a time (年卡: 每年, 年费) and of a voucher.
    """
    if found := _ACT_ASKED.search(question):
        return re.compile(_ACTS[found[1]])
    if found := _PERIOD_PAID.search(question):
        time = found[1] or found[2]
        return re.compile(rf"(?<!\d){time}[卡票费租度]|包{time}|(?:[每一/按全]|(?<!\d)1)个?{time}")
    return re.compile("券") if _VOUCHER.search(question) else None


def creature_asked(question: str) -> str | None:
    """The noun of one character whose number is asked for (几只猫, 多少条狗), or that is kept (养猫)."""
    found = _CREATURE.search(question) or _KEPT.search(question)
    return found[1] if found else None


def creature_told(creature: str, names: Iterable[str]) -> re.Pattern[str]:
    """What speaks of a creature: itself, other `names` for it and what rules call its kind (宠物, 畜禽).

    Who treats animals is told of without any of them (动物诊疗机构).
    """
    kinds = (told for of_kind, told in _KINDS_OF_CREATURES.items() if creature in of_kind)
    return re.compile("|".join([creature, *(re.escape(n) for n in names if n not in _ANY_CREATURE), *kinds]))


def sum_named(question: str, words: Sequence[str]) -> str | None:
    """The name of the sum whose amount is asked for (报名费, 企业所得税), of the question's words; None for none."""
    for found in _NAMED.finditer(question):
        name = _word_before(question[: found.end()], words)
        if len(name) == 1:
            name = _word_before(question[: found.end() - 1], words) + name
        if len(name) > 1 and not _OF_ANY_SUM.fullmatch(name):
            return name
    return None


def share_of(question: str, words: Sequence[str]) -> str | None:
    """What a share is asked of, by the last of its words (研发投入占GDP多少: 研发投入); None where none is asked."""
    found = _SHARE_ASKED.search(question)
    return (_word_before(question[: found.start()], words) or None) if found else None


def shares_told(text: str) -> list[str]:
    """What the shares that a text states are of; none where it states them in other words than 占."""
    return [part[0].partition("占")[0] for part in _SHARE_TOLD.finditer(text)]


def asks_grant(question: str) -> bool:
    """Whether how much is granted is asked (补多少), not what something costs."""
    return bool(_GRANT_ASKED.search(question))


def rates_in(words: Sequence[str]) -> list[str]:
    """What the rates among the words are of (利用率: 利用); none of what is so much by itself (贷款利率, 效率)."""
    rates = (word for word in words if word.endswith("率") and len(word) >= _LONG)
    return [word[-_LONG:-1] for word in rates if not _OWN_RATE.search(word)]


def things_paid_for(question: str, words: Sequence[str]) -> list[str]:
    """The things right before a grant or price whose amount is asked for (残疾人就业补多少: 就业, 残疾人).

    No verbs are among them, nor what is left out (不报废旧车).
    """
    return _things_before(_PAID_FOR, question, words)


def things_in_charge(question: str, words: Sequence[str]) -> list[str]:
    """The things right before the words that ask who answers for them (火星基地由谁负责: 基地, 火星)."""
    return _things_before(_CHARGED, question, words)


def things_asked_after(question: str, words: Sequence[str]) -> list[str]:
    """The nouns of which it is asked whether there are any or what is demanded (有没有年龄限制: 年龄).

    So whom something is granted (对茶农有什么补贴: 茶农).
    """
    after = [w for found in _WHETHER_ANY.finditer(question) for w in _chain_after(question[found.end() :], words)]
    within = [w for found in _ANY.finditer(question) for w, _ in _chain_before(found["thing"], words)]
    before = [_word_before(question[: found.start()], words) for found in _DEMANDED.finditer(question)]
    before = [word for word in before if word_kind(word) == "n" or _OWED.search(word)]
    granted = [_word_before(found["whom"], words) for found in _GRANTED_WHOM.finditer(question)]
    return [w for w in dict.fromkeys((*after, *within, *before, *granted)) if _is_named(w)]


def _chain_after(text: str, words: Sequence[str]) -> Iterator[str]:
    """Words of the question one after the other from the beginning of the text."""
    while word := max((w for w in words if text.startswith(w)), key=len, default=""):
        yield word
        text = text.removeprefix(word).removeprefix("的")


def _is_named(word: str) -> bool:
    named = bool(word) and (is_noun(word) or bool(_OWED.search(word)))
    return (named or word_kind(word) == "j") and not _OF_ANYTHING.fullmatch(word)


def is_spoken_of(thing: str, text: str, *, granted: bool = False) -> bool:
    """Whether a text has what a thing of a size or an age is (大库: 库), a grant, or what costs nothing.

    Not the last where a grant for the thing is in question.
    """
    if _GRANT_NAMED.match(thing):
        return bool(_GRANTED.search(text))
    if not granted and _CHARGED_WITH.search(thing) and _FREE.search(text):
        return True
    sized = _SIZED.fullmatch(thing)
    return sized is not None and sized["head"] in text


def hazards_in(question: str, words: Sequence[str]) -> list[str]:
    """What an emergency of the question is of (地震应急, 洪涝灾害)."""
    named = (_word_before(question[: found.start()], words) for found in _HAZARD.finditer(question))
    return [word for word in named if (word_kind(word) or "").startswith("n")]


def _things_before(asking: re.Pattern[str], question: str, words: Sequence[str]) -> list[str]:
    things = (t for found in asking.finditer(question) for t in _chain_before(question[: found.start()], words))
    return [word for word, before in things if _is_thing(word) and not _LEFT_OUT.search(before)]


def _chain_before(text: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words of the question one after the other, from the end of the text backwards, each with what is before it.

    What stands before a number or an ordinal is no part of the thing (人生第一套新房).
    """
    while len(word := _word_before(text, words)) > 1 and not _COUNTS.match(word):
        text = text.removesuffix(word)
        yield word, text
        text = text.removesuffix("的")


def _is_thing(word: str) -> bool:
    """Whether it is no verb, adjective or numeral; what is long and in no dictionary is a name (以旧换新).

    Documents may well have a Chinese name for what is written in Latin letters (eVTOL).
    """
    if _ASKS.search(word) or word.isascii():
        return False
    kind = word_kind(word)
    return kind not in _NO_THINGS if kind else len(word) >= _LONG or not is_action(word)


def _word_before(text: str, words: Sequence[str]) -> str:
    """The longest of the words at the end of the text."""
    return max((w for w in words if text.endswith(w)), key=len, default="")
