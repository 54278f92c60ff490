"""Prometheus metrics, in a registry of their own so that two apps in one process do not share counts."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.model import Answer, AskRequest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

# A client may send any word as a method; each would be a series of its own.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counts requests, answers by status and mode, seconds by stage, and what is running."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "wenzheng_requests", "HTTP requests", ["route", "method", "status"], registry=self.registry
        )
        self._request_seconds = Histogram(
            "wenzheng_request_seconds", "Time to the last byte", ["route"], buckets=_SECONDS, registry=self.registry
        )
        self._answers = Counter(
            "wenzheng_answers", "Answers of all channels", ["channel", "status", "mode"], registry=self.registry
        )
        self._answer_seconds = Histogram(
            "wenzheng_answer_seconds", "Time to an answer", ["mode"], buckets=_SECONDS, registry=self.registry
        )
        self._stage_seconds = Histogram(
            "wenzheng_stage_seconds", "Time of one stage", ["stage"], buckets=_SECONDS, registry=self.registry
        )
        self._errors = Counter(
            "wenzheng_answer_errors", "Asks that failed, by error class", ["error"], registry=self.registry
        )
        self._llm_errors = Counter("wenzheng_llm_errors", "Failed LLM replies", registry=self.registry)
        self.asks_running = Gauge("wenzheng_asks_running", "Asks being answered", registry=self.registry)
        self.jobs_running = Gauge("wenzheng_upload_jobs_running", "Upload jobs not finished", registry=self.registry)

    def saw_request(self, route: str, method: str, status: int, seconds: float) -> None:
        self._requests.labels(route, method if method in _METHODS else "other", status).inc()
        self._request_seconds.labels(route).observe(seconds)

    def saw_answer(self, request: AskRequest, answer: Answer) -> None:
        self._answers.labels(request.channel, answer.status, answer.mode).inc()
        self._answer_seconds.labels(answer.mode).observe(answer.latency_ms / 1000)
        stages = answer.trace.get("stages_ms")
        if isinstance(stages, Mapping):
            for stage, ms in stages.items():
                self._stage_seconds.labels(stage).observe(float(ms) / 1000)
            # The model was asked to write and yet the answer is an extract: it failed.
            if "write" in stages and answer.mode == "extractive":
                self._llm_errors.inc()

    def saw_error(self, error: Exception) -> None:
        self._errors.labels(type(error).__name__).inc()

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
