"""Where a model runs: on this machine, or somewhere that chart text would have to be sent."""

from __future__ import annotations

import ipaddress
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_ADDRESSES = (
    "root_client.base_url",
    "_client._client.base_url",
    "openai_api_base",
    "azure_endpoint",
    "anthropic_api_url",
    "base_url",
    "endpoint_url",
    "endpoint",
)
"""Where LangChain's integrations keep the address that requests go to, most telling first."""

_IN_PROCESS = ("langchain_core.", "langchain_huggingface.llms")


def on_this_machine(address: str) -> bool:
    """Whether an address is a loopback one.

    Args:
        address: A URL, or a host with or without a port.

    Returns:
        True for localhost and loopback addresses. A name that would have to be looked up counts
        as elsewhere.
    """
    try:
        host = urlsplit(address if "://" in address else f"http://{address}").hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return False
    return parsed.is_loopback or parsed.is_unspecified


def leaving_notice(model: BaseChatModel) -> str | None:
    """Say that chart text leaves this machine, where it does or may.

    Args:
        model: The model that the question goes to.

    Returns:
        One sentence naming the host, or None for a model on this machine.
    """
    if _is_ollama_cloud(model):
        return _leaves(model, "ollama.com, through the local Ollama")
    address = _address(model)
    if address is None:
        return None if type(model).__module__.startswith(_IN_PROCESS) else _may_leave(model)
    if on_this_machine(address):
        return None
    return _leaves(model, urlsplit(address).hostname or "an address that cannot be read")


def _address(model: BaseChatModel) -> str | None:
    for path in _ADDRESSES:
        try:
            value = attrgetter(path)(model)
        except AttributeError:
            continue
        if value:
            return str(value)
    return None


def _is_ollama_cloud(model: BaseChatModel) -> bool:
    """Ollama serves models whose tag ends in "cloud" from its own data centre, not from here."""
    name = str(getattr(model, "model", ""))
    return type(model).__module__.startswith("langchain_ollama") and name.endswith("cloud")


def _leaves(model: BaseChatModel, where: str) -> str:
    return (
        f"The question and its chart text leave this machine: the language model "
        f"{model.get_name()} is at {where}."
    )


def _may_leave(model: BaseChatModel) -> str:
    return (
        f"The question and its chart text may leave this machine: where the language model "
        f"{model.get_name()} runs is not known."
    )
