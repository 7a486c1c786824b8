"""Several processes in place of one assistant: the same words, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.crew import Crew
from assistant.faults import Fault
from assistant.models import Answer, Question
from guidelines.errors import DxciteError


class Echo:
    """Answers with its process; ends it, refuses or fails where the question says so."""

    def __init__(self, once: Path | None = None, fault: str = "") -> None:
        self.once = once
        self.fault = fault

    def __call__(self) -> Callable[[Question], Answer | Exception]:
        if self.fault:
            raise DxciteError(self.fault)
        return self.ask

    def ask(self, question: Question) -> Answer | Exception:
        if "deadly" in question.text and (self.once is None or not self.once.exists()):
            if self.once is not None:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "refuse" in question.text:
            return DxciteError("Type it another way.")
        if "crash" in question.text:
            return Fault("ValueError at here.py:1")
        threads = os.environ.get("OPENBLAS_NUM_THREADS", "")
        return Answer(
            answer=f"{question.text} {os.getpid()} {threads}",
            date_of_service=question.date_of_service,
            release="FY2027",
        )


def asked(text: str) -> Question:
    return Question(text=text, date_of_service=date(2026, 6, 1))


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with closing(Crew(2, Echo())) as crew:
        yield crew


def test_questions_are_answered_in_other_processes_on_one_core_each(crew: Crew) -> None:
    text, process, threads = crew.ask(asked("cough")).answer.split()
    assert text == "cough" and int(process) != os.getpid() and threads == "1"


def test_many_at_once_get_each_their_own_answer(crew: Crew) -> None:
    said: dict[int, str] = {}

    def ask(number: int) -> None:
        said[number] = crew.ask(asked(f"q{number}")).answer

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(said[n].startswith(f"q{n} ") for n in range(12))


def test_words_for_the_user_and_faults_come_back(crew: Crew) -> None:
    with pytest.raises(DxciteError, match="another way"):
        crew.ask(asked("refuse"))
    with pytest.raises(Fault, match=r"here\.py"):
        crew.ask(asked("crash"))
    assert crew.ask(asked("still there")).answer


def test_a_killed_process_costs_only_time(tmp_path: Path) -> None:
    with closing(Crew(1, Echo(once=tmp_path / "once"))) as crew:
        assert crew.ask(asked("deadly")).answer.startswith("deadly")


def test_a_question_that_ends_every_process_is_refused_in_words() -> None:
    with closing(Crew(1, Echo())) as crew:
        with pytest.raises(DxciteError, match="in parts"):
            crew.ask(asked("deadly"))
        assert crew.ask(asked("cough")).answer.startswith("cough")


def test_what_cannot_be_opened_is_said_at_the_start() -> None:
    with pytest.raises(DxciteError, match="no index"):
        Crew(2, Echo(fault="There is no index."))
