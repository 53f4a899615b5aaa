#!/usr/bin/env bash
# Builds the wheel, lets auditwheel put the shared libraries that it needs into
# it, and imports it in a fresh environment where none of the distribution's
# Abseil libraries may be loaded.
set -euo pipefail
cd "$(dirname "$0")/.."
work=build/wheel
rm -rf "$work"
.venv/bin/pip wheel --quiet --no-deps --no-build-isolation \
  --wheel-dir "$work/raw" .
PATH="$PWD/.venv/bin:$PATH" .venv/bin/auditwheel repair \
  --wheel-dir "$work/repaired" "$work"/raw/actionplan-*.whl
.venv/bin/python -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  "$work"/repaired/actionplan-*.whl
cd "$work"
venv/bin/python - <<'PYTHON'
import actionplan

key = actionplan.Scheme.load("walsall-2018")
assert key.rate({"complete": True}).rating == "Blue"
mapped = {line.split()[-1] for line in open("/proc/self/maps") if "libabsl" in line}
foreign = {path for path in mapped if "site-packages" not in path}
assert mapped, "the extension uses no Abseil library?"
assert not foreign, f"loaded from outside the wheel: {sorted(foreign)}"
print(f"the repaired wheel carries its own {len(mapped)} Abseil libraries")
PYTHON
venv/bin/actionplan scheme list
