"""`dxcite eval`, also as `python -m evals`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

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


@app.command()
def run(
    suites: Annotated[
        list[str], typer.Argument(metavar="SUITE…", help="A JSONL file, a shipped suite, or all.")
    ],
    engine: Annotated[str, typer.Option(help="What answers.")] = "deterministic",
    limit: Annotated[int | None, typer.Option(min=1, help="First cases of each suite.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes to spread over.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run; one that was begun is gone on with.")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Date of service of cases without one; today."),
    ] = None,
    least: Annotated[int, typer.Option(min=1, help="Leave out tags on fewer cases.")] = 10,
) -> None:
    """Run suites and print how good the answers are."""
    from assistant.given import checked_date
    from evals.engines import engine_named
    from evals.loading import load_suites
    from evals.progress import Running
    from evals.running import Plan, limited
    from evals.running import run as run_plan
    from evals.tables import print_table, suite_table, tag_table
    from guidelines.folders import data_folder

    today = checked_date(date)
    chosen = limited(load_suites(suites, today), limit)
    plan = Plan(chosen, engine_named(engine).name, today, workers)
    folder = out or data_folder() / "runs" / f"{datetime.now():%Y%m%d-%H%M%S}"
    with Running(sum(len(s.cases) for s in chosen)) as watch:
        results = run_plan(plan, folder, watch)
    print_table(suite_table(results))
    print()
    print_table(tag_table(results, least))
    print(f"\nEvery answer is in {folder}")


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


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of a suite."""
    import json

    from evals.schema import Case

    print(json.dumps(Case.model_json_schema(), indent=2))
