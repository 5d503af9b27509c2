#!/bin/sh
# Runs a command beside a localgram of its own and ends the server after it, whatever came of the command:
#
#     sh with-localgram.sh npm test
#
# The command finds the server's address in LOCALGRAM_URL. The port is a free one unless LOCALGRAM_PORT
# names another. LOCALGRAM names the program: the installed package's own file, since a signal to `npx` or
# `npm` ends only npx or npm, and the server goes on.
set -eu
: "${LOCALGRAM:=node_modules/.bin/localgram}"
: "${LOCALGRAM_PORT:=0}"
export LOCALGRAM_PORT LOCALGRAM_URL

output=$(mktemp)
$LOCALGRAM --data :memory: --demo --quiet >"$output" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" || true; rm -f "$output"' EXIT

# Its own line tells that it is ready, and where: at a port that is taken somebody else would answer.
until LOCALGRAM_URL=$(sed -n 's/^localgram .* ready at //p' "$output") && [ -n "$LOCALGRAM_URL" ]; do
  kill -0 "$server" 2>/dev/null || { echo 'localgram did not start' >&2; exit 1; }
  sleep 0.1
done
"$@"
