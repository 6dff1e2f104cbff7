"""`::: run chapter/name`: a recorded run that plays beside the lines of its server, for the page where readers begin."""

from html import escape

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

from wouldblock.markup import Directive
from wouldblock.pages import recorded_run
from wouldblock.pages.picture import sequence, steps
from wouldblock.project import Project, ProjectError
from wouldblock.scenario.model import by_name
from wouldblock.scenario.program import read_program
from wouldblock.timelines import sentences


def first_run(project: Project, directive: Directive) -> str:
    """The lines of the first program without its imports and outputs, and the picture in a small window, as HTML."""
    scenario = by_name(directive.name, project.snippets)
    timeline = recorded_run.recording(scenario, project.docs)
    if directive.parsed_options:
        raise ProjectError("a run takes no options")
    program = scenario.programs[0]
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences.story(timeline))
    return (
        f'<figure class="wb-picture wb-first" data-folder="{recorded_run.folder(scenario)}" data-steps="{steps.told(timeline)}" data-search-exclude>'
        f'<div class="wb-listing"><b>{program.name}</b><pre class="highlight"><code>{listing(read_program(program), program.name)}</code></pre></div>'
        f'<div class="wb-chart">{sequence.draw(timeline)}</div>'
        f"<details><summary>The same in words</summary><ol>{items}</ol></details></figure>\n"
    )


def listing(code: str, name: str) -> str:
    """Each line that does something, with its number in the file: `name:line`."""
    colored = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).split("\n")
    starts = ("def ", "async def ", "class ", "with ")
    begin = next((number for number, text in enumerate(code.split("\n")) if text.startswith(starts)), 0)
    kept = [
        (number, line)
        for number, (line, text) in enumerate(zip(colored, code.split("\n"), strict=False), 1)
        if number > begin and not text.lstrip().startswith("#>")
    ]
    kept = [(number, line) for number, line in kept if line.strip()]
    return "\n".join(f'<span class="wb-l" data-line="{name}:{number}">{line}</span>' for number, line in kept)
