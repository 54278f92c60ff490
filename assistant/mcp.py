"""The assistant as tools for agents (Model Context Protocol), over stdio or HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.catalog_schemas import ClauseDetailBody, HitsBody, TasksBody
from assistant.api.reading import DocumentFilter, Page, Reading, Reads
from assistant.api.schemas import AnswerBody, answer_body
from assistant.errors import AssistantError
from assistant.model import AskRequest, Filters, Role
from ingestion.errors import IngestionError

if TYPE_CHECKING:
    from assistant.core import Assistant

P = ParamSpec("P")
T = TypeVar("T")

INSTRUCTIONS = (
    "依据已收录的政策文件回答问题。每个结论都附有条款出处(citations)和责任单位(responsible_units);"
    "status 为 refused 表示现有文件没有依据,请勿自行补充。引用时请保留文件名称、条款和原文。"
)
Region = Annotated[list[str] | None, Field(description="只查这些地区,写全称,如 某某市")]
Year = Annotated[int | None, Field(description="只查这一年的文件", ge=1900, le=2200)]


def create_server(assistant: Assistant, *, user: Callable[[], str] = lambda: "mcp") -> MCPServer[None]:
    """A server whose tools ask `assistant`, which must be open; `user` tells whose the session of a call is."""
    tools = Tools(assistant, user)
    server: MCPServer[None] = MCPServer("wenzheng", title="问政", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (tools.ask_policy, tools.search_clauses, tools.get_clause, tools.list_unit_tasks):
        server.add_tool(tool)
    return server


class Tools:
    """What an agent can call. Errors that are raised on purpose reach it as they are."""

    def __init__(self, assistant: Assistant, user: Callable[[], str]) -> None:
        self._assistant = assistant
        self._user = user

    async def ask_policy(
        self,
        question: Annotated[str, Field(description="用中文提的问题", min_length=1)],
        region: Region = None,
        year: Year = None,
        session_id: Annotated[str | None, Field(description="上次返回的会话编号,用于追问")] = None,
    ) -> AnswerBody:
        """回答政策问题:返回答案、条款出处和责任单位;没有依据时拒答。"""
        request = AskRequest(question, session_id, Filters(tuple(region or ()), year), user=self._user(), channel="mcp")
        with _told():
            return answer_body(await self._assistant.ask(request))

    async def search_clauses(
        self,
        query: Annotated[str, Field(description="要查找的内容", min_length=1)],
        region: Region = None,
        year: Year = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> HitsBody:
        """检索相关条款,按相关程度排列,不作回答。"""
        with _told():
            found = await self._assistant.search(query, Filters(tuple(region or ()), year), limit)
            return await self._read(Reading.hits, found)

    async def get_clause(self, clause_id: Annotated[str, Field(description="条款编号")]) -> ClauseDetailBody:
        """取一个条款的全文、所在文件、责任单位和目标指标。"""
        with _told():
            return await self._read(Reading.clause, clause_id)

    async def list_unit_tasks(
        self,
        unit: Annotated[str, Field(description="单位名称,如 市科技局", min_length=1)],
        role: Annotated[Role | None, Field(description="lead 牵头、support 配合、responsible 责任")] = None,
        region: Annotated[str | None, Field(description="只看这个地区的文件,写全称,如 某某市")] = None,
        year: Year = None,
        limit: Annotated[int, Field(ge=1, le=500)] = 100,
    ) -> TasksBody:
        """列出一个单位承担的全部任务及其条款。"""
        with _told():
            return await self._read(Reading.tasks, unit, role, DocumentFilter(region, year), Page(limit, 0))

    async def _read(self, method: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await Reads(self._assistant, lambda: datetime.now(UTC))(method, *args, **kwargs)


@contextmanager
def _told() -> Iterator[None]:
    """Hands an error to the agent as its message; anything unforeseen stays a crash for the SDK to log."""
    try:
        yield
    except (AssistantError, IngestionError) as error:
        raise ToolError(str(error)) from error


async def serve_stdio() -> None:
    """Serve one client over standard input and output."""
    from assistant.cli.opening import opened

    async with opened() as assistant:
        await create_server(assistant).run_stdio_async()


async def serve_http(host: str, port: int) -> None:
    """Serve clients at `http://host:port/mcp`; where asking is closed to the public, to holders of a key only."""
    import uvicorn

    from assistant.cli.opening import opened

    async with opened() as assistant:
        app: ASGIApp = create_server(assistant).streamable_http_app(stateless_http=True, host=host)
        if not assistant.settings.server.open_to_public:
            app = KeyGate(app, assistant)
        await uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_config=None)).serve()


class KeyGate:
    """Lets requests with a valid key through to an app."""

    def __init__(self, app: ASGIApp, assistant: Assistant) -> None:
        self._app = app
        self._run = assistant.run
        self._keys = assistant.records.keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or await self._run(self._keys.check, token.strip()) is None:
                refusal = PlainTextResponse("本服务未向公众开放,请使用密钥访问。", 401, {"WWW-Authenticate": "Bearer"})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
