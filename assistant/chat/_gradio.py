"""Gradio, imported only after the settings that keep it from asking any host.

It looks up its newest version and reports use at start; huggingface_hub, which it imports, reports
use too. Both read these variables, so every module of the chat takes `gr` from here.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr

__all__ = ["gr"]
