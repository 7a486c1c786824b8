"""The `dxcite` command.

Every command imports what it needs when it runs. `dxcite code` answers within a second because it
touches neither the index nor an embedding model, and because a plain look-up is read here: to set
up Typer and the pydantic behind it takes as long as the look-up itself.

Exit codes: 0 done; 1 a fault of dxcite; 2 something the user can put right, said in one line on
standard error; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Any

from assistant.cli_errors import guarded


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    # to open an index makes a million objects that stay; looking for garbage among them again and
    # again takes a fifth of the time until the first answer
    gc.set_threshold(100_000, 20, 50)
    raise SystemExit(guarded(_run, arguments))


def _run(arguments: list[str] | None, **how: Any) -> Any:
    plain = plain_look_up(sys.argv[1:] if arguments is None else arguments)
    if plain is not None:
        from assistant.cli_code import show

        return show(**plain)
    from assistant.cli_commands import app

    return app(arguments, **how)


def plain_look_up(words: Sequence[str]) -> dict[str, Any] | None:
    """What `code CODE [--json] [--date YYYY-MM-DD]` asks for.

    None for anything else, a call for help or a mistake among them: Typer reads those.
    """
    if not words or words[0] != "code":
        return None
    asked: dict[str, Any] = {"json": False, "day": None}
    rest = iter(words[1:])
    for word in rest:
        if word == "--json":
            asked["json"] = True
        elif word == "--date":
            asked["day"] = next(rest, "-")
            if asked["day"].startswith("-"):
                return None
        elif word.startswith("-") or "code" in asked:
            return None
        else:
            asked["code"] = word
    return asked if "code" in asked else None


if __name__ == "__main__":
    main()
