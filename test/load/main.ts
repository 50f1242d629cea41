import { takeNoArguments } from '../../tools/arguments.ts'
import { createMany, type ManyFigures } from './create-many.ts'
import { type Reading, readLongLists } from './long-lists.ts'
import { sweepMany } from './many-live.ts'

/**
 * `npm run test:load`: LOAD_SITES (1,000) at once, LOAD_SITES_BY_APP (100) with the App, and the sweep, the lists and the App Home with ten times
 * as many as the former, and a hundred at least; LOAD_SEED (1) for other jitter.
 */
takeNoArguments('LOAD_SEED=2 LOAD_SITES=300 npm run test:load')
const SITES = countOf('LOAD_SITES', 1000)
const SEED = countOf('LOAD_SEED', 1)
const SITES_BY_APP = countOf('LOAD_SITES_BY_APP', 100)
/** Fewer wouldn't fill lists and App Home. */
const LIVE = Math.max(100, SITES * 10)
/** As an agency has them; in the busiest, fifty sites are made at that moment. */
const SITES_PER_CHANNEL = 50

function countOf(name: string, otherwise: number): number {
  const count = Number(process.env[name] ?? otherwise)
  if (Number.isInteger(count) && count > 0) return count
  console.error(`${name} has to be a whole number above zero`)
  process.exit(1)
}

function print(figures: ManyFigures, sites: number): void {
  const { ready, failed, halfMinutes, allMinutes, invocations, beforeReady, limits, posted, expected } = figures
  console.log(`${sites} sites at once, seed ${SEED}: ${ready} ready, ${failed} failed`)
  console.log(
    `  half of them after ${halfMinutes.toFixed(1)} min, all after ${allMinutes.toFixed(1)} min (of the fakes' time)`,
  )
  console.log(`  ${(invocations / sites).toFixed(1)} invocations a site; ${posted} of ${expected} messages posted`)
  const before = Object.entries(beforeReady).map(([service, calls]) => `${service} ${calls.toFixed(1)}`)
  console.log(`  calls before a site was ready: ${before.join(', ')}`)
  console.log('  calls a site, refused, and made again before the time that the service had told:')
  for (const [name, { calls, refused, again }] of limits) {
    console.log(
      `    ${name.padEnd(28)} ${(calls / sites).toFixed(1).padStart(6)} ${String(refused).padStart(6)} ${String(again).padStart(4)}`,
    )
  }
}

/**
 * What we promise of a thousand or fewer: calls of each service, and creations at GitHub, before a site is ready; and minutes until half of them,
 * and all, are. GitHub takes the last of a thousand deploy keys in the 66th.
 */
const TARGETS = {
  keys: { calls: { EC2: 7, GitHub: 4, 'GitHub creations': 1.1, ELB: 7 }, halfMinutes: 66, allMinutes: 76 },
  app: { calls: { EC2: 4, GitHub: 2, 'GitHub creations': 0, ELB: 7 }, halfMinutes: 8, allMinutes: 15 },
}

/** What has to wait its turn here, so that it's never refused there. */
const IN_TURN = /^(GitHub|EC2 RunInstances|ELB|Route 53)( |$)/

/** Each got ready in time, with as few calls as promised, and nothing was refused that takes turns. */
function isAsPromised(figures: ManyFigures, sites: number, by: keyof typeof TARGETS) {
  const { ready, failed, beforeReady, limits } = figures
  const { calls, halfMinutes, allMinutes } = TARGETS[by]
  const isCheap = Object.entries(calls).every(([service, most]) => (beforeReady[service] ?? 0) <= most)
  const isInTime = sites > 1000 || (figures.halfMinutes <= halfMinutes && figures.allMinutes <= allMinutes)
  const isRefused = [...limits].some(([name, { refused }]) => IN_TURN.test(name) && refused > 0)
  return ready === sites && failed === 0 && isCheap && isInTime && !isRefused
}

const many = await createMany({ seed: SEED, sites: SITES, channels: Math.ceil(SITES / SITES_PER_CHANNEL) })
print(many, SITES)
console.log('With the tokens and events of the App:')
const channels = Math.ceil(SITES_BY_APP / SITES_PER_CHANNEL)
const byApp = await createMany({ seed: SEED, sites: SITES_BY_APP, channels, byApp: true })
print(byApp, SITES_BY_APP)
const { sweeps, isWithinLimit, pages } = await sweepMany(LIVE)
console.log(`${LIVE} live sites, all alarms lost: ${sweeps.length} hourly sweeps, ${pages} pages`)
for (const { minutes, reconciled, postponed } of sweeps) {
  console.log(`  ${minutes.toFixed(1)} min: ${reconciled} reconciled, ${postponed} left to the next`)
}
const { pages: turned, page, home } = await readLongLists(LIVE)
const formatReading = ({ calls, items, bytes }: Reading) =>
  `${calls} calls, ${items} records, ${(bytes / 1024).toFixed(0)} KB`
console.log(
  `${LIVE} live sites in lists: ${turned} pages to the ends of mine, channel and all, each row once, in order`,
)
console.log(`  a page of a list reads at most ${formatReading(page)}; the App Home ${formatReading(home)}`)
const again = [many, byApp].flatMap(({ limits }) => [...limits.values()]).reduce((sum, limit) => sum + limit.again, 0)
const isWell =
  isAsPromised(many, SITES, 'keys') &&
  isAsPromised(byApp, SITES_BY_APP, 'app') &&
  again === 0 &&
  many.posted === many.expected &&
  isWithinLimit
console.log(isWell ? 'All of it holds.' : 'Something does not hold.')
process.exit(isWell ? 0 : 1)
