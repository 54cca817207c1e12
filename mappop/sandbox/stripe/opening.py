"""The account at a start: nothing is under way, and the service's own endpoint is known."""

from __future__ import annotations

from mappop.sandbox.network import Network
from mappop.sandbox.stripe import endpoints, keys
from mappop.sandbox.stripe.account import Account, Post
from mappop.sandbox.ticker import is_loopback, post

HOOK = "/hooks/stripe"


def opened(network: Network, post: Post = post) -> Account:
    account = Account(network, post)
    keys.free_all(account)
    url = network.base_url.rstrip("/") + HOOK
    if is_loopback(url):
        _register(account, url)
    return account


def _register(account: Account, url: str) -> None:
    """One endpoint for the service, wherever it listens this time."""
    kept = account.store.document("stripe", "service") or {}
    with account.store.writing():
        known = account.find(kept.get("endpoint", ""))
        if known is not None:
            account.put({**known, "url": url})
            return
        made = endpoints.make(account, url, ["*"], account.network.keys["stripe_webhook_secret"])
        account.store.keep("stripe", "service", {"endpoint": made["id"]})
