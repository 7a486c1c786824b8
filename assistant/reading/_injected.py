"""Instructions hidden in chart text: data to be passed over, never followed."""

from __future__ import annotations

from guidelines import lazy_re as re

_STEERING = re.compile(
    r"ignore (?:all |any |the |your |previous |prior |above |earlier "
    r"|every )+(?:\w+ )?(?:instructions?|guidelines?|rules?|prompts?|directions?|text)"
    r"|disregard (?:all |any |the |your |previous |prior |above "
    r"|earlier )+(?:\w+ )?(?:instructions?|guidelines?|rules?|prompts?)"
    r"|you are now\b|act as (?:an?|the) (?:admin|system|developer|ai)|\b(?:admin|developer|debug"
    r"|god|jailbreak) mode\b|"
    r"\b(?:system|assistant|developer) ?(?:prompt|message|override|note)\b|\[\s*(?:system|inst"
    r"|assistant|admin)\b|<\s*/?\s*(?:system|inst(?:ructions?)?|assistant)\b|"
    r"(?:^|[*#\n\[<({]\s*)(?:system|assistant|ai|developer|admin)\s*:|note to (?:the )?(?:ai"
    r"|assistant|coder bot|model|software)\b|"
    r"\b(?:ai|assistant|model|software|tool)s? (?:must|should|shall|will|is to|has to)\b"
    r"|reveal (?:your|the) (?:system )?prompt|"
    r"say (?:that )?(?:they|it) (?:were|was) verified",
    re.IGNORECASE | re.MULTILINE,
)
_MARKED = re.compile(
    r"<(\w+)>.*?</\1>|\[[^\[\]]*\]|<<[^<>]*>>|<[^<>]{3,}>|\{[^{}]*\}|\*{2,}.*?\*{2,}|#{2,}.*?#{2,}|\"{3}.*?\"{3}"
    r"|`{3}.*?`{3}",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?\n]?")


def without_instructions(text: str) -> str:
    """A text whose instructions to the tool are blanked, so that offsets stay.

    Marked stretches (brackets, asterisks) go as a whole, else the sentences that hold one and,
    in them, what they order to be done.
    """
    if not _STEERING.search(text):
        return text
    for match in list(_MARKED.finditer(text)):
        if _STEERING.search(match.group()):
            text = _blank(text, match.start(), match.end())
    for match in list(_SENTENCE.finditer(text)):
        if match.group() and _STEERING.search(match.group()):
            text = _blank(text, match.start(), match.end())
    return text


def _blank(text: str, start: int, end: int) -> str:
    kept = "".join("\n" if c == "\n" else " " for c in text[start:end])
    return text[:start] + kept + text[end:]
