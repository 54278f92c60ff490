"""Answers, opinions, gaps, keys, the audit trail and upload jobs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.pool import StaticPool

from assistant.errors import ServiceUnavailable
from assistant.model import Answer, AskRequest, Citation, Filters, ResponsibleUnit
from assistant.records import Opinion, Records
from assistant.records.tables import ANSWERS, KEYS, METADATA, OPINIONS
from ingestion.pipeline import FileOutcome
from tests.assistant.records.conftest import Clock

QUOTE = "新增10家"
CITATION = Citation(1, "d", "通知", None, None, "甲市", "d#1", ("一、总则",), "第一部分", QUOTE + "。", QUOTE, 3, 8)


def answer(answer_id: str, **changes: object) -> Answer:
    fields = {"status": "answered", "answer": "新增10家。[1]", "citations": (CITATION,), "session_id": "s"}
    return Answer(**(fields | {"answer_id": answer_id} | changes))


def refusal(answer_id: str, understood_as: str) -> Answer:
    return Answer(
        status="refused", answer="没有依据。", answer_id=answer_id, understood_as=understood_as, session_id="s"
    )


def test_an_answer_is_read_back_as_it_was_given(records: Records) -> None:
    request = AskRequest("新增多少家?", filters=Filters(region=("甲市",), year=2018), as_of=date(2019, 1, 1), user="u")
    given = answer("a1", responsible_units=(ResponsibleUnit("市科技局", "lead", inherited=False, citation=1),))
    records.answers.record(request, given)
    kept = records.answers.find("a1")
    assert kept is not None
    assert replace(kept.request, user="u") == request
    assert kept.answer == given


def test_the_user_is_not_kept_by_name(records: Records) -> None:
    records.answers.record(AskRequest("问", user="anonymous:abc"), answer("a1"))
    with records.answers._engine.connect() as connection:
        assert "anonymous:abc" not in str(connection.execute(select(ANSWERS)).all())


def test_an_answer_that_was_put_is_there_for_every_read(records: Records) -> None:
    records.answers.put(AskRequest("问", user="u", channel="web"), answer("a1"))
    assert records.opinions.give(Opinion("a1", "u", "down"))
    records.answers.put(AskRequest("问", user="u", channel="cli"), refusal("a2", "问"))
    assert [gap.refused + gap.disliked for gap in records.opinions.gaps(limit=10)] == [2]
    records.answers.put(AskRequest("问", user="u", channel="web"), answer("a3"))
    assert [kept.answer.answer_id for kept in records.answers.session("s", "u")] == ["a1", "a2", "a3"]
    records.answers.put(AskRequest("问", user="u", channel="web"), answer("a4"))
    assert records.answers.forget_session("s", "u") == 4
    records.close()


def test_personal_numbers_are_not_kept(records: Records) -> None:
    question = "我的电话是13812345678,能领补贴吗?\ud800\x00"
    records.answers.record(AskRequest(question), answer("a1", understood_as=question))
    records.opinions.give(Opinion("a1", "u", "down", comment="请回电13812345678"))
    with records.answers._engine.connect() as connection:
        stored = f"{connection.execute(select(ANSWERS)).all()}{connection.execute(select(OPINIONS)).all()}"
    assert "13812345678" not in stored
    assert "能领补贴吗" in stored


def test_a_gap_tells_where_it_was_asked(records: Records) -> None:
    for number, channel in enumerate(("web", "telegram", "web", None)):
        records.answers.record(AskRequest("落户", channel=channel), refusal(f"r{number}", "落户怎么办"))
    (gap,) = records.opinions.gaps(limit=10)
    assert dict(gap.channels) == {"web": 2, "telegram": 1}


def test_a_database_from_before_channels_gains_them(clock: Clock) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE answers DROP COLUMN channel"))
    Records(engine, clock)
    records = Records(engine, clock)
    records.answers.record(AskRequest("问", channel="web"), answer("a1"))
    kept = records.answers.find("a1")
    assert kept is not None
    assert kept.request.channel == "web"
    engine.dispose()


def test_recording_an_answer_again_keeps_the_first(records: Records) -> None:
    records.answers.record(AskRequest("一"), answer("a1"))
    records.answers.record(AskRequest("二"), answer("a1"))
    kept = records.answers.find("a1")
    assert kept is not None
    assert kept.request.question == "一"


def test_a_session_is_seen_and_forgotten_by_its_own_user_only(records: Records) -> None:
    records.answers.record(AskRequest("问", user="u"), answer("a1"))
    records.opinions.give(Opinion("a1", "u", "up"))
    assert records.answers.session("s", "other") == []
    assert records.answers.forget_session("s", "other") == 0
    assert [kept.answer.answer_id for kept in records.answers.session("s", "u")] == ["a1"]
    assert records.answers.forget_session("s", "u") == 1
    assert records.answers.find("a1") is None


def test_answers_are_forgotten_in_time(records: Records, clock: Clock) -> None:
    records.answers.record(AskRequest("旧"), answer("a1"))
    records.opinions.give(Opinion("a1", "u", "down"))
    clock.now += timedelta(days=10)
    records.answers.record(AskRequest("新"), answer("a2"))
    assert records.answers.forget_before(clock.now - timedelta(days=5)) == 1
    assert records.answers.find("a1") is None
    assert records.answers.find("a2") is not None


def test_an_opinion_of_no_answer_is_refused(records: Records) -> None:
    assert not records.opinions.give(Opinion("nothing", "u", "up"))


def test_alike_questions_make_one_gap_and_the_most_frequent_comes_first(records: Records) -> None:
    records.answers.record(AskRequest("落户怎么办"), refusal("r0", "落户怎么办"))
    for number, wording in enumerate(("购车补贴怎么申请?", "请问购车补贴怎么申请", "购车补贴 怎么申请吗?"), start=1):
        records.answers.record(AskRequest(wording), refusal(f"r{number}", wording))
    records.answers.record(AskRequest("新增多少家"), answer("a1", understood_as="新增多少家"))
    records.opinions.give(Opinion("a1", "u", "down", "数字不对"))
    records.opinions.give(Opinion("a1", "v", "down", "答非所问"))
    gaps = records.opinions.gaps(limit=10)
    assert [(gap.refused, gap.disliked) for gap in gaps] == [(3, 0), (0, 2), (1, 0)]
    assert gaps[0].question == "购车补贴 怎么申请吗?"
    assert gaps[1].reasons == ("数字不对", "答非所问")


def test_an_opinion_taken_back_leaves_no_gap(records: Records) -> None:
    records.answers.record(AskRequest("新增多少家"), answer("a1"))
    records.opinions.give(Opinion("a1", "u", "down"))
    records.opinions.give(Opinion("a1", "u", "up"))
    assert records.opinions.gaps(limit=10) == []


def test_a_key_opens_until_it_is_revoked(records: Records) -> None:
    key, token = records.keys.make("上传", "staff")
    assert records.keys.check(token) == key
    assert records.keys.revoke(key.key_id)
    assert records.keys.check(token) is None
    assert not records.keys.revoke(key.key_id)
    assert records.keys.all()[0].revoked_at is not None


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t[3:], lambda t: "wz_000000000000_" + t, lambda _: ""])
def test_a_wrong_token_opens_nothing(records: Records, spoil: object) -> None:
    _, token = records.keys.make("上传", "staff")
    assert records.keys.check(spoil(token)) is None  # type: ignore[operator]


def test_the_secret_itself_is_not_stored(records: Records) -> None:
    _, token = records.keys.make("上传", "staff")
    with records.keys._engine.connect() as connection:
        stored = str(connection.execute(select(KEYS)).all())
    assert token.split("_", 2)[2] not in stored


def test_the_audit_trail_tells_newest_first(records: Records) -> None:
    records.audit.add("k1", "upload", "一.txt")
    records.audit.add("k2", "delete", "二", "forbidden")
    assert [(e.actor, e.action, e.outcome) for e in records.audit.newest(5)] == [
        ("k2", "delete", "forbidden"),
        ("k1", "upload", "ok"),
    ]


def test_asks_are_counted_by_the_minute_and_by_all_processes_together(clock: Clock) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    here, there = Records(engine, clock).asks, Records(engine, clock).asks  # the clock goes on a second a call
    assert [counter.spend("k", 3) for counter in (here, there, here)] == [0, 0, 0]
    assert there.spend("k", 3) == 57
    assert here.spend("another", 3) == 0
    clock.now += timedelta(seconds=55)
    assert there.spend("k", 3) == 0  # the first of the three is a minute old
    clock.now += timedelta(minutes=2)
    assert here.forget_old() == 5
    engine.dispose()


def test_a_database_that_is_away_is_told_as_such(records: Records) -> None:
    with records.answers._engine.begin() as connection:
        METADATA.drop_all(connection)
    for read in (lambda: records.answers.find("a"), lambda: records.asks.spend("k", 1), records.keys.all):
        with pytest.raises(ServiceUnavailable):
            read()


def test_a_job_moves_and_finishes(records: Records) -> None:
    job = records.jobs.start(3)
    records.jobs.move(job.job_id, done=1, total=4, stage="解析")
    moved = records.jobs.find(job.job_id)
    assert moved is not None
    assert (moved.state, moved.done, moved.total, moved.stage) == ("running", 1, 4, "解析")
    outcome = FileOutcome("一.txt", "ingested", "d1", notes=("编号不连续",))
    records.jobs.finish(job.job_id, "done", [outcome])
    over = records.jobs.find(job.job_id)
    assert over is not None
    assert (over.state, over.done, over.outcomes) == ("done", 4, (outcome,))
    assert records.jobs.find("nothing") is None
