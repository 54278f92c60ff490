"""Invented policies are the same at every run, read well and answer their own question."""

from pathlib import Path

import pytest

from eval.bench.corpus import Policy, generate, write_corpus
from eval.bench.standin import StandIn
from ingestion.model import ParsedDocument
from ingestion.pipeline import check

COUNT = 9


@pytest.fixture(scope="module")
def policies() -> list[Policy]:
    return list(generate(COUNT))


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> list[ParsedDocument]:
    folder: Path = tmp_path_factory.mktemp("corpus")
    write_corpus(folder, COUNT)
    return [checked.parsed for checked in check([folder]) if checked.parsed]


def test_the_same_seed_writes_the_same_texts(policies: list[Policy]) -> None:
    assert policies == list(generate(COUNT))
    assert policies != list(generate(COUNT, seed=2))


def test_no_two_have_the_same_text_or_name(policies: list[Policy]) -> None:
    assert len({policy.text for policy in policies}) == len({policy.name for policy in policies}) == COUNT


def test_the_answer_stands_in_the_text(policies: list[Policy]) -> None:
    assert all(policy.fact in policy.text and policy.city in policy.question for policy in policies)


def test_each_is_read_as_a_document_of_its_city(policies: list[Policy], parsed: list[ParsedDocument]) -> None:
    read = [p.document.region.city if p.document.region else None for p in parsed]
    assert read == [policy.city for policy in policies]


def test_plans_have_clauses_units_and_targets(parsed: list[ParsedDocument]) -> None:
    plans = parsed[::3]
    assert all(len(p.clauses) > 25 and len(p.responsibilities) > 20 and len(p.targets) > 3 for p in plans)


def test_the_stand_in_finds_like_texts_near() -> None:
    vectors = StandIn().embed_passages(["加快建设人才公寓和保障性住房", "加快建设人才公寓", "生活垃圾分类收运"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
