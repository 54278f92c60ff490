"""The page, its files and the visitor's cookie; and the routes that other packages bring along."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.assistant.api.conftest import client_of
from tests.fakes.assistant import FakeAssistant


async def test_a_visitor_gets_a_random_name_once(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/")).headers["set-cookie"]
    assert re.match(r"wenzheng_user=[\w-]{32};", cookie)
    for flag in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert flag in cookie
    assert "set-cookie" not in (await client.get("/")).headers


async def test_the_page_and_its_files_come_from_here_alone(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert any(address.startswith("/static/") for address in addresses)
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    icon = await client.get("/static/icon.svg")
    assert icon.status_code == 200
    assert icon.headers["x-content-type-options"] == "nosniff"
    assert icon.headers["cache-control"] == "no-cache"
    assert (await client.get("/static/icon.svg", headers={"If-None-Match": icon.headers["etag"]})).status_code == 304


async def test_the_page_runs_no_script_of_its_own_text(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|javascript:|<style|\sstyle=", page)


async def test_channels_open_after_the_assistant_and_close_before_it(
    settings: Settings, assistant: FakeAssistant
) -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        seen.append("open")
        yield
        seen.append("closed after the assistant" if assistant.closed else "closed")

    router = APIRouter(lifespan=lifespan)

    @router.post("/channel")
    async def receive() -> None:
        seen.append("asked")

    app = create_app(settings, assistant, routers=[router])
    async with app.router.lifespan_context(app), client_of(app) as client:
        assert (await client.post("/channel")).status_code == 200
    assert seen == ["open", "asked", "closed"]
