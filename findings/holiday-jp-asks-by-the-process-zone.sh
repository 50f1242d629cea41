#!/usr/bin/env bash
# @holiday-jp/holiday_jp 2.5.1 and japanese-holidays 1.0.10: `isHoliday(date)` goes by the time zone of the process, not by Japan's.
#
# Expected: Japan has one time zone, and these packages know no other country. So whether a moment is in a holiday doesn't depend on
# where the program runs.
# Seen: on a server in UTC, as Lambda and containers are, the first nine hours of each holiday in Japan are none, and those of the day
# after are. japanese-holidays has `isHolidayAt` besides, which is right; holiday_jp has nothing. date-holidays 3.37.0, of all countries,
# is right as it is. A test with the developer's own clock, in Japan, sees none of that.
#
# Output when written (2026-11-30, Node 20), of 29 April 2026:
#   UTC        01:00 that day, in Japan: holiday_jp no, isHoliday no, isHolidayAt yes, date-holidays yes
#   UTC        01:00 the day after:      holiday_jp yes, isHoliday yes, isHolidayAt no, date-holidays no
#   Asia/Tokyo 01:00 that day, in Japan: holiday_jp yes, isHoliday yes, isHolidayAt yes, date-holidays yes
#   Asia/Tokyo 01:00 the day after:      holiday_jp no, isHoliday no, isHolidayAt no, date-holidays no
#
# Exits with 0 while that is so. Needs Node 20 or later, and a registry.
set -euo pipefail
script=$(realpath "${BASH_SOURCE[0]}")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @holiday-jp/holiday_jp@2.5.1 japanese-holidays@1.0.10 date-holidays@3.37.0

cat >run.cjs <<'JS'
const holidayJp = require('@holiday-jp/holiday_jp')
const japaneseHolidays = require('japanese-holidays')
const DateHolidays = require('date-holidays')
const ofJapan = new DateHolidays('JP')
const moments = { '01:00 that day, in Japan:': '2026-04-28T16:00:00Z', '01:00 the day after:     ': '2026-04-29T16:00:00Z' }
for (const [what, moment] of Object.entries(moments)) {
  const date = new Date(moment)
  const answers = {
    holiday_jp: holidayJp.isHoliday(date),
    isHoliday: japaneseHolidays.isHoliday(date),
    isHolidayAt: japaneseHolidays.isHolidayAt(date),
    'date-holidays': ofJapan.isHoliday(date),
  }
  const said = Object.entries(answers).map(([name, is]) => `${name} ${is ? 'yes' : 'no'}`)
  console.log(`${process.env.TZ.padEnd(10)} ${what} ${said.join(', ')}`)
}
JS
TZ=UTC node run.cjs | tee seen
TZ=Asia/Tokyo node run.cjs | tee -a seen
diff <(sed -n 's/^#   \(UTC\|Asia\)/\1/p' "$script") seen
