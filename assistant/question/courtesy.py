"""What people say around a question in chat and that asks nothing: thanks, haste, 到底, 文件怎么规定的."""

from __future__ import annotations

import re

from assistant.question.asks import asks_something

_LEAST = 3  # characters that a question keeps
_MARK = r"[,。?!~;\s]"
_TO_WHOM = r"(?:您|你|各位|大家|老师|了|啦|啊|哈|回复|解答)*"
_CLOSING = re.compile(
    rf"(?:(?:{_MARK}*(?:谢谢|多谢|谢了){_TO_WHOM}|{_MARK}+(?:(?:非常|十分|万分)?感谢|辛苦|拜托|麻烦){_TO_WHOM}"
    rf"|{_MARK}+(?:(?:挺|很|比较|有点)?(?:着)?急+(?:用|等|求)?|在线等|求(?:解答|告知|回复|指教)|盼复)))+{_MARK}*$"
)
# Asks for nothing that the question before it has not asked for
_AGAIN = re.compile(
    rf"{_MARK}+(?:请(?:你|您)?告(?:诉|知)(?:我|一下)*|(?:政策|文件|办法|规定|方案|通知|里|上|中|面|是|都|到底|又|具体)*(?:怎么|如何|咋)(?:规定|说|写|讲)的?)"
    r"[呢啊呀]?[。?!]*$"
)
_EMPHASIS = re.compile(r"(?:到底|究竟|倒底)(?=[是由有要该应算能可会归怎多谁哪什几咋不])|(?:现在|目前|眼下)(?=(?:是|由|归)(?:谁|哪))")


def without_courtesy(text: str) -> str:
    """A normalised question without closing thanks and words of emphasis; unchanged where little would be left."""
    kept = _EMPHASIS.sub("", text)
    for pattern in (_CLOSING, _AGAIN):
        shorter = pattern.sub("", kept)
        if len(shorter) >= _LEAST and (asks_something(shorter) or shorter.endswith("呢")):
            kept = shorter + ("?" if "?" in kept[len(shorter) :] else "")
    return kept
