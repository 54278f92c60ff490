"""Are the responsible units right, and in the right role?"""

from __future__ import annotations

from dataclasses import dataclass

from eval.datasets.schema import Role
from eval.matching import unit_key
from eval.metrics.model import Better, Observation


def f1(found: set[str], wanted: set[str]) -> float:
    """2·|both| / (|found| + |wanted|): 1 where both are empty."""
    return 2 * len(found & wanted) / (len(found) + len(wanted)) if found or wanted else 1.0


@dataclass(frozen=True, slots=True)
class UnitF1:
    """F1 of the units of one role; of unit and role together where `role` is None."""

    role: Role | None = None
    better: Better = "higher"

    @property
    def name(self) -> str:
        return f"unit_f1_{self.role}" if self.role else "unit_f1"

    def score(self, seen: Observation) -> float | None:
        question = seen.question
        if not question.asks_units or not question.units or (self.role and not question.units.get(self.role)):
            return None
        wanted = {
            f"{role}:{unit_key(name)}"
            for role, names in question.units.items()
            for name in names
            if self.role in (None, role)
        }
        found = {
            f"{unit.role}:{unit_key(unit.name)}"
            for unit in seen.answer.responsible_units
            if self.role in (None, unit.role)
        }
        return f1(found, wanted)
