"""What goes wrong in a browser while a page is read, and what axe-core finds in it."""

import functools

from playwright.sync_api import Page

from wouldblock.project import ROOT

AXE = ROOT / ".nox/npm/node_modules/axe-core/axe.min.js"
ALSO = {"rules": {"target-size": {"enabled": True}}}  # which Lighthouse asks for, and axe-core by itself does not
REFUSED = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def watch(page: Page, address: str) -> list[str]:
    """A list that grows whenever the page, from now on, asks another server than this one or logs an error."""
    noticed: list[str] = []

    def ask(request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            noticed.append(f"asked for {request.url}")

    page.add_init_script(REFUSED)
    page.on("request", ask)
    page.on("console", lambda message: noticed.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: noticed.append(str(error)))
    return noticed


def read(page: Page, address: str) -> list[str]:
    """Open a page that is watched, and scroll; gives what its Content-Security-Policy has stopped."""
    page.goto(address, wait_until="load")
    page.mouse.move(50, 300)
    page.mouse.wheel(0, 600)
    return page.evaluate("refused")


def troubles(page: Page, address: str, go: str) -> list[str]:
    """Requests to others, errors, and what the policy has stopped, on opening a page."""
    noticed = watch(page, address)
    refused = read(page, go)
    return noticed + refused


def findings(page: Page, options: dict | None = None) -> list[str]:
    """What axe-core finds on the page as it is now: the rule, where, and the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    results = page.evaluate(
        "(options) => axe.run(document, options)", {"resultTypes": ["violations"], **(options or ALSO)}
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:100]}"
        for rule in results["violations"]
        for node in rule["nodes"]
        if (rule["id"], "md-nav__link" in node["html"]) != ("target-size", True)  # cut off where a long menu scrolls
    ]


@functools.cache
def axe() -> str:
    assert AXE.is_file(), "axe-core is not here; install it with: nox -s browser"
    return AXE.read_text("utf-8")
