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
        elif c in "万亿":
            total = (total + section + digit) * (10_000 if c == "万" else 100_000_000)
            section = digit = 0
        else:
            return None
    return total + section + digit if text else None


def to_chinese(number: int) -> str:
    """`number` (0..9999) as written in headings: 10 -> 十, 21 -> 二十一, 105 -> 一百零五."""
    if not 0 <= number < 10_000:
        raise ValueError(f"{number} is outside 0..9999")
    if number < 10:
        return "零一二三四五六七八九"[number]
    out, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            out += ("零" if zero and out else "") + "一二三四五六七八九"[digit - 1] + unit
            zero = False
        else:
            zero = True
    return out[1:] if out.startswith("一十") else out
