"""Commands that other packages add to `dxcite`: entry points of the group `dxcite.commands`.

An entry point names a `typer.Typer`. It is loaded only when its command is asked for or listed, so
that `dxcite code` imports nothing of it.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer.core import TyperGroup

GROUP = "dxcite.commands"


class WithPlugins(TyperGroup):
    """The built-in commands first, then those of other packages; a built-in name is never taken."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names for the help text."""
        own = super().list_commands(ctx)
        return [*own, *sorted({p.name for p in entry_points(group=GROUP)} - set(own))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, None where there is none."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        found = next(iter(entry_points(group=GROUP, name=cmd_name)), None)
        return None if found is None else _loaded(found)


def _loaded(plugin: EntryPoint) -> Any:
    command = typer.main.get_command(plugin.load())
    command.name = plugin.name
    return command
