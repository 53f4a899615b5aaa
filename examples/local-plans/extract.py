"""Makes data/ from the original files: only the columns that are used, to the letter.

python extract.py FOLDER_OF_ORIGINALS
"""

from __future__ import annotations

import csv
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
COLUMNS = {
    "local-plan-timetable-archive.csv": [
        *("reference", "local-plan", "local-plan-event", "event-date", "notes"),
        *("entry-date", "end-date"),
    ],
    "local-plan-event.csv": ["reference", "name"],
    "local-plan.csv": ["reference", "name", "adopted-date"],
    "pins-local-plans-feb-2019.csv": [
        *("Local Council", "Last Updated", "Published", "Submitted", "Found Sound"),
        "Adopted",
    ],
    "pins-local-plans-may-2019.csv": [
        *("Local Council", "Last Updated", "Published", "Submitted", "Found Sound"),
        "Adopted",
    ],
}


def main(folder: str) -> None:
    for name, columns in COLUMNS.items():
        path = pathlib.Path(folder, name)
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = [[row[c] for c in columns] for row in csv.DictReader(file)]
        with open(HERE / "data" / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([columns, *rows])
        print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
