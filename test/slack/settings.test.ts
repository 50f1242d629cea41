import assert from 'node:assert/strict'
import { actionIds } from '../../views/action-ids.ts'
import type { SetUpJob } from '../../src/control/jobs.ts'
import type { Outcomes } from '../support/fake-shell.ts'
import { ELSEWHERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const commit = { commit: 'abc'.padEnd(40, '0'), subject: 'First', author: 'Aki', at: 0 }
/** A machine on which only the app directory `apps/web` is there. */
const onlyWeb: Outcomes = (job) => {
  const isThere = job.kind !== 'set-up' || job.appDirectory === 'apps/web'
  if (isThere) return { state: 'succeeded', deploy: commit }
  return { state: 'failed', reason: 'app-directory-missing', log: '', permanent: true }
}

describe('the settings of a site, in Slack', () => {
  let team: Team
  const start = async (outcomes?: Outcomes) => {
    team = await aTeam(outcomes && { outcomes })
    await team.has('plum', { documentRoot: '' })
  }
  afterEach(() => team.close())

  const setUps = () => team.machines.jobs().flatMap(({ job }) => (job.kind === 'set-up' ? [job] : []))
  const lastSetUp = (): SetUpJob => setUps().at(-1) ?? assert.fail('no set-up')
  const wanted = ({ documentRoot, appDirectory, startCommand, services, sharedDirectories }: SetUpJob) => ({
    documentRoot,
    appDirectory,
    startCommand,
    services,
    sharedDirectories,
  })

  it('are in the form in the card’s menu, and applied at once by a new set-up', async () => {
    await start()
    await team.ben.clicks(await team.card('plum'), actionIds.more, { pick: 'Settings…' })
    await team.ben.fills({
      'app-directory': '/apps/web/',
      'published-directory': 'out',
      'start-command': 'node server.js',
      services: 'Redis',
      'shared-directories': 'uploads\n data/files/ \n',
    })
    assert.match(words(await team.ben.submits()), /\*plum\* is being deployed with its new settings/)
    assert.deepEqual(wanted(lastSetUp()), {
      documentRoot: 'out',
      appDirectory: 'apps/web',
      startCommand: 'node server.js',
      services: ['redis'],
      sharedDirectories: ['uploads', 'data/files'],
    })
    assert.match(
      words(await team.card('plum')),
      /<@U0BEN> changed its settings: `app-directory, published-directory, start-command, services, shared-directories`/,
    )
  })

  it('are filled in next time, and what is emptied is as detected again', async () => {
    await start()
    await team.ben.testsite('settings plum')
    await team.ben.fills({ 'app-directory': 'web', services: 'None, even if the project asks for one' })
    await team.ben.submits()
    assert.deepEqual(lastSetUp().services, [])
    await team.aki.testsite('設定 plum')
    assert.deepEqual([team.aki.holds('app-directory'), team.aki.holds('services')], ['web', 'none'])
    await team.aki.fills({ 'app-directory': '', services: '' })
    await team.aki.submits()
    assert.equal(setUps().length, 3)
    const { spec } = await team.site('plum')
    assert.ok(!('appDirectory' in spec) && !('services' in spec))
    assert.equal(lastSetUp().services, undefined)
  })

  it('mend a site that has failed: there, it’s the first button', async () => {
    await start(onlyWeb)
    const failed = await team.card('plum')
    assert.match(words(failed), /Set another one in the site's settings/)
    assert.deepEqual(team.ben.controls(failed).slice(0, 2), ['site-settings', 'site-retry'])
    assert.ok(!team.ben.menu(failed).includes('Settings…'))
    assert.equal(await team.ben.clicks(failed, 'site-settings'), undefined)
    await team.ben.fills({ 'app-directory': 'apps/web' })
    await team.ben.submits()
    const mended = await team.card('plum')
    assert.match(words(mended), /Ready/)
    assert.equal(team.ben.controls(mended)[0], actionIds.open)
    assert.ok(team.ben.menu(mended).includes('Settings…'))
  })

  it('mend a start page that is in another directory', async () => {
    await start(() => ({
      state: 'succeeded',
      deploy: { ...commit, page: { status: 403, problem: 'forbidden', hint: 'dist' } },
    }))
    const card = await team.card('plum')
    assert.match(words(card), /There are pages in `dist`: set the published directory to that in the site's settings/)
    assert.deepEqual(team.ben.controls(card).slice(0, 2), ['site-settings', actionIds.open])
  })

  const mistakes: [what: string, fields: Record<string, string>, field: string, says: RegExp][] = [
    ['a directory outside', { 'app-directory': '../x' }, 'app-directory', /such as apps\/web/],
    ['a hidden directory', { 'published-directory': '.git' }, 'published-directory', /such as public/],
    ['a directory that cannot stay', { 'shared-directories': 'a\n/' }, 'shared-directories', /one per line/],
    ['too many', { 'shared-directories': [...Array(21).keys()].join() }, 'shared-directories', /up to 20 directories/],
    ['a long command', { 'start-command': 'x'.repeat(501) }, 'start-command', /up to 500 characters/],
    ['no change', {}, 'app-directory', /Nothing is different/],
  ]
  for (const [what, fields, field, says] of mistakes) {
    it(`say at the input what is wrong: ${what}`, async () => {
      await start()
      const before = await team.site('plum')
      await team.ben.testsite('settings plum')
      await team.ben.fills(fields)
      assert.equal(await team.ben.submits(), undefined)
      assert.match(team.ben.errors()[field] ?? '', says)
      assert.deepEqual(await team.site('plum'), before)
    })
  }

  it('are for the site’s channel, its owner and admins: a start command can show the environment', async () => {
    await start()
    assert.match(words(await team.aki.testsite('settings plum', ELSEWHERE)), /担当者（ <@U0BEN> さん）と管理者だけです/)
  })
})

const files = {
  'acme/website#main': { 'requirements.txt': 'flask\npsycopg2\n', 'app.py': '' },
  'acme/shop-api#develop': { 'index.html': '' },
}

describe('the databases of a new site', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ files })
  })
  afterEach(() => team.close())

  const creates = async (fields: Record<string, string>) => {
    await team.ben.testsite()
    await team.ben.fills({ name: 'plum', repository: 'acme/website' })
    await team.ben.fills(fields)
    assert.equal(team.ben.errors()['services'], undefined)
    await team.ben.submits()
    return (await team.site('plum')).spec.services
  }

  it('are ticked as detected, and then left to the machine', async () => {
    await team.ben.testsite()
    assert.equal(team.ben.holds('services'), undefined)
    await team.ben.fills({ name: 'plum', repository: 'acme/website' })
    assert.equal(team.ben.holds('services'), 'postgresql')
    await team.ben.submits()
    assert.equal((await team.site('plum')).spec.services, undefined)
  })

  it('are others if somebody says so', async () => {
    assert.deepEqual(await creates({ services: 'MariaDB' }), ['mariadb'])
  })

  it('are none if somebody unticks them', async () => {
    assert.deepEqual(await creates({ services: '' }), [])
  })

  it('are those of the repository that was picked last', async () => {
    await team.ben.testsite()
    await team.ben.fills({ name: 'plum', repository: 'acme/website', services: 'Redis' })
    await team.ben.fills({ repository: 'acme/shop-api' })
    assert.equal(team.ben.holds('services'), undefined)
  })

  it('are not asked for where machines run none', async () => {
    const local = await aTeam({ files, machines: 'embedded' })
    await local.ben.testsite('new plum acme/website#main')
    assert.ok(!local.ben.controls('modal').includes('services'))
    await local.close()
  })
})
