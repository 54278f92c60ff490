"""WeCom: the platform that calls back, encrypted and insistent, and its server API. Crypto is wechatpy's."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import threading
import time
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx
from defusedxml.ElementTree import fromstring
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from wechatpy.crypto import BasePrpCrypto
from wechatpy.enterprise.crypto import WeChatCrypto

CORP, TOKEN = "wx5823bf96d3bd56c7", "QDG6eK"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
SECRET, AGENT = "app-secret-for-tests", 218
AIBOT_TOKEN, AIBOT_KEY = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"


@dataclass
class Delivery:
    """What the service answered to one try of a callback."""

    status: int
    body: str
    seconds: float


class WecomApi:
    """gettoken and message/send. `expire` makes every token given out so far invalid."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: Counter[str] = Counter()
        self.sent: list[dict[str, Any]] = []
        self.posted: list[dict[str, Any]] = []
        self.codes: list[int] = []  # errcodes of the next sends
        self.unheard = 0  # so many of the next sends are taken, but the answer to them gets lost
        self.invalid: set[str] = set()
        self.delay_s = 0.0
        self.minute_s = 60.0
        self._times: dict[str, list[float]] = {}
        self._valid = ""
        self._stale_code = 42001
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/gettoken", self._token),
                Route("/cgi-bin/message/send", self._send, methods=["POST"]),
                Route("/cgi-bin/agent/get", self._agent),
                Route("/cgi-bin/webhook/send", self._webhook, methods=["POST"]),
                Route("/response/{number}", self._response, methods=["POST"]),
            ]
        )
        self.alerts: list[dict[str, Any]] = []

    def expire(self, code: int = 42001) -> None:
        self._valid, self._stale_code = "", code

    def texts(self, user: str) -> list[str]:
        return [body["text"]["content"] for body in self.sent if body["touser"] == user]

    async def _token(self, request: Request) -> JSONResponse:
        self.calls["gettoken"] += 1
        await asyncio.sleep(self.delay_s)
        if (request.query_params.get("corpid"), request.query_params.get("corpsecret")) != (CORP, SECRET):
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        self._valid = f"access-{next(self._numbers)}"
        return JSONResponse({"errcode": 0, "errmsg": "ok", "access_token": self._valid, "expires_in": 7200})

    async def _agent(self, request: Request) -> JSONResponse:
        if self.codes:
            return JSONResponse({"errcode": self.codes.pop(0), "errmsg": "refused"})
        asked = request.query_params.get("access_token"), request.query_params.get("agentid")
        right = asked == (self._valid, str(AGENT))
        return JSONResponse({"errcode": 0 if right else 301002, "errmsg": "", "name": "问政"})

    async def _send(self, request: Request) -> JSONResponse:
        self.calls["send"] += 1
        body = await request.json()
        if not self._valid or request.query_params.get("access_token") != self._valid:
            return JSONResponse({"errcode": self._stale_code, "errmsg": "access_token expired"})
        if self.codes:
            return JSONResponse({"errcode": self.codes.pop(0), "errmsg": "refused, hint: [1], more at https://x"})
        content = body["text"]["content"]
        if body["msgtype"] != "text" or not content or len(content.encode()) > 2048 or body["agentid"] != AGENT:
            return JSONResponse({"errcode": 40008, "errmsg": "invalid message"})
        told: dict[str, Any] = {"errcode": 0, "errmsg": "ok", "msgid": f"m{next(self._numbers)}"}
        if body["touser"] in self.invalid:
            return JSONResponse(told | {"invaliduser": body["touser"]})
        with self._lock:
            checked, print_of = body.get("enable_duplicate_check"), f"{body['touser']}|{content}"
            if not checked or print_of not in self._seen:
                self._take(body)
            if checked:  # what was sent without asking for the check is not remembered for it
                self._seen.add(print_of)
            lost, self.unheard = self.unheard > 0, max(self.unheard - 1, 0)
        return JSONResponse(told, 502 if lost else 200)

    def _take(self, body: dict[str, Any]) -> None:
        """What a member is sent beyond 30 a minute is dropped, and nobody is told."""
        now, sent = time.monotonic(), self._times.setdefault(body["touser"], [])
        sent[:] = [moment for moment in sent if moment > now - self.minute_s]
        if len(sent) < 30:
            sent.append(now)
            self.sent.append(body)

    async def _response(self, request: Request) -> JSONResponse:
        if self.codes:
            return JSONResponse({"errcode": self.codes.pop(0)})
        self.posted.append({"number": request.path_params["number"], **await request.json()})
        return JSONResponse({"errcode": 0})

    async def _webhook(self, request: Request) -> JSONResponse:
        if self.codes:
            return JSONResponse({"errcode": self.codes.pop(0)})
        self.alerts.append(await request.json())
        return JSONResponse({"errcode": 0, "errmsg": "ok"})


