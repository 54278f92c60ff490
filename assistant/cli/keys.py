"""`wenzheng keys make|list|revoke`: works beside a running server, since it needs the database only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from assistant.records import Records

app = typer.Typer(help="API 密钥:生成、列出、吊销。", no_args_is_help=True, rich_markup_mode=None)


@app.command("make", help="生成一个密钥;只显示这一次。")
def make(
    name: Annotated[str, typer.Argument(help="给谁用、做什么用。", show_default=False)],
    role: Annotated[
        Literal["ask", "staff", "admin"], typer.Option(help="ask 提问;staff 管理文件;admin 另可查看审计记录。")
    ] = "ask",
) -> None:
    with _records() as records:
        key, token = records.keys.make(name, role)
        records.audit.add("cli", "make key", f"{key.key_id} {role} {name}")
    typer.echo(token)
    typer.echo(f"已生成密钥 {key.key_id}({role},{name})。请妥善保存,之后无法再次显示。", err=True)


@app.command("list", help="列出全部密钥,不含密钥内容。")
def list_keys() -> None:
    with _records() as records:
        for key in records.keys.all():
            state = f"已于 {key.revoked_at:%Y-%m-%d} 吊销" if key.revoked_at else "有效"
            typer.echo(f"{key.key_id}  {key.role:<5}  {key.made_at:%Y-%m-%d}  {state}  {key.name}")


@app.command("revoke", help="吊销一个密钥,立即生效。")
def revoke(key_id: Annotated[str, typer.Argument(help="密钥编号,见 keys list。", show_default=False)]) -> None:
    from assistant.errors import InvalidRequest

    with _records() as records:
        if not records.keys.revoke(key_id):
            raise InvalidRequest(f"没有编号为 {key_id} 的有效密钥。")
        records.audit.add("cli", "revoke key", key_id)
    typer.echo(f"已吊销密钥 {key_id}。")


@contextmanager
def _records() -> Iterator[Records]:
    from datetime import UTC, datetime

    from assistant.records import Records
    from assistant.settings import load_settings
    from ingestion.knowledge.database import connect

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(settings.data_dir, settings.knowledge.database_url)
    try:
        yield Records(engine, lambda: datetime.now(UTC))
    finally:
        engine.dispose()
