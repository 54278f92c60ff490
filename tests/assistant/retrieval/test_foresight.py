import threading
from collections.abc import Iterator
from contextvars import ContextVar

import numpy as np
import pytest

from assistant.retrieval.foresight import Foresight
from ingestion.knowledge.embedding import Vectors


class Slow:
    """Embeds when it is let; keeps what it was asked."""

    model_id, dimension, tokens = "slow", 1, None

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_go = threading.Event()

    def embed_query(self, text: str) -> Vectors:
        self.asked.append(text)
        self.may_go.wait(10)
        return np.array([len(text)], dtype=np.float32)

    def embed_passages(self, texts: object) -> Vectors:
        raise NotImplementedError


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def foresight(slow: Slow) -> Iterator[Foresight]:
    opened = Foresight(slow)
    yield opened
    slow.may_go.set()
    opened.close()


def test_a_question_guessed_right_is_embedded_once(foresight: Foresight, slow: Slow) -> None:
    foresight.guess("问题")
    slow.may_go.set()
    assert foresight.vector_of("问题").result(10) == [2]
    assert slow.asked == ["问题"]


def test_a_wrong_guess_stands_in_nobodys_way(foresight: Foresight, slow: Slow) -> None:
    foresight.guess("问题")
    foresight.forget("问题")
    foresight.forget("从未问过")
    slow.may_go.set()
    assert foresight.vector_of("另一个问题").result(10) == [5]


def test_nothing_is_guessed_while_other_questions_are_embedded(foresight: Foresight, slow: Slow) -> None:
    running = foresight.vector_of("先问的")
    foresight.guess("猜的")
    slow.may_go.set()
    running.result(10)
    assert slow.asked == ["先问的"]


def test_a_failure_reaches_the_one_who_asks(slow: Slow) -> None:
    class Broken(Slow):
        def embed_query(self, text: str) -> Vectors:
            raise ValueError(text)

    foresight = Foresight(Broken())
    foresight.guess("问题")
    with pytest.raises(ValueError, match="问题"):
        foresight.vector_of("问题").result(10)
    foresight.close()


def test_what_follows_many_embeddings_waits_for_none_that_waits_for_it(foresight: Foresight, slow: Slow) -> None:
    embeddings = [foresight.vector_of("问" * n) for n in range(1, 41)]
    lengths = [foresight.follow(embedding, lambda vector: int(vector[0])) for embedding in embeddings]
    slow.may_go.set()
    assert [length.result(10) for length in lengths] == list(range(1, 41))


def test_work_after_an_embedding_is_done_in_the_context_of_who_asked(foresight: Foresight, slow: Slow) -> None:
    asked_in = ContextVar("asked_in", default="nowhere")
    asked_in.set("here")
    following = foresight.follow(foresight.vector_of("问题"), lambda _: asked_in.get())
    slow.may_go.set()
    assert following.result(10) == "here"
