"""What Gradio itself keeps of a page, and how it is made to forget a page that was closed.

Gradio holds a copy of every component's value for each page, for an hour after it was closed, and
messages that were not yet delivered. An event that is still under way when the page is closed would
make that copy anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from typing import Any

from assistant.chat._gradio import SessionState, StateHolder, gr


class PageStates(StateHolder):  # type: ignore[misc]
    """Gradio's copies of what pages show; of a page that has left, none is kept."""

    def __init__(self, has_left: Callable[[str], bool]) -> None:
        """Begin with none.

        Args:
            has_left: Whether the page of a session was closed.
        """
        super().__init__()
        self._has_left = has_left
        self._untouched: Any = None

    def __getitem__(self, session_id: str) -> Any:
        """The copy for a page, one that is thrown away at once for a closed page."""
        if self._has_left(session_id):
            return self._fresh()
        if session_id not in self.session_data:
            self.session_data[session_id] = self._fresh()
        return super().__getitem__(session_id)

    def _fresh(self) -> Any:
        # Made once and copied: Gradio would look every component over for each page that opens.
        if self._untouched is None:
            self._untouched = SessionState(self.blocks)
        state = copy(self._untouched)
        state.blocks_config = copy(self.blocks.default_config)
        state.config_values = {
            key: {**config, "props": dict(config.get("props") or {})}
            for key, config in self._untouched.config_values.items()
        }
        state.state_data, state._state_ttl = {}, {}
        return state


def forget(chat: gr.Blocks, session: str) -> None:
    """Drop what Gradio holds of a page."""
    holder = getattr(chat, "state_holder", None)
    if holder is not None:
        holder.session_data.pop(session, None)
        holder.time_last_used.pop(session, None)
    # Emptied, not removed: an event under way still looks for its page's messages.
    messages = chat._queue.pending_messages_per_session.get(session)
    if messages is not None:
        with suppress(asyncio.QueueEmpty):
            while True:
                messages.get_nowait()
