"""`dxcite index build` and `dxcite index info`."""

from __future__ import annotations

from pathlib import Path

from assistant.cli_output import console, opening, print_json


def build() -> None:
    """Build the index anew and say where it is.

    Raises:
        DxciteError: another process is building, or the folder cannot be written.
    """
    from indexes.index import build_index

    with opening() as progress:
        folder = build_index(progress=progress)
    print(folder)


def info(*, json: bool) -> None:
    """Print the facts of the manifest and whether the index can be used.

    Raises:
        IndexUnusable: there is no index.
        DxciteError: the Chroma server that should hold its vectors cannot be used.
    """
    from indexes import vector_server
    from indexes.index import default_store, inputs
    from indexes.store import IndexUnusable, read_manifest

    store = default_store()
    state = "ready"
    try:
        folder, manifest = store.verified(inputs())
        vector_server.opened(folder)
    except IndexUnusable as error:
        if store.current is None:
            raise
        folder, manifest = store.current, read_manifest(store.current)
        state = f"{error} It is built again on next use."
    facts = {
        "folder": str(folder),
        "state": state,
        "size_mb": round(_size(folder) / 1e6, 1),
        "build_seconds": manifest.seconds,
        "counts": dict(manifest.counts),
        "libraries": dict(manifest.libraries),
        "inputs": dict(manifest.inputs),
    }
    if json:
        print_json(facts)
    else:
        _draw(facts)


def _draw(facts: dict[str, object]) -> None:
    out = console()
    for name, value in facts.items():
        label = name.replace("_", " ")
        if isinstance(value, dict):
            out.print(f"{label}:")
            for inner, text in value.items():
                out.print(f"  {inner}: {text}", soft_wrap=True)
        else:
            out.print(f"{label}: {value}", soft_wrap=True)


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
