#!/usr/bin/env bash
# dayjs 1.11.23 with its timezone plugin: a day later, over a change of the clocks, is another moment in another process zone.
#
# Expected: dayjs.tz('2026-03-28 12:00', 'Europe/Berlin').add(1, 'day') is noon in Berlin on the 29th, 10:00Z, as summer time began; and
# whatever it is, format() and toISOString() name the same moment.
# Seen: it keeps the offset of the day before. On a server in UTC it's 11:00Z. In a process in Berlin the text says 12:00+01:00, which
# is 11:00Z, and the moment is 10:00Z. So a developer's own machine shows the right moment, and Lambda doesn't.
#
# Output when written (2026-11-30, Node 20.20):
#   UTC: 2026-03-29T12:00:00+01:00, 2026-03-29T11:00:00.000Z
#   Europe/Berlin: 2026-03-29T12:00:00+01:00, 2026-03-29T10:00:00.000Z
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

const next = dayjs.tz('2026-03-28 12:00', 'Europe/Berlin').add(1, 'day')
console.log(`${process.env.TZ}: ${next.format()}, ${next.toISOString()}`)
JS
for zone in UTC Europe/Berlin; do TZ=$zone node run.cjs; done | tee seen
diff - seen <<'SEEN'
UTC: 2026-03-29T12:00:00+01:00, 2026-03-29T11:00:00.000Z
Europe/Berlin: 2026-03-29T12:00:00+01:00, 2026-03-29T10:00:00.000Z
SEEN
