import type { Button, Overflow, StaticSelect } from '@slack/types'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { passwordMatches } from '../../src/control/passwords.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { allSucceed } from '../support/fake-shell.ts'
import { BOT_TOKEN, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

type Element = Button | Overflow | StaticSelect

/**
 * All buttons and menus of the messages that version 07ab212 posted about a site `plum`, as it posted them. It had other names for operations.
 */
const earlierMessages = new URL('../upgrade/messages/07ab212.json', import.meta.url)
const elements = z
  .array(z.custom<Element>((element) => typeof element === 'object' && element !== null))
  .parse(JSON.parse(readFileSync(earlierMessages, 'utf8')))

const LAST_DAY = Date.parse('2026-11-16T18:00:00+09:00')

describe('a message that an earlier version posted', () => {
  let team: Team
  let isSetUpBroken = false
  beforeEach(async () => {
    isSetUpBroken = false
    team = await aTeam({
      outcomes: (job, machine) =>
        isSetUpBroken
          ? { state: 'failed', reason: 'clone-failed', log: 'fatal: no route to host', permanent: true }
          : allSucceed(job, machine),
    })
  })
  afterEach(() => team.close())

  const plum = () => team.site('plum')
  const phase = async () => phaseOf(await plum())

  /** Ben clicks it; returns what only he is told. */
  const clicks = async (element: Element, pick = '') => {
    const blocks = [{ type: 'actions', elements: [element] }]
    const posting = { channel: HERE, text: 'A message of before', blocks }
    const { body } = await team.workspace.webApi('chat.postMessage', posting, `Bearer ${BOT_TOKEN}`)
    assert.ok(body.ok, JSON.stringify(body))
    const message = team.inChannel().find(({ ts }) => ts === body['ts']) ?? assert.fail('it was not posted')
    return team.ben.clicks(message, element.action_id ?? '', { pick })
  }

  const extension = (days: number) => async (element: Element, pick?: string) => {
    await team.has('plum')
    assert.match(words(await clicks(element, pick)), /\*plum\* now expires/)
    assert.equal((await plum()).spec.expiresAt, LAST_DAY + days * DAY_MS)
  }
  const formFor = async (element: Element, pick: string, values: Record<string, string>) => {
    await team.has('plum')
    assert.equal(await clicks(element, pick), undefined)
    await team.ben.fills(values)
    return words(await team.ben.submits())
  }
  const untilDate = async (element: Element, pick = '') => {
    assert.match(await formFor(element, pick, { until: '2026-11-30' }), /\*plum\* now expires/)
    assert.equal((await plum()).spec.expiresAt, LAST_DAY + 14 * DAY_MS)
  }

  /** By action_id, and what is picked where there is a choice. */
  const clicksOn: Record<string, (element: Element, pick: string) => Promise<void>> = {
    'site-open': async (element) => {
      await team.has('plum')
      const before = await plum()
      assert.equal(await clicks(element), undefined)
      assert.deepEqual(await plum(), before)
    },
    'site-extend-1': extension(1),
    'site-extend-3': extension(3),
    'site-extend-7': extension(7),
    'site-extend-14': extension(14),
    'site-extend-until': untilDate,
    'site-extend 1 day': extension(1),
    'site-extend 3 days': extension(3),
    'site-extend 7 days': extension(7),
    'site-extend 14 days': extension(14),
    'site-extend Until a date…': untilDate,
    'site-redeploy': async (element) => {
      await team.has('plum')
      await clicks(element)
      assert.equal(team.machines.jobs().filter(({ job }) => job.kind === 'set-up').length, 2)
    },
    'site-sleep': async (element) => {
      await team.has('plum')
      await clicks(element)
      assert.equal(await phase(), 'asleep')
    },
    'site-wake': async (element) => {
      await team.has('plum')
      await team.ben.testsite('sleep plum')
      await clicks(element)
      assert.equal(await phase(), 'ready')
    },
    'site-password': async (element) => {
      await formFor(element, '', { password: 'a new password' })
      assert.ok(await passwordMatches('a new password', (await plum()).spec.access.passwordHash))
    },
    'site-delete': async (element) => {
      await team.has('plum')
      assert.ok('confirm' in element, 'it asks where it is clicked')
      await clicks(element)
      assert.equal(await phase(), 'archived')
    },
    'site-restore': async (element) => {
      await team.has('plum')
      await team.ben.confirms('delete plum')
      await clicks(element)
      assert.equal(await phase(), 'ready')
    },
    'site-retry': async (element) => {
      isSetUpBroken = true
      await team.has('plum')
      assert.equal(await phase(), 'failed')
      isSetUpBroken = false
      await clicks(element)
      assert.equal(await phase(), 'ready')
    },
    'site-adopt': async (element) => {
      await team.has('plum', { owner: team.chie.id })
      team.workspace.changePerson(team.chie.id, { isDeactivated: true })
      await team.pass(DAY_MS)
      await team.reconcile('plum')
      await clicks(element)
      assert.equal((await plum()).spec.owner, team.ben.id)
    },
    'site-more Hand over…': async (element, pick) => {
      await formFor(element, pick, { owner: team.chie.id })
      assert.equal((await plum()).spec.owner, team.chie.id)
    },
    'site-more Delete without archive…': async (element, pick) => {
      await formFor(element, pick, {})
      assert.equal(await team.store.load('plum'), undefined)
    },
  }

  for (const element of elements) {
    const picks = 'options' in element ? (element.options ?? []).map(({ text }) => text.text) : ['']
    const label = 'text' in element ? element.text.text : ''
    for (const pick of picks) {
      const key = [element.action_id, pick].filter(Boolean).join(' ')
      it(`has a button that works: ${key}${label && ` (${label})`}`, async () => {
        const check = clicksOn[key] ?? assert.fail(`What does ${key} do?`)
        await check(element, pick)
      })
    }
  }
})
