"""The real assistant over documents of our own, asked by a run; only the vectors are played."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import LLMSettings, Settings
from eval import workbench
from eval.datasets.suites import OWN_DOCUMENTS, Suite, load_suite
from eval.runner import describe, run_suite
from eval.workbench import index_dir, open_workbench, prune, settings_for


class LetterEmbedder:
    """Vectors of which letters a text has: close enough for a test, and quick."""

    model_id = "letters/1"
    dimension = 64
    tokens = None

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        vector = np.full(self.dimension, 0.01, dtype=np.float32)
        for letter in text:
            vector[hashlib.sha256(letter.encode()).digest()[0] % self.dimension] += 1
        return vector / np.linalg.norm(vector)


@pytest.fixture
def parking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Suite:
    """The questions about one invented regulation, over that regulation alone."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    stem = "青岚-停车场管理办法"
    shutil.copy(OWN_DOCUMENTS / f"{stem}.txt", corpus)
    shutil.copy(OWN_DOCUMENTS / "metadata.toml", corpus)
    monkeypatch.setattr(workbench.provenance, "ROOT", tmp_path)
    monkeypatch.setattr(workbench.provenance, "PRODUCT", ())
    questions = [question for question in load_suite("own").questions if question.documents == (stem,)]
    return Suite("own", tuple(questions[:3]), (corpus,))


async def test_a_suite_is_ingested_asked_and_scored(parking: Suite, tmp_path: Path) -> None:
    async with open_workbench(parking, Settings(), "extractive", tmp_path, embedder=LetterEmbedder()) as bench:
        header = describe(parking, Settings(), name="t", mode="extractive", index=bench.index, ablation=None)
        run = await run_suite(parking, bench, header, tmp_path / "run", progress=lambda done, of: None)
    assert [row.id for row in run.rows] == [question.id for question in parking.questions]
    assert [row.error for row in run.rows] == [None] * 3
    assert all(row.retrieved and row.retrieved[0][0] == "青岚-停车场管理办法" for row in run.rows)
    assert all(row.scores["quote_exactness"] in (None, 1.0) for row in run.rows)
    assert run.header.settings["judge"]["api_key"] is None


def test_the_index_is_kept_apart_by_documents_and_model(parking: Suite, tmp_path: Path) -> None:
    before = index_dir(parking, Settings(), tmp_path)
    (parking.corpus[0] / "另一份.txt").write_text("第一条 新文件。", encoding="utf-8")
    assert index_dir(parking, Settings(), tmp_path) != before


def test_old_indexes_are_removed_and_the_newest_kept(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    prune(tmp_path, keep=2)
    assert len(list(tmp_path.iterdir())) == 2


def test_an_extractive_run_uses_no_model_even_where_one_is_configured(tmp_path: Path) -> None:
    configured = Settings(llm=LLMSettings(base_url="http://127.0.0.1:1/v1", model="m"))
    assert settings_for(configured, "extractive", tmp_path).llm.model is None
    assert settings_for(configured, "llm", tmp_path).llm.model == "m"
