"""Answers from the cells of tables, and rows that answer nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.extractive.apart import say_apart
from assistant.answering.extractive.columns import columns_asked, figure_of, has_kind_asked, is_worded, unit_elsewhere
from assistant.answering.extractive.correction import say_whether
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.figures import figures_agree
from assistant.answering.extractive.occasion import missed
from assistant.answering.extractive.rows import (
    OF_UNITS,
    Asked,
    Table,
    differs,
    read_asked,
    share_said,
    tables_of,
    words_of,
)
from assistant.answering.extractive.trimming import compares_figures
from assistant.answering.extractive.units import name_units, say_units
from assistant.model import Evidence
from assistant.question.words import is_noun
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.things import act_asked
from ingestion.model import Clause, Document

Bears = Callable[[Ranked], bool]

_KINDS = ("value", "list", "measure", "comparison", "units")
_NEAR = 8  # clauses whose documents may hold the table
_DOCUMENTS_MAX = 3
_TOLD = 0.75  # of the question's words, by row, column and what stands above them
_TOLD_WORDED = 0.3  # the same where the column is named as well
_BETTER = 0.15  # prose that says so much more of the question goes ahead
_AS_MUCH = 0.05  # less of the question than the best tells, in the cells of another place that are told as well
_TELLING = 0.5  # the weight of a word that few clauses have
_ROWS_MAX = 20
_OF_UNIT = "数字单位：{}"
_SAID = 0.3  # of a cell by the question, or of the question by the cells of words: less is of another matter


@dataclass(frozen=True, slots=True)
class _Cells:
    """Rows of one table with the columns to say; the first row, ranked, tells how much of the question they cover."""

    table: Table
    rows: Sequence[Clause]
    columns: Sequence[int]
    ranked: Ranked
    told: float
    worded: bool  # the question says something of a column's name; else its kind of figure alone tells it

    @property
    def document(self) -> Document:
        return self.ranked.evidence.document

    @property
    def says_units(self) -> bool:
        return any(OF_UNITS.search(self.table.names[column]) for column in self.columns)

    @property
    def tells(self) -> bool:
        """Whether they tell enough of the question."""
        return self.told >= (_TOLD_WORDED if self.worded else _TOLD)

    def speaks_of(self, names: Iterable[str]) -> bool:
        """Whether each of the names stands in one of the rows."""
        cells = [normalized(cell) for row in self.rows for cell in row.cells]
        return all(any(name in cell for cell in cells) for name in names)


def say_cells(draft: Draft, desk: Desk, found: Sequence[Ranked], bears: Bears) -> bool:
    """The cells that the question names by row and column; False where it names none, or prose says it better."""
    if desk.asked.kind not in _KINDS:
        return False
    named = [cells for cells in _cells_named(desk, found) if desk.asked.kind != "units" or _says_who(desk, cells)]
    best = max(named, key=lambda cells: cells.told, default=None)
    if best is None or not best.tells or not _is_of_act(desk, best.ranked):
        return False
    if _prose_goes_ahead(desk, best, found, bears):
        return False
    rivals = _rivals(desk, best, named)
    if len(rivals) > 1:
        say_apart(draft, [(cells.document, partial(_say, draft, desk, cells)) for cells in rivals])
    else:
        _say(draft, desk, best)
    return True


def _rivals(desk: Desk, best: _Cells, named: Sequence[_Cells]) -> list[_Cells]:
    """The best, and the cells of documents of other places that tell as much of a question which names no place."""
    if desk.scope.restricted or desk.asked.kind == "comparison" or not (best.document.region and best.worded):
        return [best]
    of_place = {best.document.region.name: best}
    for cells in named:
        region = cells.document.region
        if region and region.name and cells.worded and cells.told >= best.told - _AS_MUCH:
            of_place.setdefault(region.name, cells)
    return list(of_place.values())


def _is_of_act(desk: Desk, ranked: Ranked) -> bool:
    """Whether the row or what it stands under speaks of the act, or the time, for which a sum is asked (年卡)."""
    act = act_asked(desk.asked.text)
    return act is None or bool(act.search(ranked.wording.all_words))


def say_cells_of_each(draft: Draft, desk: Desk, names: Sequence[str]) -> bool:
    """The cells that are asked for of each of several places, where the rows of one table are about all of them."""
    scope = desk.scope
    documents = [*scope.documents, *(scope.elsewhere.documents if scope.elsewhere else ())]
    named = _cells_named(desk, desk.search(documents, must_name=()), whole=True)
    best = max((cells for cells in named if cells.speaks_of(names)), key=lambda cells: cells.told, default=None)
    if best is None or not best.tells:
        return False
    _say(draft, desk, best)
    return True


def is_beside_the_matter(desk: Desk, ranked: Ranked) -> bool:
    """Whether a row says nothing of the question in its own cells, or is of another class than the one asked for."""
    clause = ranked.evidence.clause
    if clause.kind != "row":
        return False
    asked, cells = _asked_of(desk), normalized(" ".join(clause.cells))
    table = next(t for t in _tables(desk, clause.doc_id) if clause in t.rows)
    if (desk.asked.kind == "value" or compares_figures(desk.asked)) and not has_kind_asked(table, clause, asked):
        return True
    if any(name in cells for name in desk.scope.must_name):
        return False
    if differs(cells, asked):
        return True
    if clause in table.rows_named(asked):  # also by the name of a place, which is none of the terms
        return False
    if desk.asked.kind != "value" or not coverage(desk.terms, [Layer(cells)]):
        return not coverage(desk.terms, [Layer(cells)])
    said = coverage(desk.terms, [Layer(" ".join(words_of(clause.cells)))])
    return max(said, share_said(clause.cells, asked)) < _SAID


def _tables(desk: Desk, doc_id: str) -> list[Table]:
    clauses = desk.clauses(doc_id)
    return tables_of(clauses, desk.text(doc_id)) if any(c.kind == "row" for c in clauses) else []


def _asked_of(desk: Desk) -> Asked:
    synonyms = {term.text: term.variants[1:] for term in desk.terms}
    years = desk.asked.years or [year for first, last in desk.asked.periods for year in range(first, last + 1)]
    asked = read_asked(desk.asked.text, synonyms, years)
    return replace(asked, amounts=()) if desk.asked.numbers else asked  # what is asserted is no case that is given


def _cells_named(desk: Desk, found: Sequence[Ranked], *, whole: bool = False) -> list[_Cells]:
    """What the question names in tables of the documents found first; `whole` rows where it names no column."""
    documents = list({r.evidence.document.id: r.evidence.document for r in found[:_NEAR]}.values())[:_DOCUMENTS_MAX]
    asked = _asked_of(desk)
    tables = (
        (table, document)
        for document in documents
        for table in tables_of(desk.clauses(document.id), desk.text(document.id))
    )
    named = (_named_in(desk, table, document, asked, whole=whole) for table, document in tables)
    return [cells for cells in named if cells]


def _named_in(desk: Desk, table: Table, document: Document, asked: Asked, *, whole: bool) -> _Cells | None:
    titled = _titled(desk, document)
    rows = [
        row
        for row in table.rows_named(asked, titled)
        if desk.has_name(Evidence(row, document, 0.0), desk.scope.must_name)
    ]
    if not rows or len(rows) > _ROWS_MAX:
        return None
    context = normalized(" ".join([document.title, *rows[0].path[:-1]]))
    columns = sorted({i for row in rows for i in columns_asked(table, row, asked, context)})
    several = len(rows) == 1 and len(columns) < len(asked.parts)  # more is asked than columns were found for
    if (not columns and whole) or (columns and several):
        columns = [i for i in range(len(table.header)) if not table.is_aside(i)]
    (ranked,) = desk.rank([Evidence(rows[0], document, 0.0)])
    of_year = bool(asked.years) and table.years.issuperset(asked.years)
    if not columns or (missed(desk, ranked) and not of_year):
        return None
    if desk.asked.kind == "value" and ranked.features["other_sum"]:
        return None
    nouns = [t for t in desk.terms if t.known or is_noun(t.text)]  # verbs have other words there
    told = coverage(nouns, _layers(ranked))
    worded = any(is_worded(table, row, column, asked) for row in rows for column in columns)
    return _Cells(table, rows, columns, ranked, told, worded)


def _layers(ranked: Ranked) -> list[Layer]:
    wording = ranked.wording
    return [Layer(words) for words in (wording.body, wording.above, wording.title)]


def _titled(desk: Desk, document: Document) -> str:
    """The title, with the words of the question that it has in other words."""
    title = normalized(document.title)
    return "|".join([title, *(t.text for t in desk.terms if any(form in title for form in t.variants))])


def _says_who(desk: Desk, cells: _Cells) -> bool:
    """Whether a cell says who acts where no unit was read for the row."""
    return cells.says_units and not any(desk.units(row.id) for row in cells.rows)


def _prose_goes_ahead(desk: Desk, cells: _Cells, found: Sequence[Ranked], bears: Bears) -> bool:
    """Whether a sentence says far more of the question, or the same figures in words."""
    asked = _asked_of(desk)
    prose = [r for r in found[:_NEAR] if r.evidence.clause.kind != "row" and not missed(desk, r) and bears(r)]
    if prose and prose[0] is found[0] and cells.told < _TOLD and _tells_more(desk, prose[0], cells):
        return True
    best = [(r.features["best"], normalized(r.best.sentence.text)) for r in prose if r.best]
    best = [(covered, words) for covered, words in best if not differs(words, asked)]
    if not best:
        return False
    figures = [figure_of(cells.table, row, column) for row in cells.rows for column in cells.columns]
    covered, words = best[0]
    if any(map(str.isdigit, "".join(figures))) and all(figure in words for figure in figures):
        return covered >= cells.told - _BETTER
    if asked.years and cells.table.years.issuperset(asked.years):
        best = [(covered, words) for covered, words in best if any(year in words for year in asked.years)]
    covered, _ = max(best, default=(0.0, ""))
    return covered > cells.told + _BETTER if cells.worded else covered >= cells.told


def _tells_more(desk: Desk, prose: Ranked, cells: _Cells) -> bool:
    """Whether the best sentence has a telling word of the question that stands nowhere in or above the row: 封路."""
    untold = [t for t in desk.terms if t.known and t.weight >= _TELLING and not coverage([t], _layers(cells.ranked))]
    return prose.best is not None and coverage(untold, [Layer(normalized(prose.best.sentence.text))]) > 0


def _say(draft: Draft, desk: Desk, cells: _Cells) -> None:
    document = cells.ranked.evidence.document
    at = [(row, column) for row in cells.rows for column in cells.columns]
    said = "，".join(cells.table.names[column] + figure_of(cells.table, row, column) for row, column in at)
    say_whether(draft, agrees=figures_agree(desk.asked, said))
    lines = []
    for row in cells.rows:
        number = draft.cite(row, document, desk.text(document.id))
        lines.append(f"{_spoken(draft, desk, cells, row)}[{number}]")
        name_units(draft, desk, row, number)
    draft.say("\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0])
    if desk.asked.asks_units and len(lines) == 1 and not cells.says_units:
        say_units(draft, desk, cells.rows[0], document)
    draft.needs_model = True


def _spoken(draft: Draft, desk: Desk, cells: _Cells, row: Clause) -> str:
    """The cells that name the row, and those of the columns, by the names of their columns."""
    table = cells.table
    naming = {table.named_by, *table.keys_told(row, _asked_of(desk))} - {None}
    alike = [other for other in cells.rows if table.named_by is not None and _name(table, other) == _name(table, row)]
    naming |= set(table.key_columns if len(alike) > 1 else ())
    told = {*naming, *cells.columns} | {i for i, cell in enumerate(row.cells) if table.is_proviso(i, cell)}
    shown = [i for i in range(len(row.cells)) if i in told and row.cells[i]]
    pairs = ((table.header[i], row.cells[i].rstrip("。；")) for i in shown)
    said = [f"{name}：{cell}" if name else cell for name, cell in pairs]
    units = dict.fromkeys(filter(None, (unit_elsewhere(table, row, column) for column in cells.columns)))
    of_unit = [_OF_UNIT.format("、".join(units))] if units else []
    draft.facts += of_unit  # it stands above the row or in a cell by itself
    return "；".join([*said, *of_unit]) + "。"


def _name(table: Table, row: Clause) -> str:
    return "" if table.named_by is None else row.cells[table.named_by]
