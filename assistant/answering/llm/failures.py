"""How a vendor can fail, sorted by what to do next."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from assistant.errors import ModelUnavailable
from assistant.model import GroundingReport

LONGEST_WAIT_S = 8.0
_MISUNDERSTOOD = frozenset((400, 415, 422, 501))
_FINAL_CODES = frozenset(("content_filter", "data_inspection_failed"))


class Retry(Exception):
    """This attempt failed; another may succeed after `wait` seconds (None: the usual back-off)."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Unstructured(Retry):
    """The reply is not of the form that was asked for; a plainer form may work."""


class Rejected(ModelUnavailable):
    """The server does not take the request as it is; a plainer form may pass."""


class Ungrounded(ModelUnavailable):
    """What was left of the model's words does not answer; `report` tells what the gate took out, in `gate_ms`."""

    def __init__(self, message: str, report: GroundingReport, gate_ms: float) -> None:
        super().__init__(message)
        self.report = report
        self.gate_ms = gate_ms


class Declined(ModelUnavailable):
    """The model or its vendor's filter would not answer this question: no sign that the service is down."""


def vendor_errors() -> tuple[type[Exception], ...]:
    """What the client library, its transport and its reading of a malformed reply may raise."""
    import httpx
    import openai

    return (
        openai.OpenAIError, httpx.HTTPError, httpx.StreamError, OSError, TimeoutError,
        ValueError, TypeError, KeyError, IndexError, AttributeError,
    )  # fmt: skip


def translate(exc: Exception) -> Exception:
    """Retry or ModelUnavailable for a vendor error; the message tells no address, key or text."""
    import httpx
    import openai

    if isinstance(exc, openai.APIStatusError):
        return _of_status(exc)
    if isinstance(exc, openai.APITimeoutError | TimeoutError | httpx.TimeoutException):
        return Retry("响应超时")
    if isinstance(exc, openai.APIConnectionError | httpx.HTTPError | httpx.StreamError | OSError):
        return Retry("连接失败")
    if isinstance(exc, openai.APIError):
        return Declined("语言模型服务商拒绝回答该问题") if exc.code in _FINAL_CODES else Retry("服务出错")
    if isinstance(exc, openai.OpenAIError):
        return ModelUnavailable("语言模型的设置不正确")
    return Retry("回应格式不正确")


def _of_status(exc: object) -> Exception:
    import openai

    assert isinstance(exc, openai.APIStatusError)  # noqa: S101 - narrows for the type checker
    status = exc.status_code
    if exc.code in _FINAL_CODES:
        return Declined(f"语言模型服务商拒绝请求（{exc.code}）")
    if status == 429 and exc.code != "insufficient_quota":
        wait = retry_after(exc.response.headers.get("retry-after"))
        if wait is not None and wait > LONGEST_WAIT_S:
            return ModelUnavailable("语言模型繁忙，请稍后再试")
        return Retry("请求过于频繁", wait=wait)
    if (status >= 500 and status not in _MISUNDERSTOOD) or status in (408, 409, 425):
        return Retry(f"服务出错（HTTP {status}）")
    message = f"语言模型拒绝请求（HTTP {status}），请检查设置"
    return Rejected(message) if status in _MISUNDERSTOOD else ModelUnavailable(message)


def retry_after(header: str | None, *, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header, as a number or a date; None where it says nothing usable."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
