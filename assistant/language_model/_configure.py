"""Builds the model that DXCITE_MODEL names, with limits on its connection.

Base URLs and keys are read from the environment given and passed on by name, so that no other
setting (a LangSmith gateway, a proxy before an endpoint on this machine) sends chart text astray.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.language_model import _limits
from assistant.language_model._endpoint import on_this_machine
from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

VARIABLE = "DXCITE_MODEL"

_OPENAI = "https://api.openai.com/v1"
_OLLAMA_PORT = 11434
_OLLAMA_CONTEXT = 8192
"""Tokens; Ollama's own default would cut the evidence short without a word."""

_KEY = re.compile(r"\b[A-Z][A-Z0-9_]*_(?:API_KEY|TOKEN)\b")
_REASONING = re.compile(r"(?:o\d|gpt-5)")
_HEADERS = {"Connection": "close", "Accept-Encoding": "identity"}


def configured_model(environ: Mapping[str, str]) -> tuple[str, BaseChatModel] | None:
    """Build the model that DXCITE_MODEL names.

    Args:
        environ: Environment variables, usually `os.environ`: DXCITE_MODEL as
            "provider:model", and the provider's own, such as OPENAI_API_KEY, OPENAI_BASE_URL
            or OLLAMA_HOST.

    Returns:
        The model's name as configured and the model, or None where none is configured.

    Raises:
        DxciteError: The name has no provider, the provider is unknown, its package is not
            installed, or its key or address is missing or malformed.
    """
    name = environ.get(VARIABLE, "").strip()
    if not name:
        return None
    provider, separator, model_name = name.partition(":")
    if not (provider and separator and model_name):
        raise DxciteError(
            f"{VARIABLE} is {name!r}, which names no provider: write it as provider:model, "
            f"such as ollama:llama3.1 or openai:gpt-4o-mini."
        )
    provider = provider.replace("-", "_").lower()
    model = _built(name, provider, model_name, environ)
    model.name = name
    return name, model


def _built(name: str, provider: str, model_name: str, environ: Mapping[str, str]) -> BaseChatModel:
    """Build the model; what its provider refuses becomes one plain sentence."""
    try:
        from langchain.chat_models import init_chat_model

        settings = _SETTINGS.get(provider, _other_settings)(model_name, environ)
        model: BaseChatModel = init_chat_model(model_name, model_provider=provider, **settings)
        return model
    except DxciteError:
        raise
    except ImportError as error:
        raise DxciteError(_not_installed(name, error)) from error
    except Exception as error:  # each provider has its own errors for what it lacks
        raise DxciteError(_refused(name, provider, error)) from error


def _not_installed(name: str, error: ImportError) -> str:
    package = re.search(r"pip install ([\w.\[\]-]+)", str(error))
    what = f"the package {package[1]}" if package else "a package"
    return f"{VARIABLE} is {name!r}, which needs {what}, and that is not installed."


def _refused(name: str, provider: str, error: Exception) -> str:
    if str(error).startswith("Unsupported"):
        return (
            f"{VARIABLE} is {name!r}, and {provider!r} is not a provider that LangChain knows; "
            f"for a model that Ollama serves write ollama:{name}."
        )
    key = _KEY.search(str(error))
    if key:
        return f"{VARIABLE} is {name!r}, which needs a key: set {key[0]}."
    return (
        f"{VARIABLE} is {name!r}, which cannot be set up ({type(error).__name__}): "
        f"check the provider's settings."
    )


def _openai_settings(model_name: str, environ: Mapping[str, str]) -> dict[str, Any]:
    base = environ.get("OPENAI_API_BASE") or environ.get("OPENAI_BASE_URL") or _OPENAI
    if not urlsplit(base).hostname:
        raise DxciteError(
            f"OPENAI_BASE_URL is {base!r}, which is no address: "
            f"write it as http://localhost:8000/v1."
        )
    local = on_this_machine(base)
    key = environ.get("OPENAI_API_KEY") or ("not needed" if local else "")
    if not key:
        raise DxciteError(
            f"{VARIABLE} is 'openai:{model_name}', which needs a key: set OPENAI_API_KEY."
        )
    proxy = None if local else environ.get("OPENAI_PROXY") or None
    settings = _openai_transport(local, proxy)
    if not _REASONING.match(model_name):
        settings["temperature"] = 0
    return {**settings, "base_url": base, "api_key": key}


def _azure_settings(_model_name: str, _environ: Mapping[str, str]) -> dict[str, Any]:
    return _openai_transport(local=False, proxy=None)


def _openai_transport(local: bool, proxy: str | None) -> dict[str, Any]:
    """Settings of the connection: one try, no redirects, and no proxy on the way to loopback."""
    from openai import DefaultHttpxClient

    client = DefaultHttpxClient(
        follow_redirects=False, trust_env=not local, proxy=proxy, event_hooks=_limits.hooks()
    )
    return {
        "http_client": client,
        "openai_proxy": None,
        "max_retries": 0,
        "default_headers": dict(_HEADERS),
    }


def _ollama_settings(_model_name: str, environ: Mapping[str, str]) -> dict[str, Any]:
    address = _ollama_address(environ.get("OLLAMA_HOST", ""))
    return {
        "base_url": address,
        "temperature": 0,
        "num_ctx": _OLLAMA_CONTEXT,
        "client_kwargs": {
            "follow_redirects": False,
            "trust_env": not on_this_machine(address),
            "headers": dict(_HEADERS),
        },
        "sync_client_kwargs": {"event_hooks": _limits.hooks()},
    }


def _ollama_address(host: str) -> str:
    """OLLAMA_HOST as a whole address; like Ollama, "gpu-box" means http://gpu-box:11434."""
    host = host.strip()
    if "://" in host:
        return host
    try:
        parts = urlsplit(f"http://{host}")
        port = parts.port or _OLLAMA_PORT
    except ValueError as error:
        raise DxciteError(
            f"OLLAMA_HOST is {host!r}, which is no address: write it as 127.0.0.1:11434."
        ) from error
    name = parts.hostname or "127.0.0.1"
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return f"http://{user}{f'[{name}]' if ':' in name else name}:{port}{parts.path.rstrip('/')}"


def _other_settings(_model_name: str, _environ: Mapping[str, str]) -> dict[str, Any]:
    return {}


_SETTINGS: dict[str, Callable[[str, Mapping[str, str]], dict[str, Any]]] = {
    "openai": _openai_settings,
    "azure_openai": _azure_settings,
    "ollama": _ollama_settings,
}
