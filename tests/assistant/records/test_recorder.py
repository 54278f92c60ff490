"""The recorder: nothing waits for it, nothing that was put is lost, and what is given up is told."""

import logging
import threading
from collections.abc import Sequence

import pytest

from assistant.errors import ServiceUnavailable
from assistant.records.recorder import Recorder


class Store:
    """Keeps what is written; fails as often as it is told to, and waits where it is held."""

    def __init__(self, failures: int = 0) -> None:
        self.batches: list[list[int]] = []
        self.failures = failures
        self.free = threading.Event()
        self.free.set()

    def write(self, rows: Sequence[int]) -> None:
        self.free.wait(10)
        if self.failures:
            self.failures -= 1
            raise ServiceUnavailable("away")
        self.batches.append(list(rows))

    @property
    def rows(self) -> list[int]:
        return [row for batch in self.batches for row in batch]


def test_what_was_put_is_written_in_order_and_together() -> None:
    store = Store()
    store.free.clear()
    recorder = Recorder(store.write)
    for number in range(100):  # returns although nothing can be written
        recorder.put(number)
    assert store.rows == []
    store.free.set()
    recorder.settle()
    assert store.rows == list(range(100))
    assert len(store.batches) < 10
    recorder.close()


def test_closing_writes_what_is_left_and_takes_nothing_more() -> None:
    store = Store()
    recorder = Recorder(store.write)
    for number in range(1000):
        recorder.put(number)
    recorder.close()
    assert store.rows == list(range(1000))
    with pytest.raises(RuntimeError):
        recorder.put(1)


def test_a_database_that_comes_back_gets_everything(caplog: pytest.LogCaptureFixture) -> None:
    store = Store(failures=2)
    recorder = Recorder(store.write, pauses_s=(0.001, 0.001, 0.001))
    recorder.put(1)
    recorder.settle()
    assert store.rows == [1]
    assert "trying again" in caplog.text
    recorder.close()


def test_what_cannot_be_written_is_told_and_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    store = Store(failures=2)
    recorder = Recorder(store.write, pauses_s=(0.001,))
    with caplog.at_level(logging.ERROR):
        recorder.put(1)
        recorder.settle()
        recorder.put(2)
        recorder.close()
    assert store.rows == [2]
    assert "1 answers were not recorded" in caplog.text


def test_nothing_put_starts_no_thread() -> None:
    before = threading.active_count()
    recorder = Recorder(Store().write)
    recorder.settle()
    assert threading.active_count() == before
    recorder.close()
