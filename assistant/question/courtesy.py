"""How a question is written in chat: greetings, thanks, haste, 到底, spaces for commas. None of it asks anything."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.question.asks import asks_something
from assistant.question.normalization import normalize
from assistant.question.spoken import as_read
from assistant.question.words import cut

_LEAST = 3  # characters that a question keeps
_MARK = r"[,。?!~;:\s]"
_TO_WHOM = r"(?:您|你|各位|大家|老师|了|啦|啊|哈|回复|解答)*"
_VERB = r"(?:请教|请?问(?![责题卷答])|咨询)"
_GREETING = re.compile(
    rf"^(?:{_MARK}*(?:[你您]们?好[呀啊]?|(?:大家|各位|老师|领导|同志)们?好[呀啊]?(?={_MARK}|[我想请咨问帮])|打扰(?:一下|了|您|你)*|劳驾|麻烦(?:您|你)?(?:(?:帮我?)?[问查看](?:一?下)?)?"
    rf"|{_VERB}(?:一?下)?(?={_MARK})|请问(?:一?下)?|(?:我|我们|咱们?|本人)?(?:这边|这里|就|也)?想(?:要|跟您|向您|请)?{_VERB}(?:一?下|问)?(?:的是)?"
    rf"|(?:请?帮我?|给我)(?:[查看问](?:一?下|查|看)?)(?={_MARK})|关于这(?:个|件)?(?:问题|事情?)(?={_MARK})))+{_MARK}*"
)
_OPENING = re.compile(
    rf"^{_MARK}*(?:我|我们|咱们?|本人)?(?:这边|这里|就|也)?想(?:要)?(?:了解|知道|打听)(?:一?下)?(?:的是)?{_MARK}*"
)
_CLOSING = re.compile(
    rf"(?:(?:{_MARK}*(?:谢谢|多谢|谢了){_TO_WHOM}|{_MARK}+(?:(?:非常|十分|万分)?感谢|辛苦|拜托|麻烦){_TO_WHOM}"
    rf"|{_MARK}+(?:(?:挺|很|比较|有点)?(?:着)?急+(?:用|等|求)?|在线等|求(?:解答|告知|回复|指教)|盼复)))+{_MARK}*$"
)
# Asks for nothing that the question before it has not asked for
_AGAIN = re.compile(
    rf"{_MARK}+(?:请(?:你|您)?告(?:诉|知)(?:我|一下)*|(?:政策|文件|办法|规定|方案|通知|里|上|中|面|是|都|到底|又|具体)*(?:怎么|如何|咋)(?:规定|说|写|讲)的?)"
    r"[呢啊呀]?[。?!]*$"
)
_SIGH = re.compile(r"(?<=[\u3400-\u9fff])[啊呀哦]+(?=[?。!]*$)")
_EMPHASIS = re.compile(
    r"(?:到底|究竟|倒底)(?=[是由有要该应算能可会归怎多谁哪什几咋不])|(?:现在|目前|眼下)(?=(?:[是由归有]|都有|要)(?:谁|哪|多少|什么|啥))"
)
_UNSAID = re.compile(r"(?:分别|各)(?:是|为)[?。]*$")  # 牵头和配合单位分别是
# 几 that asks nothing: 好几天; 几家意见不一, where what is asked follows (几家能报? asks, and so does 一共几家)
_QUITE_SOME = re.compile(r"(?<=好)几(?=[十百千万]?[个天年次家月条项回遍人周]|[十百千万亿])")
_SEVERAL = re.compile(
    r"(?<!哪)几(?=(?:[家户口位]|个(?!月|小时|工作日|学期|季度|星期)|兄弟|姐妹|方)[\u4e00-\u9fff]{3,})"
)
_COUNT_ASKED = re.compile(
    r"[能才需得最应该算够]|可以|[第哪]几|[要多再新][\u4e00-\u9fff]{0,4}几|(?:[共有是为要分设给补奖收招建选派提安排]|总计)了?几|以[上下内]|哪|多少|吗|怎|什么"
)
_PIECES = 12  # a question of more is no question
_OF_EACH = re.compile(r"分别|各[是有自]|都?叫什么")
_SPACE = re.compile(r"(?<=[\u3400-\u9fff]{4}) +(?=[\u3400-\u9fff]{4})")
_BREAK = re.compile(r"[,，。?？;；\s]")
_ISSUER = re.compile(r"(?:[委局厅部会院]|政府|办公[厅室])$")


@lru_cache(maxsize=64)  # what is likely to be embedded is guessed before the question is read
def plainly(question: str) -> str:
    """The normalised question without what is said around it; a space that follows what asks is a comma.

    Words of courtesy are kept where little or nothing that asks would be left (谢谢, 我想了解公租房政策).
    """
    kept = _EMPHASIS.sub("", normalize(_with_commas(question)))
    kept = _with_no_vague_counts(as_read(kept))
    for pattern in (_GREETING, _OPENING, _CLOSING, _AGAIN):
        found = pattern.search(kept)
        if found is None:
            continue
        rest = kept[: found.start()] + kept[found.end() :]
        if len(rest) >= _LEAST and (pattern is _GREETING or _asks(rest)):
            kept = rest + ("?" if found.end() == len(kept) and "?" in found.group() else "")
    return _SIGH.sub("", kept)


def _with_no_vague_counts(question: str) -> str:
    """With 多 for 几 where it only says that there are several."""
    pieces = _QUITE_SOME.sub("多", question).split(",")
    for i, piece in enumerate(pieces[: min(len(pieces) - 1, _PIECES)]):
        later = ",".join(pieces[i + 1 :])
        if not _COUNT_ASKED.search(piece) and asks_something(later) and not _OF_EACH.search(later):
            pieces[i] = _SEVERAL.sub("多", piece)
    return ",".join(pieces)


def _asks(rest: str) -> bool:
    return asks_something(rest.rstrip("?。!")) or bool(_UNSAID.search(rest))


def _with_commas(question: str) -> str:
    """Typed in haste: 有人举报了 月租多少 押金多少.

    No comma is a space within a word (研 发投入) or between the issuers of a title (中共甲市委 甲市人民政府).
    """
    first, *rest = _SPACE.split(question)
    text = first
    for part in rest:
        said = _BREAK.split(text)[-1]
        between_words = any(token.end == len(said) for token in cut(said + _BREAK.split(part)[0]))
        text += ("," if between_words and not _ISSUER.search(text) else " ") + part
    return text
