"""The judged tier: what only a reader can tell, asked of any OpenAI-compatible model. Advisory until it is qualified.

Nothing here is imported by the offline tier, and ragas only once a judge is configured and has passed the preflight.
"""

from __future__ import annotations

from eval.judged.tier import JUDGED, judge_answers

__all__ = ["JUDGED", "judge_answers"]
