"""The page on which a team logs in: ours, because Gradio's has no title, no landmark and no style.

It posts to Gradio's login, which sets the cookie, and then loads the chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from importlib.resources import files

from assistant.chat.pages import icon, logo


def login_page() -> bytes:
    """The page as HTML; it names no address but "login" beside it, so it holds under any path."""
    text = files("assistant.chat").joinpath("login.html").read_text(encoding="utf-8")
    return text.replace("{icon}", icon()).replace("{logo}", logo()).encode()


def signed_in(cookies: str, cookie_id: str, tokens: Mapping[str, str]) -> bool:
    """Whether a request comes from someone who has logged in.

    Args:
        cookies: The request's header of cookies.
        cookie_id: The ending of the names of Gradio's cookies.
        tokens: Those that Gradio has given out.
    """
    try:
        given = SimpleCookie(cookies)
    except CookieError:
        return False
    names = (f"access-token-{cookie_id}", f"access-token-unsecure-{cookie_id}")
    return any(name in given and given[name].value in tokens for name in names)
