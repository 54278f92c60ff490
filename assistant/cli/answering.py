"""`wenzheng ask`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.model import Answer, AskRequest


def register(app: typer.Typer) -> None:
    app.command("ask", help="提一个问题,回答附条款出处和责任单位。")(ask)


def ask(
    question: Annotated[str, typer.Argument(help="问题。", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="输出与 API 相同的 JSON。")] = False,  # noqa: FBT002
    session: Annotated[str | None, typer.Option(help="会话编号,用于追问。")] = None,
    region: Annotated[list[str] | None, typer.Option(help="只查这些地区,可重复。")] = None,
    year: Annotated[int | None, typer.Option(help="只查这一年的文件。")] = None,
    profile: Annotated[bool, typer.Option(help="显示各步用时。")] = False,  # noqa: FBT002
) -> None:
    import asyncio

    from assistant.api.schemas import answer_body
    from assistant.cli import output
    from assistant.model import AskRequest, Filters

    request = AskRequest(question, session, Filters(region=tuple(region or ()), year=year), channel="cli")
    answer, opened_s = asyncio.run(_answer(request))
    if as_json:
        output.show_json(answer_body(answer))
    else:
        output.show_answer(answer)
    if profile:
        output.show_profile(answer, opened_s)


async def _answer(request: AskRequest) -> tuple[Answer, float]:
    from assistant.cli.opening import opened

    started = time.perf_counter()
    async with opened() as assistant:
        opened_s = time.perf_counter() - started
        answer = await assistant.ask(request)
    return answer, opened_s
