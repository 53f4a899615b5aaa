"""The notebooks on real data carry their outputs, and running them gives the same.

Where that is no longer so and should not be, `pytest --nbmake --overwrite
examples/*/*.ipynb` writes them anew; read what changed.
"""

import pathlib
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"
EXECUTED = sorted(EXAMPLES.glob("*/*.ipynb"))


def outputs(notebook: Any) -> dict[str, list[str]]:
    """The text of every output of a cell; of a picture the words for it."""
    return {
        cell["id"]: [words for output in cell["outputs"] for words in texts(output)]
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def texts(output: Any) -> list[str]:
    if output.output_type == "stream":
        return [f"{output.name}: {output.text}"]
    if output.output_type == "error":
        return [f"error: {output.ename}"]
    alt = output.metadata.get("image/png", {}).get("alt")
    return [alt] if alt else [output.data[key] for key in sorted(output.data)]


def test_there_are_some() -> None:
    assert len(EXECUTED) >= 2


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_running_it_gives_the_committed_outputs(path: pathlib.Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    committed = outputs(notebook)
    assert all(text.split(":")[0] != "error" for t in committed.values() for text in t)
    assert not any("stderr" in text for t in committed.values() for text in t)
    assert any(committed.values())
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    assert outputs(notebook) == committed


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_every_picture_has_words(path: pathlib.Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    pictures = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert pictures
    assert all(len(p.metadata["image/png"]["alt"]) > 40 for p in pictures)


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_the_data_has_its_source_beside_it(path: pathlib.Path) -> None:
    source = (path.parent / "data" / "SOURCE.txt").read_text(encoding="utf-8")
    assert "Open Government Licence" in " ".join(source.split())
    size = sum(f.stat().st_size for f in (path.parent / "data").iterdir())
    assert size < 1_000_000
