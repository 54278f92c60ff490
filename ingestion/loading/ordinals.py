"""Ordinals as list markers write them: 十二 壹拾 二〇二三 ⑦ Ⅳ b 甲 子."""

from __future__ import annotations

from ingestion.numerals import to_chinese

_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_PLAIN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_ROMAN_UNITS = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def chinese(number: int) -> str:
    return to_chinese(number) if 0 <= number < 10_000 else str(number)


def formal(number: int) -> str:
    """10 -> 壹拾, as contracts and budgets write it."""
    written = chinese(number)
    return (f"一{written}" if written.startswith("十") else written).translate(_FORMAL)


def chinese_digits(number: int) -> str:
    return str(number).translate(_PLAIN_DIGITS)


def full_width(number: int) -> str:
    return str(number).translate(_FULL_WIDTH)


def circled(number: int) -> str:
    """7 -> ⑦; numbers without a circled form are put in brackets."""
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return f"({number})"


def roman(number: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_ROMAN_UNITS):
        count, number = divmod(number, value)
        written += letters * min(count, 9)
    return written


def latin(number: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9) if number > 0 else ""


def stem(number: int) -> str:
    return _STEMS[(number - 1) % 10]


def branch(number: int) -> str:
    return _BRANCHES[(number - 1) % 12]
