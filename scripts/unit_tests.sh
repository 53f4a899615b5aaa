#!/usr/bin/env bash
# Runs a GoogleTest program in several processes, each with a part of the
# tests: `scripts/unit_tests.sh PROGRAM PROCESSES`.
#
# There are several parts to a process, dealt out as processes become free: a
# few tests take much longer than the rest, and they fall where they fall.
set -euo pipefail
program=$1
processes=$2
parts=$((processes * 4))
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

failed=0
seq 0 $((parts - 1)) | xargs -P "$processes" -I '{}' env \
  GTEST_TOTAL_SHARDS="$parts" GTEST_SHARD_INDEX='{}' \
  sh -c '"$1" --gtest_brief=1 >"$2/$GTEST_SHARD_INDEX" 2>&1' \
  sh "$program" "$logs" || failed=1
cat "$logs"/*
exit "$failed"
