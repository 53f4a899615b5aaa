#!/usr/bin/env bash
# Installs what is missing on a Debian or Ubuntu machine, and this package into
# .venv, with what pictures need. Safe to run again. With "dev", also what the
# tests need.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(g++ cmake ninja-build python3-dev python3-venv libabsl-dev
          libboost-dev nlohmann-json3-dev libtomlplusplus-dev)
extras="[plot]"
strict=""
if [ "${1:-}" = dev ]; then
  packages+=(git ccache libgtest-dev libgmock-dev libbenchmark-dev
             fonts-dejavu-core)
  # Ubuntu has no such package; see the end.
  [ "$(. /etc/os-release && echo "$ID")" != debian ] || packages+=(chromium)
  extras="[dev]"
  strict="--config-settings=cmake.define.ACTIONPLAN_WERROR=ON"
fi

missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "== Installing: ${missing[*]}"
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ ! -x .venv/bin/pip ]; then
  echo "== Making the virtual environment .venv"
  python3 -m venv .venv
fi
echo "== Building actionplan${extras} and installing it into .venv"
pip="$PWD/.venv/bin/pip --quiet --disable-pip-version-check"
# What builds it stays in .venv, so that a second build only does what is new.
$pip install "scikit-build-core>=0.10" "pybind11>=3"
$pip install --no-build-isolation $strict ".${extras}"

if [ "${1:-}" = dev ] && ! command -v chromium >/dev/null; then
  echo "== Installing a browser for the accessibility test"
  .venv/bin/playwright install --with-deps chromium
fi
