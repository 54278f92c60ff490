"""Ordinals as documents write them: 一 ① Ⅳ b 甲."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(number: int, *, formal: bool = False) -> str:
    """12 -> 十二 (formal: 壹拾贰), 105 -> 一百零五, for 0 to 99 999."""
    digits, units = (_FORMAL_DIGITS, "拾佰仟") if formal else (_DIGITS, "十百千")
    if number <= 0:
        return digits[0]
    if number >= 10_000:
        rest = number % 10_000
        filler = digits[0] if 0 < rest < 1000 else ""
        return f"{chinese(number // 10_000, formal=formal)}万{filler}{chinese(rest, formal=formal) if rest else ''}"
    written, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + (units[power - 1] if power else "")
        gap = not digit
    return written.removeprefix("一") if 10 <= number < 20 and not formal else written


def chinese_digits(number: int) -> str:
    """2023 -> 二〇二三."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def circled(number: int) -> str:
    """7 -> ⑦; numbers without a circled form are put in brackets."""
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return f"({number})"


def roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def letters(number: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def stem(number: int) -> str:
    return _STEMS[(number - 1) % 10]


def branch(number: int) -> str:
    return _BRANCHES[(number - 1) % 12]
