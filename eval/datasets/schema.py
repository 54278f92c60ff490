"""What one line of a dataset means. Every field is checked when a dataset is loaded, and again in the test suite.

A gold clause is named by a *quote*, not by an id: ids change when a parser rule does, the words do not. A citation
hits a gold clause when the quote stands in the cited clause, or names a heading above it. An empty quote means any
clause of that document (for questions about the document itself).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "value",  # how many, how much, by when
    "measure",  # what will be done, how
    "units",  # who is responsible
    "unit_tasks",  # everything a unit must do
    "article",  # the text of a named clause
    "list",  # list or outline
    "comparison",  # two or more documents
    "document",  # number, issuer, dates, basis, in force
    "small_talk",
    "refuse",  # the corpus does not answer
    "correct",  # the question asserts something wrong; the answer says what the clause says
    "clarify",  # fits several documents and names none
]
Expected = Literal["answered", "refused", "clarify"]
Need = Literal["must", "either", "extra"]
Split = Literal["fit", "test"]
Role = Literal["lead", "support", "responsible"]


class Line(BaseModel):
    """A frozen record in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Gold(Line):
    """A clause that bears the answer.

    `need`: "must" clauses are all to be cited; of the "either" clauses one is enough; an "extra" clause may be cited
    without harm but does not bear the answer on its own.
    """

    doc: str  # file stem
    quote: str  # verbatim, white space aside
    need: Need = "must"


class AskFilters(Line):
    """The filters sent with the question."""

    region: tuple[str, ...] = ()
    year: int | None = None
    doc_id: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()


class Question(Line):
    """One question, what was asked before it, and what a good answer holds.

    `expect` lists every status that is acceptable. Each entry of `facts` is a list of wordings, one of which must
    stand in the answer; none of `forbidden` may. `units` are complete by role; those in `inherited` are said once
    elsewhere in the document. `asks_units` marks the questions for which unit scores count. `split` is by document:
    nothing is fitted on "test".
    """

    id: str
    kind: Kind
    question: str
    turns: tuple[str, ...] = ()
    filters: AskFilters = AskFilters()
    as_of: date | None = None
    expect: tuple[Expected, ...] = Field(min_length=1)
    gold: tuple[Gold, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    units: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    inherited: tuple[str, ...] = ()
    asks_units: bool = False
    split: Split
    tags: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _is_consistent(self) -> Question:
        if self.kind == "refuse" and (self.gold or "answered" in self.expect):
            raise ValueError(f"{self.id}: a question to be refused has no gold clause and is never answered")
        if self.kind not in ("refuse", "small_talk") and not self.gold:
            raise ValueError(f"{self.id}: a question to be answered needs a gold clause")
        named = {name for names in self.units.values() for name in names}
        if not set(self.inherited) <= named:
            raise ValueError(f"{self.id}: inherited units must be among the units")
        if any(not wordings or not all(wordings) for wordings in self.facts):
            raise ValueError(f"{self.id}: a fact needs at least one wording, none of them empty")
        return self

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that bear the answer, in the order of the gold clauses."""
        return tuple(dict.fromkeys(gold.doc for gold in self.gold))

    @property
    def should_answer(self) -> bool:
        return "answered" in self.expect
