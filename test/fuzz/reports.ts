import assert from 'node:assert/strict'
import { checkMessageBlocks } from '@pokopoko/slack-emulator/testing'
import fc from 'fast-check'
import { fromItem, toItem } from '../../src/aws/site-item.ts'
import { recordReport } from '../../src/control/reports/record-report.ts'
import { recordPicture } from '../../src/control/reports/record-picture.ts'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { cardFacts } from '../../src/site/card.ts'
import { commitOutcome } from '../../src/site/commit-outcome.ts'
import { siteJson } from '../../src/terminal/site-json.ts'
import { announcement } from '../../views/announcement.ts'
import { cardMessage } from '../../views/card.ts'
import { siteRow } from '../../views/site-row.ts'
import { siteLines } from '../../views/terminal/site-lines.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { aViewContext, locales } from '../views/a-view-context.ts'
import { siteIn } from '../views/sites.ts'
import { CALLS, mutated, mutations } from './slack/mutations.ts'

const TOKEN = 'the-token-of-the-last-set-up'
const clock = createFakeClock(1_790_000_200_000)
const deploy = {
  commit: 'a'.repeat(40),
  subject: 'Ripen the plums',
  author: 'Tom',
  at: 1_790_000_000_000,
  stack: { label: 'Flask · Python 3.13.5', file: 'requirements.txt' },
  page: { status: 403, problem: 'forbidden', hint: 'dist' },
}
const process = { name: 'web', state: 'BACKOFF', restarts: 7, crashing: true, log: 'out of plums' }
const report = {
  ok: true,
  deploys: [
    {
      result: 'environment-missing',
      deployedAt: 1_790_000_100_000,
      deploy,
      variables: ['MAIL_URL'],
      log: 'no such table',
    },
    { result: 'deployed', deployedAt: 1_790_000_000_000, seconds: 0.2, deploy, log: '' },
  ],
  processes: [process, { ...process, name: 'worker', state: 'FATAL' }],
  deploying: { stage: 'build', usualMs: 30_000 },
  guesses: { count: 120, at: 1_790_000_000_000 },
  usedAt: 1_796_000_000_000,
}

const picture = { commit: 'a'.repeat(40), changed: 0.2, image: Buffer.from('ffd8ffe0', 'hex').toString('base64') }

/**
 * Reports and pictures as a machine never sends them, through to all that shows them: nothing throws, and Slack would take the card.
 * @returns how many were recorded
 */
export async function fuzzReports({ seed, reports }: { seed: number; reports: number }): Promise<number> {
  let recorded = 0
  const viewContexts = locales.map((locale) => aViewContext(locale))
  const check = async (body: unknown, image: unknown) => {
    const store = createFakeSiteStore()
    const site = siteIn('ready')
    await store.create({ ...site, status: { ...site.status, reportTokens: [reportTokenHash(TOKEN)] } })
    if ((await recordReport({ store, clock }, site.name, TOKEN, body)) === 'recorded') recorded++
    if ((await recordPicture({ store, clock }, site.name, TOKEN, image)) === 'recorded') {
      assert.ok((await store.loadPicture(site.id)) !== undefined)
    }
    const after = fromItem(toItem((await store.load(site.name)) ?? assert.fail('gone')))
    commitOutcome(after)
    for (const viewContext of viewContexts) {
      const { blocks } = cardMessage({ ...cardFacts(after, viewContext.policy), id: after.id }, viewContext)
      checkMessageBlocks(blocks)
      const guessing = announcement('guessing', after, viewContext)
      checkMessageBlocks(guessing.blocks)
      const shown = JSON.stringify([blocks, guessing, siteRow(after, viewContext)])
      for (const call of CALLS) assert.ok(!shown.includes(call), shown)
      siteLines(after, viewContext)
      JSON.stringify(siteJson(after, viewContext))
    }
  }
  await fc.assert(
    fc.asyncProperty(mutations, (all) => check(mutated(report, all), mutated(picture, all))),
    { seed, numRuns: reports },
  )
  return recorded
}
