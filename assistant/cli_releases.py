"""`dxcite releases`: which official files there are, and getting, adding and removing them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from assistant.cli_output import console, print_json
from guidelines.errors import DxciteError, FileRefused
from guidelines.official import KINDS, ReleaseStore, Slot, named_release
from guidelines.releases import GUIDELINE_RELEASES


def show(*, json: bool) -> None:
    """Print every release with its dates, what is at hand of it and what can be fetched."""
    from guidelines.official._table import official_files

    store = ReleaseStore()
    listed: list[dict[str, Any]] = []
    for release in reversed(GUIDELINE_RELEASES):
        known = {s for f in official_files() if f.release == release for s in f.slots}
        held = store.of(release)
        listed.append(
            {
                "release": release.name,
                "from": release.start,
                "to": release.end,
                "at_hand": [{"kind": s.slot, "file": str(s.path), "sha256": s.mark} for s in held],
                "can_be_fetched": [s for s in KINDS if s in known - {h.slot for h in held}],
            }
        )
    if json:
        print_json({"folder": str(store.folder), "releases": listed})
        return
    out = console()
    for one in listed:
        until = one["to"] or "…"
        out.print(f"{one['release']}  {one['from']} to {until}", style="bold")
        for held in one["at_hand"]:
            out.print(f"  at hand: {KINDS[held['kind']].words}", soft_wrap=True)
        if one["can_be_fetched"]:
            out.print(f"  can be fetched: {', '.join(one['can_be_fetched'])}", soft_wrap=True)
    out.print(f"Kept in {store.folder}", soft_wrap=True)


def fetch(release: str, kinds: Sequence[str]) -> None:
    """Download what is not at hand of a release.

    Raises:
        DxciteError: the release or kind is unknown, there is no network, or files are missing.
    """
    from guidelines.official._fetch import fetch as fetch_files

    wanted, slots = named_release(release), _slots(kinds)
    store = ReleaseStore()
    problems: list[str] = []
    for one in fetch_files(wanted, store, slots, _Progress()):
        names = ", ".join(KINDS[s].words for s in one.added or one.file.slots)
        if one.problem is not None:
            problems.append(f"{names}: {one.problem}")
        elif one.added:
            print(f"{wanted.name}: {names} added")
        else:
            print(f"{wanted.name}: {names} already at hand")
    if problems:
        raise DxciteError(
            f"Of {wanted.name} some files could not be fetched: {'; '.join(problems)}."
        )


def add(files: Sequence[str], release: str | None, *, replace: bool) -> None:
    """Store files that the user has.

    Raises:
        DxciteError: some file was refused; the others are stored.
    """
    from guidelines.official._recognise import recognise

    wanted = named_release(release) if release is not None else None
    store = ReleaseStore()
    refused: list[str] = []
    for file in files:
        try:
            contents = recognise(Path(file), wanted)
            store.put([(f.slot, f.release, f.data) for f in contents.found], replace=replace)
        except FileRefused as reason:
            refused.append(str(reason))
            continue
        for one in contents.found:
            print(f"{one.release.name}: {KINDS[one.slot].words} ({one.name})")
    if len(refused) == 1:
        raise FileRefused(refused[0])
    if refused:
        raise FileRefused(f"{len(refused)} files were not added: {' '.join(refused)}")


def check(*, timed: bool, json: bool) -> None:
    """Print how the digest and the parser compare with the guidelines at hand.

    Args:
        timed: Whether to parse each PDF anew and say how long that took.
        json: Whether to print one JSON object.

    Raises:
        NotAtHand: no guidelines are at hand.
    """
    from dataclasses import asdict

    from guidelines.completeness import check_digest, check_edition, summary
    from guidelines.document import editions, open_edition
    from guidelines.errors import NotAtHand
    from guidelines.releases import DIGEST_RELEASE
    from guidelines.sections import load_digest

    held = editions()
    if not held:
        raise NotAtHand(
            "No official guidelines are at hand to compare with; run `dxcite releases fetch "
            f"{DIGEST_RELEASE.name} --only guidelines`."
        )
    reports = {one.release.name: check_edition(one.path, timed=timed) for one in held}
    restated = next((o for o in held if o.release == DIGEST_RELEASE), None)
    digest = check_digest(load_digest(), open_edition(restated)) if restated else None
    if json:
        found = {name: asdict(one) for name, one in reports.items()}
        print_json({"editions": found, "digest": asdict(digest) if digest else None})
        return
    for line in summary(reports, digest):
        print(line)


def remove(release: str, kinds: Sequence[str]) -> None:
    """Delete what is stored of a release.

    Raises:
        NotAtHand: there is nothing of the kind.
    """
    for one in ReleaseStore().remove(named_release(release), _slots(kinds)):
        print(f"{one.release.name}: {KINDS[one.slot].words} removed")


def _slots(kinds: Sequence[str]) -> tuple[Slot, ...]:
    for kind in kinds:
        if kind not in get_args(Slot):
            raise DxciteError(f"“{kind}” is no kind of file; use {', '.join(get_args(Slot))}.")
    return tuple(kinds)  # type: ignore[arg-type]


class _Progress:
    """Says on standard error how far a download is, where that is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, name: str, done: int, total: int | None) -> None:
        """Report progress."""
        if self._shown:
            of = f" of {total / 1e6:.1f}" if total else ""
            end = "\n" if done == total else ""
            print(f"\r{name}: {done / 1e6:.1f}{of} MB", end=end, file=sys.stderr, flush=True)
