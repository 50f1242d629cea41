import assert from 'node:assert/strict'
import { phases } from '../../src/site/phase.ts'
import { operationNames } from '../../src/site/operations/all.ts'
import { UserError } from '../../src/site/user-error.ts'
import { gatewayHtml } from '../../views/gateway.ts'
import { doneLine, errorLine } from '../../views/terminal/answers.ts'
import { replayLines } from '../../views/terminal/replay-lines.ts'
import { siteLines } from '../../views/terminal/site-lines.ts'
import { siteTable } from '../../views/terminal/site-table.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { aViewContext, locales } from './a-view-context.ts'
import { everyHome, everyMessage, everyModal, everythingAtCodeHost } from './every-view.ts'
import { siteIn } from './sites.ts'

/** A time of day, and what follows it. */
const TIME = /\d{1,2}(?::\d{2}| ?時(?!間))(?<after>.{0,20})/g
const ZONE = /^ (?:GMT[+-]\d|UTC|[A-Z]{3,4}\b)|^ ?[(（][A-Z][a-z]+\/[A-Z]/

describe('times of day', () => {
  for (const locale of locales) {
    it(`name their zone where they aren't known to be the reader's own, ${locale}`, () => {
      const drawn = everythingWith(locale)
      const times = Object.entries(drawn).flatMap(([where, text]) =>
        [...text.matchAll(TIME)].map((match) => ({ where, match })),
      )
      assert.ok(times.length > 100)
      assert.deepEqual(
        times
          .filter(({ match }) => !ZONE.test(match.groups?.['after'] ?? ''))
          .map(({ where, match }) => [where, match[0]]),
        [],
      )
    })
  }
})

function everythingWith(locale: 'en' | 'ja'): Record<string, string> {
  const viewContext = aViewContext(locale, { machines: 'embedded' })
  const views = Object.entries({ ...everyMessage, ...everyModal, ...everyHome, ...everythingAtCodeHost })
  return {
    ...Object.fromEntries(views.map(([title, draw]) => [title, JSON.stringify(draw(viewContext))])),
    ...onTerminal(locale),
    page: gatewayHtml(
      { kind: 'archived', restorableUntil: SITE_CREATED_AT },
      { host: 'plum.localhost', language: locale, timeZone: 'Asia/Tokyo', back: '/' },
    ),
  }
}

function onTerminal(locale: 'en' | 'ja'): Record<string, string> {
  const viewContext = aViewContext(locale)
  const sites = phases.map((phase) => siteIn(phase))
  const letter = { queue: 'stream', sentAt: SITE_CREATED_AT, about: 'plum', outcome: 'waiting' } as const
  const extended = new UserError('already-extended', { name: 'plum', by: 'U002', expiresAt: SITE_CREATED_AT })
  return {
    table: siteTable({ sites, unreadable: [] }, viewContext),
    sites: sites.map((site) => siteLines(site, viewContext)).join('\n'),
    done: operationNames.map((name) => doneLine(name, siteIn('ready'), viewContext)).join('\n'),
    replay: replayLines([letter], viewContext),
    error: errorLine(extended, viewContext),
  }
}
