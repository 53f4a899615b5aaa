#!/usr/bin/env bash
# Formats all C++ and Python files; with --check only says what would change.
set -euo pipefail
cd "$(dirname "$0")/.."
cpp_files=$(git ls-files '*.h' '*.cc' '*.cpp')
if [ "${1:-}" = --check ]; then
  # shellcheck disable=SC2086
  .venv/bin/clang-format --dry-run --Werror $cpp_files
  .venv/bin/ruff format --check --quiet
  .venv/bin/ruff check --quiet
else
  # shellcheck disable=SC2086
  .venv/bin/clang-format -i $cpp_files
  .venv/bin/ruff check --fix --quiet
  .venv/bin/ruff format --quiet
fi
