import assert from 'node:assert/strict'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { actionIds, buttonId, inputIds } from '../../views/action-ids.ts'
import { BOT_USER_ID, ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const HAND_OVER = 'Hand over…'

/** Who cannot look after a site, by what they are, and what is said about it. */
const UNFIT: [who: string, name: string, id: string, says: RegExp][] = [
  ['a guest of several channels', 'gina', 'U0GINA', /they are a guest here/],
  ['a guest of one channel', 'gus', 'U0GUS', /they are a guest here/],
  ['somebody of another workspace', 'sam', 'U0SAM', /they belong to another workspace/],
  ['an app', 'pokopoko', BOT_USER_ID, /it's an app/],
  ['Slackbot', 'slackbot', 'USLACKBOT', /it's an app/],
  ['somebody who has left', 'aki', 'U0AKI', /account is deactivated/],
]

describe('handing over', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
    team.workspace.changePerson('U0AKI', { isDeactivated: true })
  })
  afterEach(() => team.close())

  const owner = async () => (await team.site('plum')).spec.owner

  for (const [who, name, id, says] of UNFIT) {
    it(`by command refuses ${who}`, async () => {
      assert.match(words(await team.ben.testsite(`owner plum @${name}`)), says)
      assert.equal(await owner(), 'U0BEN')
    })

    it(`by the form refuses ${who}, at its input`, async () => {
      await team.ben.clicks(await team.card('plum'), actionIds.more, { pick: HAND_OVER })
      await team.ben.fills({ [inputIds.owner]: id })
      assert.equal(await team.ben.submits(), undefined)
      assert.match(team.ben.errors()[inputIds.owner] ?? '', says)
      assert.equal(await owner(), 'U0BEN')
    })
  }

  it('takes a member, and an admin', async () => {
    await team.ben.testsite('owner plum @chie')
    assert.equal(await owner(), 'U0CHIE')
    await team.chie.testsite('owner plum @ada')
    assert.equal(await owner(), 'U0ADA')
  })

  for (const fault of ['hangs', 'limited'] as const) {
    it(`is put off where Slack does not say in time who that is (${fault})`, async () => {
      await team.ben.testsite('list')
      team.broken.http = (method) => (method === 'users.info' ? fault : undefined)
      assert.match(words(await team.ben.testsite('owner plum @chie')), /Try again in a minute/)
      assert.equal(await owner(), 'U0BEN')
    })
  }
})

