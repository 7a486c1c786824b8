"""Gradio, imported only after the settings that keep it from asking any host.

It looks up its newest version and reports use at start; huggingface_hub, which it imports, reports
use too. Both read these variables, so every module of the chat takes `gr` from here. Gradio also
makes a folder for uploads when its first component is built; it gets one of its own, which goes
when the program ends.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="dxcite-chat-")
"""Where Gradio may put files. The chat takes no uploads, so it stays empty."""
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["GRADIO_TEMP_DIR"] = FOLDER
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr  # noqa: E402
from gradio.state_holder import SessionState, StateHolder  # noqa: E402

__all__ = ["FOLDER", "SessionState", "StateHolder", "gr"]
