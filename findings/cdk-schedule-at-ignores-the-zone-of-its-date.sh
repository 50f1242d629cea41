#!/usr/bin/env bash
# aws-cdk-lib 2.276.0, aws-scheduler: `ScheduleExpression.at(date, timeZone)` writes the date's UTC time, to be read in that zone.
#
# Expected: a JavaScript Date is a moment, so the schedule fires at that moment, and the zone is only how it's written: for Tokyo, 09:00.
# Seen: the digits are those of UTC, and the zone is put beside them. The schedule fires nine hours early in Tokyo, and hours late in
# America. Without a zone, it's right.
#
# Output when written (2026-11-30, Node 20.20), of 2026-12-01T00:00:00Z:
#   Asia/Tokyo: at(2026-12-01T00:00:00)
#   Etc/UTC: at(2026-12-01T00:00:00)
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund aws-cdk-lib@2.276.0 constructs@10.8.1

cat >run.cjs <<'JS'
const { TimeZone } = require('aws-cdk-lib')
const { ScheduleExpression } = require('aws-cdk-lib/aws-scheduler')

const date = new Date('2026-12-01T00:00:00Z')
const expressions = [ScheduleExpression.at(date, TimeZone.ASIA_TOKYO), ScheduleExpression.at(date)]
const lines = expressions.map(({ timeZone, expressionString }) => `${timeZone.timezoneName}: ${expressionString}`)
console.log(lines.join('\n'))
process.exitCode = lines[0] === 'Asia/Tokyo: at(2026-12-01T00:00:00)' ? 0 : 1
JS
node run.cjs
