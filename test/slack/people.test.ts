import { type FetchFunction, WebClient } from '@slack/web-api'
import assert from 'node:assert/strict'
import sinon from 'sinon'
import { createPeople } from '../../src/slack/people.ts'
import { createFakePorts } from '../support/fake-ports.ts'
import { DESIGNERS, HERE } from './a-slack.ts'

describe('who somebody is', () => {
  let timers: sinon.SinonFakeTimers
  beforeEach(() => {
    timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => timers.restore())

  it('is asked for together with who may make sites, and Slack has a second for it all', async () => {
    const { clock, policy } = createFakePorts({ policy: { creatorGroups: [DESIGNERS] } })
    const addresses = { siteHost: (name: string) => name, siteUrl: (name: string) => name }
    const people = createPeople({ clock, policy, addresses, locale: 'en', report: () => assert.fail() })
    const questions = new Set(['users.info', 'auth.test', 'usergroups.users.list'])
    let told = () => {}
    const areAllAsked = new Promise<void>((resolve) => (told = resolve))
    const neverAnswered: FetchFunction = (url) => {
      questions.delete(String(url).replace(/.*\//u, ''))
      if (questions.size === 0) told()
      return new Promise<never>(() => {})
    }
    const person = people.whoCreates(new WebClient('xoxb-a-token', { fetch: neverAnswered }), 'U0CHIE', HERE)
    await areAllAsked
    await timers.tickAsync(1000)
    assert.deepEqual((await person).actor, { by: 'U0CHIE', role: 'unknown', channel: HERE })
  })
})
