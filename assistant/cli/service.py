"""`wenzheng serve` and `wenzheng mcp`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

    from assistant.core import Assistant
    from assistant.settings import Settings

Host = Annotated[str, typer.Option(help="监听地址。")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="监听端口。")]


def register(app: typer.Typer) -> None:
    app.command("serve", help="启动服务:API、网页和已配置的聊天渠道。")(serve)
    app.command("mcp", help="启动 MCP 服务,供智能体检索政策并引用条款。")(mcp)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="进程数;多于 1 时会启动共用的 Chroma 服务器。")] = 1,
    example: Annotated[bool, typer.Option("--example", help="启动时先回答一个示例问题。")] = False,  # noqa: FBT002
) -> None:
    import uvicorn

    from assistant import logs
    from assistant.errors import ConfigError
    from assistant.settings import load_settings

    settings = load_settings()
    if workers > 1 and example:
        raise ConfigError("--example 只能用于单个进程。")
    logs.configure(settings.log_level)
    options = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": round(settings.server.shutdown_grace_s),
    }
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}/"
    if workers > 1:
        from assistant.cli import workers as crew

        crew.serve(settings, workers, listening, tell=lambda: _tell_address(address), options=options)
        return
    app = build(settings, example=example, address=address)
    uvicorn.Server(uvicorn.Config(app, **options)).run(sockets=[listening])  # type: ignore[arg-type]


def build(settings: Settings, *, example: bool = False, address: str = "") -> FastAPI:
    """The app with every configured channel."""
    from assistant.api.app import create_app
    from assistant.cli import opening
    from assistant.core import Assistant
    from assistant.extensions import channel_routers, ingest_listeners

    assistant = Assistant(settings)

    async def prepare(opened: Assistant) -> None:
        await opening.fill(opened)
        if example:
            await _show_example(opened)
        if address:
            _tell_address(address)

    return create_app(
        settings,
        assistant,
        routers=channel_routers(settings, assistant),
        prepare=prepare,
        ingest_listeners=ingest_listeners(settings),
    )


def _tell_address(address: str) -> None:
    typer.echo(f"\n服务地址 {address} (Ctrl+C 停止)", err=True)


async def _show_example(assistant: Assistant) -> None:
    from assistant.cli import output
    from assistant.model import AskRequest

    question = await assistant.run(_example_question, assistant)
    if question:
        typer.echo(f'\n$ wenzheng ask "{question}"\n')
        output.show_answer(await assistant.ask(AskRequest(question, user="example")))


def _example_question(assistant: Assistant) -> str | None:
    """A question made of a target that the knowledge base holds."""
    knowledge = assistant.knowledge
    for document in knowledge.documents():
        place = document.region.name if document.region else None
        for target in knowledge.targets(doc_ids=[document.id]):
            led = knowledge.responsibilities(clause_ids=[target.clause_id])
            if place and led and target.unit in "家个人项名":
                return f"{place}要{target.qualifier}多少{target.unit}{target.indicator}?由谁负责?"
    return None


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound before anything slow happens, so that a port in use is told at once."""
    import socket

    from assistant.errors import ConfigError

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise ConfigError(f"无法监听 {host}:{port}:{exc.strerror}。可用 --port 换一个端口。") from exc


def mcp(
    http: Annotated[bool, typer.Option("--http", help="用 HTTP 而不是标准输入输出。")] = False,  # noqa: FBT002
    host: Host = "127.0.0.1",
    port: Port = 8001,
) -> None:
    import asyncio

    from assistant.mcp import serve_http, serve_stdio

    asyncio.run(serve_http(host, port) if http else serve_stdio())
