import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { buttonId, inputIds, presetButtonId } from '../../views/action-ids.ts'
import { HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const MINUTES_MS = 10 * 60_000

describe('a channel that refuses the app', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { defaultDays: 2, archiveDays: 1 } })
  })
  afterEach(() => team.close())

  const leavesPrivate = () => team.workspace.changeChannel(HERE, { isPrivate: true, withoutBot: true })
  const isInvited = () => team.workspace.changeChannel(HERE, { withoutBot: false })
  const direct = (id = 'U0BEN') => team.workspace.screen(id).messages.filter(({ channel }) => channel.startsWith('D'))
  const directCard = () => direct()[0] ?? assert.fail('Ben was told nothing')
  const orders = async () => {
    await team.ben.testsite('new plum acme/website#main')
    return team.ben.submits()
  }

  describe('is met by the form', () => {
    it('which says that the app has to be invited, and takes it once that was done', async () => {
      leavesPrivate()
      assert.equal(await orders(), undefined)
      assert.match(words(team.ben.modal().view), /⚠️ \*Channel for its card\*: .*Type \/invite @pokopoko there/)
      // It's asked for now.
      await team.ben.submits()
      assert.match(team.ben.errors()[inputIds.channel] ?? '', /Type \/invite @pokopoko there/)
      assert.deepEqual(team.store.all(), [])
      isInvited()
      await team.ben.submits()
      assert.match(words(await team.card('plum')), /\*Ready\*/)
    })

    it('which takes no archived channel', async () => {
      team.workspace.changeChannel(HERE, { archived: true })
      await orders()
      assert.match(words(team.ben.modal().view), /⚠️ \*Channel for its card\*: .*archived/)
    })

    for (const fault of ['hangs', 'limited', 'stalls'] as const) {
      it(`which takes what Slack says nothing of in time (${fault}); the owner is told then`, async () => {
        leavesPrivate()
        team.broken.http = (method) => (method === 'conversations.info' ? fault : undefined)
        await orders()
        assert.equal((await team.site('plum')).spec.channel, HERE)
        assert.ok(direct().some((message) => /Invite me there/.test(words(message))))
      })
    }

    it('which takes a public channel that the app is not in: cards are posted there all the same', async () => {
      team.workspace.changeChannel(HERE, { withoutBot: true })
      await orders()
      assert.match(words(await team.card('plum')), /\*Ready\*/)
      assert.ok(!direct().some(({ text }) => /plum: /.test(text)), 'nobody needs to be told directly')
    })
  })

  for (const [why, change, text] of [
    ['the app was removed from it', { isPrivate: true, withoutBot: true }, /Invite me there/],
    ['it was archived', { archived: true }, /it's archived/],
  ] as const) {
    it(`(${why}) has its owner told directly, by a card whose buttons work`, async () => {
      await team.has('plum')
      team.workspace.changeChannel(HERE, change)
      await team.chie.testsite('sleep plum')
      assert.match(words(directCard()), text)
      assert.match(words(directCard()), /\*Asleep\*/)
      await team.ben.clicks(directCard(), buttonId('wake'))
      assert.match(words(directCard()), /\*Ready\*/)
      assert.equal(direct().filter(({ blocks }) => /\*Ready\*/.test(words({ blocks }))).length, 1, 'it is edited')
    })

    it(`(${why}) is named by show, list and the App Home`, async () => {
      await team.has('plum')
      team.workspace.changeChannel(HERE, change)
      await team.ben.testsite('sleep plum')
      assert.match(words(await team.ben.testsite('show plum')), text)
      assert.match(words(await team.ben.testsite('list')), text)
      await team.ben.opensHome()
      assert.match(words(team.ben.home()), text)
    })
  }

  it('lets nobody’s site end in silence: warning, end and purge come directly, and the warning extends', async () => {
    await team.has('plum')
    const { expiresAt } = (await team.site('plum')).spec
    leavesPrivate()
    await team.pass(expiresAt - team.clock.now() - HOUR_MS)
    const warning = direct().findLast(({ text }) => /will be archived/.test(text)) ?? assert.fail('no warning')
    assert.equal(phaseOf(await team.site('plum')), 'ready')
    await team.ben.clicks(warning, presetButtonId('extend', '1'))
    assert.ok((await team.site('plum')).spec.expiresAt > expiresAt)
    await team.pass(5 * DAY_MS)
    assert.equal(await team.store.load('plum'), undefined)
    const notifications = direct().map(({ text }) => text)
    assert.ok(notifications.some((text) => /is archived\. You can restore it/.test(text)))
    assert.ok(notifications.some((text) => /will be permanently deleted/.test(text)))
    assert.match(words(directCard()), /Deleted/)
  })

  it('keeps no warning that came directly from being settled, though the one before it stands in the channel', async () => {
    await team.has('plum')
    const { expiresAt } = (await team.site('plum')).spec
    await team.ben.testsite('extend plum 8d')
    await team.pass(expiresAt + 6 * DAY_MS - team.clock.now())
    assert.ok(team.inThreads().some(({ text }) => /will be archived/.test(text)))
    leavesPrivate()
    await team.pass(DAY_MS - HOUR_MS)
    const warning = () => direct().find(({ text }) => /⏰/.test(text)) ?? assert.fail('no warning')
    assert.notDeepEqual(team.ben.controls(warning()), [])
    const { ts } = warning()
    await team.ben.testsite('extend plum 7d')
    await team.pass(HOUR_MS)
    const settled = direct().find((message) => message.ts === ts)
    assert.deepEqual(settled && team.ben.controls(settled), [])
  })

  it('has its card again within an hour of an invitation, and the owner is told directly no more', async () => {
    await team.has('plum')
    const before = await team.card('plum')
    leavesPrivate()
    await team.ben.testsite('sleep plum')
    isInvited()
    await team.pass(HOUR_MS)
    assert.match(words(await team.card('plum')), /\*Asleep\*/)
    assert.equal((await team.card('plum')).ts, before.ts, 'the card that was there')
    assert.ok(!/cannot post/.test(words(await team.card('plum'))))
    assert.match(directCard().text, /I can post in <#C0CAMPAIGN> again/)
    assert.deepEqual(team.ben.controls(directCard()), [])
    const count = direct().length
    await team.ben.testsite('wake plum')
    await team.pass(1.9 * DAY_MS)
    assert.equal(direct().length, count)
    assert.ok(team.inThreads().some(({ text }) => /will be archived/.test(text)))
  })

  it('gets a card of its own once it takes one, where it never had one', async () => {
    team.workspace.changeChannel(HERE, { isPrivate: true, withoutBot: true })
    await team.has('plum')
    assert.equal((await team.site('plum')).status.card, undefined)
    assert.match(words(directCard()), /\*Ready\*/)
    isInvited()
    await team.pass(HOUR_MS + MINUTES_MS)
    assert.match(words(await team.card('plum')), /\*Ready\*/)
    assert.deepEqual(team.ben.controls(directCard()), [])
  })

  it('is tried each hour, and no more often', async () => {
    leavesPrivate()
    await team.has('plum')
    const tries = () =>
      team.calls.filter(({ method, params }) => method === 'chat.postMessage' && params['channel'] === HERE)
    const before = tries().length
    await team.pass(5 * HOUR_MS)
    assert.equal(tries().length - before, 5)
  })

  it('has nobody told directly who is not in Slack: the end comes as it does where nobody can be told', async () => {
    leavesPrivate()
    await team.has('plum', { owner: 'github:octocat' })
    await team.pass(3.5 * DAY_MS)
    assert.equal(phaseOf(await team.site('plum')), 'archived')
  })
})

