"""Official sources in the chat: the Alphabetic Index step by step, and a page of the guidelines."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import pytest

from assistant.chat import index_browser
from assistant.chat.index_browser import NoEntry
from assistant.chat.page_image import NoPage, _place, page_image
from assistant.chat.pdf import Paragraph, pdf
from assistant.chat.sources import sources
from assistant.models import Citation
from guidelines.alphabetic import load_kept
from guidelines.errors import DataDamaged
from guidelines.official import ReleaseStore
from guidelines.releases import GUIDELINE_RELEASES

DAY = date(2026, 11, 1)
NEWEST = GUIDELINE_RELEASES[-1]
INDEX = b"""<ICD10CM.index><version>2027</version><title>INDEX TO DISEASES and INJURIES</title>
<letter><title>C</title><mainTerm><title>Cardiomyopathy<nemod>(familial)</nemod></title>
 <code>I42.9</code>
 <term level="1"><title>amyloid</title><code>E85.4</code><manif>I43</manif></term>
 <term level="1"><title>arteriosclerotic</title><see>Disease, heart</see></term>
 <term level="1"><title>hypertrophic</title><code>I42.2</code>
  <term level="2"><title>obstructive &lt;b&gt;</title><code>I42.1-</code></term></term>
</mainTerm><mainTerm><title>Cardiac</title><seeAlso>Cardiomyopathy</seeAlso></mainTerm>
</letter></ICD10CM.index>"""
TABLE = b"""<ICD10CM.index><version>2027</version><indexHeading><head col="1">Substance</head>
<head col="2">Poisoning Accidental</head><head col="3">Adverse effect</head></indexHeading>
<letter><title>A</title><mainTerm><title>Carbon</title><cell col="2">T54.2X1</cell>
<cell col="3">--</cell></mainTerm></letter></ICD10CM.index>"""


@pytest.fixture
def official() -> None:
    """The Index, a table and two pages of guidelines, as if the user had added them."""
    page = pdf([Paragraph("title", "A page of the test's own")])
    files = [("index", NEWEST, INDEX), ("drugs", NEWEST, TABLE), ("guidelines", NEWEST, page)]
    ReleaseStore().put(files)  # type: ignore[arg-type]
    load_kept.cache_clear()


def test_without_the_index_the_page_says_how_to_get_it() -> None:
    assert "dxcite releases fetch" in index_browser.found("cardiomyopathy", DAY)
    with pytest.raises(NoEntry):
        index_browser.entry("index:0", DAY)


def test_main_terms_are_found_as_they_are_typed(official: None) -> None:
    html = index_browser.found("card", DAY)
    assert html.count("data-index=") == 2 and "Cardiomyopathy" in html and "I42.9" in html
    assert index_browser.found("cardiac", DAY).index("Cardiac") > 0
    below = index_browser.found("cardiomyopathy, hyper", DAY)
    assert "Cardiomyopathy, hypertrophic" in below and 'data-index="index:0.2"' in below
    assert "No main term" in index_browser.found("zebra", DAY)
    assert "Index to Diseases" in index_browser.found(" ", DAY)
    assert "Carbon" in index_browser.found("carbon", DAY)


def test_an_entry_leads_to_its_code_and_further(official: None) -> None:
    html = index_browser.entry("index:0.2", DAY)
    assert 'data-open-code="I42.2"' in html and 'data-index="index:0"' in html
    assert "obstructive &lt;b&gt;" in html and "<b>" not in html
    assert 'data-open-code="I42.1">I42.1-' in index_browser.entry("index:0.2.0", DAY)
    both = index_browser.entry("index:0.0", DAY)
    assert both.index("E85.4") < both.index("then") < both.index("I43")
    assert 'data-index-look="Disease, heart"' in index_browser.entry("index:0.1", DAY)
    assert "See also" in index_browser.entry("index:1", DAY)
    table = index_browser.entry("drugs:0", DAY)
    assert "Poisoning Accidental" in table and 'data-open-code="T54.2X1"' in table


@pytest.mark.parametrize("at", ["", "index", "index:", "index:9", "index:0.9", "index:-1", "x:0"])
def test_an_entry_that_is_not_there_is_said(official: None, at: str) -> None:
    with pytest.raises(NoEntry, match="not in the Index"):
        index_browser.entry(at, DAY)


def test_a_page_of_the_guidelines_is_a_picture(official: None) -> None:
    image, at = page_image(NEWEST.name, "1", "words that are not on it")
    assert at == 0 and image == page_image(NEWEST.name, "1")[0]
    kind, _, data = image.partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_quoted_words_are_marked_where_they_stand(official: None) -> None:
    plain, _ = page_image(NEWEST.name, "1")
    marked, at = page_image(NEWEST.name, "1", "of the test's own")
    assert marked != plain and 0 < at < 1


def test_words_are_found_across_line_breaks_only_as_they_are() -> None:
    assert _place("one two\r\nthree  four", "two three") == (4, 10)
    assert _place("one two", "two three") is None and _place("one", " ") is None


def test_a_page_that_is_not_there_is_said(official: None, tmp_path: Path) -> None:
    with pytest.raises(DataDamaged, match="no page 2"):
        page_image(NEWEST.name, "2")
    for release, page in (("FY1999", "1"), (NEWEST.name, "../x"), (NEWEST.name, "")):
        with pytest.raises(NoPage, match="not at hand"):
            page_image(release, page)


def test_only_official_words_offer_their_page(official: None) -> None:
    cited = Citation(
        n=1, kind="guideline", ref="I.A.15", title="With", quote="q", release=NEWEST.name, page=12
    )
    assert "data-pdf" not in sources(1, [cited], DAY)
    quoted = cited.model_copy(update={"verbatim": True})
    assert f'data-pdf="{NEWEST.name}" data-page="12"' in sources(1, [quoted], DAY)
