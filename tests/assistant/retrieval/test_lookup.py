import pytest

from assistant.model import ClauseReference
from assistant.retrieval.lookup import find_clauses, last_number
from ingestion.model import Clause, Span

LOCAL = (
    "s1", "s3", "s3-i7", "s3-i8", "s4", "s4-p2", "s4-p2-i5", "art7", "art7-para2", "art15", "art15-para2",
    "art15-para2-p3", "annex1", "annex1-s1", "i4", "i4-n4", "i4-n4-n1", "i4-n1",
)  # fmt: skip


def clause(local: str) -> Clause:
    return Clause(f"plan-{local}", "plan", "item", None, None, (local,), local, 1, 0, Span(0, 1), Span(0, 1))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((("part", 3), ("article", 8)), ["s3-i8"]),
        ((("article", 8),), ["s3-i8"]),
        ((("section", 4), ("paren", 2)), ["s4-p2"]),
        ((("section", 4), ("paren", 2), ("dot", 5)), ["s4-p2-i5"]),
        ((("article", 7), ("paragraph", 2)), ["art7-para2"]),
        ((("article", 15), ("paragraph", 2), ("item", 3)), ["art15-para2-p3"]),
        ((("annex", 1),), ["annex1"]),
        ((("top", 4), ("below", 4)), ["i4-n4"]),
        ((("top", 4), ("below", 4), ("below", 1)), ["i4-n4-n1"]),
        ((("top", 5), ("below", 4)), []),
        ((("article", 36),), []),
        ((("part", 9), ("article", 8)), []),
    ],
)
def test_a_reference_finds_the_clause_it_names(steps: tuple[tuple[str, int], ...], found: list[str]) -> None:
    reference = ClauseReference("", steps)
    assert [c.label for c in find_clauses(reference, [clause(x) for x in LOCAL])] == found


@pytest.mark.parametrize(
    ("steps", "last"), [((("article", 99),), "art15"), ((("annex", 9),), "annex1"), ((("chapter", 2),), None)]
)
def test_the_last_clause_of_a_kind_is_told(steps: tuple[tuple[str, int], ...], last: str | None) -> None:
    assert last_number(ClauseReference("", steps), [clause(x) for x in LOCAL]) == last
