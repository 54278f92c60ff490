"""Everything a unit must do: complete from the catalog, by document and role; else what running text says it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.doings import is_asked, say_doings
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.gist import gist_of
from assistant.model import Role
from ingestion.model import Clause, Document, Responsibility
from ingestion.parsing.units import same_unit, spellings

_GROUPS: dict[Role, str] = {"lead": "牵头的任务", "responsible": "负责的任务", "support": "配合或参与的任务"}
_OTHER_ROLES_TOO = re.compile(
    r"(?:含|包括|连|算|加上|以及|和|与|还有|也|或|及)[^,。?]{0,4}(?:配合|协助|参与|牵头)|参与(?:或者?|和|与|及|、)负责|"
    r"责任(?:单位|部门|主体)"  # beside those it leads
)
_OWN = re.compile(r"牵头(?:或者?|和|与|及|以及|、)?[^,，。?]{0,4}负责|负责(?:或者?|和|与|及|以及|、)[^,，。?]{0,4}牵头")
_HELPS = re.compile(r"配合|协助|协办|支持|帮")
_DOCUMENTS_MAX = 8
_READ_MAX = 3  # documents whose whole text is looked through
_OPENING_MAX = 90
_GISTS_MAX = 1200  # characters of all gists together, so that the answer stays readable in a chat
_GIST_MAX, _GIST_MIN = 200, 30
_WORDS = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）.、．]\s*")
_BEHIND = re.compile(r"[（(【〔\[：:。；\n|]")  # what a unit answers for stands before its name
_HEADS = re.compile(r"(?:[、和及与][^，,。；;：:\n]{2,40}[局委部办厅署会院府司队行省市县区])?\s*[。：:\n]")
_STOP = re.compile(r"[。；;\n]")
_UNITS_BEHIND = re.compile(r"[（(][^（()）]{0,6}(?:单位|部门)[:：]")
_DUE = re.compile(r"时限|期限|(?:完成|办结|进度)(?:时间|节点)?$")
_SIDE_COLUMN = re.compile(r"属性|单位|部门|时限|时间|期限|进度|序号|编号|备注")


def say_tasks(draft: Draft, desk: Desk, documents: Sequence[Document]) -> bool:
    """List what the units that are asked for must do; False where `documents` do not name them."""
    names = [name for name in desk.knowledge.unit_names() if is_asked(desk, name)]
    naming = desk.knowledge.documents_naming(names)
    tasked = ((d, tasks) for d in documents if d.id in naming and (tasks := _tasks_of(desk, d, names)))
    found = list(islice(tasked, _DOCUMENTS_MAX + 1))  # one more tells that there are more
    told = found[:_DOCUMENTS_MAX]
    limit = _gist_limit(len({u.clause_id for _, tasks in told for u in tasks}))
    for document, tasks in told:
        _say_document(draft, desk, document, tasks, several=len(found) > 1, limit=limit)
    if len(found) > _DOCUMENTS_MAX:
        draft.notices.append("涉及的文件较多,只列出一部分;请指明地区或文件后再问。")
    if len(documents) == 1:
        say_doings(draft, desk, documents[0], told=[c.clause_id for c in draft.citations])
    return bool(draft.citations)


def _gist_limit(tasks: int) -> int:
    """How much is said of each of so many tasks beside its heading; nothing where there are very many."""
    limit = _GISTS_MAX // max(tasks, 1)
    return 0 if limit < _GIST_MIN else min(limit, _GIST_MAX)


def unspoken_units(desk: Desk, documents: Sequence[Document]) -> str:
    """The units of the question where none of a few `documents` so much as names them; else nothing."""
    if not desk.asked.units or len(documents) > _READ_MAX:
        return ""
    forms = {form for unit in desk.asked.units for form in spellings(unit)}
    forms |= {f"{form[:-1]}{body}" for form in forms if form.endswith("局") for body in ("部门", "主管部门", "机关")}
    if any(form in desk.text(d.id) for d in documents for form in forms):
        return ""
    return "、".join(_distinct(desk.asked.units))


def _tasks_of(desk: Desk, document: Document, names: Sequence[str]) -> list[Responsibility]:
    found = [
        unit
        for name in names
        for unit in desk.knowledge.responsibilities(doc_id=document.id, unit=name)
        if unit.kind == "assigned"
    ]
    roles = desk.asked.unit_roles
    if _OWN.search(desk.asked.text) and "support" not in roles:  # what it leads or answers for
        return [u for u in found if u.role != "support"] or found
    if len(roles) > 1 or _OTHER_ROLES_TOO.search(desk.asked.text):
        return found
    if roles == ("support",) and not _HELPS.search(desk.asked.text):  # who takes part may answer for it as well
        return [u for u in found if u.role != "lead"] or found
    if roles == ("lead",):  # where no unit is said to lead, those that answer for it do
        return [u for u in found if u.role == "lead"] or [u for u in found if u.role == "responsible"]
    return [u for u in found if u.role in roles] or found


def _say_document(
    draft: Draft, desk: Desk, document: Document, tasks: Sequence[Responsibility], *, several: bool, limit: int
) -> None:
    order = {c.id: c for c in desk.clauses(document.id)}
    text = desk.text(document.id)
    name = "、".join(_distinct(u.name for u in tasks))
    if several:
        draft.say(f"《{document.title}》")
    for title, of in _grouped(tasks, text):
        clauses = [order[i] for i in dict.fromkeys(u.clause_id for u in of) if i in order]
        if not clauses:
            continue
        lines = [f"{name}{title}："]
        for clause in sorted(clauses, key=lambda c: c.ordinal):
            duties = [u for u in of if u.clause_id == clause.id]
            gist = gist_of(desk, clause, duties, limit=limit) if clause.kind != "row" else None
            number = draft.cite(clause, document, text, gist.quote if gist else None)
            said = (gist.lines if gist else ()) or [_NUMBER.sub("", title_of(clause, text)) + _due(clause)]
            lines += [f"- {line}[{number}]" for line in said]
            draft.name_units(duties, number)
        draft.say("\n".join(lines))


def _grouped(tasks: Sequence[Responsibility], text: str) -> list[tuple[str, list[Responsibility]]]:
    """What is said under the unit's own name first, as its duties; the rest by role."""
    own = [u for u in tasks if _heads(u, text)]
    by_role = [(title, [u for u in tasks if u.role == role and u not in own]) for role, title in _GROUPS.items()]
    return [("的职责", own), *by_role]


