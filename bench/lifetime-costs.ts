import { takeNoArguments } from '../tools/arguments.ts'
import { ourLife } from './lifetime-costs/our-life.ts'
import { ourMonth } from './lifetime-costs/our-month.ts'
import { costOf, HOURS_A_MONTH, type Price, prices, REGION } from './lifetime-costs/prices.ts'
import type { Site } from '../src/site/site.ts'
import { aSite } from '../test/support/a-site.ts'
import { writeUnits } from './lifetime-costs/item-size.ts'
import { seedHours, seedLife } from './lifetime-costs/seed-design.ts'
import { allCalls, type Tally } from './lifetime-costs/tally.ts'
import { usedSite } from './lifetime-costs/used-site.ts'

/**
 * What one site's whole life, and a month in which nothing happens, take of AWS: the seed design (two pollers, one a minute
 * each, scanning the table) against ours, both run on a simulated clock. Ours is the real reconciler and the real sweep on the
 * tests' fake ports, each port's call counted as the calls that `src/aws` makes for it.
 */
const SITE_COUNTS = [10, 100, 1000, 10_000]
/** What the same life took of the table at commit 3a9def1a, before its indexes held keys alone. */
const BASELINE = { calls: 477, writeUnits: 1487, largeTeam: 56 }
const LARGE_TEAM = 1000
/** How sites go to sleep by themselves. */
const SLEEPS = {
  'after 2 h, the default': { idleHours: 2 },
  'after 1 h': { idleHours: 1 },
  'after 2 h, and 15 min after office hours (9 to 18)': { idleHours: 2, officeHours: { from: 9, to: 18 } },
}

async function main(): Promise<void> {
  const life = await ourLife()
  print(`one site's life: ${life.days} days, the archive's included`, [
    ['seed', await seedLife(life.days)],
    ['ours', life.tally],
  ])
  const { writeUnits, calls } = life.tally
  const toTable = calls['DynamoDB'] ?? 0
  console.log(
    `of the table: ${shown(toTable)} calls, ${ratio(toTable, BASELINE.calls)} of 3a9def1a's; ` +
      `${shown(writeUnits)} write units, ${ratio(writeUnits, BASELINE.writeUnits)}`,
  )
  const withTeam = saveUnits(aSite({ status: { users: aTeam(LARGE_TEAM) } }))
  console.log(`a save of a site with a team of 1,000: ${withTeam} write units, ${ratio(withTeam, BASELINE.largeTeam)}`)
  for (const siteCount of SITE_COUNTS) {
    const [seed, ours] = [await seedHours(siteCount, HOURS_A_MONTH), await ourMonth(siteCount)]
    print(`a month of ${siteCount} idle sites`, [
      ['seed', seed],
      ['ours', ours],
    ])
  }
  const asleep = await ourMonth(100, { areAsleep: true })
  console.log(`\na month of 100 sites asleep: ${asleep.invocations} invocations, US$ ${shown(costOf(asleep))}`)
  console.log('\na month of a site that is used from 9 to 18 on working days, with its machine')
  for (const [title, rules] of Object.entries(SLEEPS)) {
    const { upHours, asUsed, alwaysUp, reports, writes, tally } = await usedSite(rules)
    const hours = `${shown(upHours)} of ${HOURS_A_MONTH} h up`
    const costs = `US$ ${shown(asUsed)}, always up ${shown(alwaysUp)}: × ${(asUsed / alwaysUp).toFixed(3)}`
    const uses = `${shown(reports)} reports and ${shown(writes)} writes for them a day of use`
    console.log(`sleeps ${title}: ${hours}; ${costs}; ${uses}; functions US$ ${shown(costOf(tally))}`)
  }
  console.log(`\nAWS's price list, ${REGION}, US dollars:`)
  for (const { usd, per, offer, date = 'undated' } of Object.values<Price>(prices))
    console.log(`${usd.toPrecision(4)} per ${per}: ${offer}, ${date}`)
}

function saveUnits(site: Site): number {
  return writeUnits(site, site)
}

function aTeam(count: number) {
  const logins = Array.from({ length: count }, (_, index) => `member-${1000 + index}`)
  return { count, logins, revision: 1, launch: 1 }
}

function print(title: string, rows: [string, Tally][]): void {
  const numbers = rows.map(([, tally]) => figures(tally))
  console.log(`\n${title}`)
  console.log(line('', Object.keys(numbers[0] ?? {})))
  for (const [index, [name]] of rows.entries()) console.log(line(name, Object.values(numbers[index] ?? {}).map(shown)))
  const [seed = {}, ours = {}] = numbers
  const ratios = Object.keys(seed).map((key) => ratio(ours[key] ?? 0, seed[key] ?? 0))
  console.log(line('ratio', ratios))
  const calls = rows.map(([name, tally]) => `${name} ${JSON.stringify(tally.calls)}`)
  console.log(`calls by service: ${calls.join(' · ')}`)
}

function figures(tally: Tally): Record<string, number> {
  return {
    invocations: tally.invocations,
    'AWS calls': allCalls(tally),
    'read units': tally.readUnits,
    'write units': tally.writeUnits,
    US$: costOf(tally),
  }
}

function ratio(ours: number, seed: number): string {
  return seed === 0 ? '–' : `× ${(ours / seed).toPrecision(2)}`
}

function shown(value: number): string {
  return value > 0 && value < 1
    ? value.toPrecision(2)
    : value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 })
}

function line(name: string, cells: string[]): string {
  return name.padEnd(6) + cells.map((cell) => cell.padStart(14)).join('')
}

takeNoArguments('npm run bench:costs')
await main()