@dataclass
class WecomPlatform:
    """Calls the service back. `retry_s` is 5 in the real world: so long it waits for an answer, three times."""

    client: httpx.AsyncClient
    retry_s: float = 5.0
    tries: int = 3
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def say(self, text: str, user: str = "zhangsan", msgid: str | None = None, **more: str) -> list[Delivery]:
        fields = {"MsgType": "text", "Content": text, "MsgId": msgid or f"{next(self.numbers)}", **more}
        return await self.call(xml_of(user, fields))

    async def call(self, xml: str) -> list[Delivery]:
        """Every try until one is acknowledged with 200 in time."""
        nonce, stamp = f"n{next(self.numbers)}", "1409659813"
        sealed = WeChatCrypto(TOKEN, KEY, CORP).encrypt_message(xml, nonce, stamp)
        root = fromstring(sealed)
        query = {"msg_signature": root.findtext("MsgSignature", ""), "timestamp": stamp, "nonce": nonce}
        inside = f"<Encrypt>{root.findtext('Encrypt')}</Encrypt>"
        body = f"<xml><ToUserName>{CORP}</ToUserName><AgentID>{AGENT}</AgentID>{inside}</xml>"
        return await self._insist("/wecom/app", query, body.encode())

    async def _insist(self, path: str, query: dict[str, str], body: bytes) -> list[Delivery]:
        deliveries = []
        loop = asyncio.get_running_loop()
        for _ in range(self.tries):
            begun = loop.time()
            try:
                async with asyncio.timeout(self.retry_s):
                    response = await self.client.post(path, params=query, content=body)
            except TimeoutError:
                deliveries.append(Delivery(0, "", loop.time() - begun))
                continue
            deliveries.append(Delivery(response.status_code, response.text, loop.time() - begun))
            if response.status_code == 200:
                break
        return deliveries


class WecomAibotPlatform:
    """The AI bot's side: seals JSON, checks the envelope of every reply, fetches streams to their end."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self._crypto = BasePrpCrypto(b64decode(AIBOT_KEY + "="))
        self._numbers = itertools.count(1)

    async def ask(self, text: str | dict[str, str], user: str = "lisi", **more: Any) -> dict[str, Any]:
        message = {
            "msgid": f"a{next(self._numbers)}",
            "aibotid": "bot-1",
            "chattype": "single",
            "from": {"userid": user},
            "msgtype": "text",
            "text": text if isinstance(text, dict) else {"content": text},
            **more,
        }
        return await self.call(message)

    async def call(self, message: dict[str, Any]) -> dict[str, Any]:
        response, nonce = await self.post(message)
        assert response.status_code == 200, response.text
        return self.opened(response, nonce) if response.text else {}

    async def post(self, message: dict[str, Any]) -> tuple[httpx.Response, str]:
        nonce, stamp = f"nonce{next(self._numbers)}", "1476416373"
        sealed = self._crypto._encrypt(json.dumps(message), "").decode()
        query = {"msg_signature": signed(stamp, nonce, sealed), "timestamp": stamp, "nonce": nonce}
        return await self.client.post("/wecom/aibot", params=query, json={"encrypt": sealed}), nonce

    def opened(self, response: httpx.Response, nonce: str) -> dict[str, Any]:
        told = response.json()
        assert isinstance(told["timestamp"], int)
        assert told["nonce"] == nonce
        assert told["msgsignature"] == signed(str(told["timestamp"]), nonce, told["encrypt"])
        inside = self._crypto._decrypt(told["encrypt"], "", ValueError)
        reply: dict[str, Any] = json.loads(inside)
        if "stream" in reply:
            assert len(reply["stream"]["content"].encode()) <= 20480
        return reply

    async def refresh(self, stream_id: str) -> dict[str, Any]:
        return await self.call(
            {
                "msgid": f"r{next(self._numbers)}",
                "aibotid": "bot-1",
                "chattype": "single",
                "from": {"userid": "lisi"},
                "msgtype": "stream",
                "stream": {"id": stream_id},
            }
        )

    async def watch(self, first: dict[str, Any], every_s: float = 0.02) -> list[dict[str, Any]]:
        """Every reply until the stream is finished."""
        replies = [first]
        while not replies[-1]["stream"]["finish"]:
            await asyncio.sleep(every_s)
            replies.append(await self.refresh(first["stream"]["id"]))
        return replies


def signed(stamp: str, nonce: str, sealed: str) -> str:
    return hashlib.sha1("".join(sorted((AIBOT_TOKEN, stamp, nonce, sealed))).encode()).hexdigest()  # noqa: S324


def xml_of(user: str, fields: dict[str, str]) -> str:
    held = {"ToUserName": CORP, "FromUserName": user, "CreateTime": "1409659813", "AgentID": str(AGENT), **fields}
    inside = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in held.items())
    return f"<xml>{inside}</xml>"
