"""`wenzheng doctor`: looks at settings and indexes, and mends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingestion.knowledge import KnowledgeBase


def register(app: typer.Typer) -> None:
    app.command("doctor", help="检查设置和索引;--repair 由目录库重建索引,--reembed 换用当前向量模型。")(doctor)


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="由目录库重建两个索引,不重新计算向量。")] = False,  # noqa: FBT002
    reembed: Annotated[bool, typer.Option("--reembed", help="用当前设置的模型重新计算全部向量。")] = False,  # noqa: FBT002
) -> None:
    from assistant.settings import load_settings

    settings = load_settings()
    _show_settings(settings)
    with _knowledge_base(settings, any_model=reembed) as knowledge:
        if reembed:
            knowledge.reembed()
            typer.echo("向量已全部重新计算。")
        if repair:
            knowledge.repair()
            typer.echo("索引已由目录库重建。")
        health = knowledge.health()
    typer.echo(
        f"知识库:文件 {health.documents} 份,可检索条款 {health.clauses} 条,"
        f"向量 {health.vectors} 条,全文索引 {health.lexical} 条"
    )
    for problem in health.problems:
        typer.echo(f"问题:{problem}", err=True)
    if not health.ok:
        typer.echo("请运行 wenzheng doctor --repair。", err=True)
        raise typer.Exit(1)
    typer.echo("检查通过。")


def _knowledge_base(settings: Settings, *, any_model: bool) -> KnowledgeBase:
    from assistant.embedding import open_embedder
    from ingestion.knowledge import KnowledgeBase, KnowledgeConfig

    config = KnowledgeConfig(settings.data_dir, settings.knowledge.database_url, settings.knowledge.chroma_url)
    notify = lambda message: typer.echo(message, err=True)  # noqa: E731
    return KnowledgeBase.open(config, open_embedder(settings), notify=notify, any_model=any_model)


def _show_settings(settings: Settings) -> None:
    llm = settings.llm
    model = f"{llm.model}({llm.base_url})" if llm.model else "未配置,使用原文摘录"
    typer.echo(f"数据目录:{settings.data_dir.absolute()}")
    typer.echo(f"向量模型:{settings.embedding.provider} {settings.embedding.model or ''}".rstrip())
    typer.echo(f"语言模型:{model}")
    typer.echo(f"公众提问:{'开放' if settings.server.open_to_public else '需要密钥'}")
