"""`wenzheng serve --workers N`: several processes behind one address, and the vector server that they share."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from assistant.errors import AssistantError, ServiceUnavailable
from ingestion.errors import IngestionError

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

    from assistant.settings import Settings

_HEALTHCHECK_SECONDS = 60  # a worker that is still importing does not answer
logger = logging.getLogger(__name__)


def serve(
    settings: Settings, count: int, listening: socket.socket, *, tell: Callable[[], None], options: dict[str, Any]
) -> None:
    """Until told to stop. `tell` is called once all workers answer; `options` are those of uvicorn.

    Where the settings name no Chroma server, one is started beside the data directory. Raises `KnowledgeBaseBusy`
    where another process uses that directory with an embedded Chroma.
    """
    with ExitStack() as stack:
        if settings.knowledge.chroma_url is None:
            settings = _with_server(settings, stack)
        app = partial(_work, settings)
        config = Config(app, factory=True, workers=count, timeout_worker_healthcheck=_HEALTHCHECK_SECONDS, **options)
        crew = _Crew(config, listening, tell)
        crew.run()
        if any(process.exitcode == STARTUP_FAILURE for process in crew.processes):
            raise ServiceUnavailable("服务没有启动，原因见上面的日志。")


def _with_server(settings: Settings, stack: ExitStack) -> Settings:
    """The settings of the workers: a Chroma server runs until the stack is unwound."""
    from ingestion.knowledge import KnowledgeConfig
    from ingestion.knowledge.server import ChromaServer

    config = KnowledgeConfig(settings.data_dir, settings.knowledge.database_url)
    server = stack.enter_context(ChromaServer(config, notify=logger.warning))
    knowledge = settings.knowledge.model_copy(update={"chroma_url": server.config.chroma_url})
    return settings.model_copy(update={"knowledge": knowledge})


class _Crew(Multiprocess):
    """uvicorn's watch over the workers, which starts one again where it dies.

    One that cannot even start ends the service while it comes up, and only then: later it may be a passing fault.
    """

    def __init__(self, config: Config, listening: socket.socket, tell: Callable[[], None]) -> None:
        super().__init__(config, sockets=[listening])
        self._tell = tell
        self._told = False

    def keep_subprocess_alive(self) -> None:
        for place, process in enumerate(self.processes):
            process.child_conn.close()  # with both ends here, a question to a dead worker would wait for an answer
            if self._told and process.exitcode == STARTUP_FAILURE:
                logger.warning("worker %s did not start, trying again", process.pid)
                process.kill()
                self.processes[place] = Process(self.config, self.sockets)
                self.processes[place].start()
        super().keep_subprocess_alive()
        if not self._told and all(process.is_ready() for process in self.processes):
            self._told = True
            self._tell()


def _work(settings: Settings) -> FastAPI:
    """The app of one worker. Ends the process where there is none."""
    from assistant import logs
    from assistant.cli.service import build

    logs.configure(settings.log_level)
    threading.Thread(target=_leave_with_parent, name="parent-watch", daemon=True).start()
    try:
        return build(settings)
    except (AssistantError, IngestionError) as exc:
        logger.error("%s", exc)  # noqa: TRY400 - the message says what to do
    except Exception:
        logger.exception("the worker cannot start")
    sys.exit(STARTUP_FAILURE)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
