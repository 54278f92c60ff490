"""From statements and rules to `Responsibility` rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ingestion.model import Clause, Responsibility, Role, Span
from ingestion.parsing.responsibility.attachment import Attached, ClauseTree, attach
from ingestion.parsing.responsibility.headed import read_headed
from ingestion.parsing.responsibility.items import names_items
from ingestion.parsing.responsibility.names import UnitName, is_unit_like, split_units
from ingestion.parsing.responsibility.parts import parts_of
from ingestion.parsing.responsibility.rows import read_row
from ingestion.parsing.responsibility.rules import Rule, find_rules
from ingestion.parsing.responsibility.spans import SpanSet
from ingestion.parsing.responsibility.statements import Statement, find_statements
from ingestion.parsing.responsibility.wording import Group, Wording, read_verbal, role_of_label

_NO_TASKS = re.compile(r"组织(?:实施|保障|领导)|保障措施|工作要求|有关要求|附则|其他事项")
_ROLE_ORDER: dict[Role, int] = {"lead": 0, "responsible": 1, "support": 2}


def read_responsibilities(text: str, clauses: Sequence[Clause]) -> list[Responsibility]:
    """Every unit that a document names for a clause, in reading order; rules and sections included as inherited."""
    tree = ClauseTree(clauses)
    rules = find_rules(text)
    attached = _lead_by_order(text, tree, rules, attach(text, tree, _statements(text, tree, rules)))
    rows = [row for one in attached for row in _rows(text, tree, one)]
    rows += _included(text, rules, attached)
    rows += _all_tasks(text, tree, rules, attached)
    rows += _from_sections(text, tree, attached)
    return _distinct(rows)


def _statements(text: str, tree: ClauseTree, rules: Sequence[Rule]) -> list[Statement]:
    tables = [c for c in tree.clauses if c.kind == "row"]
    read = [statement for row in tables if (statement := read_row(text, row)) is not None]
    covered = SpanSet([row.span for row in tables] + [rule.span for rule in rules if rule.kind == "all-tasks"])
    free = [s for s in find_statements(text, 0, len(text)) if not covered.covers(s.span.start)]
    headed = [s for s in read_headed(text, tree) if not covered.covers(s.span.start)]
    return read + free + headed


def _lead_by_order(text: str, tree: ClauseTree, rules: Sequence[Rule], attached: list[Attached]) -> list[Attached]:
    """`列第一位者为牵头单位,下同`: from the clause that says it on, or everywhere when it stands at the end."""
    rule = next((r for r in rules if r.kind == "first-leads"), None)
    if rule is None:
        return attached
    home = tree.at(rule.span.start)
    since = home.span.start if home else rule.span.start
    if not any(a.statement.assigned and a.statement.span.end > since for a in attached):
        since = 0
    return [_first_leads(a) if a.statement.assigned and a.statement.span.end > since else a for a in attached]


def _first_leads(one: Attached) -> Attached:
    wording = one.statement.wording
    if any(group.role == "lead" for group in wording.groups):
        return one
    first, *rest = wording.units
    groups = (Group("lead", (first,)), *((Group("support", tuple(rest)),) if rest else ()))
    return replace(one, statement=replace(one.statement, wording=replace(wording, groups=groups)))


def _rows(text: str, tree: ClauseTree, one: Attached) -> Iterator[Responsibility]:
    """Who answers for each part; who answers for all but the parts that are others' answers for none of these."""
    wording = one.statement.wording
    parts = parts_of(text, one, tree.numbered_children(one.clause))
    rest = any(not unit.of for g in wording.groups if g.role != "support" for unit in g.units)
    for of, scope in [("", one.scope), *parts] if rest else parts:
        part = replace(one, scope=scope)
        held = (of,) if rest else ("", of)
        yield from (_row(part, unit, g.role) for g in wording.groups for unit in g.units if unit.of in held)


def _row(
    one: Attached, unit: UnitName, role: Role, *, clause: Clause | None = None, inherited: bool = False
) -> Responsibility:
    return Responsibility(
        clause_id=(clause or one.clause).id,
        name=unit.name,
        normalized=unit.normalized,
        role=role,
        span=unit.span,
        scope=clause.span if clause else one.scope,
        inherited=inherited,
        kind="assigned" if one.statement.assigned else "mentioned",
        deadline=one.statement.wording.deadline,
        of=unit.of,
    )


def _included(text: str, rules: Sequence[Rule], attached: Sequence[Attached]) -> Iterator[Responsibility]:
    """`以下责任单位均包含X、Y,不再列出`: X and Y join every later list, in the role that its members have."""
    for rule in rules:
        if rule.kind != "includes":
            continue
        units, _ = split_units(text, rule.units.start, rule.units.end)
        for one in attached:
            after = one.statement.span.start >= rule.span.end
            if one.statement.assigned and after != rule.backward:
                yield from (_row(one, unit, _members_role(one.statement.wording), inherited=True) for unit in units)


