import { takeNoArguments } from '../tools/arguments.ts'
import { ourLife } from './lifetime-costs/our-life.ts'
import { HOURS_A_MONTH, ourMonth } from './lifetime-costs/our-month.ts'
import { costOf } from './lifetime-costs/prices.ts'
import { seedHours, seedLife } from './lifetime-costs/seed-design.ts'
import { allCalls, type Tally } from './lifetime-costs/tally.ts'

/**
 * What one site's whole life, and a month in which nothing happens, take of AWS: the seed design (two pollers, one a minute
 * each, scanning the table) against ours, both run on a simulated clock. Ours is the real reconciler and the real sweep on the
 * tests' fake ports, each port's call counted as the calls that `src/aws` makes for it.
 */
const SITE_COUNTS = [10, 100, 1000, 10_000]

async function main(): Promise<void> {
  const life = await ourLife()
  print(`one site's life: ${life.days} days, the archive's included`, [
    ['seed', await seedLife(life.days)],
    ['ours', life.tally],
  ])
  for (const siteCount of SITE_COUNTS) {
    const [seed, ours] = [await seedHours(siteCount, HOURS_A_MONTH), await ourMonth(siteCount)]
    print(`a month of ${siteCount} idle sites`, [
      ['seed', seed],
      ['ours', ours],
    ])
  }
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
