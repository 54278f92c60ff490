"""The command tree, and the one place where errors become Chinese messages and exit codes.

Exit codes: 0 done (a refusal is an answer too), 1 failed, 2 used wrongly (arguments, question, settings).
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from assistant.cli import answering, catalog, keys, service, upkeep

FAILED, MISUSED = 1, 2

app = typer.Typer(
    name="wenzheng",
    help="问政:依据政策文件回答问题,逐条注明出处和责任单位。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
answering.register(app)
catalog.register(app)
service.register(app)
upkeep.register(app)
app.add_typer(keys.app, name="keys")

_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本后退出。")] = False,  # noqa: FBT002
) -> None:
    if version:
        from importlib.metadata import version as distribution_version

        typer.echo(distribution_version("wenzheng"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("bot", context_settings=_PASS_ON, add_help_option=False, help="聊天渠道:Telegram、企业微信。")
def bot(context: typer.Context) -> None:
    _pass_on("bot", context.args)


@app.command("eval", context_settings=_PASS_ON, add_help_option=False, help="评测:数据集、指标、报告。")
def evaluate(context: typer.Context) -> None:
    _pass_on("eval", context.args)


def _pass_on(name: str, arguments: list[str]) -> None:
    """Run a command of a package that imports the assistant, found by its entry point."""
    from assistant.extensions import command

    result = command(name)(args=arguments, prog_name=f"wenzheng {name}", standalone_mode=False)
    if isinstance(result, int) and result:
        raise typer.Exit(result)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code. Tracebacks are shown at log level DEBUG only."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    try:
        code = app(args=arguments, prog_name="wenzheng", standalone_mode=False)
    except TyperException as error:
        return _tell(f"用法有误:{error.format_message()}(wenzheng --help 查看用法)", MISUSED)
    except typer.Abort:
        return _tell("已取消。", FAILED)
    except KeyboardInterrupt:
        return _tell("已中断。", 130)
    except BrokenPipeError:
        return FAILED
    except _expected() as error:
        if _debugging():
            raise
        return _tell(str(error), _exit_code(error))
    return code if isinstance(code, int) else 0


def _expected() -> tuple[type[Exception], ...]:
    """The errors that are raised on purpose; imported when there is one, so that a command starts fast."""
    from assistant.errors import AssistantError
    from ingestion.errors import IngestionError

    return AssistantError, IngestionError


def _exit_code(error: Exception) -> int:
    from assistant.errors import ConfigError, InvalidRequest

    return MISUSED if isinstance(error, (ConfigError, InvalidRequest)) else FAILED


def _debugging() -> bool:
    from assistant.errors import ConfigError
    from assistant.settings import load_settings

    try:
        return load_settings().log_level == "DEBUG"
    except ConfigError:
        return False


def _tell(message: str, code: int) -> int:
    typer.echo(message, err=True)
    return code
