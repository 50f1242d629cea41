#!/usr/bin/env bash
# dayjs 1.11.23 with its timezone plugin: which of two hours a time stands for depends on the day on which the program runs.
#
# Expected: dayjs.tz('2026-10-25 02:30', 'Europe/Berlin'), which comes twice that night, is the first or the second, always the same.
# Seen: the plugin begins its search with the zone's offset of now. In summer it's the first, in winter the second. A job that is
# planned in July and planned anew in January moves by an hour, and a test passes for half a year.
#
# Output when written (2026-11-30, Node 20.20):
#   asked in January: 2026-10-25T01:30:00.000Z
#   asked in July: 2026-10-25T00:30:00.000Z
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund dayjs@1.11.23

cat >run.cjs <<'JS'
const dayjs = require('dayjs')
dayjs.extend(require('dayjs/plugin/utc'))
dayjs.extend(require('dayjs/plugin/timezone'))

const RealDate = Date
function asked(now) {
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      super(...(args.length === 0 ? [now] : args))
    }
  }
  return dayjs.tz('2026-10-25 02:30', 'Europe/Berlin').toISOString()
}
const said = [asked('2026-01-15T12:00:00Z'), asked('2026-07-15T12:00:00Z')]
console.log(`asked in January: ${said[0]}\nasked in July: ${said[1]}`)
process.exitCode = said.join() === '2026-10-25T01:30:00.000Z,2026-10-25T00:30:00.000Z' ? 0 : 1
JS
TZ=UTC node run.cjs
