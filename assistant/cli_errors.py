"""What the command says when something goes wrong: one line, and an exit code that tells whose."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from guidelines.errors import DxciteError

DEBUG = "DXCITE_DEBUG"
"""Set to 1, it shows the traceback of an unexpected fault."""
OK, FAULT, BAD_INPUT, STOPPED = 0, 1, 2, 130


def guarded(app: Callable[..., Any], arguments: list[str] | None) -> int:
    """Run the command; whatever happens becomes an exit code.

    Args:
        app: The commands, a `typer.Typer` or what calls one.
        arguments: What was typed, `sys.argv` by default.
    """
    _speak_utf8()
    try:
        code = app(arguments, prog_name="dxcite", standalone_mode=False)
        sys.stdout.flush()
        if code == STOPPED:  # Typer has caught the Ctrl-C
            return _say("Stopped.", STOPPED)
        return code if isinstance(code, int) else OK
    except DxciteError as error:
        return _say(_one_line(str(error)), BAD_INPUT)
    except KeyboardInterrupt:
        return _say("Stopped.", STOPPED)
    except BrokenPipeError:
        # the reader of our output (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        return _refused(error) or _unexpected(error)


def _refused(error: Exception) -> int | None:
    """What Typer has against what was typed; None for an error of any other kind."""
    import typer  # not above: a plain look-up does without it

    if isinstance(error, typer.Abort):
        return _say("Stopped.", STOPPED)
    if isinstance(error, typer.TyperException):
        return _say(f"{_one_line(error.format_message())} See `dxcite --help`.", BAD_INPUT)
    return None


def unexpected_fault(error: BaseException) -> str:
    """One line about a fault of dxcite: its kind and place, and no word of the chart."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    own = (f for f in frames if "site-packages" not in f.filename and f.filename[0] != "<")
    frame = next(own, None)
    place = "an unknown place"
    if frame is not None:
        file = Path(frame.filename)
        place = f"{file.parent.name}/{file.name}, line {frame.lineno}"
    return f"dxcite failed ({type(error).__name__} at {place})"


def _unexpected(error: Exception) -> int:
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
        return FAULT
    if isinstance(error, OSError) and error.errno in _FIXABLE:
        where = f" ({error.filename})" if error.filename else ""
        return _say(f"{_FIXABLE[error.errno]}{where}.", BAD_INPUT)
    if isinstance(error, MemoryError):
        return _say("The machine ran out of memory; close other programs.", BAD_INPUT)
    return _say(
        f"{unexpected_fault(error)}; please report this line, the command without patient data, "
        f"and what `{DEBUG}=1` adds.",
        FAULT,
    )


_FIXABLE = {
    errno.ENOSPC: "The disk is full; free some space and try again",
    errno.EDQUOT: "The disk quota is used up; free some space and try again",
    errno.EACCES: "dxcite may not use a file or folder; check its permissions",
    errno.EROFS: "A folder is read-only; choose another one",
    errno.EMFILE: "Too many files are open; close other programs and try again",
}


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError):  # nobody listens
        print(f"dxcite: {message}", file=sys.stderr)
    return code


def _one_line(message: str) -> str:
    return " ".join(message.split())


def _speak_utf8() -> None:
    """Print UTF-8 whatever the locale says; a character that cannot be shown stops nothing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
