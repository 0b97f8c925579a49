"""A reader whose network goes: what his device keeps."""

from __future__ import annotations

from playwright.sync_api import Page


def follow(page: Page, address: str) -> None:
    """Read the page at `address`, until the device keeps it."""
    page.goto(address)
    await_kept(page, "pages", page.evaluate("location.pathname"))


def await_worker(page: Page) -> None:
    """Wait until the worker has taken the page over."""
    # Not by wait_for_function, which the policy of the paper's pages does not let ask twice.
    for _ in range(200):
        if page.evaluate("navigator.serviceWorker.controller !== null"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("The worker never came.")


def await_kept(page: Page, shelf: str, path: str, *, there: bool = True) -> None:
    """Wait until the device keeps `path`, or no longer does."""
    script = "async ([shelf, path]) => Boolean(await (await caches.open(shelf)).match(path))"
    for _ in range(200):
        if page.evaluate(script, [shelf, path]) == there:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{path} {'never came to' if there else 'never left'} {shelf}")


def shelved(page: Page, shelf: str) -> list[str]:
    """The headlines that the page of what is kept lists."""
    return page.locator(f"[data-shelf={shelf}] li").all_inner_texts()
