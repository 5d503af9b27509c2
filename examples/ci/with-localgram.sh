#!/bin/sh
# Runs a command beside a localgram of its own and ends the server after it, whatever came of the command:
#
#     sh with-localgram.sh npm test
#
# LOCALGRAM names the program: the installed package's own file, since a signal to `npx` or `npm` ends
# only npx or npm, and the server goes on.
set -eu
: "${LOCALGRAM:=node_modules/.bin/localgram}"
: "${LOCALGRAM_PORT:=4430}"
export LOCALGRAM_PORT LOCALGRAM_URL="http://127.0.0.1:$LOCALGRAM_PORT"

$LOCALGRAM --data :memory: --demo --quiet &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" || true' EXIT

until curl --silent --fail --output /dev/null "$LOCALGRAM_URL/healthz"; do
  kill -0 "$server" 2>/dev/null || { echo 'localgram did not start' >&2; exit 1; }
  sleep 0.1
done
"$@"
