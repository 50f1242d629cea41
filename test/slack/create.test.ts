import assert from 'node:assert/strict'
import { passwordMatches } from '../../src/control/passwords.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { callbackIds } from '../../views/action-ids.ts'
import { ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const GENERATED = /`([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})`/

describe('creating a site', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  it('asks what can be chosen while Slack still says who asks', async () => {
    const askedAfter: string[][] = []
    const prompt = await aTeam({ onCatalogue: () => askedAfter.push(prompt.calls.map(({ method }) => method)) })
    await prompt.ben.testsite('')
    await prompt.ben.testsite('help')
    assert.deepEqual([askedAfter[0], askedAfter.length], [[], 2])
    await prompt.close()
  })

  it('goes from /testsite over the form to a record, one card and a ready site', async () => {
    const { aki } = team
    await aki.testsite('', ELSEWHERE)
    await aki.fills({
      name: 'plum',
      repository: 'acme/website',
      branch: 'spring',
      'document-root': '/web/dist/',
      image: 'Ubuntu 24.04',
      size: 'Large',
      'last-day': '2026-11-20',
      'access-user': 'visitor',
      password: 'correct horse',
      'ssh-team': 'designers',
      channel: HERE,
    })
    const answer = await aki.submits()
    assert.deepEqual(aki.screen().modals, [])
    const site = await team.site('plum')
    const { access, expirySetAt: _, ...spec } = site.spec
    assert.deepEqual(spec, {
      desired: 'up',
      repository: 'acme/website',
      branch: 'spring',
      documentRoot: 'web/dist',
      image: 'ubuntu-24',
      size: 'large',
      sshTeam: 'designers',
      expiresAt: Date.parse('2026-11-20T18:00:00+09:00'),
      owner: aki.id,
      channel: HERE,
      setUpRevision: 1,
      usersRevision: 1,
      retryRevision: 1,
    })
    assert.equal(access.user, 'visitor')
    assert.ok(await passwordMatches('correct horse', access.passwordHash))
    assert.equal(phaseOf(site), 'ready')
    assert.equal(answer?.channel, HERE)
    assert.match(words(answer), /\*plum\* の作成を始めました.*<#C0CAMPAIGN>/)
    assert.deepEqual(team.inChannel(HERE), [await team.card('plum')])
    assert.deepEqual(team.inChannel(ELSEWHERE), [])
    assert.match(words(await team.card('plum')), /🟢 \*Ready\*.*plum\.test\.example\.com.*acme\/website@spring/)
    assert.match(words(team.inThreads()), /\*plum\* is ready/)
  })

  it('asks for a single-page app or a lower price, and remembers what was ticked', async () => {
    const other = await aTeam({ offersSpot: true })
    const { ben } = other
    await ben.testsite()
    await ben.wantsMore()
    assert.deepEqual([ben.holds('spa-fallback'), ben.holds('spot')], [undefined, undefined])
    await ben.fills({
      name: 'plum',
      'spa-fallback': 'Serve index.html for paths without a file',
      spot: 'Cheaper (spot), but the machine can be stopped without notice',
      // Draws the form anew.
      repository: 'acme/website',
    })
    await ben.submits()
    const { spaFallback, spot } = (await other.site('plum')).spec
    assert.deepEqual([spaFallback, spot], [true, true])
    const [job] = other.machines.jobs()
    assert.equal(job?.job.kind === 'set-up' && job.job.spaFallback, true)
    assert.match(words(await other.card('plum')), /Spot machine/)

    await ben.testsite()
    await ben.wantsMore()
    assert.deepEqual([ben.holds('spa-fallback'), ben.holds('spot')], ['yes', 'yes'])
    await ben.fills({ name: 'pear', 'spa-fallback': '', spot: '' })
    await ben.submits()
    const pear = (await other.site('pear')).spec
    assert.deepEqual([pear.spaFallback, pear.spot], [undefined, undefined])
    await other.close()
  })

  it('asks for an app below the top of the repository, and how it starts', async () => {
    const { ben } = team
    await ben.testsite()
    await ben.fills({
      name: 'plum',
      repository: 'acme/website',
      'app-directory': '/apps/web/',
      'start-command': ' node server.js --port $PORT ',
    })
    await ben.submits()
    const { documentRoot, appDirectory, startCommand } = (await team.site('plum')).spec
    assert.deepEqual([documentRoot, appDirectory, startCommand], ['', 'apps/web', 'node server.js --port $PORT'])
    const { job } = team.machines.jobs()[0] ?? assert.fail('no job')
    assert.ok(job.kind === 'set-up')
    assert.deepEqual([job.appDirectory, job.startCommand], [appDirectory, startCommand])
    assert.equal(job.site.url, 'http://plum.example')
    await ben.testsite()
    await ben.wantsMore()
    assert.deepEqual([ben.holds('app-directory'), ben.holds('start-command')], [appDirectory, startCommand])
  })

  it('shows a generated password to its creator alone, and once', async () => {
    const { aki, ben, chie } = team
    await ben.testsite()
    await ben.fills({ name: 'plum', repository: 'acme/website' })
    const answer = await ben.submits()
    const [, password = ''] = GENERATED.exec(words(answer)) ?? []
    assert.ok(await passwordMatches(password, (await team.site('plum')).spec.access.passwordHash))
    assert.ok(!answer?.text.includes(password), 'not in what lock screens show')
    assert.equal(ben.reads().split(password).length, 2)
    await aki.testsite('show plum')
    await chie.opensHome()
    for (const other of [aki, chie]) assert.ok(!other.reads().includes(password))
    assert.ok(!JSON.stringify(team.store.all()).includes(password))
    assert.ok(!JSON.stringify(team.calls.filter(({ method }) => method !== 'chat.postEphemeral')).includes(password))
  })

  it('tells by direct message whoever is not in the channel of the card', async () => {
    const { ben } = team
    team.broken.refusal = (method) => (method === 'chat.postEphemeral' ? 'user_not_in_channel' : undefined)
    await ben.testsite()
    await ben.fills({ name: 'plum', repository: 'acme/website', password: 'correct horse' })
    const answer = await ben.submits()
    assert.match(answer?.channel ?? '', /^D/)
    assert.match(words(answer), /\*plum\* is on its way/)
  })

  it('shows a generated password in the form itself where no message can do so', async () => {
    const { ben } = team
    team.broken.slack = (method) => method === 'chat.postEphemeral'
    await ben.testsite()
    await ben.fills({ name: 'plum', repository: 'acme/website' })
    assert.equal(await ben.submits(), undefined)
    const [, password = ''] = GENERATED.exec(words(ben.modal().view)) ?? []
    assert.ok(await passwordMatches(password, (await team.site('plum')).spec.access.passwordHash))
    assert.equal(ben.modal().view.submit, undefined)
    assert.equal(team.takeReports().length, 1)
  })

  it('starts from the last site of the channel, but for its name, day and password', async () => {
    const { aki, ben } = team
    await team.has('fig', { owner: aki.id, branch: 'spring', documentRoot: 'web', image: 'ubuntu-24', size: 'large' })
    await team.has('pear', { channel: ELSEWHERE, repository: 'acme/shop-api' })
    await ben.testsite()
    await ben.wantsMore()
    const held = ['name', 'repository', 'branch', 'document-root', 'image', 'size', 'last-day', 'password', 'channel']
    assert.deepEqual(
      held.map((id) => ben.holds(id)),
      [undefined, 'acme/website', 'spring', 'web', 'ubuntu-24', 'large', '2026-11-16', undefined, HERE],
    )
  })

  it('starts from the last site of the person, asked for by shortcut', async () => {
    const { aki, ben } = team
    await team.has('fig', { owner: aki.id })
    await team.has('pear', { repository: 'acme/shop-api', branch: 'develop', sshTeam: 'designers' })
    await ben.shortcut(callbackIds.createShortcut)
    await ben.wantsMore()
    assert.deepEqual(
      ['repository', 'branch', 'ssh-team', 'channel'].map((id) => ben.holds(id)),
      ['acme/shop-api', 'develop', 'designers', undefined],
    )
    await ben.fills({ name: 'quince', channel: ELSEWHERE })
    assert.match(words(await ben.submits()), GENERATED)
    assert.equal((await team.site('quince')).spec.channel, ELSEWHERE)
  })

  it('is filled in by what follows `new`', async () => {
    const { ben } = team
    await team.has('fig', { repository: 'acme/shop-api', branch: 'develop', documentRoot: 'web' })
    await ben.testsite('new plum acme/website#spring')
    await ben.wantsMore()
    assert.deepEqual(
      ['name', 'repository', 'branch', 'document-root'].map((id) => ben.holds(id)),
      ['plum', 'acme/website', 'spring', undefined],
      'the directory of another repository would be wrong',
    )
    assert.match(words(ben.modal().view), /plum\.test\.example\.com/)
    await ben.submits()
    assert.equal((await team.site('plum')).spec.branch, 'spring')
  })

  it('wants a channel for the card, asked for in a direct message', async () => {
    const { ben } = team
    await ben.opensHome()
    const direct = ben.screen().channels.find(({ directWith }) => directWith === ben.id)?.id ?? assert.fail('none')
    await ben.testsite('new plum acme/website#main', direct)
    assert.equal(ben.holds('channel'), undefined)
    assert.equal(await ben.submits(), undefined)
    assert.deepEqual(Object.keys(ben.errors()), ['channel'])
    await ben.fills({ channel: ELSEWHERE })
    assert.equal((await ben.submits())?.channel, ELSEWHERE)
  })

  it('picks the default branch of a repository that is given without one', async () => {
    await team.has('fig', { repository: 'acme/shop-api', branch: 'develop' })
    await team.ben.testsite('新規 acme/website')
    assert.equal(team.ben.holds('branch'), 'main')
  })

  it('picks no branch where the code host has none, or does not say', async () => {
    await team.has('fig', { repository: 'acme/shop-api', branch: 'develop' })
    await team.ben.testsite('new acme/unheard-of')
    assert.deepEqual([team.ben.holds('repository'), team.ben.holds('branch')], ['acme/unheard-of', undefined])
    team.broken.codeHost = new Error('no code host')
    await team.ben.testsite('new acme/website')
    assert.deepEqual([team.ben.holds('repository'), team.ben.holds('branch')], ['acme/website', undefined])
    assert.equal(team.takeReports().length, 1)
  })

  it('takes the default branch of a picked repository, and keeps what was typed', async () => {
    const { ben } = team
    await ben.testsite('new acme/website#spring')
    await ben.fills({ name: 'plum', password: 'correct horse', 'last-day': '2026-11-20', repository: 'acme/shop-api' })
    assert.deepEqual(
      ['name', 'password', 'last-day', 'repository', 'branch'].map((id) => ben.holds(id)),
      ['plum', 'correct horse', '2026-11-20', 'acme/shop-api', 'develop'],
    )
    await ben.submits()
    assert.equal((await team.site('plum')).spec.branch, 'develop')
  })

  it('lets only one of two have a name', async () => {
    const { aki, ben } = team
    for (const person of [aki, ben]) {
      await person.testsite('new plum')
      await person.fills({ repository: 'acme/website' })
    }
    const submit = (person: typeof aki) => team.workspace.submit(person.id, person.modal().id, {})
    await Promise.all([submit(aki), submit(ben)])
    await team.settle()
    const [loser, ...others] = [aki, ben].filter(({ screen }) => screen().modals.length > 0)
    assert.deepEqual(others, [])
    assert.match(loser?.errors()['name'] ?? '', /plum/)
    assert.equal(team.store.all().length, 1)
    assert.equal(team.inChannel().length, 1)
  })
})
