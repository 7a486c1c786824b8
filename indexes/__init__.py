"""What makes it findable: embeddings, the index and its store, search over guidelines and terms.

Names are loaded when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexes.embedding import (
        TextEmbedding,
    )
    from indexes.guideline_index import (
        GuidelineIndex,
        SectionScore,
    )
    from indexes.index import (
        Index,
        Progress,
        build_index,
        default_store,
        open_index,
    )
    from indexes.lexicon import (
        Lexicon,
        LexiconError,
        Meaning,
        load_lexicon,
    )
    from indexes.retrievers import (
        CodeRetriever,
        GuidelineRetriever,
        LangChainEmbedding,
    )
    from indexes.static_embedding import (
        StaticEmbedding,
    )
    from indexes.store import (
        IndexBusy,
        IndexNotWritable,
        IndexStore,
        IndexUnusable,
        Manifest,
    )
    from indexes.term_index import (
        TermHit,
        TermIndex,
    )
    from indexes.vector_server import (
        ServerTrouble,
    )

_HOME = {
    "indexes.embedding": ("TextEmbedding",),
    "indexes.guideline_index": (
        "GuidelineIndex",
        "SectionScore",
    ),
    "indexes.index": (
        "Index",
        "Progress",
        "build_index",
        "default_store",
        "open_index",
    ),
    "indexes.lexicon": (
        "Lexicon",
        "LexiconError",
        "Meaning",
        "load_lexicon",
    ),
    "indexes.retrievers": (
        "CodeRetriever",
        "GuidelineRetriever",
        "LangChainEmbedding",
    ),
    "indexes.static_embedding": ("StaticEmbedding",),
    "indexes.store": (
        "IndexBusy",
        "IndexNotWritable",
        "IndexStore",
        "IndexUnusable",
        "Manifest",
    ),
    "indexes.term_index": (
        "TermHit",
        "TermIndex",
    ),
    "indexes.vector_server": ("ServerTrouble",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "CodeRetriever",
    "GuidelineIndex",
    "GuidelineRetriever",
    "Index",
    "IndexBusy",
    "IndexNotWritable",
    "IndexStore",
    "IndexUnusable",
    "LangChainEmbedding",
    "Lexicon",
    "LexiconError",
    "Manifest",
    "Meaning",
    "Progress",
    "SectionScore",
    "ServerTrouble",
    "StaticEmbedding",
    "TermHit",
    "TermIndex",
    "TextEmbedding",
    "build_index",
    "default_store",
    "load_lexicon",
    "open_index",
]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'indexes' has no attribute {name!r}")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return sorted(__all__)
