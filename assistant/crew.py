"""Answering in several processes, for many people at once: one process answers on one core only.

A process that is killed is replaced, and its question asked once more. Processes keep nothing of
what they were asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from queue import LifoQueue

from assistant.faults import Fault, place_of_fault
from assistant.models import Answer, Question
from assistant.spreading import Opener, Worker, ended, received, started
from guidelines.errors import DxciteError

_TRIES = 2
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Variables that keep a process to one core; several that each take every core slow each other."""
_FIRST = "HTN and CKD stage 4: does the provider have to link them?"
"""Asked of each process at the start, so that the first person does not wait for it to load."""


class Answering:
    """Opens the pipeline in a process of its own."""

    def __call__(self) -> Callable[[Question], Answer | Exception]:
        """What answers a question, or says what went wrong in place of the answer."""
        from assistant.pipeline import open_assistant

        assistant = open_assistant()
        assistant.warm()

        def ask(question: Question) -> Answer | Exception:
            try:
                return assistant.ask(question)
            except DxciteError as error:
                return error
            except Exception as error:
                # Its words may quote the chart, and not every kind can be sent.
                return Fault(place_of_fault(error))

        return ask


class Crew:
    """Processes that answer questions; used in place of one assistant, from several threads."""

    def __init__(
        self, size: int, opener: Opener[Question, Answer | Exception] | None = None
    ) -> None:
        """Start the processes and wait until each can answer.

        Args:
            size: How many, at least 1.
            opener: Opens what answers; the pipeline by default.

        Raises:
            DxciteError: what is needed cannot be opened.
        """
        self._opener = Answering() if opener is None else opener
        self._free: LifoQueue[Worker[Question]] = LifoQueue()
        with _one_core_each():
            crew = [started(self._opener) for _ in range(size)]
        first = Question(text=_FIRST, date_of_service=date.today())
        for worker in crew:
            self._free.put(worker)
            worker.pipe.send([first])
        for worker in crew:
            received(worker)

    def ask(self, question: Question) -> Answer:
        """Answer one question in the process that is free next.

        Raises:
            DxciteError: in words for the user; also where the question ends every process it is
                given to.
        """
        worker = self._free.get()
        try:
            for _ in range(_TRIES):
                with suppress(BrokenPipeError, ConnectionResetError):
                    worker.pipe.send([question])
                done = received(worker)
                if done is not None:
                    return _given(done[0])
                ended(worker)
                with _one_core_each():
                    worker = started(self._opener)
        finally:
            self._free.put(worker)
        raise DxciteError("This question ended the process that worked on it; ask it in parts.")

    def close(self) -> None:
        """End the processes that are free."""
        while not self._free.empty():
            ended(self._free.get())


def _given(done: Answer | Exception) -> Answer:
    if isinstance(done, Exception):
        raise done
    return done


@contextmanager
def _one_core_each() -> Iterator[None]:
    unset = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(unset, "1"))
    try:
        yield
    finally:
        for name in unset:
            os.environ.pop(name, None)
