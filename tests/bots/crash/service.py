"""A service to be killed: every channel over the fake assistant and a database file. Settings come as variables."""

from __future__ import annotations

import sys
from dataclasses import replace

import uvicorn
from fastapi import FastAPI

from assistant.model import Answer, AskRequest
from assistant.settings import load_settings
from bots.webhooks import routers
from ingestion.knowledge.database import connect
from tests.bots.conftest import Assistant


class Echo(Assistant):
    """Repeats the question in its answer, so that the answers can be told apart."""

    def _answer(self, request: AskRequest) -> Answer:
        answer = super()._answer(request)
        return replace(answer, answer=f"{request.question} {answer.answer}")


def main(port: int) -> None:
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    assistant = Echo()
    assistant.use(connect(settings.data_dir, None))
    assistant.pause_s, assistant.slow = 0.01, {"慢": 1.0}
    app = FastAPI()
    for router in routers(settings, assistant):  # type: ignore[arg-type]
        app.include_router(router)
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
