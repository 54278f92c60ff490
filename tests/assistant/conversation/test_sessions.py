"""Sessions belong to one user, end, and keep a bounded number of turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from assistant.conversation import SessionStore
from assistant.errors import ServiceUnavailable, SessionNotFound
from assistant.model import ClauseReference, RegionMention, Turn, Understanding


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'sessions.db'}", connect_args={"timeout": 20})
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, clock: Clock) -> SessionStore:
    return SessionStore(engine, clock=clock, ttl=timedelta(minutes=30), max_turns=3)


def turn(question: str) -> Turn:
    understanding = Understanding(
        original=question,
        text=question,
        kind="value",
        regions=(RegionMention("云岭", "云岭市", known=True, parents=("南江省",)),),
        references=(ClauseReference("第三条", (("article", 3),)),),
        periods=((2021, 2023),),
        expansions={"研发": ("R&D",)},
    )
    return Turn(understanding, doc_ids=("a",), clause_ids=("a#1",), regions=("云岭市",), answer="120家。[1]")


def test_a_turn_comes_back_as_it_was_kept(store: SessionStore) -> None:
    session_id = store.create(user="u1")
    store.append(session_id, turn("要新增多少家?"), user="u1")
    assert store.turns(session_id, user="u1") == (turn("要新增多少家?"),)


def test_a_reserved_session_is_opened_by_its_first_turn(store: SessionStore) -> None:
    session_id = store.reserve()
    with pytest.raises(SessionNotFound):
        store.turns(session_id, user="u1")
    store.begin(session_id, turn("第0问"), user="u1")
    store.append(session_id, turn("第1问"), user="u1")
    assert [t.understanding.original for t in store.turns(session_id, user="u1")] == ["第0问", "第1问"]
    with pytest.raises(SessionNotFound):
        store.turns(session_id, user="u2")


def test_turns_come_in_order_and_the_oldest_are_forgotten(store: SessionStore) -> None:
    session_id = store.create(user="u1")
    for n in range(5):
        store.append(session_id, turn(f"第{n}问"), user="u1")
    assert [t.understanding.original for t in store.turns(session_id, user="u1")] == ["第2问", "第3问", "第4问"]


@pytest.mark.parametrize(
    "use",
    [
        lambda store, session_id: store.turns(session_id, user="u2"),
        lambda store, session_id: store.append(session_id, turn("问"), user="u2"),
        lambda store, session_id: store.delete(session_id, user="u2"),
        lambda store, session_id: store.ensure(session_id, user="u2"),
    ],
    ids=["turns", "append", "delete", "ensure"],
)
def test_a_session_of_another_user_is_not_found(
    store: SessionStore, use: Callable[[SessionStore, str], object]
) -> None:
    session_id = store.create(user="u1")
    with pytest.raises(SessionNotFound):
        use(store, session_id)
    assert store.turns(session_id, user="u1") == ()


def test_foreign_expired_and_missing_sessions_look_the_same(store: SessionStore, clock: Clock) -> None:
    expired = store.create(user="u1")
    clock.advance(minutes=31)
    foreign = store.create(user="u2")
    messages = set()
    for session_id in (expired, foreign, "missing"):
        with pytest.raises(SessionNotFound) as caught:
            store.turns(session_id, user="u1")
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_a_turn_keeps_a_session_alive_and_silence_ends_it(store: SessionStore, clock: Clock) -> None:
    session_id = store.create(user="u1")
    clock.advance(minutes=20)
    store.append(session_id, turn("问"), user="u1")
    clock.advance(minutes=20)
    assert len(store.turns(session_id, user="u1")) == 1
    clock.advance(minutes=11)
    with pytest.raises(SessionNotFound):
        store.turns(session_id, user="u1")


def test_a_channel_may_name_its_own_session_which_starts_afresh_after_expiry(store: SessionStore, clock: Clock) -> None:
    assert store.ensure("chat-7", user="u1") == "chat-7"
    store.append("chat-7", turn("问"), user="u1")
    assert store.ensure("chat-7", user="u1") == "chat-7"
    assert len(store.turns("chat-7", user="u1")) == 1
    clock.advance(hours=1)
    store.ensure("chat-7", user="u1")
    assert store.turns("chat-7", user="u1") == ()


@pytest.mark.parametrize("session_id", ["", "x" * 201])
def test_an_impossible_id_is_refused(store: SessionStore, session_id: str) -> None:
    with pytest.raises(SessionNotFound):
        store.ensure(session_id, user="u1")


def test_a_deleted_session_leaves_no_turns_behind(store: SessionStore, engine: Engine) -> None:
    session_id = store.create(user="u1")
    store.append(session_id, turn("问"), user="u1")
    store.delete(session_id, user="u1")
    with pytest.raises(SessionNotFound):
        store.turns(session_id, user="u1")
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from conversation_turns")) == 0


def test_the_list_holds_only_the_users_live_sessions_last_used_first(store: SessionStore, clock: Clock) -> None:
    store.create(user="u1")
    clock.advance(minutes=25)
    older, newer = store.create(user="u1"), store.create(user="u1")
    store.create(user="u2")
    clock.advance(minutes=6)
    store.append(older, turn("先问这个"), user="u1")
    assert [(s.id, s.turns, s.title) for s in store.list(user="u1")] == [(older, 1, "先问这个"), (newer, 0, "")]


def test_purging_forgets_what_expired_and_nothing_else(store: SessionStore, clock: Clock) -> None:
    store.create(user="u1")
    clock.advance(minutes=31)
    live = store.create(user="u1")
    assert store.purge() == 1
    assert [s.id for s in store.list(user="u1")] == [live]


def test_a_second_store_on_the_same_database_sees_the_sessions(
    store: SessionStore, engine: Engine, clock: Clock
) -> None:
    session_id = store.create(user="u1")
    store.append(session_id, turn("问"), user="u1")
    other = SessionStore(engine, clock=clock, ttl=timedelta(minutes=30))
    assert len(other.turns(session_id, user="u1")) == 1


def test_turns_from_many_threads_are_all_kept(engine: Engine, clock: Clock) -> None:
    store = SessionStore(engine, clock=clock, ttl=timedelta(minutes=30), max_turns=100)
    session_id = store.create(user="u1")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.append(session_id, turn(f"{n}"), user="u1"), range(24)))
    assert {t.understanding.original for t in store.turns(session_id, user="u1")} == {str(n) for n in range(24)}


def test_a_turn_of_another_version_is_left_out(store: SessionStore, engine: Engine) -> None:
    session_id = store.create(user="u1")
    store.append(session_id, turn("旧"), user="u1")
    store.append(session_id, turn("新"), user="u1")
    with engine.begin() as connection:
        connection.execute(text("update conversation_turns set payload = '{\"x\": 1}' where ordinal = 0"))
    assert [t.understanding.original for t in store.turns(session_id, user="u1")] == ["新"]


def test_the_database_holds_no_user_id(store: SessionStore, engine: Engine) -> None:
    store.create(user="telegram:4711")
    with engine.connect() as connection:
        assert "4711" not in str(connection.execute(text("select * from conversation_sessions")).all())


def test_a_lost_database_is_not_a_missing_session(store: SessionStore, engine: Engine) -> None:
    session_id = store.create(user="u1")
    with engine.begin() as connection:
        connection.execute(text("drop table conversation_turns"))
    with pytest.raises(ServiceUnavailable):
        store.turns(session_id, user="u1")
