"""The fingerprint of a corpus tells its documents, nothing that Python leaves beside them."""

from pathlib import Path

import pytest

from eval import provenance


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    (tmp_path / "a.txt").write_text("一、总则", encoding="utf-8")
    return tmp_path


def test_compiled_files_beside_the_documents_do_not_change_it(folder: Path) -> None:
    before = provenance.corpus_fingerprint([folder])
    (folder / "__init__.py").touch()
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "__init__.cpython-312.pyc").write_bytes(b"x")
    assert provenance.corpus_fingerprint([folder]) == before


@pytest.mark.parametrize("name", ["a.txt", "b.txt", "metadata.toml"])
def test_a_changed_or_added_document_changes_it(folder: Path, name: str) -> None:
    before = provenance.corpus_fingerprint([folder])
    (folder / name).write_text("一、目标", encoding="utf-8")
    assert provenance.corpus_fingerprint([folder]) != before
