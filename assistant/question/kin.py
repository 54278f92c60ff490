"""Relatives of whom a citizen tells (我外婆96了,每月给多少): it is their case, not what is asked about."""

from __future__ import annotations

import re

from assistant.question.asks import asks_something

KIN = (
    r"(?:爷爷|奶奶|[外阿]公|[外阿]婆|姥[姥爷]|老[爹娘妈爸汉]|[爸妈爹娘爷]|父亲|母亲|公公|婆婆|岳[父母]|丈[人母]娘?|老[伴公婆]|媳妇|爱人|对象"
    r"|儿子|女儿|闺女|孙[子女]|外孙女?|孩子|娃娃?|老人家?|[姑姨舅叔伯]+[妈爹父母]?|[哥姐弟妹]+)"
)
_TOLD_OF = re.compile(rf"(?:我们?|俺们?|咱们?|他|她)?家?的?{KIN}儿?")
_PIECE = re.compile(r"[,。?;]")


def is_kin_told_of(word: str, question: str) -> bool:
    """Whether a word is a relative of whom the question only tells before it asks of something else."""
    if not _TOLD_OF.fullmatch(word):
        return False
    pieces = _PIECE.split(question)
    return any(map(asks_something, pieces)) and not any(word in p for p in pieces if asks_something(p))
