"""`wenzheng bot check`."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.settings import Settings, TelegramSettings, WecomAibotSettings, WecomSettings
from bots.checking import Finding, check
from tests.bots.conftest import Assistant, running
from tests.bots.fakes.telegram import TelegramServer
from tests.bots.fakes.wecom import KEY, WecomApi


async def findings(settings: Settings, url: str | None = None) -> dict[str, Finding]:
    async with httpx.AsyncClient() as http:
        return {finding.subject: finding async for finding in check(settings, http, url)}


def _changed(settings: Settings, section: str, change: dict[str, Any]) -> Settings:
    model = {"wecom": WecomSettings, "wecom_aibot": WecomAibotSettings, "telegram": TelegramSettings}[section]
    changed = model.model_validate({**getattr(settings, section).model_dump(), **change})
    return settings.model_copy(update={section: changed})


async def test_good_settings_pass(settings: Settings) -> None:
    found = await findings(settings)
    assert {subject: f.words for subject, f in found.items() if not f.ok} == {}
    assert {"企业微信 access_token", "Telegram token", "/wecom/app 加解密"} <= set(found)


@pytest.mark.parametrize(
    ("section", "change", "subject", "words"),
    [
        ("wecom", {"secret": "wrong"}, "企业微信 access_token", "wecom.secret"),
        ("wecom", {"api_base_url": "http://127.0.0.1:9"}, "企业微信 access_token", "无法访问"),
        ("wecom", {"encoding_aes_key": "short"}, "/wecom/app 设置", "EncodingAESKey"),
        ("wecom", {"token": None}, "/wecom/app 设置", "WENZHENG_WECOM__TOKEN"),
        ("wecom", {"agent_id": 219}, "企业微信应用", "agent_id"),
        ("wecom", {"group_webhook_url": "https://x/send"}, "企业微信群机器人", "key"),
        ("wecom_aibot", {"token": ""}, "/wecom/aibot 设置", "WENZHENG_WECOM_AIBOT__TOKEN"),
        (
            "wecom_aibot",
            {"bot_id": "b", "secret": "s", "websocket_url": "ws://127.0.0.1:9"},
            "企业微信长连接",
            "无法连接",
        ),
        ("telegram", {"token": "1:wrong"}, "Telegram token", "不认识"),
        ("telegram", {"api_base_url": "http://127.0.0.1:9"}, "Telegram", "无法访问"),
        ("telegram", {"webhook_secret": "有空 格"}, "Telegram webhook_secret", "字母"),
        ("telegram", {"webhook_url": "https://x:444/telegram/webhook"}, "Telegram webhook_url", "端口"),
        ("telegram", {"webhook_url": "http://x/telegram/webhook"}, "Telegram webhook_url", "https"),
        ("telegram", {"webhook_url": "https://x:port/telegram/webhook"}, "Telegram webhook_url", "https"),
    ],
)
async def test_what_is_wrong_is_named(
    settings: Settings, section: str, change: dict[str, Any], subject: str, words: str
) -> None:
    found = await findings(_changed(settings, section, change))
    assert not found[subject].ok
    assert words in found[subject].words


async def test_every_address_is_called_as_its_platform_does(settings: Settings) -> None:
    async with running(settings, Assistant()) as client:
        found = {f.subject: f async for f in check(settings, client, "http://service/")}
        paths = ("wecom/app", "wecom/aibot", "telegram/webhook")
        assert [found[f"http://service/{path}"].ok for path in paths] == [True] * 3
        assert (await client.get("/readyz/channels")).status_code == 200


@pytest.mark.parametrize(
    ("section", "path", "change", "words"),
    [
        ("wecom", "wecom/app", {"token": "another"}, "Token"),
        ("wecom_aibot", "wecom/aibot", {"encoding_aes_key": KEY}, "EncodingAESKey"),
        ("telegram", "telegram/webhook", {"webhook_secret": "another"}, "webhook_secret"),
    ],
)
async def test_a_service_with_other_keys_is_told(
    settings: Settings, section: str, path: str, change: dict[str, Any], words: str
) -> None:
    async with running(settings, Assistant()) as client:
        found = {f.subject: f async for f in check(_changed(settings, section, change), client, "http://service")}
    assert not found[f"http://service/{path}"].ok
    assert words in found[f"http://service/{path}"].words


@pytest.mark.parametrize(("status", "words"), [(404, "反向代理"), (502, "502"), (200, "内容"), (503, "503")])
@pytest.mark.parametrize("path", ["wecom/app", "wecom/aibot"])
async def test_what_answers_in_place_of_the_service_is_told(
    settings: Settings, path: str, status: int, words: str
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, text="<html>"))
    async with httpx.AsyncClient(transport=transport) as http:
        found = {f.subject: f async for f in check(settings, http, "http://service")}
    assert not found[f"http://service/{path}"].ok
    assert words in found[f"http://service/{path}"].words
    assert found["http://service/telegram/webhook"].ok == (status == 200)


HOOK = "https://bot.example.org/telegram/webhook"


@pytest.mark.parametrize(
    ("known", "ok", "words"),
    [
        ({}, True, "wenzheng serve 启动时登记"),
        ({"url": HOOK}, True, "已登记"),
        ({"url": "https://other.example.org/x"}, False, "另一个地址"),
        ({"url": HOOK, "last_error_date": int(time.time()), "last_error_message": "Bad certificate"}, False, "Bad"),
        ({"url": HOOK, "last_error_date": 1_700_000_000, "last_error_message": "Bad certificate"}, True, "已登记"),
    ],
)
async def test_what_telegram_knows_of_the_webhook_is_compared(
    settings: Settings, bot_api: TelegramServer, known: dict[str, Any], ok: bool, words: str
) -> None:
    bot_api.webhook = known
    refusing = httpx.MockTransport(lambda _: httpx.Response(503))
    async with httpx.AsyncClient(transport=refusing) as http:
        chosen = _changed(settings, "telegram", {"webhook_url": HOOK})
        found = {f.subject: f async for f in check(chosen, http, None)}
    assert (found["Telegram webhook"].ok, found[HOOK].ok) == (ok, False)
    assert words in found["Telegram webhook"].words


@pytest.mark.parametrize(("seconds", "ok", "words"), [(5, True, "一致"), (400, False, "慢了"), (-400, False, "快了")])
async def test_a_clock_that_is_wrong_is_told(settings: Settings, seconds: int, ok: bool, words: str) -> None:
    told = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers={"date": told}, json={}))
    async with httpx.AsyncClient(transport=transport) as http:
        found = {f.subject: f async for f in check(settings, http, None)}
    for subject in ("与企业微信对时", "与Telegram对时"):
        assert found[subject].ok == ok
        assert words in found[subject].words


async def test_an_address_that_wecom_does_not_trust_is_told(settings: Settings, api: WecomApi) -> None:
    api.codes = [60020]
    found = await findings(settings)
    assert found["企业微信 access_token"].ok
    assert "可信IP" in found["企业微信应用"].words
    assert not found["企业微信应用"].ok


async def test_looking_sends_nothing_unless_asked_to(settings: Settings, api: WecomApi) -> None:
    assert (await findings(settings))["企业微信群机器人"].ok
    assert (api.alerts, api.sent) == ([], [])
    async with httpx.AsyncClient() as http:
        found = {f.subject: f async for f in check(settings, http, None, alert=True)}
    assert "已发送" in found["企业微信群机器人"].words
    assert len(api.alerts) == 1


async def test_no_finding_shows_a_secret(settings: Settings) -> None:
    broken = _changed(settings, "wecom", {"api_base_url": "http://127.0.0.1:9"})
    broken = _changed(broken, "telegram", {"api_base_url": "http://127.0.0.1:9"})
    async with httpx.AsyncClient() as http:
        found = [f async for f in check(broken, http, "http://127.0.0.1:9", alert=True)]
    told = "".join(f.subject + f.words for f in found)
    sections = (settings.wecom, settings.wecom_aibot, settings.telegram)
    secrets = [v.get_secret_value() for s in sections for _, v in s if isinstance(v, SecretStr)]
    assert [secret for secret in secrets if secret in told] == []


async def test_no_channel_at_all_is_told() -> None:
    assert "没有配置" in (await findings(Settings()))["渠道"].words
