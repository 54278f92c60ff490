"""Everything a unit must do, complete from the catalog, grouped by document and role."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.model import Role
from ingestion.model import Clause, Document, Responsibility
from ingestion.parsing.units import same_unit

_GROUPS: dict[Role, str] = {"lead": "牵头", "support": "配合或参与", "responsible": "负责"}
_DOCUMENTS_MAX = 8


def say_tasks(draft: Draft, desk: Desk) -> bool:
    """List the tasks of the units that are asked for; False where the documents in scope name none of them."""
    found = [(d, tasks) for d in desk.scope.documents if (tasks := _tasks_of(desk, d))]
    for document, tasks in found[:_DOCUMENTS_MAX]:
        _say_document(draft, desk, document, tasks, several=len(found) > 1)
    if len(found) > _DOCUMENTS_MAX:
        draft.notices.append("涉及的文件较多,只列出一部分;请指明地区或文件后再问。")
    return bool(found)


def _tasks_of(desk: Desk, document: Document) -> list[Responsibility]:
    names = [n for n in desk.knowledge.unit_names() if any(same_unit(n, u) for u in desk.asked.units)]
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
            lines.append(f"- {title_of(clause)}[{number}]")
            draft.name_units([u for u in tasks if u.role == role and u.clause_id == clause.id], number)
        draft.say("\n".join(lines))


def title_of(clause: Clause) -> str:
    """Heading of the clause, or its opening words."""
    return clause.path[-1] if clause.kind != "row" else "；".join(c for c in clause.cells if c)[:60]