def _members_role(wording: Wording) -> Role:
    roles = {group.role for group in wording.groups}
    return "responsible" if roles == {"responsible"} else "support"


def _all_tasks(
    text: str, tree: ClauseTree, rules: Sequence[Rule], attached: Sequence[Attached]
) -> Iterator[Responsibility]:
    """`以上任务均由X负责`, `以上任务,X均为责任单位`: every task above, in its section where it stands in one.

    Who is only 责任 supports those that a task itself is led by; 除已注明的外 leaves the tasks out that name units.
    """
    named: dict[str, set[Role]] = {}
    for one in attached:
        if one.statement.assigned:
            named.setdefault(one.clause.id, set()).update(group.role for group in one.statement.wording.groups)
    for rule in rules:
        home = tree.at(rule.span.start)
        wording = _of_all(text, rule) if rule.kind == "all-tasks" else None
        if wording is None or home is None:
            continue
        statement = Statement(rule.span, wording, "line")
        for clause in _tasks_of(tree, rule, home, named):
            one = Attached(statement, clause, clause.span)
            led = "lead" in named.get(clause.id, ())
            for group in wording.groups:
                role = "support" if led and group.role == "responsible" else group.role
                yield from (_row(one, unit, role, inherited=True) for unit in group.units)


def _of_all(text: str, rule: Rule) -> Wording | None:
    """What a rule says of its units, by a verb (由A负责) or behind them (A均为配合单位); none for 由A负责解释."""
    if rule.units.end == rule.span.end:
        return read_verbal(text, rule.units)
    units = tuple(unit for unit in split_units(text, rule.units.start, rule.units.end)[0] if is_unit_like(unit.name))
    role = role_of_label(text[rule.units.end : rule.span.end]) or "responsible"
    return Wording((Group(role, units),)) if units else None


def _tasks_of(tree: ClauseTree, rule: Rule, home: Clause, named: Collection[str]) -> list[Clause]:
    """What has units of its own or is a numbered clause without others below, before or all around the rule.

    A rule that looks back from a section on how the work is organised speaks of the sections before it.
    """
    tasks = [c for c in tree.clauses if (c.kind == "row" or not rule.rows) and (c.id in named or _is_task(tree, c))]
    if rule.rest:
        tasks = [c for c in tasks if not _covered(tree, c, named)]
    if not rule.backward:
        return [c for c in tasks if c.id != home.id]
    before = [c for c in tasks if c.span.start < rule.span.start and c.id != home.id]
    above = tree.parent(tree.numbered(home))
    if above is None or tree.numbered(home).kind == "section":
        return before
    if _NO_TASKS.search(above.heading or ""):
        return [c for c in before if c.span.end <= above.span.start]
    return [c for c in before if above.span.start <= c.span.start]


def _is_task(tree: ClauseTree, clause: Clause) -> bool:
    above = tree.parent(clause)
    within = clause.kind == "section" and above is not None and above.kind == "section"  # 第一节
    return (within or clause.kind in {"item", "article"}) and not tree.numbered_children(clause)


def _covered(tree: ClauseTree, clause: Clause, named: Collection[str]) -> bool:
    """Whether the clause, one in it or one around it names units."""
    at: Clause | None = clause
    while at is not None:
        if at.id in named:
            return True
        at = tree.parent(at)
    return any(c.id in named for c in tree.descendants(clause))


def _from_sections(text: str, tree: ClauseTree, attached: Sequence[Attached]) -> Iterator[Responsibility]:
    """What a section says of the whole of itself holds for its items that name none."""
    named = [a for a in attached if a.statement.assigned]
    owners = {a.clause.id for a in named}
    for one in named:
        if any(names_items(unit.of) for unit in one.statement.wording.units):
            continue
        if one.scope != one.clause.span or not tree.numbered_children(one.clause):
            continue
        for clause in _nameless(tree, one.clause, owners):
            for group in one.statement.wording.groups:
                yield from (_row(one, unit, group.role, clause=clause, inherited=True) for unit in group.units)


def _nameless(tree: ClauseTree, section: Clause, owners: set[str]) -> Iterator[Clause]:
    for child in tree.numbered_children(section):
        below = {d.id for d in tree.descendants(child)}
        if child.id in owners:
            continue
        if not below & owners:
            yield child
        yield from _nameless(tree, child, owners)


def _distinct(rows: list[Responsibility]) -> list[Responsibility]:
    """One row for a unit, clause and scope; what the clause says itself wins over what it inherits."""
    best: dict[tuple[str, str, Span, str], Responsibility] = {}
    for row in sorted(rows, key=lambda r: (r.inherited, _ROLE_ORDER[r.role])):
        best.setdefault((row.clause_id, row.normalized, row.scope, row.kind), row)
    return sorted(best.values(), key=lambda r: (r.scope.end, r.inherited, r.kind != "assigned", r.span.start))
