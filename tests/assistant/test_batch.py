"""Files of questions: same order, same ids, and a bad line costs only itself."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import batch
from assistant.batch import Counts, answers, bounded_lines
from assistant.cli import main
from assistant.models import Answer, Question
from guidelines.errors import DxciteError


def echo(question: Question) -> Answer:
    if "refuse" in question.text:
        raise DxciteError("Not this one.")
    if "crash" in question.text:
        raise KeyError("Mr Smith")
    return Answer(
        answer=question.text,
        setting=question.setting,
        date_of_service=question.date_of_service,
        release="FY2027",
    )


def run(lines: Sequence[bytes]) -> tuple[list[dict[str, Any]], Counts]:
    counts = Counts()
    made = list(answers(bounded_lines(io.BytesIO(b"".join(lines))), echo, counts))
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in made)
    return [json.loads(line) for line in made], counts


def line(**record: Any) -> bytes:
    return json.dumps(record).encode() + b"\n"


def test_order_ids_and_circumstances_are_kept() -> None:
    made, counts = run(
        [
            line(id="b", question="second", setting="inpatient", date_of_service="2026-05-01"),
            line(id="a", question="first", more="is ignored"),
            line(id=7, question="a number as id"),
            line(question="none"),
        ]
    )
    assert [m["id"] for m in made] == ["b", "a", 7, None]
    assert made[0]["setting"] == "inpatient"
    assert made[0]["date_of_service"] == "2026-05-01"
    assert made[1]["date_of_service"] == date.today().isoformat()
    assert counts == Counts(answered=4)


@pytest.mark.parametrize(
    ("bad", "id", "words"),
    [
        (b"{not json}\n", None, "not JSON"),
        (b"[1]\n", None, "object"),
        (b"\xff\xfe\n", None, "not JSON"),
        (line(id="x"), "x", "question"),
        (line(id="x", question=""), "x", "empty"),
        (line(id="x", question=None), "x", "text"),
        (line(id="x", question=["a"]), "x", "text"),
        (line(id="x", question="a" * 200_000), "x", "200,000 characters"),
        (line(id="x", question="a", setting="home"), "x", "inpatient or outpatient"),
        (line(id="x", question="a", setting=["inpatient"]), "x", "inpatient or outpatient"),
        (line(id="x", question="a", date_of_service="5/1/26"), "x", "2026-10-01"),
        (line(id="x", question="a", date_of_service=20260501), "x", "2026-10-01"),
        (line(id="x", question="a", date_of_service="1999-01-01"), "x", "2015-10-01"),
        (line(id="x", question="refuse"), "x", "Not this one."),
        (b'{"id": "x", "question": "\\ud800"}\n', None, "not JSON"),
    ],
)
def test_a_bad_line_is_an_error_of_its_own(bad: bytes, id: str | None, words: str) -> None:
    made, counts = run([line(id=1, question="before"), bad, line(id=2, question="after")])
    assert [m["id"] for m in made] == [1, id, 2]
    assert set(made[1]) == {"id", "error"}
    assert words in made[1]["error"]
    assert counts == Counts(answered=2, errors=1)


def test_a_fault_in_one_line_is_reported_without_chart_text() -> None:
    made, counts = run([line(id=1, question="crash"), line(id=2, question="after")])
    assert "KeyError" in made[0]["error"]
    assert "Smith" not in made[0]["error"]
    assert made[1]["answer"] == "after"
    assert counts == Counts(answered=1, errors=1, faults=1)


def test_blank_lines_marks_and_a_missing_last_newline_do_no_harm() -> None:
    made, _ = run([b"\xef\xbb\xbf" + line(id=1, question="a"), b"\n", b'{"id":2,"question":"b"}'])
    assert [m["id"] for m in made] == [1, 2]
    windows, _ = run([b'{"id":1,"question":"a"}\r\n', b" \r\n"])
    assert [m["answer"] for m in windows] == ["a"]


def test_a_line_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LONGEST_LINE", 1000)
    made, counts = run([line(id=1, question="x" * 50_000), line(id=2, question="after")])
    assert "longer than 1,000 bytes" in made[0]["error"]
    assert made[1]["id"] == 2
    assert counts.errors == 1


def test_the_command_reads_and_writes_files(
    with_index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_bytes(
        line(id="1", question="acute appendicitis") + b"oops\n" + line(id="3", question="I10")
    )
    with pytest.raises(SystemExit) as leaving:
        main(["batch", str(questions), "--out", str(out)])
    said = capfd.readouterr()
    assert leaving.value.code == 0, said.err
    made = [json.loads(text) for text in out.read_text().splitlines()]
    assert [m["id"] for m in made] == ["1", None, "3"]
    assert made[0]["codes"][0]["code"].startswith("K35")
    assert said.out == ""
    assert said.err == "2 answered, 1 with an error\n"


@pytest.mark.parametrize("out", ["in.jsonl", "no/such/folder.jsonl", "."])
def test_an_output_that_cannot_be_is_refused(
    out: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    import assistant.pipeline

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(assistant.pipeline, "open_assistant", lambda _: Echo())
    Path("in.jsonl").write_bytes(line(id="1", question="a"))
    with pytest.raises(SystemExit) as leaving:
        main(["batch", "in.jsonl", "--out", out])
    assert leaving.value.code == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert Path("in.jsonl").read_bytes() == line(id="1", question="a")


class Echo:
    ask = staticmethod(echo)
