"""Errors of the assistant, named by what the caller does next.

AssistantError
├── ConfigError        settings are wrong: fix them, the message names the setting
├── InvalidRequest     the request cannot be understood: fix it (HTTP 4xx)
│   ├── QuestionTooLong
│   └── UnknownFilter
├── SessionNotFound    no such session for this user
├── TransientError     try again: the message says when
│   └── ModelUnavailable  the LLM failed; the extractive answer stands in
└── ServiceUnavailable search or the catalog is down: not the same as "no evidence"
"""


class AssistantError(Exception):
    """Base of every error that the assistant raises on purpose. Messages are Chinese and fit for the user."""


class ConfigError(AssistantError):
    """Settings are wrong or incomplete."""


class InvalidRequest(AssistantError):
    """The request cannot be served as it is."""


class QuestionTooLong(InvalidRequest):
    """The question exceeds the configured number of characters."""


class UnknownFilter(InvalidRequest):
    """A filter names a region, document or issuer that the corpus does not have."""


class SessionNotFound(AssistantError):
    """There is no such session for this user."""


class TransientError(AssistantError):
    """Trying again later may succeed."""


class ModelUnavailable(TransientError):
    """The language model did not give a usable reply."""


class ServiceUnavailable(AssistantError):
    """Search or the catalog cannot answer; this is never reported as "no evidence"."""
