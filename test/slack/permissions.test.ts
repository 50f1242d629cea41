import assert from 'node:assert/strict'
import sinon from 'sinon'
import { readLocalOptions } from '../../src/local/options.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { actionIds, buttonId, callbackIds, inputIds } from '../../views/action-ids.ts'
import { DESIGNERS, ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { type Member, words } from './member.ts'

const ONLY_OWNER = /Only the owner \(<@U0BEN>\) and admins can permanently delete `plum`/

const FOR_GOOD = 'Delete without archive…'

describe('who may do what, in Slack', () => {
  let team: Team
  async function begin(options: Parameters<typeof aTeam>[0] = {}): Promise<void> {
    team = await aTeam(options)
    await team.has('plum')
  }
  afterEach(async () => {
    await team.close()
  })

  const site = () => team.site('plum')
  const deletesForGood = async (who: Member) => {
    const answer = await who.clicks(await team.card('plum'), actionIds.more, { pick: FOR_GOOD })
    return answer ?? who.submits()
  }

  it('is set by the names that operations had in earlier versions, too', async () => {
    const PERMISSIONS = JSON.stringify({
      changePassword: 'owner',
      refreshUsers: 'owner',
      handOver: 'admins',
      deleteWithoutArchive: 'everyone',
      sleep: 'owner',
    })
    const { permissions } = readLocalOptions([], { PERMISSIONS }).policy
    await begin({ policy: { permissions } })
    await team.has('pear', { sshTeam: 'designers' })
    const { ben, chie } = team
    for (const text of ['password pear', 'users pear', 'sleep pear']) {
      assert.match(words(await chie.testsite(text)), /Only the owner \(<@U0BEN>\) and admins can/, text)
    }
    assert.match(words(await ben.testsite('owner pear @chie')), /Only admins can/)
    assert.match(words(await ben.testsite('users pear')), /updating its SSH access/)
    await chie.confirms('purge pear')
    assert.equal(await team.store.load('pear'), undefined)
  })

  describe('outsiders', () => {
    beforeEach(() => begin())

    const outsiders: [who: string, id: string, said: RegExp][] = [
      ['a guest', 'U0GINA', /ゲストの方は、メンバーの方に操作をご依頼ください/],
      ['a guest of one channel', 'U0GUS', /you're a guest here/],
      ['somebody whom a shared channel connects with us', 'U0SAM', /you're in another one/],
    ]
    for (const [who, id, said] of outsiders) {
      it(`are refused everything: ${who}`, async () => {
        const outsider = team.member(id)
        const before = await site()
        const card = await team.card('plum')
        for (const text of ['', 'list all', 'show plum', 'extend plum 7', 'delete plum', 'password plum', 'help']) {
          assert.match(words(await outsider.testsite(text)), said, text)
        }
        assert.match(words(await outsider.clicks(card, buttonId('delete'))), said)
        assert.match(words(await outsider.clicks(card, buttonId('change-password'))), said)
        assert.match(words(await outsider.clicks(card, buttonId('extend'), { pick: '7 days' })), said)
        await outsider.opensHome()
        assert.match(words(outsider.home()), said)
        assert.ok(!words(outsider.home()).includes('plum'))
        await outsider.shortcut(callbackIds.createShortcut)
        assert.deepEqual(outsider.screen().modals, [])
        assert.deepEqual(await site(), before)
      })
    }

    it('stay out of forms that they opened as members', async () => {
      const { ben } = team
      await ben.testsite('new fig acme/website#main')
      const person = ben.screen().people.find(({ id }) => id === ben.id) ?? assert.fail()
      person.guest = 'multi-channel'
      await team.pass(6 * MINUTE_MS)
      await ben.submits()
      delete person.guest
      assert.match(words(ben.modal().view), /you're a guest here/)
      assert.equal(await team.store.load('fig'), undefined)
    })
  })

  describe('what the owner alone may ask', () => {
    beforeEach(() => begin({ policy: { admins: ['U0AKI'] } }))

    it('is refused to others, who are told whom to ask', async () => {
      assert.match(words(await deletesForGood(team.chie)), ONLY_OWNER)
      assert.deepEqual(team.chie.screen().modals, [])
      assert.match(words(await team.chie.testsite('owner plum @chie')), /Only the owner \(<@U0BEN>\) and admins/)
      assert.equal(phaseOf(await site()), 'ready')
    })

    it('is refused to who was the owner when the form was opened', async () => {
      const { ben } = team
      await ben.clicks(await team.card('plum'), actionIds.more, { pick: 'Delete without archive…' })
      await team.member('U0ADA').testsite('owner plum @chie')
      await ben.submits()
      assert.match(words(ben.modal().view), /Only the owner \(<@U0CHIE>\) and admins/)
      assert.equal(phaseOf(await site()), 'ready')
    })

    for (const [who, id] of [
      ['the owner', 'U0BEN'],
      ['an admin of the workspace', 'U0ADA'],
      ['an admin by configuration', 'U0AKI'],
    ] as const) {
      it(`is granted to ${who}`, async () => {
        const person = team.member(id)
        await deletesForGood(person)
        assert.equal(await team.store.load('plum'), undefined)
      })
    }

    it('is not offered to others, but on the card, which everybody sees', async () => {
      await team.has('pear', { owner: 'U0CHIE' })
      const shown = async (who: Member) => (await who.testsite('show plum')) ?? assert.fail()
      const forBen = await shown(team.ben)
      const forChie = await shown(team.chie)
      assert.ok(team.ben.menu(forBen).includes(FOR_GOOD))
      assert.ok(!team.chie.menu(forChie).includes(FOR_GOOD))
      assert.ok(team.chie.controls(forChie).includes(buttonId('delete')))
      assert.ok(team.chie.menu(await team.card('plum')).includes(FOR_GOOD))
      await team.chie.opensHome()
      assert.ok(team.chie.menu('home', 'pear').includes('Hand over…'))
    })
  })

  describe('what a channel may ask', () => {
    beforeEach(() => begin({ policy: { permissions: { sleep: 'channel', wake: 'admins' } } }))
    const ONLY_THERE =
      /From here, only the owner \(<@U0BEN>\) and admins can .* Everyone else can do it in <#C0CAMPAIGN>/

    it('is granted to who asks in it, by card or by command', async () => {
      await team.aki.clicks(await team.card('plum'), buttonId('sleep'))
      assert.equal(phaseOf(await site()), 'asleep')
      await team.member('U0ADA').testsite('wake plum')
      await team.chie.testsite('sleep plum', HERE)
      assert.equal(phaseOf(await site()), 'asleep')
    })

    it('is refused elsewhere, but to the owner', async () => {
      assert.match(words(await team.chie.testsite('sleep plum', ELSEWHERE)), ONLY_THERE)
      const shown = (await team.chie.testsite('show plum', ELSEWHERE)) ?? assert.fail()
      assert.ok(!team.chie.controls(shown).includes(buttonId('sleep')))
      await team.ben.testsite('sleep plum', ELSEWHERE)
      assert.equal(phaseOf(await site()), 'asleep')
    })

    it('is no help for what admins alone may ask', async () => {
      await team.ben.testsite('sleep plum')
      assert.match(words(await team.ben.testsite('wake plum')), /Only admins can wake `plum`/)
    })
  })

  describe('making sites', () => {
    const opens = async (who: Member, channel?: string) => ({
      answer: words(await who.testsite('new fig acme/website#main', channel)),
      isOpen: who.screen().modals.length > 0,
    })

    it('is for the groups and channels that are named, and for admins', async () => {
      await begin({ policy: { creatorGroups: [DESIGNERS], creatorChannels: [ELSEWHERE] } })
      const refused = await opens(team.ben)
      assert.match(
        refused.answer,
        /members of <!subteam\^S0DESIGN>; anyone who types \/testsite in <#C0WEBTEAM>; admins/,
      )
      assert.equal(refused.isOpen, false)
      for (const [id, channel] of [
        ['U0CHIE', HERE],
        ['U0BEN', ELSEWHERE],
        ['U0ADA', HERE],
      ] as const) {
        const person = team.member(id)
        assert.equal((await opens(person, channel)).isOpen, true, id)
        await person.submits()
        await team.member('U0ADA').confirms('delete fig')
        const fig = await team.site('fig')
        assert.equal(fig.spec.owner, id)
        await team.store.remove(fig)
      }
    })

    it('is not offered in the App Home to who may not', async () => {
      await begin({ policy: { creatorChannels: [ELSEWHERE] } })
      await team.ben.opensHome()
      assert.ok(!team.ben.controls('home').includes(actionIds.create))
      assert.match(words(team.ben.home()), /You can't create sites here/)
      await team.member('U0ADA').opensHome()
      assert.ok(team.member('U0ADA').controls('home').includes(actionIds.create))
    })

    it('is refused at the last, when somebody left the group meanwhile', async () => {
      await begin({ policy: { creatorGroups: [DESIGNERS] } })
      assert.equal((await opens(team.chie)).isOpen, true)
      team.groups[0]?.members.pop()
      await team.pass(6 * MINUTE_MS)
      await team.chie.submits()
      team.groups[0]?.members.push('U0CHIE')
      assert.match(words(team.chie.modal().view), /You can't create sites here/)
      assert.equal(await team.store.load('fig'), undefined)
    })

    it('waits until Slack says who is in the group, and keeps what was typed', async () => {
      await begin({ policy: { creatorGroups: [DESIGNERS] } })
      const { chie } = team
      team.broken.slack = (method) => method.startsWith('usergroups.')
      assert.equal((await opens(chie)).isOpen, true)
      await chie.submits()
      assert.match(words(chie.modal().view), /Slack isn't telling me who you are right now/)
      assert.equal(await team.store.load('fig'), undefined)
      team.broken.slack = () => false
      await team.workspace.close(chie.id, chie.screen().modals.at(-1)?.id ?? '')
      await chie.submits()
      assert.equal((await team.site('fig')).spec.owner, chie.id)
    })
  })

  describe('while Slack does not say who somebody is', () => {
    const silence = (method: string) => method === 'users.info'

    it('they may do what everybody may, and no more', async () => {
      await begin()
      team.broken.slack = silence
      assert.match(words(await team.chie.testsite('extend plum 7')), /now expires/)
      assert.match(words(await deletesForGood(team.ben)), /Slack isn't telling me who you are right now/)
      assert.equal(phaseOf(await site()), 'ready')
    })

    it('they are whom they were known to be', async () => {
      await begin()
      await team.member('U0GUS').testsite('help')
      await team.member('U0ADA').testsite('help')
      await team.pass(6 * MINUTE_MS)
      team.broken.slack = silence
      assert.match(words(await team.member('U0GUS').testsite('extend plum 7')), /you're a guest here/)
      await deletesForGood(team.member('U0ADA'))
      assert.equal(await team.store.load('plum'), undefined)
    })

    it('an admin by a group may be one, for all that is known', async () => {
      await begin({ policy: { admins: [DESIGNERS] } })
      team.broken.slack = (method) => method.startsWith('usergroups.')
      assert.match(words(await deletesForGood(team.chie)), /Slack isn't telling me who you are right now/)
      team.broken.slack = () => false
      await deletesForGood(team.chie)
      assert.equal(await team.store.load('plum'), undefined)
    })
  })

  describe('while Slack refuses to say who somebody is', () => {
    const REFUSES = /Slack won't tell me who can/
    const reported = () =>
      team.takeReports().map(({ error }) => {
        assert.ok(error instanceof Error && error.cause instanceof Error)
        return `${error.message}: ${error.cause.message}`
      })
    const NO_GROUP = 'Slack rejects usergroups.users.list of S0TYPO: An API error occurred: no_such_subteam'

    it('they are told what to tell, and the log has it once in five minutes', async () => {
      await begin({ policy: { creatorGroups: ['S0TYPO'] } })
      for (let index = 0; index < 3; index += 1) assert.match(words(await team.chie.testsite('new')), REFUSES)
      assert.match(words(await team.aki.testsite('new')), /誰が対象かを Slack から取得できません/)
      assert.deepEqual([team.chie.screen().modals, team.aki.screen().modals], [[], []])
      assert.deepEqual(reported(), [NO_GROUP])
      await team.pass(6 * MINUTE_MS)
      await team.chie.testsite('new')
      assert.deepEqual(reported(), [NO_GROUP])
      const ada = team.member('U0ADA')
      await ada.testsite('new')
      assert.equal(ada.screen().modals.length, 1)
    })

    it('an admin by a group that is not there may be one, for all that is known', async () => {
      await begin({ policy: { admins: ['S0TYPO'] } })
      assert.match(words(await deletesForGood(team.chie)), REFUSES)
      assert.deepEqual(reported(), [NO_GROUP])
    })

    it('they may do what everybody may, and no more, until it says so again', async () => {
      await begin()
      team.broken.refusal = (method) => (method === 'users.info' ? 'missing_scope' : undefined)
      assert.match(words(await team.ben.testsite('extend plum 7')), /now expires/)
      assert.match(words(await deletesForGood(team.ben)), REFUSES)
      assert.deepEqual(reported(), ['Slack rejects users.info of U0BEN: An API error occurred: missing_scope'])
      delete team.broken.refusal
      await deletesForGood(team.ben)
      assert.equal(await team.store.load('plum'), undefined)
    })

    it('a form that was opened meanwhile keeps what was typed', async () => {
      await begin({ policy: { creatorGroups: [DESIGNERS] } })
      const { chie } = team
      team.broken.slack = (method) => method.startsWith('usergroups.')
      await chie.testsite('new fig acme/website#main')
      team.broken.slack = () => false
      team.broken.refusal = (method) => (method.startsWith('usergroups.') ? 'missing_scope' : undefined)
      await chie.submits()
      assert.match(words(chie.modal().view), REFUSES)
      assert.equal(chie.screen().modals.length, 2)
      assert.equal(reported().length, 1)
    })

    it('a fault of its own is no refusal', async () => {
      await begin()
      team.broken.refusal = (method) => (method === 'users.info' ? 'internal_error' : undefined)
      assert.match(words(await deletesForGood(team.ben)), /Slack isn't telling me who you are right now/)
    })

    it('the App Home offers what they may be allowed', async () => {
      await begin({ policy: { admins: ['S0TYPO'], creatorGroups: [DESIGNERS] } })
      await team.chie.opensHome()
      assert.ok(team.chie.controls('home').includes(actionIds.create))
      assert.deepEqual(reported(), [NO_GROUP])
    })
  })

  describe('while Slack takes its time', () => {
    let timers: sinon.SinonFakeTimers
    const asked = new Map<string, () => void>()
    /** When the first such question has come; it is not answered. */
    const hanging = (method: string) => new Promise<void>((resolve) => asked.set(method, resolve))
    const hang = () => {
      team.broken.hangs = (method) => {
        asked.get(method)?.()
        return asked.has(method)
      }
      timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true })
    }
    afterEach(() => {
      asked.clear()
      timers.restore()
    })

    it('and the code host does, too, a form can be sent in two seconds', async () => {
      await begin()
      await team.chie.testsite('new fig acme/website#main')
      await team.pass(6 * MINUTE_MS)
      const person = hanging('users.info')
      const exists = new Promise<void>((resolve) => {
        team.codeHost.exists = () => {
          resolve()
          return new Promise<never>(() => {})
        }
      })
      hang()
      const answer = team.chie.submits()
      await person
      await timers.tickAsync(1000)
      await exists
      await timers.tickAsync(1000)
      assert.match(words(await answer), /Password/)
      assert.match(words(team.takeReports().map(({ error }) => String(error))), /took longer than 1000 ms/)
    })
  })

  describe('a guest who had a form while Slack was silent', () => {
    beforeEach(async () => {
      await begin()
      const gus = team.member('U0GUS')
      team.broken.slack = (method) => method === 'users.info'
      await gus.testsite('new')
      await gus.wantsMore()
      team.broken.slack = () => false
      assert.equal(gus.screen().modals.length, 1)
    })

    it('is offered no repository, branch or team', async () => {
      const gus = team.member('U0GUS')
      for (const input of [inputIds.repository, inputIds.branch, inputIds.sshTeam]) {
        assert.deepEqual(await gus.offered(input, ''), ['Only members of this workspace can do this. Ask one of them.'])
      }
    })

    it('is not drawn the form anew', async () => {
      const gus = team.member('U0GUS')
      await gus.fills({ [inputIds.repository]: 'acme/website' })
      assert.match(words(gus.modal().view), /you're a guest here/)
    })
  })

  describe('what is asked by form', () => {
    it('counts as asked in the channel where it was opened', async () => {
      await begin({ policy: { permissions: { extend: 'channel' } } })
      const { aki } = team
      await aki.clicks(await team.card('plum'), buttonId('extend'), { pick: 'Pick a date…' })
      await aki.fills({ until: '2026-11-30' })
      await aki.submits()
      assert.equal((await site()).spec.expiresAt, Date.parse('2026-11-30T18:00:00+09:00'))
    })
  })
})
