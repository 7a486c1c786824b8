"""Official words in the chat: the passage they stand in, and the PDF at its page."""

from __future__ import annotations

from datetime import date

import pytest
from edition_fakes import edition, put_at_hand
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.chat.official import add_official
from assistant.chat.server import _guarded
from assistant.chat.sources import passage, sources
from assistant.models import Citation
from guidelines.official import ReleaseStore
from guidelines.sections import load_digest

ON = date(2025, 5, 1)
TITLE = load_digest()["II.H"].title
SAID = "One comes first. Two & <b> decide. Three follows."


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> ReleaseStore:
    document = edition(("II.H", TITLE, SAID), first_page=105)
    return put_at_hand(monkeypatch, {"FY2025 (April 2025)": document})


def cited(**fields: object) -> Citation:
    quote = "Two & <b> decide."
    start = f"{TITLE}\n{SAID}".index(quote)
    about = {
        "n": 1, "kind": "guideline", "ref": "II.H", "title": TITLE, "quote": quote, "page": 105,
        "release": "FY2025 (April 2025)", "verbatim": True, "start": start,
        "end": start + len(quote),
    }  # fmt: skip
    return Citation(**(about | fields))  # type: ignore[arg-type]


def test_the_official_sentences_around_a_quote_are_shown(store: ReleaseStore) -> None:
    assert passage(cited(), ON).lines == (
        ("One comes first.", False), ("Two & <b> decide.", True), ("Three follows.", False),
    )  # fmt: skip


def test_a_source_opens_the_pdf_at_its_page(store: ReleaseStore) -> None:
    shown = sources(1, [cited()], ON)
    assert 'href="guidelines/FY2025-April.pdf#page=105" target="_blank"' in shown
    assert "FY2025 (April 2025) · page 105 · official wording" in shown
    assert "Two &amp; &lt;b&gt; decide." in shown


@pytest.mark.parametrize(
    "fields",
    [{"verbatim": False}, {"release": "FY2019"}, {"start": 0, "end": 5}],
    ids=["in our words", "not at hand", "not there"],
)
def test_nothing_is_marked_that_is_not_there(
    store: ReleaseStore, fields: dict[str, object]
) -> None:
    citation = cited(**fields)
    assert passage(citation, ON).lines == ((citation.quote, True),)
    assert ("guidelines/" in sources(1, [citation], ON)) is ("start" in fields)


def test_the_pdf_is_served_as_it_was_added(store: ReleaseStore) -> None:
    site = FastAPI()
    add_official(site)
    with TestClient(_guarded(site, None, None, None)) as client:
        reply = client.get("/guidelines/FY2025-April.pdf")
        assert reply.headers["content-type"] == "application/pdf"
        assert reply.headers["content-disposition"].startswith("inline")
        assert reply.headers.get_list("content-security-policy") == ["frame-ancestors 'none'"]
        assert reply.content == b"%PDF of FY2025 (April 2025)"
        for other in ("FY2024.pdf", "..%2F..%2Fsecret.pdf", "FY2025-April.txt"):
            assert client.get(f"/guidelines/{other}").status_code == 404
        (held,) = store.stored()
        held.path.write_bytes(b"changed")
        changed = client.get("/guidelines/FY2025-April.pdf")
        assert (changed.status_code, "was changed" in changed.text) == (404, True)
