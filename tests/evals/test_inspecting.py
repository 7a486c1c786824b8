"""inspect_ai, an optional extra: the same cases, the same figures, in its logs."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from suite_fakes import TODAY, answer, case

from evals import inspecting
from evals.engines import Engine
from evals.errors import EngineError
from evals.loading import Suite, fingerprint
from evals.scoring import figures, score

CASES = (
    case("a", verdict="yes", sections=("I.A.1",)),
    case("b", verdict="no", required_codes=("I10", "J18.9")),
    case("c", required_codes=("I10",)),
)
SAID = {
    "a": answer(verdict="yes", sections="I.A.1 I.A.2"),
    "b": answer("I10", verdict="yes"),
    "c": answer("I10"),
}


def engine(name: str) -> Engine:
    return Engine(name, "fake", lambda: lambda case, _: dict(SAID[case.id]))


@pytest.mark.skipif(find_spec("inspect_ai") is not None, reason="inspect_ai is installed")
def test_inspect_ai_that_is_not_installed_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"dxcite\[inspect\]"):
        inspecting.inspected([], "deterministic", TODAY, tmp_path)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(find_spec("inspect_ai") is None, reason="inspect_ai is not installed")
def test_the_log_has_the_same_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inspect_ai.log import read_eval_log

    monkeypatch.setattr(inspecting, "engine_named", engine)
    suite = Suite("small", CASES, fingerprint(CASES))
    (path,) = inspecting.inspected([suite], "fake", TODAY, tmp_path)
    log: Any = read_eval_log(path)
    means = {s.name: s.metrics["mean"].value for s in log.results.scores if "mean" in s.metrics}
    (whole,) = (s for s in log.results.scores if s.name == "dxcite")
    pooled = {m.name: m.value for m in whole.metrics.values()}
    expected = figures([score(c, SAID[c.id], TODAY) for c in CASES])
    assert {"verdict", "code-f1", "section-precision"} <= set(pooled) <= set(expected)
    for name, value in pooled.items():
        assert value == pytest.approx(expected[name].value)
    assert means["section@1"] == 1.0
    assert means["verdict"] == 1 / 2
    assert means["code-recall"] == pytest.approx((1 / 2 + 1) / 2)
    assert pooled["code-recall"] == pytest.approx(2 / 3)
    assert [s.id for s in log.samples] == ["a", "b", "c"]
    assert log.samples[1].metadata["answer"]["verdict"] == "yes"
