"""`dxcite eval`, also as `python -m evals`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.record import Result
    from evals.running import Plan
    from evals.schema import Case

NOT_KEPT = 3
"""Exit code of a gate or a comparison that fails."""

app = typer.Typer(
    name="eval",
    help="Measure answers: run suites, compare runs, gate a release.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _group() -> None:
    """Measure answers: run suites, compare runs, gate a release."""


_Suites = Annotated[
    list[str], typer.Argument(metavar="SUITE…", help="A JSONL file, a shipped suite, or all.")
]
_Limit = Annotated[int | None, typer.Option(min=1, help="First cases of each suite.")]
_Workers = Annotated[int, typer.Option(min=1, max=256, help="Processes; each takes 1 GB.")]
_Executor = Annotated[str, typer.Option(metavar="processes|ray", help="What runs them.")]
_Out = Annotated[
    Path | None, typer.Option(help="Folder of the run; one that was begun is gone on with.")
]
_Date = Annotated[
    str | None,
    typer.Option(metavar="YYYY-MM-DD", help="Date of service of cases without one; today."),
]
_Least = Annotated[int, typer.Option(min=1, help="Leave out tags on fewer cases.")]


def _plan(
    suites: list[str],
    engine: str,
    limit: int | None,
    workers: int,
    executor: str,
    date: str | None,
) -> Plan:
    from assistant.given import checked_date
    from assistant.spreading import known_executor
    from evals.engines import engine_named
    from evals.loading import limited, load_suites
    from evals.running import Plan

    today = checked_date(date)
    chosen = limited(load_suites(suites, today), limit)
    return Plan(chosen, engine_named(engine).name, today, workers, known_executor(executor))


def _folder(out: Path | None) -> Path:
    from guidelines.folders import data_folder

    return out or data_folder() / "runs" / f"{datetime.now():%Y%m%d-%H%M%S}"


@app.command()
def run(
    suites: _Suites,
    engine: Annotated[
        str,
        typer.Option(
            help="What answers: deterministic, dense, bm25, fused, deterministic-PART, "
            "PROVIDER:MODEL or alone:PROVIDER:MODEL."
        ),
    ] = "deterministic",
    limit: _Limit = None,
    workers: _Workers = 1,
    executor: _Executor = "processes",
    out: _Out = None,
    date: _Date = None,
    least: _Least = 10,
) -> None:
    """Run suites and print how good the answers are."""
    from evals.progress import Running
    from evals.running import run as run_plan
    from evals.tables import print_table, row_table, suite_table, tag_table

    plan = _plan(suites, engine, limit, workers, executor, date)
    folder = _folder(out)
    with Running(plan.total) as watch:
        results = run_plan(plan, folder, watch)
    print_table(suite_table(results))
    print()
    if (rows := row_table(results)) is not None:
        print_table(rows)
        print()
    print_table(tag_table(results, least))
    print(f"\nEvery answer is in {folder}")


@app.command()
def sweep(
    suites: _Suites,
    engines: Annotated[
        str, typer.Option(help="Engines, with commas between.")
    ] = "deterministic,dense,bm25,fused",
    limit: _Limit = None,
    workers: _Workers = 1,
    executor: _Executor = "processes",
    out: _Out = None,
    date: _Date = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write them with intervals, too.")
    ] = None,
) -> None:
    """Run the same cases through several engines and print them side by side."""
    from evals.record import read_record
    from evals.report import write_engines
    from evals.sweeping import engine_folder, side_by_side
    from evals.tables import print_table

    folder = _folder(out)
    runs = _swept(_plan(suites, "deterministic", limit, workers, executor, date), engines, folder)
    print_table(side_by_side(runs))
    if markdown is not None:
        records = {name: read_record(engine_folder(folder, name)) for name in runs}
        write_engines({name: (records[name], found) for name, found in runs.items()}, markdown)
        print(f"\nSide by side with intervals: {markdown}")
    print(f"\nThe runs are in {folder}")


@app.command()
def ablate(
    suites: _Suites,
    parts: Annotated[
        str | None, typer.Option(help="Parts, with commas between; by default every part.")
    ] = None,
    limit: _Limit = None,
    workers: _Workers = 1,
    executor: _Executor = "processes",
    out: _Out = None,
    date: _Date = None,
) -> None:
    """Run the same cases without each part of dxcite and print what it is worth, in points."""
    from evals.parts import PARTS, checked_parts
    from evals.sweeping import without_each, worth_table
    from evals.tables import print_table

    chosen = checked_parts(parts.split(",")) if parts else tuple(PARTS)
    folder = _folder(out)
    plan = _plan(suites, "deterministic", limit, workers, executor, date)
    runs = _swept(plan, ",".join(without_each(chosen)), folder)
    print_table(worth_table(folder, runs))
    print(f"\n* less than one chance in twenty. The runs are in {folder}")


def _swept(plan: Plan, engines: str, folder: Path) -> dict[str, list[Result]]:
    from evals.engines import engine_named
    from evals.progress import Running
    from evals.sweeping import swept

    names = [engine_named(name.strip()).name for name in engines.split(",")]

    def watching(engine: str) -> Running:
        print(engine, file=sys.stderr)
        return Running(plan.total)

    return swept(plan, names, folder, watching)


@app.command()
def retrieval(
    suites: _Suites,
    searches: Annotated[
        str, typer.Option(help="What ranks, with commas between: dxcite, dense, bm25, fused.")
    ] = "dxcite,dense,bm25,fused",
    limit: _Limit = None,
) -> None:
    """Measure how guideline sections are ranked: nDCG, reciprocal rank, recall, success."""
    from datetime import date

    from evals.loading import limited, load_suites
    from evals.retrieval import measured, retrieval_table
    from evals.tables import print_table

    for suite in limited(load_suites(suites, date.today()), limit):
        print_table(retrieval_table(suite.name, measured(suite, searches.split(","))))


@app.command()
def inspect(
    suites: _Suites,
    engine: Annotated[str, typer.Option(help="As for run.")] = "deterministic",
    limit: _Limit = None,
    logs: Annotated[Path, typer.Option(help="Folder of inspect_ai's logs.")] = Path("logs"),
    date: _Date = None,
) -> None:
    """Run suites through inspect_ai, for its logs and viewer (an optional extra)."""
    from evals.inspecting import inspected

    plan = _plan(suites, engine, limit, 1, "processes", date)
    for path in inspected(plan.suites, plan.engine, plan.today, logs):
        print(path)
    print(f"See them with: inspect view --log-dir {logs}")


@app.command()
def misses(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    metric: Annotated[str, typer.Option(help="The metric that cases fell short of.")] = "section@1",
    tag: Annotated[str | None, typer.Option(help="Only cases with this tag.")] = None,
    suite: Annotated[str | None, typer.Option(help="Only cases of this suite.")] = None,
) -> None:
    """List the cases that fell short of a metric: what was wanted, what was said."""
    from evals.record import read_results
    from evals.scoring import metric_named, missed
    from evals.tables import miss_table, print_table

    wanted = metric_named(metric)
    found = [
        result
        for result in read_results(folder)
        if missed(wanted, result.counts)
        and (tag is None or tag in result.case.tags)
        and (suite is None or suite == result.suite)
    ]
    print_table(miss_table(found, metric))
    print(f"\n{len(found)} cases fall short of {metric} ({wanted.title}).")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="Folder of a run.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Folder of another.")],
    tolerance: Annotated[
        float | None,
        typer.Option(help="Exit with 3 where a metric in the short list is worse by more points."),
    ] = None,
    metric: Annotated[
        str, typer.Option(help="The metric whose flips, sections and tags are listed.")
    ] = "section@1",
    least: Annotated[int, typer.Option(min=1, help="Leave out tags on fewer cases.")] = 10,
    resamples: Annotated[int, typer.Option(min=100, help="Of bootstrap and permutations.")] = 2000,
) -> None:
    """Compare two runs of the same cases, A being the earlier one."""
    from evals import comparing
    from evals.comparison_tables import change_table, difference_table, flip_table, worse
    from evals.record import read_record, read_results
    from evals.scoring import metric_named
    from evals.tables import print_table

    chosen = metric_named(metric)
    runs = [(read_record(folder), read_results(folder)) for folder in (before, after)]
    pairs = comparing.paired(runs[0], runs[1])
    found = comparing.differences(pairs, resamples)
    print_table(difference_table(found))
    print_table(change_table("section", comparing.section_changes(pairs, chosen)))
    print_table(change_table("tag", comparing.tag_changes(pairs, chosen, least)))
    print_table(flip_table(comparing.flips(pairs, chosen)))
    if tolerance is not None and (lost := worse(found, tolerance)):
        print(f"Worse by more than {tolerance:g} points: {', '.join(lost)}.")
        raise typer.Exit(NOT_KEPT)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    against: Annotated[
        Path | None, typer.Option(metavar="RUN", help="An earlier run of the same cases.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="By default beside the run.")
    ] = None,
) -> None:
    """Write a run as a page to read (HTML) and as Markdown for a pull request."""
    from evals.report import write_report

    page, beside = write_report(folder, against, out or folder / "report.html")
    print(f"{page}\n{beside}")


@app.command()
def gate(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    thresholds: Annotated[
        Path | None, typer.Option(help="YAML file of bounds; by default those that ship.")
    ] = None,
) -> None:
    """Hold a run against thresholds; exit with 3 where one is not kept."""
    from evals.comparison_tables import gate_table
    from evals.gating import checked, read_thresholds, shipped_thresholds
    from evals.record import read_results
    from evals.tables import print_table

    bounds = read_thresholds(thresholds or shipped_thresholds())
    found = checked(read_results(folder), bounds)
    print_table(gate_table(found))
    broken = sum(not c.kept for c in found)
    print(f"{len(found) - broken} of {len(found)} thresholds are kept.")
    if broken:
        raise typer.Exit(NOT_KEPT)


@app.command("import")
def import_(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="csv, label-studio, codiesp, mdace, aci-bench.")
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder.")],
    out: Annotated[Path, typer.Option(metavar="SUITE.jsonl", help="The suite to write.")],
    date: _Date = None,
) -> None:
    """Make a suite from data in another format."""
    from assistant.given import checked_date
    from evals.adapters import imported

    _write_suite(out, imported(format, path, checked_date(date)))


@app.command("terms")
def measure_terms(
    index: Annotated[Path | None, typer.Option(help="XML of the Alphabetic Index.")] = None,
    external: Annotated[Path | None, typer.Option(help="XML of the External Cause Index.")] = None,
    neoplasms: Annotated[Path | None, typer.Option(help="XML of the neoplasm table.")] = None,
    drugs: Annotated[Path | None, typer.Option(help="XML of the drug table.")] = None,
    codiesp: Annotated[Path | None, typer.Option(help="Folder of CodiEsp notes.")] = None,
    held_out: Annotated[
        Path | None, typer.Option(help="Embedding trained without the kept-out main terms.")
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="Terms of each set.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed asks the same terms.")] = 20261001,
    docs: Annotated[
        Path | None, typer.Option(help="Page whose measured tables are written anew.")
    ] = None,
) -> None:
    """Measure look-ups on official files: Index paths, reworded titles, tables, notes, parts."""
    from evals.tables import print_table
    from evals.terms import Files, measured
    from evals.terms._tables import (
        ablation_table,
        markdown,
        notes_line,
        rows_table,
        write_into,
    )

    found = measured(Files(index, external, neoplasms, drugs, codiesp, held_out), count, seed)
    rows, parts = rows_table(found.rows), ablation_table(found.parts)
    told = notes_line(found.notes) if found.notes else "No notes were given."
    print_table(rows)
    print(told)
    print_table(parts)
    if docs is not None:
        measures = f"{markdown(rows)}\n\n{told}"
        write_into(docs, {"look-ups": measures, "parts": markdown(parts)})


@app.command()
def generate(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="terms, validity or pair_checks.")],
    out: Annotated[Path, typer.Option(metavar="SUITE.jsonl", help="The suite to write.")],
    seed: Annotated[int, typer.Option(help="Another seed gives other cases.")] = 20261001,
    count: Annotated[int | None, typer.Option(min=1, help="How many cases.")] = None,
) -> None:
    """Make a suite from the code set; the same seed gives the same cases."""
    from evals.generating import generated

    _write_suite(out, generated(suite, seed, count))


def _write_suite(out: Path, cases: Sequence[Case]) -> None:
    from evals.loading import case_line
    from evals.record import write_lines

    write_lines(out, [case_line(case) for case in cases])
    print(f"{len(cases)} cases are in {out}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of a suite."""
    import json

    from evals.schema import Case

    print(json.dumps(Case.model_json_schema(), indent=2))
