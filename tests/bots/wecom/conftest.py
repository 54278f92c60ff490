"""The service without Telegram."""

from __future__ import annotations

import pytest

from assistant.settings import Settings, TelegramSettings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"telegram": TelegramSettings()})
