"""`wenzheng bot check` and the group robot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from assistant.records import Gap
from assistant.settings import Settings, TelegramSettings, WecomSettings
from bots.checking import Finding, check
from bots.errors import TryLater, Undeliverable
from bots.wecom.group import GroupRobot, digest_of
from tests.bots.conftest import Assistant, running
from tests.bots.fakes.wecom import WecomApi


async def findings(settings: Settings, url: str | None = None) -> dict[str, Finding]:
    async with httpx.AsyncClient() as http:
        return {finding.subject: finding async for finding in check(settings, http, url)}


async def test_good_settings_pass(settings: Settings) -> None:
    found = await findings(settings)
    assert {subject: f.words for subject, f in found.items() if not f.ok} == {}
    assert {"企业微信 access_token", "Telegram token", "/wecom/app 加解密"} <= set(found)


@pytest.mark.parametrize(
    ("section", "change", "subject", "words"),
    [
        ("wecom", {"secret": "wrong"}, "企业微信 access_token", "wecom.secret"),
        ("wecom", {"api_base_url": "http://127.0.0.1:9"}, "企业微信 access_token", "无法访问"),
        ("wecom", {"encoding_aes_key": "short"}, "企业微信设置", "EncodingAESKey"),
        ("wecom", {"token": None}, "企业微信设置", "WENZHENG_WECOM__TOKEN"),
        ("telegram", {"token": "1:wrong"}, "Telegram token", "不认识"),
        ("telegram", {"api_base_url": "http://127.0.0.1:9"}, "Telegram", "无法访问"),
        ("telegram", {"webhook_secret": "有空 格"}, "Telegram webhook_secret", "字母"),
    ],
)
async def test_what_is_wrong_is_named(
    settings: Settings, section: str, change: dict[str, Any], subject: str, words: str
) -> None:
    model = {"wecom": WecomSettings, "telegram": TelegramSettings}[section]
    changed = model.model_validate({**getattr(settings, section).model_dump(), **change})
    found = await findings(settings.model_copy(update={section: changed}))
    assert not found[subject].ok
    assert words in found[subject].words


async def test_the_callback_is_called_as_wecom_does(settings: Settings) -> None:
    async with running(settings, Assistant()) as client:
        found = {f.subject: f async for f in check(settings, client, "http://service/")}
        assert found["http://service/wecom/app"].ok
        assert found["http://service/wecom/aibot"].ok
        other = settings.wecom.model_dump() | {"token": "another"}
        changed = settings.model_copy(update={"wecom": WecomSettings.model_validate(other)})
        wrong = {f.subject: f async for f in check(changed, client, "http://service")}
        assert "Token" in wrong["http://service/wecom/app"].words


async def test_no_channel_at_all_is_told() -> None:
    assert "没有配置" in (await findings(Settings()))["渠道"].words


async def test_operators_are_told_what_was_asked_in_vain(settings: Settings, api: WecomApi) -> None:
    gap = Gap("养老补贴多少?", 3, 1, datetime.now(UTC), (), ())
    address = settings.wecom.group_webhook_url
    assert address is not None
    async with httpx.AsyncClient() as http:
        await GroupRobot(http, address.get_secret_value()).tell(digest_of([gap] * 200))
    texts = [alert["markdown"]["content"] for alert in api.alerts]
    assert "养老补贴多少?" in texts[0]
    assert len(texts) > 1
    assert max(len(text.encode()) for text in texts) <= 4096


@pytest.mark.parametrize(("code", "error"), [(45009, TryLater), (93000, Undeliverable)])
async def test_a_robot_that_fails_does_not_give_its_address_away(code: int, error: type[Exception]) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"errcode": code}))
    async with httpx.AsyncClient(transport=transport) as http:
        with pytest.raises(error) as told:
            await GroupRobot(http, "https://x/send?key=robot-key").tell("甲")
    assert "robot-key" not in str(told.value)
