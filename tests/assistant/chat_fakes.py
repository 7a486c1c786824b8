"""A stand-in for the pipeline, with answers rich enough to draw, and a server to show them.

Run as a program it serves the chat on a free port, prints the address and ends with its input, so
that browser tests work on the chat as a process of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from assistant.models import (
    Answer,
    AnswerCode,
    AnswerRejection,
    Citation,
    Question,
    Span,
    Step,
)
from assistant.querying._models import UNDETERMINED
from guidelines.errors import DxciteError

HOSTILE = (
    '<img src=x onerror="window.hit=1"> ${window.hit=2} ${Object.assign(window,{hit:6})} '
    "{{value}} `${window.hit=3}` </script><script>window.hit=4</script> "
    "' onclick='window.hit=5' &amp; \\u003cb>"
)


def span(text: str, words: str) -> Span:
    """The first place where the words stand in the text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


class FakeAssistant:
    """Answers by key word; keeps the questions it was asked."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        time.sleep(self.pause)
        text = question.text
        if "slowly" in text:
            time.sleep(8)
        if "refuse" in text:
            raise DxciteError("This cannot be read; type it another way.")
        if "crash" in text:
            raise ValueError(f"secret chart text: {text}")
        for words, make in ANSWERS.items():
            if words in text:
                return make(question)
        return plain(question)


def plain(question: Question) -> Answer:
    """A short answer that says how many questions came before."""
    return Answer(
        answer=f"You asked {len(question.history)} questions before this one.",
        date_of_service=question.date_of_service,
        setting=question.setting,
        release="FY2027",
    )


def heart_failure(question: Question) -> Answer:
    """Yes/no with sequence, several codes for the same words, sources of three kinds."""
    text = question.text
    htn, chf, ckd = (span(text, words) for words in ("HTN", "CHF", "CKD 3b"))
    return Answer(
        answer=(
            "**No.** ICD-10-CM presumes that hypertension is related to heart failure and to "
            "chronic kidney disease, so the provider need not link them [1].\n\n"
            "Report I13.0 first, then I50.9 for the type of heart failure and N18.32 for the "
            "stage of the kidney disease [1][2].\n\n"
            "The presumption ends only where the documentation says that they are unrelated [1]:\n"
            "- “CHF due to valve disease, not hypertension” breaks it [3].\n"
            "- Silence does not."
        ),
        verdict="no",
        codes=(
            AnswerCode(
                code="I13.0",
                title="Hypertensive heart and chronic kidney disease with heart failure and stage "
                "1 through stage 4 chronic kidney disease, or unspecified chronic kidney disease",
                billable=True,
                role="first-listed",
                sequence=1,
                evidence=(htn, chf, ckd),
                reason="Hypertension with both heart failure and CKD takes the combination code",
                citations=(1,),
            ),
            AnswerCode(
                code="I50.9",
                title="Heart failure, unspecified",
                billable=True,
                role="additional",
                sequence=2,
                evidence=(chf,),
                reason="I13 says to use an additional code for the type of heart failure",
                citations=(2,),
            ),
            AnswerCode(
                code="N18.32",
                title="Chronic kidney disease, stage 3b",
                billable=True,
                role="additional",
                sequence=3,
                evidence=(ckd,),
                reason="I13 says to use an additional code for the stage",
                citations=(2,),
            ),
            AnswerCode(
                code="I50.3",
                title="Diastolic (congestive) heart failure",
                billable=False,
                role="alternative",
                evidence=(chf,),
                reason="If the provider documents that the heart failure is diastolic",
                citations=(2,),
            ),
        ),
        rejected=(
            AnswerRejection(
                code="I10",
                title="Essential (primary) hypertension",
                reason="Hypertension with heart or kidney involvement is not coded to I10",
                evidence=(htn,),
                citations=(3,),
            ),
        ),
        citations=(
            Citation(
                n=1,
                kind="guideline",
                ref="I.C.9.a.3",
                title="Hypertensive heart and chronic kidney disease",
                quote="Assign a code from I13 when hypertension stands with both heart and kidney "
                "involvement. The relationship is presumed, even where the provider does not link "
                "them, unless the documentation states that they are unrelated.",
                release="FY2027",
                page=45,
            ),
            Citation(
                n=2,
                kind="tabular",
                ref="I13",
                title="Use additional code",
                quote="Use additional code to identify stage of chronic kidney disease "
                "(N18.1-N18.4, N18.9)",
                release="FY2027",
                verbatim=True,
            ),
            Citation(
                n=3,
                kind="guideline",
                ref="I.A.15",
                title="“With”",
                quote="The classification presumes a causal relationship between two conditions "
                "linked by the word with.",
                release="FY2027",
                page=12,
            ),
            Citation(
                n=4,
                kind="index",
                ref="I11.9",
                title="Never referred to",
                quote="This source is not used and must not be listed.",
                release="FY2027",
            ),
        ),
        queries=("Type and acuity of the heart failure (systolic, diastolic, combined).",),
        assumptions=("“HTN” is read as essential hypertension.",),
        warnings=("The setting is not stated; the answer is the same for both [1].",),
        trace=(
            Step(stage="read", what="Coding question with three conditions, all present"),
            Step(stage="retrieve", what="Section I.C.9.a.3 and 6 more", detail={"I.C.9.a.3": 0.91}),
            Step(
                stage="gap",
                what="The type of the heart failure",
                detail={
                    "topic": "heart failure",
                    "indicators": ["CHF"],
                    "question": "Please clarify the type and acuity of the heart failure.",
                    "options": ["systolic", "diastolic", "other (please specify)", UNDETERMINED],
                },
            ),
            Step(stage="verify", what="3 codes exist, are billable and complete"),
        ),
        date_of_service=question.date_of_service,
        setting=question.setting,
        release="FY2027",
        timings_ms={"total": 214.0},
    )


def pneumonia(question: Question) -> Answer:
    """Depends on the setting, with an uncertain mention left out."""
    words = span(question.text, "possible pneumonia")
    cough = span(question.text, "cough")
    fever = span(question.text, "fever")
    return Answer(
        answer="It turns on the setting: an office visit codes the signs and symptoms [1], an "
        "inpatient discharge codes the uncertain diagnosis as if it existed [2].",
        verdict="depends",
        codes=tuple(
            AnswerCode(
                code=code,
                title=title,
                billable=True,
                role="first-listed" if n == 1 else "additional",
                sequence=n,
                evidence=(words_,),
                reason="Office visit: the symptom is the highest certainty known",
                citations=(1,),
            )
            for n, code, title, words_ in (
                (1, "R05.9", "Cough, unspecified", cough),
                (2, "R50.9", "Fever, unspecified", fever),
            )
        ),
        rejected=(
            AnswerRejection(
                code="J18.9",
                title="Pneumonia, unspecified organism",
                reason="Uncertain, so not reported in the office",
                evidence=(words,),
                citations=(1,),
            ),
        ),
        citations=tuple(
            Citation(
                n=n,
                kind="guideline",
                ref=ref,
                title="Uncertain diagnosis",
                quote=quote,
                release="FY2027",
                page=page,
            )
            for n, ref, page, quote in (
                (1, "IV.H", 112, "Do not code diagnoses documented as probable or suspected."),
                (2, "II.H", 107, "At discharge, code the condition as if it existed."),
            )
        ),
        date_of_service=question.date_of_service,
        setting=question.setting,
        release="FY2027",
    )


def abstained(question: Question) -> Answer:
    """Nothing to answer."""
    return Answer(
        answer="This is not a question of ICD-10-CM diagnosis coding.",
        abstained=True,
        abstain_reason="CPT codes and payment are outside what this program knows.",
        date_of_service=question.date_of_service,
        release="FY2027",
    )


def term(question: Question) -> Answer:
    """A term: the best code and others in order of likelihood."""
    words = span(question.text, "tennis elbow")
    codes = (
        ("M77.10", "Lateral epicondylitis, unspecified elbow", "first-listed"),
        ("M77.11", "Lateral epicondylitis, right elbow", "alternative"),
        ("M77.12", "Lateral epicondylitis, left elbow", "alternative"),
        ("M77.00", "Medial epicondylitis, unspecified elbow", "alternative"),
        ("M77.8", "Other enthesopathies, not elsewhere classified", "alternative"),
    )
    return Answer(
        answer="Tennis elbow is coded M77.10 where the side is not documented [1].",
        codes=tuple(
            AnswerCode.model_validate(
                {
                    "code": code,
                    "title": title,
                    "billable": True,
                    "role": role,
                    "sequence": 1 if role == "first-listed" else None,
                    "evidence": (words,),
                    "reason": "Index: Tennis elbow — see Epicondylitis, lateral",
                    "citations": (1,),
                }
            )
            for code, title, role in codes
        ),
        citations=(
            Citation(
                n=1,
                kind="index",
                ref="Epicondylitis, lateral",
                title="Alphabetic Index entry",
                quote="Epicondylitis (elbow) – lateral M77.1-",
                release="FY2027",
                verbatim=True,
            ),
        ),
        queries=("Side: right or left.",),
        date_of_service=question.date_of_service,
        setting=question.setting,
        release="FY2027",
    )


def hostile(question: Question) -> Answer:
    """Markup and templates in every field that holds text."""
    whole = Span(start=0, end=len(question.text), text=question.text)
    return Answer(
        answer=f"**{HOSTILE}** [1] [javascript:x](javascript:x)\n- {HOSTILE}",
        verdict="yes",
        codes=(
            AnswerCode(
                code=HOSTILE,
                title=HOSTILE,
                billable=False,
                role="first-listed",
                sequence=1,
                evidence=(whole, Span(start=3, end=9, text=HOSTILE)),
                reason=HOSTILE,
                citations=(1, 99),
            ),
        ),
        rejected=(AnswerRejection(code=HOSTILE, title=HOSTILE, reason=HOSTILE, evidence=(whole,)),),
        citations=(
            Citation(
                n=1,
                kind="guideline",
                ref=HOSTILE,
                title=HOSTILE,
                quote=HOSTILE,
                release=HOSTILE,
            ),
        ),
        queries=(HOSTILE,),
        assumptions=(HOSTILE,),
        warnings=(HOSTILE,),
        trace=(Step(stage=HOSTILE, what=HOSTILE, detail={HOSTILE: [HOSTILE]}),),
        date_of_service=question.date_of_service,
        release=HOSTILE,
        engine=HOSTILE,
    )


ANSWERS: dict[str, Callable[[Question], Answer]] = {
    "<img": hostile,
    "HTN": heart_failure,
    "pneumonia": pneumonia,
    "CPT": abstained,
    "tennis elbow": term,
}


def main() -> None:
    """Serve the chat with the fake; each line of input is answered with the pages held.

    Arguments: --login asks for coder and "correct horse", --mcp serves MCP clients too, --root
    serves it as if a reverse proxy showed it at /coding, --runs=FOLDER shows evaluations.
    """
    from assistant.chat import Options, running, server
    from assistant.chat.conversation import Desk
    from assistant.chat.users import Users

    desk = Desk(FakeAssistant(0.05))
    server.Desk = lambda *_, **__: desk  # type: ignore[assignment, misc]
    users = Users({"coder": "correct horse"}) if "--login" in sys.argv else None
    root = "/coding" if "--root" in sys.argv else ""
    shown = next((Path(a.partition("=")[2]) for a in sys.argv if a.startswith("--runs=")), None)
    options = Options(users=users, mcp="--mcp" in sys.argv, root_path=root, runs=shown)
    with running(FakeAssistant(), port=0, options=options) as (url, _):
        print(url, flush=True)
        for _line in sys.stdin:
            print(len(desk), flush=True)


if __name__ == "__main__":
    main()
