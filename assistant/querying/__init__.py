"""Queries to the provider: built from gaps in the documentation, checked for compliant practice."""

from __future__ import annotations

from assistant.querying._build import left_open, provider_query
from assistant.querying._lint import Remark, lint_query
from assistant.querying._models import Gap, ProviderQuery

__all__ = ["Gap", "ProviderQuery", "Remark", "left_open", "lint_query", "provider_query"]
