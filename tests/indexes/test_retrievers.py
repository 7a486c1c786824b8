"""The index as LangChain retrievers."""

from __future__ import annotations

from datetime import date

import pytest
from langchain_core.retrievers import BaseRetriever
from pydantic import ValidationError

from indexes import CodeRetriever, GuidelineRetriever
from indexes.index import Index


def test_sections_come_as_documents(index: Index) -> None:
    retriever = GuidelineRetriever(index=index, k=3)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke("Is hypertension with heart failure presumed to be related?")
    assert len(found) == 3
    scores = [d.metadata["score"] for d in found]
    assert scores == sorted(scores, reverse=True)
    for document in found:
        facts = document.metadata
        section = index.digest[facts["section"]]
        assert (facts["title"], facts["page"]) == (section.title, section.page)
        assert document.page_content == " ".join(section.text)
        assert facts["statement"] is None or facts["statement"] in section.text
    assert any(d.metadata["section"].startswith("I.C.9.a") for d in found)


def test_codes_come_as_documents_of_the_release_asked_for(index: Index) -> None:
    retriever = CodeRetriever(index=index, k=4, date_of_service=date(2026, 5, 1))
    found = retriever.invoke("tennis elbow")
    assert len(found) == 4
    first = found[0].metadata
    assert first["code"].startswith("M77.1")
    assert first["release"] == "April 2026"
    assert isinstance(first["billable"], bool)
    assert found[0].page_content.startswith(first["title"])


def test_retrievers_compose_with_other_runnables(index: Index) -> None:
    chain = CodeRetriever(index=index, k=1) | (lambda found: found[0].metadata["code"])
    assert chain.invoke("essential hypertension") == "I10"


@pytest.mark.parametrize("k", [0, 101])
def test_a_number_out_of_bounds_is_refused(index: Index, k: int) -> None:
    with pytest.raises(ValidationError):
        GuidelineRetriever(index=index, k=k)
