"""The index for LangChain: retrievers of guideline sections and of codes, and the text embedding.

>>> index = open_index()
>>> GuidelineRetriever(index=index).invoke("sequencing of sepsis")[0].metadata["section"]
'I.C.1.d.4'
"""

from __future__ import annotations

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, SkipValidation

from guidelines.codeset import load_codeset
from guidelines.sections import DIGEST_RELEASE
from indexes.embedding import TextEmbedding
from indexes.index import Index


class LangChainEmbedding(TextEmbedding, Embeddings):
    """The text embedding as LangChain's `Embeddings`."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector per text."""
        return [[float(x) for x in row] for row in self.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return self.embed_documents([text])[0]


class _Retriever(BaseRetriever):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SkipValidation[Index] = Field(exclude=True, repr=False)
    """An open index, from `indexes.open_index`."""
    k: int = Field(default=5, ge=1, le=100)
    """How many documents."""


class GuidelineRetriever(_Retriever):
    """Finds the guideline sections that decide a question.

    Each document is a section of the built-in digest; its metadata are `section` (id), `title`,
    `page` (in the official document), `release`, `score` and `statement` (the sentence that matched
    best, or None).
    """

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [self._document(hit) for hit in self.index.guidelines.search([query], k=self.k)]

    def _document(self, hit: Any) -> Document:
        section = self.index.digest[hit.section]
        matched = None if hit.statement is None else section.text[hit.statement]
        return Document(
            id=section.id,
            page_content=" ".join(section.text),
            metadata={
                "section": section.id,
                "title": section.title,
                "page": section.page,
                "release": DIGEST_RELEASE,
                "score": hit.score,
                "statement": matched,
            },
        )


class CodeRetriever(_Retriever):
    """Finds the codes and headers of the Tabular List that a term means.

    Each document is an entry: its title and inclusion terms; its metadata are `code`, `title`,
    `billable`, `release`, `score` (0–1) and `via` (the wording that matched).
    """

    date_of_service: date | None = None
    """Decides the release; today where none is given."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        codes = load_codeset(self.date_of_service)
        found = []
        for hit in self.index.terms.search(query, codes, self.k):
            entry = codes.get(hit.code)
            found.append(
                Document(
                    id=entry.code,
                    page_content="\n".join((entry.title, *entry.inclusion_terms)),
                    metadata={
                        "code": entry.code,
                        "title": entry.title,
                        "billable": entry.billable,
                        "release": codes.release.name,
                        "score": hit.score,
                        "via": hit.via,
                    },
                )
            )
        return found
