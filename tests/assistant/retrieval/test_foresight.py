import threading
from collections.abc import Iterator

import numpy as np
import pytest

from assistant.retrieval.foresight import Foresight
from ingestion.knowledge.embedding import Vectors


class Slow:
    """Embeds when it is let; keeps what it was asked."""

    model_id, dimension = "slow", 1

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
