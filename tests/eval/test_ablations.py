from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.model import Understanding
from assistant.question import QuestionReader
from eval.ablations import ABLATIONS, NAMES, ablations_markdown
from tests.eval.builders import row, run_of


def product() -> Any:
    return SimpleNamespace(
        knowledge=SimpleNamespace(search_dense=lambda *a, **k: ["dense"], search_lexical=lambda *a, **k: ["lexical"])
    )


@pytest.mark.parametrize(
    ("name", "found", "kind"),
    [
        ("bm25", ([], ["lexical"]), "measure"),
        ("dense", (["dense"], []), "measure"),
        ("fused", (["dense"], ["lexical"]), "measure"),
        ("full", (["dense"], ["lexical"]), "units"),
    ],
)
def test_an_ablation_switches_off_what_it_names_and_nothing_else(
    name: str, found: tuple[list[str], list[str]], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    understood = Understanding(original="谁牵头?", text="谁牵头?", kind="units", units=("市科技局",), terms=("牵头",))
    monkeypatch.setattr(QuestionReader, "read", lambda self, *a, **k: understood)
    reader = object.__new__(QuestionReader)
    assistant = product()
    with ABLATIONS[name](assistant):
        assert (assistant.knowledge.search_dense(), assistant.knowledge.search_lexical()) == found
        assert reader.read("谁牵头?").kind == kind
        assert reader.read("谁牵头?").terms == ("牵头",)
    assert reader.read("谁牵头?") == understood


def test_the_table_holds_every_part_over_all_suites_by_suite_and_by_kind() -> None:
    runs = {
        name: [run_of(row("q1", 1.0), row("q2", float(name == "full"))), run_of(row("q3", 0.0, kind="measure"))]
        for name in ABLATIONS
    }
    text = ablations_markdown(runs)
    assert text.startswith("dev、dev,3 questions:")
    assert text.count("| fused + understanding | ") == 4
    assert "| BM25 only | 0.500 / 0.500 | 0.000 / 0.000 |" in text  # by suite
    assert "| fused + understanding | 0.000 / 0.000 | 1.000 / 1.000 |" in text  # by kind: measure, value
    assert set(NAMES) == set(ABLATIONS)
