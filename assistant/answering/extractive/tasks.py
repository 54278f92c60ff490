"""Everything a unit must do: complete from the catalog, by document and role; else what running text says it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.wording import spoken
from assistant.model import Role
from assistant.retrieval.sentences import sentences_of
from ingestion.model import Clause, Document, Responsibility
from ingestion.parsing.responsibility import read_actors
from ingestion.parsing.units import same_unit, split_level

_GROUPS: dict[Role, str] = {"lead": "牵头", "support": "配合或参与", "responsible": "负责"}
_DOCUMENTS_MAX = 8
_OPENING_MAX = 90
_DOING_MAX = 12
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）.、．]\s*")
_STOP = re.compile(r"[。；;\n]")
_UNITS_BEHIND = re.compile(r"[（(][^（()）]{0,6}(?:单位|部门)[:：]")
_SIDE_COLUMN = re.compile(r"单位|部门|时限|时间|期限|进度|序号|编号|备注")


def say_tasks(draft: Draft, desk: Desk, documents: Sequence[Document]) -> bool:
    """List what the units that are asked for must do; False where `documents` do not name them."""
    names = [name for name in desk.knowledge.unit_names() if _is_asked(desk, name)]
    naming = desk.knowledge.documents_naming(names)
    tasked = ((d, tasks) for d in documents if d.id in naming and (tasks := _tasks_of(desk, d, names)))
    found = list(islice(tasked, _DOCUMENTS_MAX + 1))  # one more tells that there are more
    for document, tasks in found[:_DOCUMENTS_MAX]:
        _say_document(draft, desk, document, tasks, several=len(found) > 1)
    if len(found) > _DOCUMENTS_MAX:
        draft.notices.append("涉及的文件较多,只列出一部分;请指明地区或文件后再问。")
    if not found and len(documents) == 1:
        return _say_doings(draft, desk, documents[0])
    return bool(found)


def _say_doings(draft: Draft, desk: Desk, document: Document) -> bool:
    """The sentences of running text in which the units act."""
    text = desk.text(document.id)
    lines: list[str] = []
    for clause in desk.clauses(document.id):
        for sentence in sentences_of(clause, text):
            doers = [a for a in read_actors(text, sentence.span) if _is_asked(desk, a.unit.normalized)]
            if not doers or len(lines) >= _DOING_MAX:
                continue
            number = draft.cite(clause, document, text, sentence.span)
            lines.append(f"- {spoken(sentence.text, clause)}[{number}]")
            draft.name_units(
                [
                    Responsibility(
                        clause.id, a.unit.name, a.unit.normalized, a.role, a.unit.span, sentence.span, kind="mentioned"
                    )
                    for a in doers
                ],
                number,
            )
    if lines:
        draft.say("\n".join(lines))
    return bool(lines)


def _is_asked(desk: Desk, name: str) -> bool:
    return any(same_unit(name, unit) and _levels_agree(name, unit) for unit in desk.asked.units)


def _levels_agree(one: str, other: str) -> bool:
    """国家X is no X of a city."""
    return ("国家" in (levels := {split_level(one)[0], split_level(other)[0]})) <= (len(levels - {"", "国家"}) == 0)


def _tasks_of(desk: Desk, document: Document, names: Sequence[str]) -> list[Responsibility]:
    found = [
        unit
        for name in names
        for unit in desk.knowledge.responsibilities(doc_id=document.id, unit=name)
        if unit.kind == "assigned"
    ]
    roles = desk.asked.unit_roles
    return [u for u in found if u.role in roles] or ([] if "lead" in roles and len(roles) == 1 else found)


def _say_document(
    draft: Draft, desk: Desk, document: Document, tasks: Sequence[Responsibility], *, several: bool
) -> None:
    order = {c.id: c for c in desk.clauses(document.id)}
    text = desk.text(document.id)
    name = "、".join(dict.fromkeys(u.name for u in tasks))
    if several:
        draft.say(f"《{document.title}》")
    for role, verb in _GROUPS.items():
        clauses = [order[i] for i in dict.fromkeys(u.clause_id for u in tasks if u.role == role) if i in order]
        if not clauses:
            continue
        lines = [f"{name}{verb}的任务："]
        for clause in sorted(clauses, key=lambda c: c.ordinal):
            number = draft.cite(clause, document, text)
            lines.append(f"- {clause.heading or _NUMBER.sub('', title_of(clause, text))}[{number}]")
            draft.name_units([u for u in tasks if u.role == role and u.clause_id == clause.id], number)
        draft.say("\n".join(lines))


def _telling_cells(clause: Clause) -> list[str]:
    """A row's cells without its number and without the columns that name units or times."""
    header = clause.header or ("",) * len(clause.cells)
    cells = zip(header, clause.cells, strict=False)
    return [cell for name, cell in cells if cell and not cell.isdigit() and not _SIDE_COLUMN.search(name)]


def title_of(clause: Clause, text: str = "") -> str:
    """Heading of the clause, or its opening words; with the document's `text`, up to a mark and never inside a word."""
    if clause.kind == "row":
        return "，".join(_telling_cells(clause))[:_OPENING_MAX]
    if clause.heading or not text:
        return clause.path[-1]
    opening = _UNITS_BEHIND.split(_STOP.split(clause.body.of(text).strip())[0])[0]
    cut = max(opening.rfind(mark, 0, _OPENING_MAX) for mark in "，,、")
    return opening[:cut] if len(opening) > _OPENING_MAX and cut > 0 else opening
