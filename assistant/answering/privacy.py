"""Personal numbers are masked before a question leaves the machine or enters a log."""

from __future__ import annotations

import re

_SEPARATOR = r"[ \u3000\-－—.·]?"
_NOT_DIGIT_BEFORE = r"(?<![\d０-９])"
_NOT_DIGIT_AFTER = r"(?![\d０-９])"
_DIGIT = r"[\d０-９]"
_ID_CARD = re.compile(
    rf"{_NOT_DIGIT_BEFORE}{_DIGIT}{{6}}{_SEPARATOR}{_DIGIT}{{8}}{_SEPARATOR}{_DIGIT}{{3}}(?:{_DIGIT}|[xXｘＸ]){_NOT_DIGIT_AFTER}"
)
_OLD_ID_CARD = re.compile(
    rf"{_NOT_DIGIT_BEFORE}[1-9]\d{{5}}\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{{3}}{_NOT_DIGIT_AFTER}"
)
_BANK_CARD = re.compile(
    rf"{_NOT_DIGIT_BEFORE}(?:{_DIGIT}{{16,19}}|(?:{_DIGIT}{{4}}[ \-]){{3,4}}{_DIGIT}{{1,4}}){_NOT_DIGIT_AFTER}"
)
_MOBILE = re.compile(
    rf"{_NOT_DIGIT_BEFORE}(?:(?:\+|00)?86{_SEPARATOR})?[1１][3-9３-９](?:{_SEPARATOR}{_DIGIT}){{9}}{_NOT_DIGIT_AFTER}"
)
_LANDLINE = re.compile(rf"{_NOT_DIGIT_BEFORE}0\d{{2,3}}[-－—) ]\d{{7,8}}{_NOT_DIGIT_AFTER}")

_MASKS = (
    (_ID_CARD, "[身份证号]"),
    (_BANK_CARD, "[银行卡号]"),
    (_OLD_ID_CARD, "[身份证号]"),
    (_MOBILE, "[电话号码]"),
    (_LANDLINE, "[电话号码]"),
)


def mask(text: str) -> str:
    """`text` with ID-card, bank-card and telephone numbers replaced by a word for what they were."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text
