"""Automatic numbering of Word documents: the 一、 （一） 1. 第一条 that exist only in numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingestion.loading import ordinals
from ingestion.loading.markup import child, integer, switched_on, value

_MAX_LEVELS = 9
_MAX_STYLE_CHAIN = 20
_PLACEHOLDER = re.compile(r"%([1-9])")
_DASH = re.compile(r"[-—–─]+")

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": ordinals.full_width,
    "decimalFullWidth2": ordinals.full_width,
    "decimalEnclosedCircle": ordinals.circled,
    "decimalEnclosedCircleChinese": ordinals.circled,
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "decimalEnclosedParen": lambda n: f"({n})",
    "chineseLegalSimplified": ordinals.formal,
    "ideographLegalTraditional": ordinals.formal,
    "japaneseLegal": ordinals.formal,
    "ideographDigital": ordinals.chinese_digits,
    "japaneseDigitalTenThousand": ordinals.chinese_digits,
    "taiwaneseDigital": ordinals.chinese_digits,
    "ideographTraditional": ordinals.stem,
    "ideographZodiac": ordinals.branch,
    "ideographEnclosedCircle": lambda n: chr(0x3280 + n - 1) if 1 <= n <= 10 else f"({ordinals.chinese(n)})",
    "upperRoman": ordinals.roman,
    "lowerRoman": lambda n: ordinals.roman(n).lower(),
    "upperLetter": lambda n: ordinals.latin(n).upper(),
    "lowerLetter": ordinals.latin,
    "none": lambda n: "",
} | dict.fromkeys(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "koreanCounting",
    ),
    ordinals.chinese,
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # the 1-based level that restarts this one; 0: never; None: any higher level
    legal: bool = False  # show every part in Arabic digits

    @classmethod
    def read(cls, element: Element) -> _Level:
        restart = value(element, "lvlRestart")
        return cls(
            start=integer(value(element, "start"), 1),
            form=value(element, "numFmt") or value(element, "AlternateContent", "Fallback", "numFmt") or "decimal",
            text=value(element, "lvlText") or "",
            restart=None if restart is None else integer(restart),
            legal=switched_on(element, "isLgl"),
        )


@dataclass(slots=True)
class _List:
    """One w:num: its levels, and the counter it shares with the other instances of its abstract list."""

    levels: dict[int, _Level]
    abstract: str
    overrides: dict[int, int] = field(default_factory=dict)
    started: bool = False


class Numbering:
    """Gives each numbered paragraph its marker, in document order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {
            style.get("styleId", ""): style for style in (styles.iter("style") if styles is not None else ())
        }
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._linked: dict[str, int] = {}  # paragraph style -> level that names it
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        abstracts = {element.get("abstractNumId", ""): element for element in numbering.iter("abstractNum")}
        by_style = {
            value(element, "styleLink"): key for key, element in abstracts.items() if value(element, "styleLink")
        }
        for element in numbering.iter("num"):
            abstract = value(element, "abstractNumId") or ""
            definition = abstracts.get(abstract)
            link = value(definition, "numStyleLink")
            if link in by_style:
                abstract = by_style[link]
                definition = abstracts[abstract]
            levels = {} if definition is None else self._levels_of(definition)
            entry = _List(levels, abstract)
            for override in element.iter("lvlOverride"):
                index = integer(override.get("ilvl"))
                own = override.find("lvl")
                if own is not None:
                    entry.levels[index] = _Level.read(own)
                start = value(override, "startOverride")
                if start is not None:
                    entry.overrides[index] = integer(start, 1)
            self._lists[element.get("numId", "")] = entry

    def _levels_of(self, definition: Element) -> dict[int, _Level]:
        levels = {}
        for element in definition.iter("lvl"):
            index = integer(element.get("ilvl"))
            levels[index] = _Level.read(element)
            style = value(element, "pStyle")
            if style:
                self._linked[style] = index
        return levels

    def mark(self, properties: Element | None) -> str:
        """Count the paragraph with these w:pPr and return its marker; empty where it has none."""
        number, index = self._place(properties)
        entry = self._lists.get(number)
        if entry is None or not 0 <= index < _MAX_LEVELS or index not in entry.levels:
            return ""
        counters = self._counters.setdefault(entry.abstract, {})
        if entry.overrides and not entry.started:
            for overridden, start in entry.overrides.items():
                counters[overridden] = start - 1
        entry.started = True
        level = entry.levels[index]
        counters[index] = counters.get(index, level.start - 1) + 1
        for deeper in [other for other in counters if other > index]:
            restart = entry.levels.get(deeper, _Level()).restart
            if restart is None or (restart and index < restart):
                del counters[deeper]
        return _render(entry.levels, level, counters)

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """List and level of a paragraph: its own, or those of the styles it is based on."""
        direct = child(properties, "numPr")
        number, index = value(direct, "numId"), value(direct, "ilvl")
        style = value(properties, "pStyle")
        for _ in range(_MAX_STYLE_CHAIN):
            if number is not None or style is None:
                break
            inherited = child(self._styles.get(style), "pPr", "numPr")
            number = value(inherited, "numId")
            if number is not None and index is None:
                own = self._linked.get(style)
                index = value(inherited, "ilvl") or (None if own is None else str(own))
            style = value(self._styles.get(style), "basedOn")
        return number or "0", integer(index)

    def style_name(self, properties: Element | None) -> str:
        """Name of the paragraph's style in lower case (`heading 1`, `toc 2`, `title`); empty where it has none."""
        style = value(properties, "pStyle")
        return "" if style is None else (value(self._styles.get(style), "name") or style).lower()


def _render(levels: dict[int, _Level], level: _Level, counters: dict[int, int]) -> str:
    if level.form == "bullet":
        return level.text if _DASH.fullmatch(level.text) else ""

    def number(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        other = levels.get(index, _Level())
        count = counters.get(index, other.start)
        return str(count) if level.legal else _FORMATS.get(other.form, str)(count)

    return _PLACEHOLDER.sub(number, level.text)


def join_marker(marker: str, text: str) -> str:
    """`一、` + `总体要求`; a blank only where the two would run together."""
    if not marker or not text:
        return text
    touching = marker[-1].isalnum() or (marker[-1] in ".．" and text[0].isdigit())
    return f"{marker} {text}" if touching else marker + text
