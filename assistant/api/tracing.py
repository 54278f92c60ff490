"""OpenTelemetry spans for requests and the stages of answers, sent only where the settings name a collector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.model import Answer

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span


def exporter_to(endpoint: str) -> SpanExporter:
    """An OTLP/gRPC exporter; a plain `http://` address is spoken to without TLS."""
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=endpoint, insecure=endpoint.startswith("http://"))


class Tracing:
    """Without an exporter it does nothing. Spans never hold what was asked."""

    def __init__(self, exporter: SpanExporter | None, version: str) -> None:
        self._tracer = None
        if exporter is not None:
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor

            resource = Resource.create({"service.name": "wenzheng", "service.version": version})
            self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
            self._provider.add_span_processor(BatchSpanProcessor(exporter))
            self._tracer = self._provider.get_tracer("wenzheng")

    @contextmanager
    def request(self, method: str, request_id: str) -> Iterator[Span | None]:
        """A span around one request."""
        if self._tracer is None:
            yield None
            return
        attributes = {"http.request.method": method, "wenzheng.request_id": request_id}
        with self._tracer.start_as_current_span(method, attributes=attributes) as span:
            yield span

    def saw_answer(self, answer: Answer) -> None:
        """Tell the request's span how the answer came about."""
        if self._tracer is None:
            return
        from opentelemetry import trace

        span = trace.get_current_span()
        span.set_attribute("wenzheng.status", answer.status)
        span.set_attribute("wenzheng.mode", answer.mode)
        span.set_attribute("wenzheng.answer_id", answer.answer_id)
        stages = answer.trace.get("stages_ms")
        if isinstance(stages, Mapping):
            for stage, ms in stages.items():
                span.set_attribute(f"wenzheng.stage.{stage}_ms", float(ms))

    def close(self) -> None:
        """Send what has not been sent."""
        if self._tracer is not None:
            self._provider.shutdown()
