import assert from 'node:assert/strict'
import { actionIds } from '../../views/action-ids.ts'
import type { SetUpJob } from '../../src/control/jobs.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import type { Outcomes } from '../support/fake-shell.ts'
import { ELSEWHERE, HERE } from './a-slack.ts'
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
    assert.match(
      words(await team.ben.submits()),
      /Saved for \*plum\*: `app-directory, published-directory, .*`\. If that takes a deploy/,
    )
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
    ['a long note', { note: 'x'.repeat(201) }, 'note', /up to 200 characters/],
    ['no change', {}, 'branch', /Nothing is different/],
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

describe('another branch, in Slack', () => {
  let team: Team
  /** What can't be built. */
  let broken: string[]
  beforeEach(async () => {
    broken = []
    team = await aTeam({
      outcomes: (job) => {
        if (job.kind !== 'set-up' || !broken.includes(job.branch)) return { state: 'succeeded', deploy: commit }
        return { state: 'failed', reason: 'build-failed', log: 'no', permanent: true }
      },
    })
    await team.has('plum')
  })
  afterEach(() => team.close())

  const branchOf = () => {
    const { job } = team.machines.jobs().findLast((one) => one.job.kind === 'set-up') ?? assert.fail('no set-up')
    return job.kind === 'set-up' ? job.branch : undefined
  }
  const switches = async (branch: string) => {
    await team.ben.testsite('settings plum')
    await team.ben.fills({ branch })
    return team.ben.submits()
  }

  it('is deployed, and told with what was before', async () => {
    await team.ben.testsite('settings plum')
    assert.equal(team.ben.holds('branch'), 'main')
    assert.deepEqual(await team.ben.offered('branch', 'spr'), ['spring'])
    await team.ben.fills({ branch: 'spring' })
    assert.match(words(await team.ben.submits()), /Saved for \*plum\*: `branch: main → spring`/)
    assert.equal(branchOf(), 'spring')
    const card = words(await team.card('plum'))
    assert.match(card, /Ready.*acme\/website@spring.*<@U0BEN> changed its settings: `branch: main → spring`/s)
    assert.ok(!team.ben.controls(await team.card('plum')).includes('site-undo-settings'))
  })

  it('is refused before anything changes if the repository has none of that name', async () => {
    team.codeHost.exists = async () => 'no-branch'
    const before = await team.site('plum')
    assert.equal(await switches('spring'), undefined)
    assert.match(team.ben.errors()['branch'] ?? '', /has no branch spring/)
    assert.deepEqual(await team.site('plum'), before)
  })

  it('that fails leaves what is served, says why, and one click goes back', async () => {
    broken.push('spring')
    await switches('spring')
    const failed = await team.card('plum')
    assert.match(words(failed), /The build of .*, branch .*spring.*, failed/)
    const { status } = await team.site('plum')
    assert.ok(status.route !== undefined && status.deploy?.commit === commit.commit)
    const undone = await team.ben.clicks(failed, 'site-undo-settings')
    assert.match(words(undone), /\*plum\* goes back to its earlier settings: `branch: spring → main`/)
    assert.equal(branchOf(), 'main')
    const card = await team.card('plum')
    assert.match(words(card), /Ready.*acme\/website@main/s)
    assert.ok(!team.ben.controls(card).includes('site-undo-settings'))
  })

  it('that fails as a site wakes leaves visitors what it served before it slept', async () => {
    broken.push('spring')
    await team.ben.testsite('sleep plum')
    await switches('spring')
    await team.ben.testsite('wake plum')
    const failed = await team.card('plum')
    assert.match(words(failed), /The build of .*, branch .*spring.*, failed/)
    assert.notEqual((await team.site('plum')).status.route, undefined)
    await team.ben.clicks(failed, 'site-undo-settings')
    assert.match(words(await team.card('plum')), /Ready.*acme\/website@main/s)
  })

  it('is gone back on to what was served, over several changes', async () => {
    broken.push('spring', 'summer')
    await switches('spring')
    await team.ben.testsite('settings plum')
    await team.ben.fills({ 'start-command': './run' })
    await team.ben.submits()
    assert.match(words(await team.aki.testsite('undo-settings plum')), /spring → main, start-command: .\/run → –/)
    const { spec } = await team.site('plum')
    assert.deepEqual([spec.branch, spec.startCommand, spec.settingsBefore], ['main', undefined, undefined])
  })

  it('is not offered to go back on by what failed later', async () => {
    await switches('spring')
    broken.push('spring')
    await team.ben.testsite('redeploy plum')
    const failed = await team.card('plum')
    assert.match(words(failed), /The build of/)
    assert.ok(!team.ben.controls(failed).includes('site-undo-settings'))
  })

  it('is not for the site of a pull request, which has its own', async () => {
    const pullRequest = { number: 7, head: 'abc', at: 0, action: 'opened' }
    await team.has('fig', { pullRequest })
    await team.ben.testsite('settings fig')
    assert.ok(!team.ben.controls('modal').includes('branch'))
    await team.ben.fills({ note: 'For the client' })
    await team.ben.submits()
    assert.equal((await team.site('fig')).spec.branch, 'main')
  })
})

