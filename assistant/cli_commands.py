"""The commands of `dxcite` with their arguments; each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_plugins import WithPlugins

_Setting = Annotated[
    str | None,
    typer.Option("--setting", metavar="inpatient|outpatient", help="Where the patient was seen."),
]
_Date = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="Date of service (discharge); today by default."
    ),
]
_Runs = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Show the evaluation runs in this folder on the page."),
]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

app = typer.Typer(
    name="dxcite",
    cls=WithPlugins,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_index = typer.Typer(help="Build the search index, or say what it holds.")
app.add_typer(_index, name="index")
_releases = typer.Typer(help="Official files of CDC and CMS: list, fetch, add or remove them.")
app.add_typer(_releases, name="releases")


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Checked ICD-10-CM codes for documentation, with the guideline sections that decide."""
    if version:
        from guidelines._version import __version__

        print(f"dxcite {__version__}")
    elif context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def ask(
    question: Annotated[
        list[str], typer.Argument(help="The question, with or without documentation; - reads it.")
    ],
    json: _Json = False,
    setting: _Setting = None,
    date: _Date = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also print every step that led to the answer.")
    ] = False,
    trace: Annotated[
        str | None,
        typer.Option("--trace", metavar="FILE", help="Write the trace, as JSON or (.md) Markdown."),
    ] = None,
) -> None:
    """Answer one question."""
    from assistant.cli_output import console, opening, print_json, typed_text
    from assistant.pipeline import make_question, open_assistant

    asked = make_question(typed_text(question), setting=setting, date_of_service=date)
    with opening() as progress:
        assistant = open_assistant(progress)
    answer = assistant.ask(asked)
    if trace is not None:
        from pathlib import Path

        from assistant.tracing import save_trace, traced

        save_trace(traced(asked, answer), Path(trace))
    if json:
        print_json(answer.model_dump(mode="json"))
    else:
        from assistant.cli_answer import draw_answer

        draw_answer(console(), answer, explain=explain)


@app.command()
def replay(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A trace written as JSON.")],
    json: _Json = False,
) -> None:
    """Ask the question of a trace again and say whether the answer is the same.

    The exit code is 0 when it is and 1 when it differs.
    """
    from assistant.cli_output import console, opening, print_json
    from assistant.cli_trace import DIFFERS, draw_replay, read_trace, replayed
    from assistant.pipeline import open_assistant

    trace = read_trace(file)
    with opening() as progress:
        assistant = open_assistant(progress)
    found = replayed(trace, assistant)
    print_json(found) if json else draw_replay(console(), found)
    if not found["same"]:
        raise typer.Exit(DIFFERS)


@app.command()
def batch(
    questions: Annotated[str, typer.Argument(metavar="IN.JSONL", help="Questions; - reads them.")],
    out: Annotated[
        str, typer.Option("--out", metavar="OUT.JSONL", help="Where the answers go; - prints them.")
    ] = "-",
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Processes to spread over; each takes 1 GB.")
    ] = 1,
    executor: Annotated[
        str, typer.Option(metavar="processes|ray", help="What runs them.")
    ] = "processes",
) -> None:
    """Answer a file of questions, one JSON object a line, in the same order.

    A line holds "question" and, if wanted, "id", "setting" and "date_of_service". A line that
    cannot be answered gives an object with "error"; the rest goes on.
    """
    from assistant.cli_batch import run_batch

    run_batch(questions, out, workers, executor)


@app.command()
def code(
    code: Annotated[str, typer.Argument(help="A code, header, section or chapter: I50.9, I50, 9.")],
    json: _Json = False,
    date: _Date = None,
) -> None:
    """Everything the Tabular List says about a code, with the notes it inherits."""
    from assistant.cli_code import show

    show(code, json=json, day=date)


@app.command()
def check(
    codes: Annotated[
        list[str], typer.Argument(help="The codes of one encounter in order; - reads them.")
    ],
    json: _Json = False,
    setting: _Setting = None,
    date: _Date = None,
    age: Annotated[int | None, typer.Option("--age", help="Age in completed years.")] = None,
    edits: Annotated[
        str | None,
        typer.Option(
            "--edits", metavar="FOLDER", help="Folder of POA-exempt and code editor lists."
        ),
    ] = None,
) -> None:
    """Check codes together: notes, order, missing pairs, validity, edits."""
    from assistant.cli_check import checked, draw_report
    from assistant.cli_output import console, print_json
    from assistant.given import checked_date, checked_setting

    report = checked(codes, checked_date(date), checked_setting(setting), age, edits)
    if json:
        print_json(report.model_dump(mode="json"))
    else:
        draw_report(console(), report)


@app.command("code-note")
def code_note(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The note as text; - reads it.")],
    json: _Json = False,
    setting: _Setting = None,
    date: _Date = None,
) -> None:
    """Code a whole note: codes in order, their words, what was left out, what is missing."""
    from assistant.cli_note import draw_note, note_text
    from assistant.cli_output import console, opening, print_json
    from assistant.pipeline import make_question, open_assistant

    text = note_text(file)
    asked = make_question(text, setting=setting, date_of_service=date)
    with opening() as progress:
        assistant = open_assistant(progress)
    answer = assistant.note(asked)
    if json:
        print_json(answer.model_dump(mode="json"))
    else:
        draw_note(console(), answer, text)


