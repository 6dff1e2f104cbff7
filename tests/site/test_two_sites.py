"""The comparison of two builds is checked: it sees each difference that counts, and only those."""

import shutil

import pytest

from tools.two_sites import differences_of_builders, differences_of_one_commit

PAGE = """\
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<link rel="stylesheet" href="../assets/site.css"><script src="../assets/site.js"></script>
<article><h1 id="why">Why?</h1><div data-program="c/s.py"><pre><code>print(1)
</code></pre></div><a href="much.html">measured</a> <a href="other.html">other</a>
<figure class="wb-picture"><text>recv</text><text>send</text></figure></article>
"""
INDEX = 'window.searchIndex = {"pages":[["c/page.html", "Why?", "It is so.", []]]};\n'
MEASURED = '<article><h1>How much?</h1><div class="wb-printed">{}</div></article>\n'


@pytest.fixture
def sites(tmp_path):
    """Two folders with the same site in them."""
    site = tmp_path / "one"
    for file, text in {
        "c/page.html": PAGE,
        "c/page.md": "# Why?\n",
        "c/much.html": MEASURED.format(1),
        "c/much.py": "print(1)\n",
        "snippets/c/s.py": "print(1)\n",
        "assets/main.css": "a {}\n",
        "assets/search.js": "search()\n",
        "assets/search-index.js": INDEX,
    }.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text(text, "utf-8")
    shutil.copytree(site, tmp_path / "two")
    return site, tmp_path / "two"


def change(path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_two_builds_that_are_the_same_have_no_difference(sites) -> None:
    assert differences_of_builders(*sites)[0] == []
    assert differences_of_one_commit(*sites) == ([], ["8 files"])


def test_another_builder_may_leave_out_notebooks_and_style_as_it_likes(sites) -> None:
    (sites[1] / "c" / "much.html").unlink()
    change(sites[1] / "c" / "page.html", "much.html", "much.py")
    change(sites[1] / "c" / "page.html", "<article>", "<nav></nav><article>")
    change(sites[1] / "assets" / "main.css", "a", "b")
    problems, notes = differences_of_builders(*sites)
    assert problems == []
    assert "c/much.html: a notebook" in notes[0]
    assert (
        notes[1]
        == "1 pages with 1 programs, 1 headings, 1 pictures, 1 links, 1 scripts, 1 styles, 1 policies, 2 files beside them"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "c/page.html",
            "print(1)",
            "print(2)",
            "c/page.html: the programs are not the same: ('c/s.py', 'print(1)\\n') here",
        ),
        (
            "c/page.html",
            'id="why"',
            'id="how"',
            "c/page.html: the headings are not the same: ('h1', 'why', 'Why?') here",
        ),
        ("c/page.html", "send", "recv", "the pictures are not the same: recv|send here, recv|recv there"),
        ("c/page.html", "other.html", "/other.html", "the links are not the same: other.html here, /other.html there"),
        (
            "c/page.html",
            '<a href="other.html">other</a>',
            "",
            "c/page.html: the links are not the same: 1 here, 0 there",
        ),
        ("c/page.html", "site.js", "other.js", "c/page.html: the scripts are not the same: ../assets/site.js here"),
        ("c/page.html", "<link", "<style>a {}</style><link", "c/page.html: the styles are not the same"),
        ("c/page.html", "'none'", "'self'", "c/page.html: the policies are not the same"),
        ("assets/search.js", "search", "find", "assets/search.js: not the same in both builds"),
        ("assets/search-index.js", "It is so.", "No.", "a search finds ['c/page.html', 'Why?', 'It is so.'] here, and"),
        ("assets/search-index.js", '["c/page.html", "Why?", "It is so.", []]', "", "here, and None there"),
        ("c/page.md", "Why", "How", "c/page.md: not the same in both builds"),
        ("snippets/c/s.py", "1", "2", "snippets/c/s.py: not the same in both builds"),
    ],
)
def test_what_another_builder_has_to_make_the_same_is_told(sites, file, old, new, sentence) -> None:
    change(sites[1] / file, old, new)
    problems, _ = differences_of_builders(*sites)
    assert len(problems) == 1
    assert sentence in problems[0]


def test_page_or_file_that_only_one_builder_makes_is_told(sites) -> None:
    (sites[1] / "c" / "page.html").rename(sites[1] / "c" / "moved.html")
    (sites[1] / "snippets" / "c" / "s.py").unlink()
    assert differences_of_builders(*sites)[0] == [
        "c/moved.html: only the other builder has this page",
        "c/page.html: the other builder does not make this page",
        "snippets/c/s.py: only one of the builds has this file",
    ]


def test_two_builds_of_one_commit_may_differ_in_nothing_not_even_in_a_figure(sites) -> None:
    change(sites[1] / "c" / "much.html", ">1<", ">2<")
    change(sites[1] / "assets" / "main.css", "a", "b")
    (sites[1] / "c" / "page.md").unlink()
    assert differences_of_one_commit(*sites)[0] == [
        "c/page.md: only one of the builds has this file",
        "assets/main.css: not the same in both builds",
        "c/much.html: not the same in both builds",
    ]
