"""What the tests of recorded runs in a browser share."""

from playwright.sync_api import Page

EXAMPLE = "blocking/now_it_blocks.html"
# Of each program beside a picture: the lines that are lit.
LIT = """() => [...document.querySelectorAll(".wb-listing")].map((listing) => {
    const code = listing.querySelector("code"), { paddingTop, lineHeight } = getComputedStyle(code);
    return [...listing.querySelectorAll(".wb-band")].map((band) => {
        const middle = band.getBoundingClientRect().top + band.offsetHeight / 2 - code.getBoundingClientRect().top - parseFloat(paddingTop);
        return code.textContent.split("\\n")[Math.floor(middle / parseFloat(lineHeight))].trim();
    });
})"""


def told(page: Page) -> str:
    return page.locator(".wb-told").first.inner_text()
