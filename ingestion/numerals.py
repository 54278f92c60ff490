"""Chinese numerals: 三 十二 二十一 一百零五 两万三千 〇 to integers and back."""

from __future__ import annotations

DIGITS = (
    {c: i for i, c in enumerate("〇一二三四五六七八九")}
    | {"零": 0, "两": 2}
    | dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
)
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x3251 + i): i + 21 for i in range(15)}
CHINESE = "〇零一二两三四五六七八九十百千万"


def to_int(text: str) -> int | None:
    """The value of an Arabic, circled or Chinese numeral of any size; None where `text` is none of these."""
    if text.isdecimal():
        return int(text)
    if text in CIRCLED:
        return CIRCLED[text]
    if text and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in UNITS:
            section += (digit or 1) * UNITS[c]
            digit = 0
        elif c == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif c == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            return None
    return total + section + digit if text else None


def to_chinese(number: int) -> str:
    """`number` as written in headings: 10 -> 十, 21 -> 二十一, 105 -> 一百零五, 10001 -> 一万零一."""
    if number < 0:
        raise ValueError(f"{number} is negative")
    for value, unit in ((100_000_000, "亿"), (10_000, "万")):
        if number >= value:
            high, low = divmod(number, value)
            zero = "零" if 0 < low < value // 10 else ""
            return to_chinese(high) + unit + (zero + _below_ten_thousand(low) if low < 10_000 else to_chinese(low))
    return _below_ten_thousand(number).removeprefix("一" if 10 <= number < 20 else " ") or "零"


def _below_ten_thousand(number: int) -> str:
    """The digits with their units; empty for 0, 一十 for 10."""
    out, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            out += ("零" if zero and out else "") + "一二三四五六七八九"[digit - 1] + unit
        zero = not digit
    return out
