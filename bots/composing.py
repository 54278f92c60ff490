"""An answer of the assistant as a reply: the text, then every source with document, clause and quote, then units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.model import Answer, Citation, ResponsibleUnit
from bots.message import Button, Passage, Reply
from bots.splitting import shortened

QUOTE_CHARS = 80
_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}
_BLANK = re.compile(r"\s+")
_BUTTONS_A_ROW, _LABEL_CHARS = 4, 40


def compose(answer: Answer, *, hints: bool) -> Reply:
    """The reply. `hints` name the words to send where a channel shows no buttons."""
    passages = [
        Passage(answer.answer.strip() + "\n"),
        *_units(answer),
        *_notices(answer),
        *_sources(answer),
        *_ways_on(answer),
    ]
    if hints:
        passages += _hints(answer)
    last = passages[-1]
    passages[-1] = Passage(last.text.rstrip("\n"), last.style)
    return Reply(tuple(passages), _buttons(answer), answer.answer_id)


def whole_clause(citation: Citation) -> Iterator[Passage]:
    """The clause with where it stands."""
    yield Passage(f"【原文{citation.index}】")
    yield Passage(f"《{citation.title}》", "bold")
    yield Passage(f"{_number(citation)} {citation.label}\n")
    yield Passage(citation.text.strip(), "quote")


def _notices(answer: Answer) -> Iterator[Passage]:
    for notice in answer.notices:
        yield Passage(f"\n提示：{notice}\n")


def _units(answer: Answer) -> Iterator[Passage]:
    """Units that the text does not name already."""
    missing = [unit for unit in answer.responsible_units if unit.name not in answer.answer]
    if missing:
        yield Passage(f"\n责任单位：{'、'.join(map(_unit, missing))}\n")


def _unit(unit: ResponsibleUnit) -> str:
    return f"{unit.name}({_ROLES[unit.role]})[{unit.citation}]"


def _sources(answer: Answer) -> Iterator[Passage]:
    if answer.citations:
        yield Passage("\n依据：\n")
    for citation in answer.citations:
        yield Passage(f"[{citation.index}] ")
        yield Passage(f"《{citation.title}》", "bold")
        yield Passage(f"{_number(citation)} {citation.label}：\n")
        quote = _BLANK.sub(" ", citation.quote).strip()
        yield Passage(f"“{shortened(quote, QUOTE_CHARS, len)}”\n", "quote")


def _number(citation: Citation) -> str:
    return f"（{citation.doc_number}）" if citation.doc_number else ""


def _hints(answer: Answer) -> Iterator[Passage]:
    if answer.citations:
        example = answer.citations[0].index
        yield Passage(f"\n回复“原文{example}”看条款全文，回复“赞”或“踩”评价本次回答。\n")
    if answer.suggestions and answer.status != "refused":
        numbered = "\n".join(f"{i}. {text}" for i, text in enumerate(answer.suggestions, 1))
        yield Passage(f"\n您还可以问（回复“问1”即可）：\n{numbered}\n")


def _ways_on(answer: Answer) -> Iterator[Passage]:
    """What a refusal suggests is advice rather than a question to press."""
    if answer.status == "refused" and answer.suggestions:
        yield Passage("\n" + "".join(f"{text}\n" for text in answer.suggestions))


def _buttons(answer: Answer) -> tuple[tuple[Button, ...], ...]:
    sources = [Button(f"原文{c.index}", "source", answer.answer_id, c.index) for c in answer.citations]
    rows = [tuple(sources[i : i + _BUTTONS_A_ROW]) for i in range(0, len(sources), _BUTTONS_A_ROW)]
    for number, text in enumerate(answer.suggestions if answer.status != "refused" else (), 1):
        rows.append((Button(shortened(text, _LABEL_CHARS, len), "suggestion", answer.answer_id, number),))
    rows.append((Button("👍", "up", answer.answer_id), Button("👎", "down", answer.answer_id)))
    return tuple(rows)
