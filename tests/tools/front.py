"""Take the README's picture anew: the first screen of the built site's home page, at the step where the second client waits in vain.

`nox -s front` runs it.
"""

from support import chromium
from support.served import serve
from wouldblock.project import ROOT

PICTURE = ROOT / ".github" / "page.png"
SIZE = {"width": 1280, "height": 760}
BOTH = 2


def main() -> None:
    with serve() as served, chromium.started() as browser:
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce")  # so that it does not play by itself
        page.goto(f"{served.address}/index.html")
        player = page.locator(".wb-first")
        step = player.get_by_role("button", name="One step on")
        while player.locator(".wb-blocked").count() < BOTH or not player.locator(".wb-bytes", has_text="c2").count():
            step.click(timeout=2000)  # ends with an error at the last step, if it never does
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
