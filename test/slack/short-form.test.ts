import assert from 'node:assert/strict'
import { actionIds, callbackIds, inputIds } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const SHORT = [inputIds.name, inputIds.repository, inputIds.branch, actionIds.moreOptions]

const next = { 'package.json': JSON.stringify({ dependencies: { next: '^15.1.0' }, scripts: { build: 'next build' } }) }
const files = { 'acme/website#main': next, 'acme/shop-api#develop': { 'index.php': '' } }

describe('the short create form', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ files })
  })
  afterEach(() => team.close())

  it('asks for name, repository, and branch, and says in a line what the rest is', async () => {
    const { aki, ben } = team
    await team.has('fig', {
      image: 'ubuntu-24',
      size: 'large',
      sshTeam: 'designers',
      accessUser: 'ann',
      documentRoot: 'web',
      appDirectory: 'apps/x',
      startCommand: 'node `x`',
      services: ['redis', 'mariadb'],
      spaFallback: true,
    })
    for (const [person, line] of [
      [
        ben,
        'Large · Ubuntu 24.04 · Until 16 Nov 2026 · SSH for designers · User name for visitors: ann · Card in <#C0CAMPAIGN> · Databases: Redis, MariaDB · App directory: `apps/x` · Published directory: `web` · Start command: `node ˋxˋ` · Single-page app',
      ],
      [aki, 'Large · Ubuntu 24.04 · 2026/11/16 まで · SSH： designers · 閲覧用ユーザー名'],
    ] as const) {
      await person.testsite()
      assert.deepEqual(person.controls('modal'), SHORT)
      assert.ok(words(person.modal().view).includes(line), words(person.modal().view))
    }
  })

  it('creates with the defaults, and with what was used last', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/website#main')
    await ben.submits()
    const { expiresAt, ...first } = (await team.site('plum')).spec
    assert.equal(expiresAt, Date.parse('2026-11-16T18:00:00+09:00'))
    assert.deepEqual(
      [first.image, first.size, first.documentRoot, first.access.user, first.channel],
      ['debian-12', 'small', '', 'guest', 'C0CAMPAIGN'],
    )
    await team.pass(60_000)
    await ben.testsite('new pear acme/website#main')
    await ben.fills({
      image: 'Ubuntu 24.04',
      'ssh-team': 'designers',
      'start-command': 'say \'hi\' "there"',
      services: 'Redis',
      'access-user': 'ann',
    })
    await ben.submits()
    await ben.testsite('new quince')
    await ben.submits()
    const [pear, quince] = await Promise.all([team.site('pear'), team.site('quince')])
    const { access, expirySetAt: _, ...last } = quince.spec
    const { access: before, expirySetAt: _1, ...used } = pear.spec
    assert.deepEqual([last, access.user], [used, before.user])
    assert.deepEqual([last.startCommand, last.services], ['say \'hi\' "there"', ['redis']])
  })

  it('takes nothing over that fits another repository only', async () => {
    const { ben } = team
    await team.has('fig', { documentRoot: 'web', startCommand: 'node fig.js', spaFallback: true, size: 'large' })
    await ben.testsite('new plum')
    assert.match(words(ben.modal().view), /node fig\.js/)
    await ben.fills({ repository: 'acme/shop-api' })
    assert.match(words(ben.modal().view), /Looks like PHP.*Large · Debian 12 · Until/)
    assert.doesNotMatch(words(ben.modal().view), /node fig\.js|web`|Single-page/)
    await ben.submits()
    const { documentRoot, startCommand, spaFallback, size, branch } = (await team.site('plum')).spec
    assert.deepEqual(
      [documentRoot, startCommand, spaFallback, size, branch],
      ['', undefined, undefined, 'large', 'develop'],
    )
  })

  it('takes nothing over for another repository, though it could not be redrawn for that', async () => {
    const { ben } = team
    await team.has('fig', { documentRoot: 'web', startCommand: 'node fig.js' })
    await ben.testsite('new plum')
    const { workspace } = team
    const { container, found } = ben.find('modal', inputIds.repository)
    await workspace.suggest(ben.id, container, found, '')
    await workspace.submit(ben.id, ben.modal().id, {
      [found.blockId]: { repository: { type: 'external_select', value: 'acme/shop-api' } },
    })
    // Both have a branch `main`.
    const { repository, documentRoot, startCommand } = (await team.site('plum')).spec
    assert.deepEqual([repository, documentRoot, startCommand], ['acme/shop-api', '', undefined])
  })

  it('shows the rest in place, filled in, with what was typed and found', async () => {
    const { ben } = team
    await team.has('fig', { size: 'large', documentRoot: 'web', services: ['redis'] })
    await ben.testsite('new')
    await ben.fills({ name: 'plum' })
    const { id } = ben.modal()
    await ben.wantsMore()
    assert.equal(ben.modal().id, id)
    assert.equal(ben.screen().modals.length, 1)
    assert.ok(!ben.controls('modal').includes(actionIds.moreOptions))
    const held = ['name', 'repository', 'branch', 'size', 'document-root', 'services', 'last-day', 'channel']
    assert.deepEqual(
      held.map((id) => ben.holds(id)),
      ['plum', 'acme/website', 'main', 'large', 'web', 'redis', '2026-11-16', 'C0CAMPAIGN'],
    )
    assert.match(words(ben.modal().view), /Looks like Next\.js/)
    await ben.fills({ repository: 'acme/shop-api' })
    assert.match(words(ben.modal().view), /Looks like PHP/)
    assert.equal(ben.holds('size'), 'large', 'and stays long')
    await ben.fills({ branch: 'main' })
    assert.equal(ben.holds('size'), 'large')
  })

  it('stays as it is when a repository or branch is picked', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/website#main')
    await ben.fills({ branch: 'spring' })
    assert.deepEqual(ben.controls('modal'), SHORT)
    await ben.fills({ repository: 'acme/shop-api' })
    assert.deepEqual(ben.controls('modal'), SHORT)
  })

  it('asks for a channel where it is opened outside of one', async () => {
    const { ben } = team
    await ben.shortcut(callbackIds.createShortcut)
    assert.deepEqual(ben.controls('modal'), [...SHORT.slice(0, 3), inputIds.channel, actionIds.moreOptions])
  })

  it('starts from the last site of the person in a direct message, too', async () => {
    const { ben } = team
    await team.has('fig', { repository: 'acme/shop-api', branch: 'develop' })
    await ben.opensHome()
    const direct = ben.screen().channels.find(({ directWith }) => directWith === ben.id)?.id ?? assert.fail('none')
    await ben.testsite('', direct)
    assert.deepEqual([ben.holds('repository'), ben.holds('channel')], ['acme/shop-api', undefined])
  })

  it('shows the rest, and what is wrong with it, when that can no longer be had', async () => {
    for (const [person, text] of [
      [team.ben, /⚠️ \*Size\*: That size is no longer available.*"action_id":"name"/],
      [team.aki, /⚠️ \*サイズ\*: /],
    ] as const) {
      await team.has(`fig-${person.id.slice(2).toLowerCase()}`, { size: 'large', sshTeam: 'designers' })
      await person.testsite('new Plum acme/website#main')
      await person.fills({ name: 'Big Plum' })
      const catalogue = await team.slackDeps.catalogue()
      const sizes = catalogue.sizes.splice(1)
      assert.equal(await person.submits(), undefined)
      assert.match(words(person.modal().view), text)
      assert.match(words(person.modal().view), /Next\.js/)
      assert.deepEqual(
        ['name', 'size', 'ssh-team'].map((id) => person.holds(id)),
        ['big-plum', 'small', 'designers'],
      )
      await person.cancels()
      catalogue.sizes.push(...sizes)
    }
  })

  it('is not opened for outsiders, whatever they click', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/website#main')
    team.workspace.changePerson(ben.id, { guest: 'multi-channel' })
    await team.pass(6 * 60_000)
    await ben.wantsMore()
    assert.match(words(ben.modal().view), /you're a guest here/)
  })
})

describe('a name that is no name', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ files })
  })
  afterEach(() => team.close())

  it('is corrected in its field, and taken with the next press', async () => {
    for (const [person, typed, name, hint] of [
      [team.ben, 'Spring Sale', 'spring-sale', /changed this to a valid name.* spring-sale\.test\.example\.com\./],
      [team.aki, 'Ökö_Seite 2', 'oko-seite-2', /に直しました.* oko-seite-2\.test\.example\.com /],
    ] as const) {
      await person.testsite('new acme/website#main')
      await person.fills({ name: typed })
      assert.equal(await person.submits(), undefined)
      assert.deepEqual(person.errors(), {})
      assert.deepEqual([person.holds('name'), person.controls('modal')], [name, SHORT])
      assert.match(words(person.modal().view), hint)
      assert.match(words(person.modal().view), /Next\.js/, 'and the rest is still there')
      await person.submits()
      assert.ok(await team.site(name))
    }
  })

  it('is corrected each time, also the same one again', async () => {
    const { ben } = team
    await ben.testsite('new acme/website#main')
    for (const typed of ['Spring Sale', 'Spring Sale', 'SPRING']) {
      await ben.fills({ name: typed })
      await ben.submits()
      assert.equal(ben.holds('name'), typed.toLowerCase().replace(' ', '-'))
    }
    await ben.fills({ repository: 'acme/shop-api' })
    assert.equal(ben.holds('name'), 'spring')
    await ben.submits()
    assert.equal((await team.site('spring')).spec.repository, 'acme/shop-api')
  })

  it('is corrected in the long form, which keeps the password', async () => {
    const { ben } = team
    await ben.testsite('new acme/website#main')
    await ben.fills({ name: 'Spring Sale', password: 'correct horse', size: 'Large' })
    await ben.submits()
    assert.deepEqual(
      ['name', 'password', 'size'].map((id) => ben.holds(id)),
      ['spring-sale', 'correct horse', 'large'],
    )
    await ben.submits()
    assert.equal((await team.site('spring-sale')).spec.size, 'large')
  })

  it('stays an error beside other mistakes, and where nothing is close', async () => {
    const { ben } = team
    await ben.testsite('new acme/website#main')
    await ben.fills({ name: 'Spring Sale', password: 'short' })
    await ben.submits()
    assert.deepEqual(Object.keys(ben.errors()), ['name', 'password'])
    await ben.fills({ name: '日本語', password: '' })
    await ben.submits()
    assert.deepEqual(Object.keys(ben.errors()), ['name'])
  })
})