describe('another team with SSH access, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    team.setTeam('designers', people('octo'))
    team.setTeam('developers', people('mona'))
    await team.has('plum', { sshTeam: 'designers' })
  })
  afterEach(() => team.close())

  const people = (...logins: string[]) =>
    logins.map((login) => ({ login, user: login, publicKeys: ['ssh-ed25519 AAAA'] }))
  const accounts = () => team.machines.machines()[0]?.disk.users?.members.map(({ user }) => user)
  const chooses = async (sshTeam: string) => {
    await team.ben.testsite('settings plum')
    await team.ben.fills({ 'ssh-team': sshTeam })
    return team.ben.submits()
  }

  it('lets its members in, and those of the team before out, at once and without a deploy', async () => {
    assert.deepEqual(accounts(), ['octo'])
    assert.match(words(await chooses('developers')), /`ssh-team: designers → developers`/)
    assert.deepEqual(accounts(), ['mona'])
    assert.equal(team.machines.jobs().filter(({ job }) => job.kind === 'set-up').length, 1)
    assert.match(JSON.stringify(team.inThreads()), /Added `@mona`.*Removed `@octo`|Removed `@octo`.*Added `@mona`/s)
  })

  it('lets them out at once also if nobody is in the new one, or there is none', async () => {
    team.setTeam('developers', [])
    await chooses('developers')
    assert.deepEqual(accounts(), [])
    team.setTeam('designers', people('octo'))
    await chooses('designers')
    assert.deepEqual(accounts(), ['octo'])
    await team.ben.testsite('settings plum')
    assert.deepEqual(await team.ben.offered('ssh-team', 'dev'), ['-', 'developers'])
    await chooses('-')
    assert.deepEqual(accounts(), [])
    assert.equal((await team.site('plum')).spec.sshTeam, undefined)
  })

  it('is in force when a site that slept wakes', async () => {
    await team.ben.testsite('sleep plum')
    await chooses('developers')
    assert.deepEqual(accounts(), ['octo'])
    await team.ben.testsite('wake plum')
    assert.deepEqual(accounts(), ['mona'])
  })

  it('is refused where GitHub has none of that name', async () => {
    team.codeHost.hasTeam = async () => false
    assert.equal(await chooses('developers'), undefined)
    assert.match(team.ben.errors()['ssh-team'] ?? '', /Choose a team from the list/)
    assert.deepEqual(accounts(), ['octo'])
  })
})

describe('another size, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const chooses = async (name: string, size: string) => {
    await team.ben.testsite(`settings ${name}`)
    await team.ben.fills({ size })
    return team.ben.submits()
  }

  it('is chosen in a form that says what it takes, and the same machine comes back with it', async () => {
    await team.ben.testsite('settings plum')
    assert.equal(team.ben.holds('size'), 'small')
    assert.match(JSON.stringify(team.ben.modal().view), /Another size stops the site for a minute or two/)
    const [before] = team.machines.machines()
    assert.match(words(await chooses('plum', 'Large')), /`size: small → large`/)
    await team.pass(5 * MINUTE_MS)
    assert.match(words(await team.card('plum')), /Ready/)
    const [machine] = team.machines.machines()
    assert.deepEqual([machine?.id, machine?.size], [before?.id, 'large'])
  })

  it('goes back to the one before where the platform refuses it, and the card says so', async () => {
    team.machines.unfit('large')
    await chooses('plum', 'Large')
    await team.pass(5 * MINUTE_MS)
    const card = words(await team.card('plum'))
    assert.match(card, /Ready.*There's no room for that size right now, so it went back: `large → small`/s)
    assert.equal((await team.site('plum')).spec.size, 'small')
  })

  it('is not asked for of a spot machine, which keeps it', async () => {
    await team.has('fig', { spot: true })
    await team.ben.testsite('settings fig')
    assert.ok(!team.ben.controls('modal').includes('size'))
  })

  it('is the first thing to change where there is no room for a machine', async () => {
    const failed = await team.site('plum')
    const failure = { ...NO_ROOM, retryRevision: failed.spec.retryRevision }
    await team.store.save({ ...failed, status: { ...failed.status, failures: { start: failure } } })
    await team.reconcile('plum')
    assert.equal(team.ben.controls(await team.card('plum'))[0], 'site-settings')
  })
})

const NO_ROOM = { policy: 'fails-site', reason: 'no-capacity', attempts: 7, firstAt: 0 } as const

