"""A language model, where one is configured, words the verified answer; it adds nothing to it.

The verdict, the codes, their order and the citations are settled before a model is asked, and each
of its sentences is checked against them. Where nothing of its reply can stand, or it fails, the
answer is the one the rules gave, with a notice saying why.

    configured_model    reads DXCITE_MODEL
    reworded            the answer in the model's words, or as it was
"""

from __future__ import annotations

from assistant.language_model._configure import configured_model
from assistant.language_model._reword import reworded

__all__ = ["configured_model", "reworded"]
