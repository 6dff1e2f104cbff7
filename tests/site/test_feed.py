"""The feed of changes has an entry for each day, with addresses that hold outside the site."""

from xml.etree import ElementTree

from wouldblock.project import ROOT
from wouldblock.site import feed

ATOM = "{http://www.w3.org/2005/Atom}"
CHANGES = """\
# What is new?

## 2026-02-01

- New: [a page](blocking/timeouts.md#why) & more.

## 2026-01-01

- First.
"""


def test_feed_has_an_entry_for_each_day_with_whole_addresses() -> None:
    feed_of_changes = ElementTree.fromstring(feed.atom(CHANGES, "https://site.example/wb/", "Would <Block>"))  # noqa: S314 our own
    entries = feed_of_changes.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Changes of 2026-02-01", "Changes of 2026-01-01"]
    assert 'href="https://site.example/wb/blocking/timeouts.html#why"' in entries[0].findtext(f"{ATOM}content")
    assert feed_of_changes.findtext(f"{ATOM}updated") == "2026-02-01T00:00:00Z"


def test_built_site_has_its_feed() -> None:
    built = ElementTree.parse(ROOT / "site" / "changes.xml")  # noqa: S314 our own
    days = (ROOT / "docs" / "changes.md").read_text("utf-8").count("\n## 2")
    assert len(built.findall(f"{ATOM}entry")) == days >= 3
