"""What becomes of an answer of the self-built app when WeCom does not take it at once."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from assistant.settings import Settings
from bots import dispatch
from bots.errors import TryLater
from bots.wecom.api import WecomApi
from bots.wecom.app import WecomApp
from tests.bots.conftest import Assistant, Service, running, until
from tests.bots.fakes import wecom
from tests.bots.wecom.test_app import LONG, QUESTION


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "PAUSES_S", (0.01,) * 4)


@pytest.mark.usefixtures("hasty")
async def test_an_answer_whose_arrival_is_unsure_arrives_once(service: Service) -> None:
    service.assistant.text = LONG
    service.api.unheard = 3
    await service.platform.say(QUESTION)
    await until(lambda: any("依据" in text for text in service.api.texts("zhangsan")))
    await asyncio.sleep(0.1)
    assert "".join(service.api.texts("zhangsan")).startswith(LONG)
    assert service.api.calls["send"] == len(service.api.sent) + 3


async def test_the_same_words_twice_on_purpose_arrive_twice(settings: Settings, api: Any, lasting: Any) -> None:
    """Also where the service was started anew in between."""
    for number in range(2):
        async with running(settings, lasting()) as client:
            await wecom.WecomPlatform(client).say(QUESTION, msgid=f"m{number}")
            await until(lambda number=number: len(api.sent) == number + 1)  # type: ignore[misc]
    assert len(set(api.texts("zhangsan"))) == 1


async def test_parts_that_are_alike_all_arrive(service: Service) -> None:
    service.assistant.text = "政" * 9000
    await service.platform.say(QUESTION)
    await until(lambda: any("依据" in text for text in service.api.texts("zhangsan")))
    assert "".join(service.api.texts("zhangsan")).startswith("政" * 9000)


async def test_a_part_of_nothing_but_space_is_not_sent(service: Service) -> None:
    service.assistant.text = "甲" + "\n" * 5000 + "乙"
    await service.platform.say(QUESTION)
    await until(lambda: any("依据" in text for text in service.api.texts("zhangsan")))
    assert all(text.strip() for text in service.api.texts("zhangsan"))


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("code", [-1, 45009])
async def test_tries_are_bounded_and_the_next_message_is_answered(
    service: Service, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    service.api.codes = [code] * 5
    await service.platform.say(QUESTION)
    await until(lambda: service.api.calls["send"] == 5)
    await service.platform.say("帮助", msgid="next")
    await until(lambda: service.api.sent)
    assert "原文1" in service.api.texts("zhangsan")[0]
    assert "given up" in capsys.readouterr().out


@pytest.mark.usefixtures("hasty")
async def test_what_nobody_foresaw_is_tried_again_and_then_left(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver, failures = WecomApp.deliver, [RuntimeError("unforeseen")] * 2

    async def fails_first(*args: Any, **kwargs: Any) -> None:
        if failures:
            raise failures.pop()
        await deliver(*args, **kwargs)

    monkeypatch.setattr(WecomApp, "deliver", fails_first)
    await service.platform.say(QUESTION)
    await until(lambda: service.api.sent)
    assert len(service.assistant.asked) == 1


async def test_a_token_that_expires_between_parts_loses_none(service: Service) -> None:
    service.assistant.text = LONG
    await service.platform.say(QUESTION)
    await until(lambda: len(service.api.sent) > 3)
    service.api.expire()
    await until(lambda: any("依据" in text for text in service.api.texts("zhangsan")))
    assert "".join(service.api.texts("zhangsan")).startswith(LONG)


async def test_what_wecom_would_drop_without_a_word_is_sent_later(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.pace.MINUTE_S", 1.2)
    service.api.minute_s = 1.0
    service.assistant.text = LONG * 4
    await service.platform.say(QUESTION, msgid="long")
    await service.platform.say("帮助", user="lisi", msgid="other")
    await until(lambda: service.api.texts("lisi"))
    await until(lambda: any("依据" in text for text in service.api.texts("zhangsan")))
    assert len(service.api.texts("zhangsan")) > 30
    assert "".join(service.api.texts("zhangsan")).startswith(LONG * 4)


async def test_others_do_not_wait_while_one_answer_is_put_off(narrow: Settings, api: Any, bot_api: Any) -> None:
    api.codes = [45009]
    async with running(narrow, Assistant()) as client:
        platform = wecom.WecomPlatform(client)
        await platform.say(QUESTION, user="a", msgid="1")
        await until(lambda: api.calls["send"])
        await platform.say(QUESTION, user="b", msgid="2")
        await until(lambda: len(api.sent) == 2)
    assert [body["touser"] for body in api.sent] == ["b", "a"]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def answering(told: list[Any]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        next_one = told.pop(0)
        return next_one if isinstance(next_one, httpx.Response) else httpx.Response(200, json=next_one)

    return httpx.MockTransport(answer)


async def test_a_token_is_kept_for_its_time_less_a_margin(settings: Settings) -> None:
    clock = Clock()
    told: list[Any] = [{"errcode": 0, "access_token": name, "expires_in": 7200} for name in ("first", "second")]
    async with httpx.AsyncClient(transport=answering(told)) as http:
        api = WecomApi(http, settings.wecom, clock=clock)
        given = []
        for clock.now in (0, 3600, 6899, 6901, 7300):
            given.append(await api.token())
    assert given == ["first"] * 3 + ["second"] * 2


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"errcode": 0}),
        httpx.Response(200, json={"errcode": -1}),
    ],
)
async def test_a_token_that_is_not_given_is_asked_for_later(settings: Settings, answer: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=answering([answer])) as http:
        with pytest.raises(TryLater) as told:
            await WecomApi(http, settings.wecom).send_text("zhangsan", "甲", check=True)
    assert not told.value.uncertain
    assert wecom.SECRET not in str(told.value)


async def test_an_address_that_is_none_is_no_crash(settings: Settings) -> None:
    wrong = settings.wecom.model_copy(update={"api_base_url": "http://["})
    async with httpx.AsyncClient() as http:
        with pytest.raises(TryLater):
            await WecomApi(http, wrong).token()