describe('another channel, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const moves = async (channel: string) => {
    await team.ben.testsite('settings plum')
    await team.ben.fills({ channel })
    return team.ben.submits()
  }

  it('gets the card, and the card that was elsewhere says where it went', async () => {
    const before = await team.card('plum')
    assert.match(words(await moves(ELSEWHERE)), /Saved for \*plum\*: `channel: C0\w+ → C0\w+`/)
    const old = team.inChannel().find(({ ts }) => ts === before.ts) ?? assert.fail()
    assert.match(words(old), new RegExp(`The card of \\*plum\\* has moved to <#${ELSEWHERE}>`))
    assert.deepEqual(team.ben.controls(old), [])
    const card = await team.card('plum')
    assert.equal(card.channel, ELSEWHERE)
    assert.match(words(card), /Ready/)
    await team.ben.testsite('sleep plum')
    assert.match(words(await team.card('plum')), /Asleep/)
    assert.equal(team.inChannel(ELSEWHERE).length, 1)
    const { status } = await team.site('plum')
    assert.equal(status.cardsLeft, undefined)
  })

  it('and back again leaves one card with buttons', async () => {
    await moves(ELSEWHERE)
    await moves(HERE)
    const withButtons = [...team.inChannel(), ...team.inChannel(ELSEWHERE)].filter(
      (message) => team.ben.controls(message).length > 0,
    )
    assert.deepEqual(
      withButtons.map(({ ts }) => ts),
      [(await team.card('plum')).ts],
    )
  })

  it('is whose people may change the settings from then on', async () => {
    await moves(ELSEWHERE)
    assert.match(words(await team.aki.testsite('settings plum')), /担当者/)
    assert.equal(await team.aki.testsite('settings plum', ELSEWHERE), undefined)
  })

  it('has to let the app in', async () => {
    team.broken.refusal = (method) => (method === 'conversations.info' ? 'channel_not_found' : undefined)
    assert.equal(await moves(ELSEWHERE), undefined)
    assert.match(team.ben.errors()['channel'] ?? '', /invite/i)
    assert.equal((await team.site('plum')).spec.channel, HERE)
  })

  it('gets it also from one that was archived', async () => {
    team.workspace.changeChannel(HERE, { archived: true })
    await team.ben.testsite('settings plum', ELSEWHERE)
    await team.ben.fills({ channel: ELSEWHERE })
    await team.ben.submits()
    assert.equal((await team.card('plum')).channel, ELSEWHERE)
  })
})

describe('settings that need no deploy, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const saves = async (fields: Record<string, string>) => {
    await team.ben.testsite('settings plum')
    await team.ben.fills(fields)
    return team.ben.submits()
  }

  it('show the note on the card and in lists, escaped', async () => {
    await saves({ note: ' For <Orchard> & co. ' })
    const card = JSON.stringify((await team.card('plum')).blocks)
    assert.ok(card.includes('For &lt;Orchard&gt; &amp; co.'))
    assert.match(words(await team.ben.testsite('list')), /For &lt;Orchard&gt; &amp; co\./)
    await saves({ note: '' })
    assert.equal((await team.site('plum')).spec.note, undefined)
  })

  it('change the next image by a record alone', async () => {
    const before = team.machines.jobs().length
    assert.match(words(await saves({ image: 'Ubuntu 24.04' })), /`image: debian-12 → ubuntu-24`/)
    assert.equal((await team.site('plum')).spec.image, 'ubuntu-24')
    assert.equal(team.machines.jobs().length, before)
    await team.ben.testsite('settings plum')
    assert.equal(team.ben.holds('image'), 'ubuntu-24')
    await team.ben.testsite('idle-time plum 4h')
    await team.ben.testsite('settings plum')
    assert.match(JSON.stringify(team.ben.modal().view), /It goes to sleep: After 4 hours without a visit/)
  })

  it('serve index.html for paths without a file, by a deploy', async () => {
    await saves({ 'spa-fallback': 'Serve index.html for paths without a file' })
    const { job } = team.machines.jobs().at(-1) ?? assert.fail()
    assert.ok(job.kind === 'set-up' && job.spaFallback === true)
  })

  it('open also while nobody knows which images there are', async () => {
    const onCatalogue = () => {
      throw new Error('EC2 is down')
    }
    await team.close()
    team = await aTeam({ onCatalogue })
    await team.has('plum')
    await saves({ note: 'still works' })
    assert.equal((await team.site('plum')).spec.note, 'still works')
    assert.match(String(team.takeReports()[0]?.error), /EC2 is down/)
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
    await team.ben.fills({ name: 'plum', repository: 'acme/website' })
    assert.match(words(team.ben.modal().view), /Databases: PostgreSQL/)
    await team.ben.wantsMore()
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