def _heads(unit: Responsibility, text: str) -> bool:
    """Whether the unit's name stands before what it answers for: `X局：负责…`, `A局、B局。负责…`."""
    before = _NUMBER.sub("", text[unit.scope.start : unit.span.start])
    heads = _HEADS.match(text, unit.span.end) is not None and not _BEHIND.search(before)
    return heads and not unit.inherited and unit.scope.end > unit.span.end


def _distinct(names: Iterable[str]) -> list[str]:
    """Each unit once, by its fullest name: 市财政局 also stands as 财政局."""
    kept: list[str] = []
    for name in sorted(dict.fromkeys(names), key=len, reverse=True):
        if not any(same_unit(name, other) for other in kept):
            kept.append(name)
    return kept


def _telling_cells(clause: Clause) -> list[str]:
    """A row's cells of words, without the columns that name units or times."""
    header = clause.header or ("",) * len(clause.cells)
    cells = zip(header, clause.cells, strict=False)
    return [cell for name, cell in cells if _WORDS.search(cell) and not _SIDE_COLUMN.search(name)]


def _due(clause: Clause) -> str:
    """By when a row's task is due, in brackets; empty where no column says so."""
    cells = zip(clause.header, clause.cells, strict=False)
    due = next((cell.strip() for name, cell in cells if cell.strip() and _DUE.search(name)), "")
    return f"（{due}）" if due else ""


def title_of(clause: Clause, text: str = "") -> str:
    """Heading of the clause, or its opening words; with the document's `text`, up to a mark and never inside a word."""
    if clause.kind == "row":
        return "，".join(_telling_cells(clause))[:_OPENING_MAX]
    if clause.heading or not text:
        return clause.path[-1]
    opening = _UNITS_BEHIND.split(_STOP.split(clause.body.of(text).strip())[0])[0]
    cut = max(opening.rfind(mark, 0, _OPENING_MAX) for mark in "，,、")
    return opening[:cut] if len(opening) > _OPENING_MAX and cut > 0 else opening