@app.command()
def query(
    text: Annotated[
        list[str], typer.Argument(help="Documentation, or with --lint a query; - reads it.")
    ],
    lint: Annotated[
        bool, typer.Option("--lint", help="Check a query that you wrote for compliant practice.")
    ] = False,
    json: _Json = False,
    setting: _Setting = None,
    date: _Date = None,
) -> None:
    """Write queries to the provider for what the documentation leaves open, or check one."""
    from assistant.cli_output import console, opening, print_json, typed_text
    from assistant.cli_query import draw_queries, draw_remarks, remarks, written

    given = typed_text(text)
    if lint:
        found = remarks(given)
        print_json(found) if json else draw_remarks(console(), found)
        return
    from assistant.pipeline import make_question, open_assistant

    asked = make_question(given, setting=setting, date_of_service=date)
    with opening() as progress:
        assistant = open_assistant(progress)
    queries = written(assistant.ask(asked))
    print_json([q[1] for q in queries]) if json else draw_queries(console(), queries)


@app.command()
def notes(json: _Json = False, date: _Date = None) -> None:
    """How much of the Tabular List's notes is read into code sets, and what is not."""
    from assistant.cli_notes import counted, draw_counts
    from assistant.cli_output import console, print_json
    from assistant.given import checked_date

    found = counted(checked_date(date))
    if json:
        print_json(found)
    else:
        draw_counts(console(), found)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words of the description.")],
    system: Annotated[
        str, typer.Option("--in", metavar="pcs|hcpcs", help="ICD-10-PCS or HCPCS Level II.")
    ],
    json: _Json = False,
    date: _Date = None,
) -> None:
    """Search ICD-10-PCS or HCPCS Level II descriptions that were added.

    For diagnoses, ask: dxcite ask "tennis elbow".
    """
    from assistant.cli_collections import search as show
    from assistant.given import checked_date

    show(" ".join(words), system, checked_date(date), json=json)


@app.command()
def diff(
    section: Annotated[str, typer.Argument(help="A guideline section, such as I.C.1.d.")],
    old: Annotated[str, typer.Argument(metavar="RELEASE", help="Such as FY2025.")],
    new: Annotated[str, typer.Argument(metavar="RELEASE", help="Such as FY2026.")],
    json: _Json = False,
) -> None:
    """What changed in a section of the official guidelines between two releases at hand."""
    from assistant.cli_diff import diff as show

    show(section, old, new, json=json)


@app.command()
def chat(
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than 127.0.0.1 let machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 7860,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Serve ask, code, check and search to MCP clients too.")
    ] = False,
    runs: _Runs = None,
) -> None:
    """Serve the chat on this machine until Ctrl-C."""
    from assistant.cli_chat import serve

    serve(host, port, open_browser, mcp, runs)


@app.command("serve")
def serve_team(
    users: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Names and passwords, one name:password a line."),
    ] = None,
    add_user: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only add NAME to --users, with a password asked for."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 7860,
    root_path: Annotated[
        str, typer.Option(metavar="/PATH", help="Path under which a reverse proxy shows it.")
    ] = "",
    at_once: Annotated[
        int, typer.Option(min=1, max=64, help="Questions worked on at the same time.")
    ] = 4,
    waiting: Annotated[
        int, typer.Option(min=0, max=10_000, help="Questions that may wait; more are refused.")
    ] = 60,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Processes that answer; each takes 0.6 GB. A core each, at most 4."
        ),
    ] = None,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Serve ask, code, check and search to MCP clients too.")
    ] = False,
    runs: _Runs = None,
) -> None:
    """Serve the chat for a team: login, limits, /healthz and /metrics."""
    from assistant.cli_chat import new_user, serve_team

    if add_user is not None:
        new_user(users, add_user)
    else:
        serve_team(
            host,
            port,
            users=users,
            root_path=root_path,
            at_once=at_once,
            waiting=waiting,
            processes=processes,
            mcp=mcp,
            runs=runs,
        )


@_index.command("build")
def index_build() -> None:
    """Build the search index anew; the old one works until the new one is complete."""
    from assistant.cli_index import build

    build()


@_index.command("info")
def index_info(json: _Json = False) -> None:
    """What the index was made from and whether it is fit for use."""
    from assistant.cli_index import info

    info(json=json)


_Kinds = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="KIND", help="Only this kind, such as guidelines or codes."),
]


@_releases.command("list")
def releases_list(json: _Json = False) -> None:
    """Every release with its dates, what is at hand and what can be fetched."""
    from assistant.cli_releases import show

    show(json=json)


@_releases.command("fetch")
def releases_fetch(
    release: Annotated[str, typer.Argument(help="Such as FY2026 or “FY2025 April”.")],
    only: _Kinds = None,
) -> None:
    """Download the official files of a release; a download that broke off goes on."""
    from assistant.cli_releases import fetch

    fetch(release, only or ())


@_releases.command("add")
def releases_add(
    files: Annotated[list[str], typer.Argument(help="PDF, zip, XML, text or Excel files.")],
    release: Annotated[
        str | None, typer.Option("--release", help="The release, where no file tells it.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a different file of the same kind make way.")
    ] = False,
) -> None:
    """Store official files that you have; what each is and its release is found out."""
    from assistant.cli_releases import add

    add(files, release, replace=replace)


@_releases.command("check")
def releases_check(
    timed: Annotated[
        bool, typer.Option("--timed", help="Parse every PDF anew and say how long it took.")
    ] = False,
    json: _Json = False,
) -> None:
    """Compare the parser and the built-in digest with the official guidelines at hand."""
    from assistant.cli_releases import check

    check(timed=timed, json=json)


@_releases.command("remove")
def releases_remove(
    release: Annotated[str, typer.Argument(help="Such as FY2026 or “FY2025 April”.")],
    only: _Kinds = None,
) -> None:
    """Delete what is stored of a release."""
    from assistant.cli_releases import remove

    remove(release, only or ())
