#!/usr/bin/env bash
# Every check of the project, one after the other; stops at the first that
# fails. Prints each command before it runs.
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
venv=$PWD/.venv/bin
jobs=$(nproc)

run() {
  echo
  echo "== $*   [$((SECONDS - started)) s]"
  "$@"
}

run scripts/setup.sh dev

# Formatting and types.
run scripts/format.sh --check
run "$venv/mypy"
run "$venv/python" -m mypy.stubtest actionplan._core \
  --mypy-config-file pyproject.toml --allowlist tests/stubtest_allowlist.txt

# The library, its tests and benchmarks, compiled once: under the address and
# undefined behaviour sanitizers. Warnings are errors, each header compiles
# alone, what must not compile does not, and the consumer project runs. (The
# extension above is the same sources, optimised.)
run cmake --preset asan
run cmake --build --preset asan -j "$jobs"
run cmake --build --preset asan -j "$jobs" --target all_verify_interface_header_sets
run ctest --test-dir build/asan --output-on-failure -j "$jobs" -L "compile|consumer"

# The unit tests, in as many processes as there are cores: to start such a
# program takes longer than most of the tests.
run scripts/unit_tests.sh build/asan/tests/unit_tests "$jobs"
run build/asan/tests/fuzz/due_fuzz_replay
run build/asan/tests/fuzz/scheme_fuzz_replay

# Python: tests, README and other documents, docstrings, accessibility.
run "$venv/python" -m pytest -q -n "$jobs"
# The notebooks that carry outputs were run by the tests above.
run "$venv/python" -m pytest -q --nbmake examples/progress.ipynb

# The wheel, away from the distribution's libraries.
run scripts/check_wheel.sh

echo
echo "== All checks passed in $((SECONDS - started)) s"
