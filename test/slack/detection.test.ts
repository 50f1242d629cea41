import assert from 'node:assert/strict'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const next = { 'package.json': JSON.stringify({ dependencies: { next: '^15.1.0' }, scripts: { build: 'next build' } }) }

const files = {
  'acme/website#main': next,
  'acme/website#spring': { 'index.html': '<p>Spring</p>' },
  'acme/shop-api#develop': {
    'compose.yaml': 'services: {}',
    'apps/web/composer.json': '{}',
    'apps/web/index.php': '',
    'apps/api/go.mod': '',
  },
  'acme/shop-api#main': { 'README.md': 'A shop' },
  'acme/shop-api#docs': { 'compose.yaml': 'services: {}', 'site/package.json': next['package.json'] },
}

describe('what the create form finds in a repository', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ files })
  })
  afterEach(() => team.close())

  const form = (who = team.ben) => words(who.modal().view)

  it('is said when the repository is picked, and again for another branch', async () => {
    const { ben } = team
    await ben.testsite()
    assert.doesNotMatch(form(), /Looks like|Nothing here/)
    await ben.fills({ name: 'plum', repository: 'acme/website' })
    assert.match(form(), /Looks like Next\.js 15 \(`package\.json`\)\. I'll build and start it\./)
    await ben.fills({ branch: 'spring' })
    assert.match(form(), /Looks like HTML \(`index\.html`\)\. I'll publish its files as they are\./)
    assert.doesNotMatch(form(), /Next/)
    assert.deepEqual(
      ['name', 'repository', 'branch'].map((id) => ben.holds(id)),
      ['plum', 'acme/website', 'spring'],
      'and what was filled in stays',
    )
    await ben.submits()
    assert.equal((await team.site('plum')).spec.branch, 'spring')
  })

  it('is said at once of a repository that was typed, or used before, in the language of who reads it', async () => {
    await team.aki.testsite('new plum acme/website#main')
    assert.match(form(team.aki), /Next\.js 15 のようです（`package\.json`）。自動でビルドして起動します。/)
    await team.has('fig', { repository: 'acme/shop-api', branch: 'main', documentRoot: '' })
    await team.ben.testsite()
    assert.match(form(), /Nothing here says how to build it, so I'll publish its files as they are\./)
  })

  it('warns of a compose file, which says nothing to us, and looks where the app is', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/shop-api')
    assert.match(
      form(),
      /I can't run containers, and only `compose\.yaml` says how to run this.* app directory: `apps\/web`, `apps\/api`/,
    )
    await ben.fills({ 'app-directory': './apps/web/', branch: 'develop' })
    assert.match(form(), /Looks like PHP \(`index\.php`\)\. I'll run it with PHP\./)
  })

  it('is the only app below the top, which machines take by themselves', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/shop-api#docs')
    assert.match(form(), /Looks like Next\.js 15 \(`site\/package\.json`\)\. I'll build and start it\./)
  })

  it('is left out where the code host fails, or the repository is too large', async () => {
    const other = await aTeam({ files: { 'acme/website#main': next } })
    const { ben } = other
    await ben.testsite('new plum acme/website#main')
    assert.match(form(ben), /Next/)
    await ben.fills({ branch: 'spring' })
    assert.doesNotMatch(form(ben), /Looks like|Nothing here/, 'nothing of the branch before')
    other.broken.codeHost = new Error('no code host')
    await ben.testsite('new pear acme/website#main')
    assert.doesNotMatch(form(ben), /Looks like/)
    assert.equal(other.takeReports().length, 1)
    await other.close()
  })

  it('says what machines that only publish files will make of it, before the site is made', async () => {
    const local = await aTeam({ files, machines: 'embedded' })
    await local.ben.testsite('new')
    assert.match(form(local.ben), /The machines here only publish files/, 'before a repository is chosen')
    await local.ben.testsite('new plum acme/website#main')
    assert.match(form(local.ben), /⚠️ Looks like Next.*they can't build or run this.*Podman or Docker/s)
    await local.ben.fills({ branch: 'spring' })
    assert.match(form(local.ben), /Looks like HTML/)
    assert.doesNotMatch(form(local.ben), /⚠️|neither/)
    await local.close()
  })
})
