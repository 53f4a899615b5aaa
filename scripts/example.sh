#!/usr/bin/env bash
# The main job on the real example: sets everything up, prints the progress
# report of the Walsall 2018 action plan, and writes it as HTML and Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh

mkdir -p build
report() {
  .venv/bin/actionplan report examples/walsall-2018/plan.json \
    --as-of 2018-03-27 --previous 2018-01-31 "$@"
}
report
report -o build/walsall-2018.html -o build/walsall-2018.md
