#!/usr/bin/env python3
"""Runs the notebooks on real data and writes their outputs into them.

Only what a reader sees is kept: no times, no version of the machine's Python.
Read what changed before it is committed:

    .venv/bin/python scripts/run_notebooks.py && git diff examples
"""

import pathlib

import nbformat
from nbclient import NotebookClient

EXAMPLES = pathlib.Path(__file__).parents[1] / "examples"


def join_streams(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """What was printed in one output: in how many pieces it came is chance."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            joined.append(output)
    return joined


def main() -> None:
    for path in sorted(EXAMPLES.glob("*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        place = {"metadata": {"path": str(path.parent)}}
        NotebookClient(notebook, timeout=120, resources=place).execute()
        notebook.metadata["language_info"] = {"name": "python"}
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
            if cell.cell_type == "code":
                cell.outputs = join_streams(cell.outputs)
        nbformat.write(notebook, path)
        print(path.relative_to(EXAMPLES.parent))


if __name__ == "__main__":
    main()
