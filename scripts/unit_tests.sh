#!/usr/bin/env bash
# Runs a GoogleTest program in several processes, each with a part of the
# tests: `scripts/unit_tests.sh PROGRAM PROCESSES`.
set -euo pipefail
program=$1
processes=$2
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

pids=()
for ((i = 0; i < processes; ++i)); do
  GTEST_TOTAL_SHARDS=$processes GTEST_SHARD_INDEX=$i \
    "$program" --gtest_brief=1 >"$logs/$i" 2>&1 &
  pids+=($!)
done
failed=0
for ((i = 0; i < processes; ++i)); do
  wait "${pids[$i]}" || failed=1
  cat "$logs/$i"
done
exit "$failed"