describe('an owner who is gone', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { admins: ['U0ADA'], maxSitesPerPerson: 2 } })
    await team.has('plum')
  })
  afterEach(() => team.close())

  /** A day later somebody, or the sweep, looks. */
  const isLookedAt = async () => {
    await team.pass(DAY_MS)
    await team.reconcile('plum')
  }
  const question = () =>
    team.inThreads().find(({ text }) => /Press Adopt|belongs to/.test(text)) ?? assert.fail('nobody was asked')
  const leaves = () => team.workspace.changePerson('U0BEN', { isDeactivated: true })

  for (const [why, change, says] of [
    ['who was deactivated', { isDeactivated: true }, /account of <@U0BEN> is deactivated/],
    ['who became a guest', { guest: 'single-channel' }, /<@U0BEN> is now a guest here/],
  ] as const) {
    it(`(${why}) has the channel asked to adopt the site, once`, async () => {
      team.workspace.changePerson('U0BEN', change)
      await isLookedAt()
      await isLookedAt()
      assert.match(question().text, says)
      assert.equal(team.inThreads().filter(({ text }) => /Press Adopt/.test(text)).length, 1)
      assert.deepEqual([question().broadcast, team.chie.controls(question())], [true, [buttonId('adopt')]])
      assert.match(words(await team.card('plum')), says)
    })
  }

  it('has the site adopted by whoever takes it, who owns it then', async () => {
    leaves()
    await isLookedAt()
    const answer = await team.chie.clicks(question(), buttonId('adopt'))
    assert.match(words(answer), /\*plum\* is yours now/)
    assert.equal((await team.site('plum')).spec.owner, 'U0CHIE')
    assert.match(question().text, /belongs to <@U0CHIE>/)
    assert.deepEqual(team.chie.controls(question()), [])
    assert.ok(!team.chie.controls(await team.card('plum')).includes(buttonId('adopt')))
    assert.deepEqual(await team.store.quotaEntries(), [{ siteId: 'id-plum', owner: 'U0CHIE' }])
  })

  it('keeps the site from who has as many as one may have, and from guests', async () => {
    for (const name of ['fig', 'pear']) await team.has(name, { owner: 'U0CHIE' })
    leaves()
    await isLookedAt()
    assert.match(words(await team.chie.clicks(question(), buttonId('adopt'))), /the most that anyone can have/)
    assert.match(words(await team.member('U0GINA').clicks(question(), buttonId('adopt'))), /ゲスト/)
    assert.equal((await team.site('plum')).spec.owner, 'U0BEN')
  })

  it('keeps the site from who may make none', async () => {
    const team = await aTeam({ policy: { creatorChannels: [ELSEWHERE] } })
    await team.has('plum')
    team.workspace.changePerson('U0BEN', { isDeactivated: true })
    await team.pass(DAY_MS)
    await team.reconcile('plum')
    await team.chie.clicks(await team.card('plum'), buttonId('adopt'))
    assert.equal((await team.site('plum')).spec.owner, 'U0BEN')
    await team.member('U0ADA').clicks(await team.card('plum'), buttonId('adopt'))
    assert.equal((await team.site('plum')).spec.owner, 'U0ADA')
    await team.close()
  })

  it('is stood in for by admins: warnings mention them, and they may what the owner may', async () => {
    leaves()
    await isLookedAt()
    await team.pass(12 * DAY_MS)
    const warnings = team.inThreads().filter(({ text }) => /will be archived/.test(text))
    assert.ok(warnings.length > 0)
    for (const { text } of warnings) assert.match(text, /<@U0ADA>: \*plum\*/)
    await team.member('U0ADA').testsite('owner plum @chie')
    assert.equal((await team.site('plum')).spec.owner, 'U0CHIE')
  })

  it('is stood in for by an admin where the channel refuses, too', async () => {
    leaves()
    team.workspace.changeChannel(HERE, { archived: true })
    await team.chie.testsite('sleep plum')
    const answer = team.workspace.screen('U0ADA').messages.filter(({ channel }) => channel === 'D0ADA')
    assert.match(words(answer), /it's archived/)
    assert.match(words(answer), /account of <@U0BEN> is deactivated/)
    assert.ok(answer.some((message) => team.member('U0ADA').controls(message).includes(buttonId('adopt'))))
  })

  for (const code of ['channel_not_found', 'is_inactive', 'user_disabled']) {
    it(`(whose direct card is out of reach: ${code}) keeps no new owner from having one`, async () => {
      team.workspace.changeChannel(HERE, { archived: true })
      await team.ben.testsite('sleep plum')
      team.broken.refusal = (method) => (method === 'chat.update' ? code : undefined)
      await team.ben.testsite('owner plum @chie')
      assert.equal((await team.site('plum')).status.directCard?.to, 'U0CHIE')
      const answer = team.chie.screen().messages.filter(({ channel }) => channel === 'D0CHIE')
      assert.match(words(answer), /it's archived/)
    })
  }

  it('is the owner again as soon as the account is back', async () => {
    leaves()
    await isLookedAt()
    team.workspace.changePerson('U0BEN', { isDeactivated: false })
    await isLookedAt()
    assert.match(question().text, /belongs to <@U0BEN>/)
    assert.ok(!team.chie.controls(await team.card('plum')).includes(buttonId('adopt')))
  })

  it('is no matter while Slack does not answer: the site is served, and the look is made later', async () => {
    leaves()
    team.broken.slack = (method) => method === 'users.info'
    await isLookedAt()
    assert.equal((await team.site('plum')).status.ownerCheck, undefined)
    assert.match(words(await team.card('plum')), /\*Ready\*/)
    team.broken.slack = () => false
    await team.pass(HOUR_MS)
    assert.match(question().text, /Press Adopt/)
  })
})
