"""What the pages have to look like, so that readers find their way and no code stands there unproved."""

import json
import re
from pathlib import Path

from wouldblock.markup import directives, front_matter, uncommented, without_front_matter
from wouldblock.observations import failing, shown
from wouldblock.pages import lab_figures, recorded_run
from wouldblock.project import ProjectError, shown_path
from wouldblock.scenario.model import by_name, find
from wouldblock.timelines import claims, statements
from wouldblock.timelines.files import load_timeline

VERDICTS = {"true", "true with a condition", "outdated", "wrong", "fragile", "misleading", "gap"}
ENTRY = re.compile(r"^### (.*?) \{ #[\w-]+ \}\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
FIGURE = re.compile(
    r"\d[\d.,]*\s?(?:%|percent|[mnµu]?s|seconds?|milliseconds?|microseconds?|minutes?|[KMGk]i?B|bytes|times|answers a second)(?!\w)"
)
ASKED_FOR = {"4 KiB", "64 KiB", "1 MiB", "71,680 bytes", "1 %", "100 %"}  # what a page asks for, not what was found
SAYS_LITTLE = re.compile(
    r"(an?|and|are|at|be|by|can|do|does|for|from|has|have|how|i|if|in|is|it|me|my|not|of|on|one|or|so|that|the|they|this|to|use|was|what|when|where|which|who|why|will|with|you)"
)
ROW = re.compile(r"^### (\d+)\. .*? \{ #claim-(\d+) \}\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def pages(docs: Path) -> list[Path]:
    return sorted(docs.rglob("*.md"))


def forms_and_names(page: Path) -> list[tuple[str, str]]:
    """What the page shows by which form."""
    return [(directive.kind, directive.name) for directive in directives(page.read_text("utf-8"))]


def scenarios_on_no_page(docs: Path, snippets: Path) -> list[str]:
    shown = {
        each.name for page in pages(docs) for each in directives(page.read_text("utf-8")) if each.kind == "scenario"
    }
    missing = [scenario for scenario in find(snippets) if scenario.name not in shown]
    return [
        f"{shown_path(scenario.folder)}: no page shows {scenario.name}; write '::: scenario {scenario.name}' in docs/{scenario.name}.md"
        for scenario in missing
    ]


def lost_includes(docs: Path, snippets: Path) -> list[str]:
    problems = []
    for page in pages(docs):
        for form, name in forms_and_names(page):
            try:
                if form == "observed":
                    shown.check(name)
                elif form == "lab":
                    lab_figures.check(name)
                elif form == "course":
                    continue
                elif form == "provoked":
                    failing.expand(name)
                elif form != "excerpt":
                    by_name(name, snippets)
                elif not (snippets / name).is_file():
                    raise ProjectError(f"there is no program {name}")
            except ProjectError as error:
                problems.append(f"{shown_path(page)}: '::: {form} {name}': {error}")
    return problems


def inline_code(page: Path) -> list[str]:
    """Fenced or indented blocks of code, and <pre>: nothing that no test has run stands on a page."""
    problems, before = [], ""
    in_block = False  # the body of an admonition, a list or a directive is indented, too
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith(" "):
            in_block = re.match(r"(\?\?\?|!!!|===|:::|[-*] |\d+\. |:   |\[\^)", line) is not None
        indented = line.startswith("    ") and not before.strip() and not in_block
        if indented or re.match(r"\s*(```|~~~|<pre)", line):
            problems.append(
                f"{shown_path(page)}:{number}: code of its own; put it into snippets/ and pull it in with '::: scenario' or '::: excerpt'"
            )
        before = line
    return problems


def measured_numbers(page: Path) -> list[str]:
    """A number with a unit in the prose of a page about figures comes from the figures, by a form."""
    source = page.read_text("utf-8")
    if page.suffix == ".py":
        cells = re.split(r"^(?=# %%)", source, flags=re.MULTILINE)
        source = "".join(cell for cell in cells if cell.startswith("# %% [markdown]"))
        source = uncommented(source)
    prose = re.sub(r"\{\{.*?\}\}|`[^`]*`|\]\([^)]*\)", " … ", source)
    written = {re.sub(r"\s", " ", match[0]) for match in FIGURE.finditer(prose)} - ASKED_FOR
    return [
        f"{shown_path(page)}: {number!r} stands there as it is; take it from the figures, with '{{{{ measurement.name }}}}'"
        for number in sorted(written)
    ]


def title_and_description(page: Path) -> list[str]:
    """Title and description, for the navigation and for search engines."""
    fields, problems = front_matter(page), []
    if not 3 <= len(str(fields.get("title", ""))) <= 40:
        problems.append("needs a 'title' of 3 to 40 letters in its front matter")
    if not 60 <= len(str(fields.get("description", ""))) <= 170:
        problems.append("needs a 'description' of 60 to 170 letters in its front matter")
    return [f"{shown_path(page)} {problem}" for problem in problems]


def rhythm(page: Path) -> list[str]:
    """One question as its heading, a question to answer first, and something to remember."""
    text = page.read_text("utf-8")
    problems = []
    if len(re.findall(r"^# .*\?", text, re.MULTILINE)) != 1:
        problems.append("needs exactly one '# ' heading, a question")
    if "::: scenario" in text and '??? question "Predict' not in text:
        problems.append("shows a scenario, but asks the reader for no prediction; add '??? question \"Predict: …\"'")
    if "**Next:**" in text:
        problems.append("has a '**Next:**' of its own; delete it, the foot of the page has it from the navigation")
    remember = re.search(r"^## Remember\n(.*?)(?=^#|^\?\?\?|\Z)", text, re.MULTILINE | re.DOTALL)
    if not remember or not 1 <= len(re.findall(r"[.?!]['\"”]?(?=\s|$)", remember[1])) <= 3:
        problems.append("leaves nothing to remember; end it with '## Remember' and one to three sentences")
    return [f"{shown_path(page)} {problem}" for problem in problems]


def telling(text: str) -> set[str]:
    """The words of a title by which a reader knows it again, without their endings."""
    words = re.findall(r"\w+", text.lower().replace("non-block", "nonblock"))
    return {word.removesuffix("s").removesuffix("ing") for word in words if not SAYS_LITTLE.fullmatch(word)}


def recognized(page: Path) -> list[str]:
    """The title of a page, which the navigation shows, has a word of its heading."""
    title, text = str(front_matter(page).get("title", "")), page.read_text("utf-8")
    heading = re.search(r"^# (?:# )?([^#].*\?)$", text, re.MULTILINE)
    if not heading or telling(title) & telling(heading[1]):
        return []
    return [
        f"{shown_path(page)} is {title!r} in the navigation, where nobody finds {heading[1]!r}; give its 'title' a word of the heading"
    ]


def numbers_by_hand(page: Path) -> list[str]:
    """A number in the text of a page that shows records: it would stay when a new record has another one."""
    text = without_front_matter(page.read_text("utf-8"))
    problems = []
    for line in text.splitlines():
        if line.startswith(("    says:", "    holds:", "::: ")):
            line = re.sub(r"\{[\w.-]+\}| *holds:.*|^:::.*", "", line)
        line = re.sub(r"\[[^\]]*\]\([^)]*\)|`[^`]*`|^ *\d+\. ", "", line)  # links, code, the numbers of a list
        if re.search(r"\d", line):
            problems.append(
                f"{shown_path(page)}: a number by hand in {line.strip()!r}; take it from the record, with '::: observed system/says'"
            )
    return problems


def ledger(page: Path, snippets: Path) -> list[str]:
    """Each row has a verdict, and a proof that exists or the reason why there is none."""
    names = {scenario.name for scenario in find(snippets)}
    problems, numbers = [], []
    for number, anchor, text in ROW.findall(page.read_text("utf-8")):
        numbers.append(int(number))
        verdict = re.search(r"^Verdict: \*\*(.+?)\*\*", text, re.MULTILINE)
        proof = re.search(r"^Proof: (.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
        if number != anchor:
            problems.append(f"row {number} has the anchor claim-{anchor}; make them the same")
        if not verdict or verdict[1] not in VERDICTS:
            problems.append(f"row {number} needs 'Verdict: **…**' with one of: {', '.join(sorted(VERDICTS))}")
        if not proof and not re.search(r"^No program: .{10}", text, re.MULTILINE):
            problems.append(
                f"row {number} needs 'Proof: [`chapter/scenario`](page.md)' or 'No program: ' with the reason"
            )
        proved = re.findall(r"`(\w+/\w+)`", proof[1]) if proof else []
        if proof and not proved:
            problems.append(f"row {number} names no scenario as its proof")
        problems += [f"row {number} names {name}, which is no scenario" for name in proved if name not in names]
    if numbers != sorted(set(numbers)) or not numbers:
        problems.append("has no rows, or they are not in order")
    return [f"{shown_path(page)} {problem}" for problem in problems]


CURED_WITHOUT_CODE = {"socket.gaierror: [Errno -2] Name or service not known"}  # one has to look at the name


def errors(page: Path, snippets: Path) -> list[str]:
    """Each message of the index is printed by the scenario, or stands in the record, that it names, and each cure has a line of a program to copy."""
    entries = ENTRY.findall(page.read_text("utf-8"))
    problems = [] if entries else ["has no entries"]
    for title, text in entries:
        raised = re.findall(r"\[`(\w+/\w+)`\]\(\S+\), which prints `(.+?)`", text)
        recorded = re.findall(r"^Recorded in: \[`observed/([\w-]+)`\]\(\S+\), which has `(.+?)`", text, re.MULTILINE)
        parts = ("Cause: ", "Cure: ") if recorded else ("Cause: ", "Cure: ", "Raised by: ")
        problems += [f"{title!r} needs {part!r}" for part in parts if f"\n{part}" not in text]
        if title not in CURED_WITHOUT_CODE and not re.search(
            r"^Cure: .*?\n\n::: excerpt ", text, re.MULTILINE | re.DOTALL
        ):
            problems.append(f"{title!r} needs '::: excerpt chapter/name.py' below its cure, with the line to copy")
        if not raised and not recorded:
            problems.append(f"{title!r} needs 'Raised by: [`chapter/scenario`](page.md), which prints `text`'")
        for name, message in raised:
            try:
                lines = by_name(name, snippets).shown_lines
            except ProjectError as error:
                problems.append(f"{title!r}: {error}")
                continue
            if not any(message in line for line in lines):
                problems.append(f"{title!r}: {name} does not print {message!r}")
        for name, message in recorded:
            try:
                facts = json.dumps(shown.load(name)["facts"], ensure_ascii=False)
            except ProjectError as error:
                problems.append(f"{title!r}: {error}")
                continue
            if message not in facts:
                problems.append(f"{title!r}: the record of {name} does not have {message!r}")
    return [f"{shown_path(page)}: {problem}" for problem in problems]


def answers(page: Path) -> list[str]:
    """Thirty questions or more, each with a link to where the answer is shown."""
    entries = ENTRY.findall(page.read_text("utf-8"))
    problems = [] if len(entries) >= 30 else [f"has {len(entries)} questions; 30 are promised"]
    problems += [f"{title!r} has no link" for title, text in entries if "](" not in text]
    return [f"{shown_path(page)}: {problem}" for problem in problems]


def changes(page: Path) -> list[str]:
    """A heading for each day, newest first, and below it what readers find changed."""
    days = re.findall(r"^## (.*?)\n\n(.*)", page.read_text("utf-8"), re.MULTILINE)
    names = [name for name, _ in days]
    problems = [] if days else ["has no entries"]
    problems += [
        f"{name!r} is no day; write '## YYYY-MM-DD'" for name in names if not re.fullmatch(r"\d{4}-\d\d-\d\d", name)
    ]
    problems += [f"{name!r} needs a list of what has changed" for name, text in days if not text.startswith("- ")]
    if names != sorted(set(names), reverse=True):
        problems.append("has days that are not in order; the newest comes first, each once")
    return [f"{shown_path(page)}: {problem}" for problem in problems]


def recordings_on_no_page(docs: Path) -> list[str]:
    """Timelines, and the bytes in buffers of some, that are kept but not shown."""
    shown = {form_and_name for page in pages(docs) for form_and_name in forms_and_names(page)}
    missing = []
    for path in sorted(docs.glob("*/timelines/*.json")):
        recorded = load_timeline(path)
        forms = ["picture", "buffers"] if recorded.buffers else ["picture"]
        missing += [(path, form, recorded.scenario) for form in forms if (form, recorded.scenario) not in shown]
    return [
        f"{shown_path(path)}: no page shows it; write '::: {form} {name}' in docs/{name}.md"
        for path, form, name in missing
    ]


def waits(page: Path, snippets: Path) -> list[str]:
    """What a page with pictures says about waiting agrees with the recordings that it shows."""
    text = page.read_text("utf-8")
    pictures = claims.pictures(text)
    try:
        shown = [recorded_run.recording(by_name(name, snippets), page.parent.parent) for name, _ in pictures]
    except ProjectError as error:
        return [f"{shown_path(page)}: {error}"]
    options = [option for _, each in pictures for option in each]
    elsewhere = [match[1] for option in options if (match := claims.ELSEWHERE.match(option))]
    problems = statements.contradictions(text, shown, elsewhere) if shown else []
    return [f"{shown_path(page)} {problem}" for problem in problems]
