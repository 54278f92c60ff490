"""Invented policies of many cities and years, as varied as the bench needs them; the same seed writes the same texts.

Three kinds in turn: action plans with targets and responsible units, regulations by article, notices by number. Each
comes with a question whose answer stands in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.bench import phrases

_NUMERALS = "一二三四五六七八九十"
_YEARS = range(2008, 2027)


@dataclass(frozen=True, slots=True)
class Policy:
    """One invented document. `question` asks for `fact`, which stands in `text`."""

    name: str
    text: str
    city: str
    year: int
    question: str
    fact: str


def generate(count: int, *, seed: int = 1) -> Iterator[Policy]:
    """`count` policies, no two with the same title while there are combinations left."""
    draw = random.Random(seed)  # noqa: S311 - texts, not secrets
    combinations = [(city, year, topic) for city in phrases.CITIES for year in _YEARS for topic in phrases.TOPICS]
    draw.shuffle(combinations)
    writers = (_write_plan, _write_regulation, _write_notice)
    for number in range(count):
        city, year, topic = combinations[number % len(combinations)]
        yield writers[number % len(writers)](draw, number, city, year, topic)


def write_corpus(folder: Path, count: int, *, seed: int = 1) -> list[Policy]:
    """Write `count` policies as text files and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    policies = list(generate(count, seed=seed))
    for policy in policies:
        (folder / policy.name).write_text(policy.text, encoding="utf-8")
    return policies


def _write_plan(draw: random.Random, number: int, city: str, year: int, topic: str) -> Policy:
    end = year + 2
    title = f"{city}{topic}三年行动方案（{year}—{end}年）"
    indicator, unit = draw.choice(phrases.INDICATORS)
    value = draw.randint(11, 98)
    lines = [
        f"{city}人民政府办公室关于印发{title}的通知",
        f"{city[0]}政办发〔{year}〕{number % 190 + 1}号",
        "各县（市、区）人民政府，市各有关部门和单位：",
        f"《{title}》已经市政府同意，现印发给你们，请认真贯彻执行。",
        f"{city}人民政府办公室",
        f"{year}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日",
        title,
        f"为{draw.choice(phrases.PURPOSES)}，加快推进{topic}，结合我市实际，制定本方案。",
        "一、总体要求",
        f"坚持{draw.choice(phrases.PRINCIPLES)}，{draw.choice(phrases.PURPOSES)}。",
        "二、主要目标",
        f"到{end}年，全市{indicator}达到{value}{unit}，{_target(draw)}，{_target(draw)}。",
    ]
    for section in range(draw.randint(2, 4)):
        lines.append(f"{_NUMERALS[section + 2]}、{draw.choice(phrases.VERBS)}{draw.choice(phrases.OBJECTS)}")
        item = 0
        for part in range(draw.randint(3, 6)):
            lines.append(f"（{_NUMERALS[part]}）{_heading(draw)}")
            for _ in range(draw.randint(2, 4)):
                item += 1
                lines.append(f"{item}.{_heading(draw)}。{_sentences(draw, end)}{_units(draw)}")
    lines += [f"{_NUMERALS[section + 3]}、保障措施", f"（一）加强组织领导。{_sentences(draw, end)}{_units(draw)}"]
    lines.append(f"（二）强化督查考核。{_sentences(draw, end)}")
    question = f"到{end}年{city}{topic}方案中{indicator}要达到多少？"
    return Policy(f"{number:06d}.txt", "\n".join(lines) + "\n", city, year, question, f"{value}{unit}")


def _write_regulation(draw: random.Random, number: int, city: str, year: int, topic: str) -> Policy:
    title = f"{city}{topic}管理办法"
    amount = draw.randint(2, 480)
    chapters = ("总则", "申报条件", "扶持措施", "监督管理", "附则")
    rewarded = draw.choice(phrases.OBJECTS)
    lines = [
        title,
        f"（{year}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日{city}人民政府令第{number % 90 + 1}号公布）",
    ]
    article = 0
    for place, chapter in enumerate(chapters):
        lines.append(f"第{_NUMERALS[place]}章 {chapter}")
        for _ in range(draw.randint(4, 9)):
            article += 1
            lines.append(f"第{_chinese(article)}条 {draw.choice(phrases.RULES)}{_sentences(draw, year + 1)}")
            if draw.random() < 0.4:
                lines += [
                    f"（{_NUMERALS[i]}）{draw.choice(phrases.VERBS)}{draw.choice(phrases.OBJECTS)}；" for i in range(4)
                ]
        if chapter == "扶持措施":
            article += 1
            lines.append(f"第{_chinese(article)}条 对新认定的{rewarded}，市财政给予最高{amount}万元一次性奖励。")
    question = f"{city}{topic}管理办法对新认定的{rewarded}最高奖励多少万元？"
    return Policy(f"{number:06d}.txt", "\n".join(lines) + "\n", city, year, question, f"{amount}万元")


def _write_notice(draw: random.Random, number: int, city: str, year: int, topic: str) -> Policy:
    title = f"关于做好{year}年{city}{topic}工作的通知"
    lead = draw.choice(phrases.UNITS)
    task = draw.choice(phrases.OBJECTS)
    lines = [
        title,
        f"{city[0]}发〔{year}〕{number % 190 + 1}号",
        "各县（市、区）人民政府，市各有关部门：",
        f"为{draw.choice(phrases.PURPOSES)}，现就有关事项通知如下：",
        "一、重点任务",
        f"1.{draw.choice(phrases.VERBS)}{task}建设。{_sentences(draw, year)}（牵头单位：{lead}）",
    ]
    for item in range(2, draw.randint(9, 16)):
        lines.append(f"{item}.{_heading(draw)}。{_sentences(draw, year)}{_units(draw)}")
    lines.append("二、工作要求")
    lines += [f"{item}.{_heading(draw)}。{_sentences(draw, year)}" for item in range(1, draw.randint(3, 7))]
    lines += [f"{city}人民政府", f"{year}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日"]
    question = f"{year}年{city}{topic}工作里{task}建设由谁牵头？"
    return Policy(f"{number:06d}.txt", "\n".join(lines) + "\n", city, year, question, lead)


def _heading(draw: random.Random) -> str:
    return f"{draw.choice(phrases.VERBS)}{draw.choice(phrases.OBJECTS)}{draw.choice(phrases.RESULTS)}"


def _target(draw: random.Random) -> str:
    indicator, unit = draw.choice(phrases.INDICATORS)
    return f"{indicator}达到{draw.randint(3, 99 if unit == '%' else 2000)}{unit}"


def _sentences(draw: random.Random, year: int) -> str:
    parts = [
        f"{draw.choice(phrases.WAYS)}，{draw.choice(phrases.VERBS)}{draw.choice(phrases.OBJECTS)}，"
        f"{draw.choice(phrases.VERBS)}{draw.choice(phrases.OBJECTS)}{draw.choice(phrases.RESULTS)}。"
        for _ in range(draw.randint(1, 3))
    ]
    if draw.random() < 0.5:
        parts.append(f"到{year}年，{_target(draw)}。")
    return "".join(parts)


def _units(draw: random.Random) -> str:
    units = draw.sample(phrases.UNITS, draw.randint(2, 5))
    if draw.random() < 0.5:
        return f"（责任单位：{'、'.join(units)}）"
    return f"（牵头单位：{units[0]}；配合单位：{'、'.join(units[1:])}）"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else ("十" if tens == 1 else _NUMERALS[tens - 1] + "十")
    return lead + (_NUMERALS[ones - 1] if ones else "")
