"""What the commands do with a suite: open the product over its documents, then ask, judge or break it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.datasets.suites import Suite, load_suites
from eval.gate import GateBroken, SuiteRules, Violation, judge_run, load_baseline, load_rules
from eval.run import Run
from eval.runner import Mode

if TYPE_CHECKING:
    from assistant.settings import JudgeSettings
    from eval.faults import Trial
    from eval.judged.check import Qualification

WORK = Path("runs")


class JobImpossible(ValueError):
    """What was asked for does not exist or is not configured; the message says what to change."""


async def run_one(suite: Suite, mode: Mode, folder: Path, ablation: str = "full") -> Run:
    """Ask the suite. Raises JobImpossible, RunBroken."""
    from assistant.settings import load_settings
    from eval.ablations import ABLATIONS
    from eval.console import progress_bar
    from eval.runner import describe, run_suite
    from eval.workbench import open_workbench

    if ablation not in ABLATIONS:
        raise JobImpossible(f"没有这个消融,可选:{'、'.join(ABLATIONS)}")
    off = None if ablation == "full" else ablation
    settings = load_settings()
    if mode == "llm" and not (settings.llm.base_url and settings.llm.model):
        raise JobImpossible("没有配置模型(WENZHENG_LLM__BASE_URL 与 WENZHENG_LLM__MODEL)")
    async with open_workbench(suite, settings, mode, WORK) as workbench:
        header = describe(suite, settings, name=folder.name, mode=mode, index=workbench.index, ablation=off)
        with progress_bar(suite.name, len(suite.questions)) as progress, ABLATIONS[ablation](workbench.asker):
            return await run_suite(suite, workbench, header, folder, progress=progress)


async def run_ablations(suites: Sequence[Suite], folder: Path) -> dict[str, list[Run]]:
    """Every suite with every part switched off in turn, by name of the ablation."""
    from eval.ablations import ABLATIONS

    return {
        name: [await run_one(suite, "extractive", folder / name / suite.name, name) for suite in suites]
        for name in ABLATIONS
    }


async def score_by_judge(done: Run, suite: Suite, folder: Path, metrics: Sequence[str], limit: int | None) -> Run:
    """Score a run by the judge of the settings; by all its metrics where none is named. Raises JobImpossible."""
    from assistant.embedding import open_embedder
    from assistant.settings import load_settings
    from eval.judged import JUDGED, judge_answers
    from eval.workbench import index_dir, settings_for

    settings = load_settings()
    if unknown := set(metrics) - set(JUDGED):
        raise JobImpossible(f"没有这个评审指标:{'、'.join(unknown)},可选:{'、'.join(JUDGED)}")
    embedder = open_embedder(settings_for(settings, done.header.mode, index_dir(suite, settings, WORK)))

    def embed(text: str) -> Sequence[float]:
        return [float(value) for value in embedder.embed_query(text)]

    return await judge_answers(
        done, suite, settings.judge, folder, work=WORK, embed=embed, wanted=metrics or JUDGED, limit=limit
    )


async def qualify_judge(settings: JudgeSettings) -> Qualification:
    """Raises JudgeFailed where the judge does not pass its preflight."""
    from eval.judged.check import load_labelled, qualify
    from eval.judged.judge import CachedJudge, OpenAICompletion, preflight

    wire = OpenAICompletion(settings)
    try:
        judged_by = CachedJudge(wire, settings, WORK / "judge")
        await preflight(judged_by)
        return await qualify(judged_by, load_labelled())
    finally:
        await wire.aclose()


def violations(done: Run, suite: Suite) -> list[Violation]:
    """What the gate says of a run; a gate that cannot be read is a violation too."""
    try:
        rules = load_rules().get(suite.name, SuiteRules())
        return judge_run(done, suite, rules, load_baseline(suite.name, done.header.mode))
    except GateBroken as exc:
        return [Violation("gate", str(exc))]


async def try_faults(names: Sequence[str]) -> list[Trial]:
    """Each fault over every suite, held against the unchanged product over the same suite."""
    from assistant.settings import load_settings
    from eval.console import progress_bar
    from eval.faults import FAULTS, UNCHANGED, Trial, try_fault
    from eval.workbench import open_workbench

    settings = load_settings()
    trials = {fault.name: Trial(fault) for fault in FAULTS}
    for suite in load_suites(names):
        async with open_workbench(suite, settings, "extractive", WORK) as workbench:
            unchanged: list[Violation] = []
            for fault in (UNCHANGED, *FAULTS):
                with progress_bar(f"{suite.name} {fault.name}", len(suite.questions)) as progress:
                    said = violations(await try_fault(fault, suite, workbench, settings, progress), suite)
                if fault is UNCHANGED:
                    unchanged = said
                else:
                    trials[fault.name] = trials[fault.name].seen(suite.name, said, unchanged)
    return list(trials.values())
