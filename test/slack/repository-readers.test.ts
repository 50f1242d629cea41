import assert from 'node:assert/strict'
import sinon from 'sinon'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { actionIds, buttonId, inputIds } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'
import { type Member, words } from './member.ts'

const FIELD = 'Xf0GITHUB'
const NEXT = { 'package.json': JSON.stringify({ dependencies: { next: '^15.1.0' }, scripts: { build: 'next build' } }) }

describe('who can publish a repository, where creators need access to it', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { creatorsNeedAccess: FIELD }, files: { 'acme/website#main': NEXT } })
    team.setReaders('acme/website', ['ben-ito', 'aki'])
    hasLogin('U0BEN', 'ben-ito')
  })
  afterEach(async () => {
    sinon.restore()
    await team.close()
  })

  const hasLogin = (id: string, login: string) => team.workspace.changePerson(id, { fields: { [FIELD]: login } })
  /** Fills in the form for `fig` and sends it; returns what it says at the repository. */
  const creates = async (who: Member, repository = 'acme/website#main') => {
    await who.testsite(`new fig ${repository}`)
    await who.submits()
    return who.screen().modals.length === 0 ? undefined : who.errors()
  }
  const isThere = async (name = 'fig') => (await team.store.load(name)) !== undefined
  const asked = () => team.calls.filter(({ method }) => method === 'users.profile.get').length

  describe('creating a site', () => {
    for (const login of ['ben-ito', 'BEN-ITO', '@ben-ito', ' https://github.com/ben-ito/ ']) {
      it(`takes who can read it on GitHub, whose profile has ${login}`, async () => {
        hasLogin('U0BEN', login)
        assert.equal(await creates(team.ben), undefined)
        assert.equal((await team.site('fig')).spec.owner, 'U0BEN')
      })
    }

    it('refuses who cannot, in the same words as where there is no such repository', async () => {
      hasLogin('U0BEN', 'somebody-else')
      const said = (repository: string) =>
        `On GitHub, somebody-else can't read ${repository}, or there's no such repository. Check the spelling, or ask someone who manages it for access.`
      const refused = (repository: string) => ({ repository: said(repository) })
      assert.deepEqual(await creates(team.ben), refused('acme/website'))
      assert.deepEqual(await creates(team.ben, 'acme/website#no-such-branch'), refused('acme/website'))
      assert.deepEqual(await creates(team.ben, 'acme/nothing#main'), refused('acme/nothing'))
      assert.equal(await isThere(), false)
      const [line] = team.lines().filter(({ operation }) => operation === 'create')
      assert.deepEqual([line?.['outcome'], line?.['reason']], ['rejected', 'repository-unreadable'])
    })

    it('refuses an admin as well', async () => {
      const ada = team.member('U0ADA')
      hasLogin('U0ADA', 'ada')
      assert.match((await creates(ada))?.['repository'] ?? '', /On GitHub, ada can't read acme\/website/)
      assert.equal(await isThere(), false)
    })

    it('says what is missing in a profile, or wrong with it, in their language', async () => {
      for (const empty of [undefined, '', ' ']) {
        if (empty !== undefined) hasLogin('U0CHIE', empty)
        await team.pass(6 * MINUTE_MS)
        assert.match(
          (await creates(team.chie))?.['repository'] ?? '',
          /^Your Slack profile has no GitHub login, .* Ask an admin/,
        )
      }
      assert.match(
        (await creates(team.aki))?.['repository'] ?? '',
        /^あなたの Slack プロフィールに GitHub のログイン名がない/,
      )
      const canRead = sinon.spy(team.codeHost, 'canRead')
      for (const [index, login] of ['../../aki', 'aki/permission?', 'https://gitlab.com/aki', 'aki mori'].entries()) {
        hasLogin('U0CHIE', login)
        await team.pass(6 * MINUTE_MS)
        const error = (await creates(team.chie))?.['repository'] ?? ''
        assert.match(error, /^The GitHub login in your Slack profile isn't one\. Ask an admin/, String(index))
      }
      assert.equal(canRead.callCount, 0)
      assert.equal(await isThere(), false)
    })

    it('asks GitHub anew for each site, and Slack again after five minutes', async () => {
      assert.equal(await creates(team.ben), undefined)
      const once = asked()
      team.setReaders('acme/website', [])
      await team.ben.testsite('new pear acme/website#main')
      await team.ben.submits()
      assert.match(team.ben.errors()['repository'] ?? '', /ben-ito can't read/)
      assert.equal(asked(), once)
      await team.pass(6 * MINUTE_MS)
      hasLogin('U0BEN', 'aki')
      team.setReaders('acme/website', ['aki'])
      await team.ben.submits()
      assert.equal(await isThere('pear'), true)
    })

    it('leaves alone the sites of who has lost access, and says so of new ones only', async () => {
      assert.equal(await creates(team.ben), undefined)
      team.setReaders('acme/website', [])
      await team.pass(2 * DAY_MS)
      assert.equal(phaseOf(await team.site('fig')), 'ready')
      await team.ben.testsite('sleep fig')
      await team.ben.testsite('wake fig')
      assert.equal(phaseOf(await team.site('fig')), 'ready')
    })
  })

  describe('while', () => {
    it('GitHub does not answer, nobody passes, and what was typed is kept', async () => {
      const down = new Error('down')
      await team.ben.testsite('new fig acme/website#main')
      team.broken.codeHost = down
      await team.ben.submits()
      assert.match(team.ben.errors()['repository'] ?? '', /^GitHub isn't telling me right now who can read this/)
      assert.equal(await isThere(), false)
      team.broken.codeHost = undefined
      assert.ok(team.takeReports().every(({ error }) => error === down))
      await team.ben.submits()
      assert.equal(await isThere(), true)
    })

    it('GitHub takes too long, nobody passes', async () => {
      await team.ben.testsite('new fig acme/website#main')
      const asked = new Promise<void>((resolve) => {
        team.codeHost.canRead = () => {
          resolve()
          return new Promise<never>(() => {})
        }
      })
      const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true })
      const submitted = team.ben.submits()
      await asked
      await timers.tickAsync(1600)
      timers.restore()
      await submitted
      assert.match(team.ben.errors()['repository'] ?? '', /^GitHub isn't telling me right now/)
      assert.match(String(team.takeReports()[0]?.error), /took longer than/)
      assert.equal(await isThere(), false)
    })

    it('Slack does not answer, nobody passes, whatever it said before', async () => {
      await team.ben.testsite('new fig acme/website#main')
      await team.pass(6 * MINUTE_MS)
      team.broken.slack = (method) => method === 'users.profile.get'
      await team.ben.submits()
      assert.match(team.ben.errors()['repository'] ?? '', /Slack isn't telling me who you are right now/)
      assert.equal(await isThere(), false)
      team.broken.slack = () => false
      await team.ben.submits()
      assert.equal(await isThere(), true)
    })

    it('the app may not read profiles, they are told whom to tell, and the log says why', async () => {
      await team.ben.testsite('new fig acme/website#main')
      await team.pass(6 * MINUTE_MS)
      team.broken.refusal = (method) => (method === 'users.profile.get' ? 'missing_scope' : undefined)
      await team.ben.submits()
      assert.match(team.ben.errors()['repository'] ?? '', /Slack won't tell me who can/)
      assert.match(String(team.takeReports()[0]?.error), /Slack rejects users\.profile\.get of U0BEN/)
      assert.equal(await isThere(), false)
    })
  })

  describe('the form', () => {
    it('shows branches and what is in a repository to who can read it', async () => {
      const { ben } = team
      await ben.testsite()
      await ben.fills({ [inputIds.repository]: 'acme/website' })
      assert.equal(ben.holds(inputIds.branch), 'main')
      assert.match(words(ben.modal().view), /Looks like Next\.js 15/)
      assert.deepEqual(await ben.offered(inputIds.branch, ''), ['main', 'spring'])
    })

    it('shows neither to anyone else', async () => {
      const { ben, chie } = team
      hasLogin('U0BEN', 'somebody-else')
      for (const who of [ben, chie]) {
        await who.testsite('new fig acme/website')
        assert.doesNotMatch(words(who.modal().view), /Next\.js|"main"/)
        await who.testsite()
        await who.fills({ [inputIds.repository]: 'acme/website' })
        assert.equal(who.holds(inputIds.branch), undefined)
        assert.doesNotMatch(words(who.modal().view), /Next\.js/)
        assert.deepEqual(await who.offered(inputIds.branch, ''), [
          "I can't confirm that you can read this repository on GitHub.",
        ])
      }
    })
  })

  describe('what a site publishes', () => {
    beforeEach(async () => {
      await team.has('plum', { documentRoot: '' })
      team.setReaders('acme/website', ['chie'])
    })
    const REFUSED = /On GitHub, `ben-ito` can't read `acme\/website`/

    it('comes back from the archive for who can read the repository', async () => {
      await team.ben.confirms('delete plum')
      assert.match(words(await team.ben.testsite('restore plum')), REFUSED)
      assert.match(words(await team.ben.clicks(await team.card('plum'), buttonId('restore'))), REFUSED)
      assert.equal(phaseOf(await team.site('plum')), 'archived')
      hasLogin('U0CHIE', 'chie')
      await team.chie.clicks(await team.card('plum'), buttonId('restore'))
      assert.equal(phaseOf(await team.site('plum')), 'ready')
    })

    it('is changed by who can read it', async () => {
      const changes = async (who: Member) => {
        await who.clicks(await team.card('plum'), actionIds.more, { pick: 'Settings…' })
        await who.fills({ 'published-directory': 'internal' })
        return words((await who.submits()) ?? who.screen().modals.at(-1)?.view)
      }
      assert.match(await changes(team.ben), REFUSED)
      assert.equal((await team.site('plum')).spec.documentRoot, '')
      hasLogin('U0CHIE', 'chie')
      assert.match(await changes(team.chie), /Saved for \*\w+\*: /)
      assert.equal((await team.site('plum')).spec.documentRoot, 'internal')
    })

    it('keeps what was typed in its form while GitHub does not answer', async () => {
      await team.ben.clicks(await team.card('plum'), actionIds.more, { pick: 'Settings…' })
      await team.ben.fills({ 'published-directory': 'internal' })
      team.broken.codeHost = new Error('down')
      await team.ben.submits()
      team.broken.codeHost = undefined
      assert.equal(team.takeReports().length, 1)
      assert.match(words(team.ben.modal().view), /GitHub isn't telling me right now/)
      assert.equal(team.ben.screen().modals.length, 2)
      assert.equal((await team.site('plum')).spec.documentRoot, '')
    })

    it('is adopted by who can read it', async () => {
      team.workspace.changePerson('U0BEN', { isDeactivated: true })
      await team.pass(DAY_MS)
      await team.reconcile('plum')
      assert.match(words(await team.chie.testsite('adopt plum')), /Your Slack profile has no GitHub login/)
      assert.equal((await team.site('plum')).spec.owner, 'U0BEN')
      hasLogin('U0CHIE', 'chie')
      await team.pass(6 * MINUTE_MS)
      await team.chie.testsite('adopt plum')
      assert.equal((await team.site('plum')).spec.owner, 'U0CHIE')
    })
  })
})

describe('who can publish a repository, where creators need no access to it', () => {
  it('is whoever can create sites, and nobody is asked about', async () => {
    const team = await aTeam()
    await team.ben.testsite('new fig acme/website#main')
    await team.ben.submits()
    assert.equal((await team.site('fig')).spec.owner, 'U0BEN')
    assert.ok(team.calls.every(({ method }) => method !== 'users.profile.get'))
    await team.close()
  })
})