describe('a thread that takes no replies', () => {
  for (const code of ['restricted_action_thread_locked', 'restricted_action_non_threadable_channel']) {
    it(`(${code}) is no refusal by its channel, which is told itself`, async () => {
      const team = await aTeam({ policy: { defaultDays: 2 } })
      await team.has('plum')
      const before = team.postsTried()
      const isReply = (method: string) => method === 'chat.postMessage' && team.postsTried() === before + 1
      team.broken.refusal = (method) => (isReply(method) ? code : undefined)
      await team.pass(1.9 * DAY_MS)
      assert.ok(team.inChannel().some(({ text }) => /will be archived/.test(text)))
      const direct = team.ben.screen().messages.filter(({ channel }) => channel.startsWith('D'))
      assert.deepEqual(direct, [])
      await team.close()
    })
  }
})

describe('what Slack refuses for good', () => {
  for (const code of ['token_revoked', 'account_inactive', 'invalid_auth', 'missing_scope', 'ekm_access_denied']) {
    it(`(${code}) is tried once an hour, not 17 times, and tells nobody’s channel off`, async () => {
      const team = await aTeam()
      team.broken.refusal = (method) => (method.startsWith('chat.') ? code : undefined)
      const posts = () => team.postsTried()
      await team.has('plum')
      const first = posts()
      await team.pass(4 * HOUR_MS)
      assert.ok(posts() - first <= 4 * first, `${posts()} calls in four hours, ${first} at once`)
      const { status } = await team.site('plum')
      assert.equal(status.channelRefusal, undefined)
      assert.equal(status.failures['card']?.reason, 'slack-denied')
      assert.equal(phaseOf(await team.site('plum')), 'ready')
      await team.close()
    })
  }
})
