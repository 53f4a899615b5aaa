"""How long the command takes to start, and where that time goes.

Runs three commands, twenty times each and in turn, and prints their medians:

    python benchmarks/startup.py [runs]

Each row is compared with the row before it: what the interpreter costs, what
importing the package adds, and what the whole report on the example adds.
"""

import pathlib
import shutil
import statistics
import subprocess
import sys
import time

PLAN = pathlib.Path(__file__).parents[1] / "examples" / "walsall-2018" / "plan.json"


def report_command() -> list[str]:
    """The installed command of this Python, else its module."""
    found = shutil.which("actionplan", path=pathlib.Path(sys.executable).parent)
    return [found] if found else [sys.executable, "-m", "actionplan.cli"]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    days = ["--as-of", "2018-03-27", "--previous", "2018-01-31"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import actionplan": [sys.executable, "-c", "import actionplan"],
        "actionplan report": [*report_command(), "report", str(PLAN), *days],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command)  # fills the caches of the disk
    # In turn, so that a busy moment of the machine falls on all of them.
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(seconds(command))

    print(f"{'':20}{'median':>10}{'least':>10}{'added':>10}   ({runs} runs, ms)")
    before = 0.0
    for name, found in times.items():
        median = statistics.median(found)
        print(
            f"{name:20}{median * 1e3:10.1f}{min(found) * 1e3:10.1f}"
            f"{(median - before) * 1e3:10.1f}"
        )
        before = median


if __name__ == "__main__":
    main()
