import assert from 'node:assert/strict'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { toItem } from '../../src/aws/site-item.ts'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { LocalTable } from '../../src/local/table.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { actionIds } from '../../views/action-ids.ts'
import { SITES_PER_PAGE } from '../../views/site-list.ts'
import { ELSEWHERE, HERE } from '../slack/a-slack.ts'
import { aTeam, type Team } from '../slack/a-team.ts'
import { words } from '../slack/member.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { openTemporaryTable } from '../support/open-table.ts'

/** What one request read of the table, at most. */
export interface Reading {
  calls: number
  /** Records. */
  items: number
  bytes: number
}

export interface ListFigures {
  pages: number
  page: Reading
  home: Reading
}

/** Ben's, and those in the channel: each more than two pages. */
const OWN = 40
const IN_CHANNEL = 50
/** An index is asked for names, then the table for their records. Ten and fifty of the App Home. */
const BOUNDS = { page: { calls: 2, items: SITES_PER_PAGE }, home: { calls: 4, items: 50 + 10 } }
/** Of a record with all that it usually has. DynamoDB ends an answer at 1 MB, and would be asked again. */
const MAX_ITEM_BYTES = 4096

/**
 * Each list to its last page and the App Home, by signed requests, with so many live sites in the table. AssertionError when a
 * row is missing, doubled or out of order, or when a request reads more of the table than its page needs.
 */
export async function readLongLists(count: number): Promise<ListFigures> {
  const table = await openTemporaryTable()
  const sites = Array.from({ length: count }, (_, index) => aLiveSite(index))
  await fill(table, sites)
  const takeReading = countReads(table)
  const team = await aTeam({ store: createSiteStore(table), withoutReconciler: true })
  try {
    const byExpiry = namesOf(sites.toSorted((a, b) => a.spec.expiresAt - b.spec.expiresAt))
    const owned = new Set(namesOf(sites.filter(({ spec }) => spec.owner === team.ben.id)))
    const newest = sites.filter(({ spec }) => spec.channel === ELSEWHERE).toSorted((a, b) => b.createdAt - a.createdAt)
    const mine = byExpiry.filter((name) => owned.has(name))
    const readings: Reading[] = []
    for (const [kind, expected] of [
      ['mine', mine],
      ['channel', namesOf(newest)],
      ['all', byExpiry],
    ] as const) {
      assert.deepEqual(await turnPages(team, kind, takeReading, readings), expected, `list ${kind}`)
    }
    const home = await readHome(team, mine, takeReading)
    return { pages: readings.length, page: readings.reduce(larger), home }
  } finally {
    await team.close()
    await table.close()
  }
}

/** Neither names nor places in the list follow the order in which they were made. */
function aLiveSite(index: number): Site {
  const owner = index % 7 === 0 && index < 7 * OWN ? 'U0BEN' : `U1${index % 500}`
  const channel = index % 5 === 0 && index < 5 * IN_CHANNEL ? ELSEWHERE : HERE
  const expiresAt = SITE_CREATED_AT + 2 * DAY_MS + ((index * 7919) % 100_003) * MINUTE_MS
  return aSite({ name: `site-${index}`, id: `id-${index}`, createdAt: index, spec: { owner, channel, expiresAt } })
}

async function fill({ client, tableName }: LocalTable, sites: readonly Site[]): Promise<void> {
  // As many as DynamoDB takes at once.
  for (let from = 0; from < sites.length; from += 25) {
    const puts = sites.slice(from, from + 25).map((site) => ({ PutRequest: { Item: toItem(site) } }))
    await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: puts } }))
  }
}

/** @returns what was read since the last time */
function countReads({ client }: LocalTable): () => Reading {
  let reading: Reading = { calls: 0, items: 0, bytes: 0 }
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args)
      const { output } = answer
      const keys: unknown[] = 'Items' in output ? (output.Items ?? []) : []
      const records: unknown[] = 'Responses' in output ? Object.values(output.Responses ?? {}).flat() : []
      reading.calls += 1
      reading.items += records.length
      reading.bytes += JSON.stringify([...keys, ...records]).length
      return answer
    },
    { step: 'initialize' },
  )
  return () => {
    const taken = reading
    reading = { calls: 0, items: 0, bytes: 0 }
    return taken
  }
}

/** Names of all rows, of all pages. */
async function turnPages(
  { ben }: Team,
  kind: string,
  takeReading: () => Reading,
  readings: Reading[],
): Promise<string[]> {
  const first = (await ben.testsite(`list ${kind}`, ELSEWHERE)) ?? assert.fail('no list')
  const seen: string[] = []
  for (;;) {
    const reading = takeReading()
    checkBounds(`list ${kind}`, reading, BOUNDS.page)
    readings.push(reading)
    const shown = ben.screen().messages.find(({ ts }) => ts === first.ts) ?? assert.fail('the list is gone')
    seen.push(...namesIn(shown))
    if (!ben.controls(shown).includes(actionIds.nextPage)) return seen
    await ben.clicks(shown, actionIds.nextPage)
  }
}

async function readHome({ ben }: Team, mine: string[], takeReading: () => Reading): Promise<Reading> {
  await ben.opensHome()
  const reading = takeReading()
  checkBounds('the App Home', reading, BOUNDS.home)
  const shown = new Set(namesIn(ben.home()))
  const missing = mine.filter((name) => !shown.has(name))
  assert.deepEqual(missing, mine.slice(mine.length - missing.length), 'the App Home shows those that end first')
  assert.ok(mine.length - missing.length >= 10, `${missing.length} of ${mine.length} are not at home`)
  return reading
}

function checkBounds(what: string, reading: Reading, bounds: { calls: number; items: number }): void {
  assert.equal(reading.calls, bounds.calls, `calls of the table for ${what}`)
  assert.ok(reading.items <= bounds.items, `${what} has read ${reading.items} items`)
  assert.ok(reading.bytes <= reading.items * MAX_ITEM_BYTES, `${what} has read ${reading.bytes} bytes`)
}

function larger(a: Reading, b: Reading): Reading {
  return {
    calls: Math.max(a.calls, b.calls),
    items: Math.max(a.items, b.items),
    bytes: Math.max(a.bytes, b.bytes),
  }
}

const namesOf = (sites: readonly Site[]) => sites.map(({ name }) => name)

/** Sites that are shown, in order: each row leads to one. */
function namesIn(surface: object): string[] {
  return [...words(surface).matchAll(/https:\/\/([a-z0-9-]+)\.test/g)].map(([, name = '']) => name)
}
