import assert from 'node:assert/strict'
import { passwordMatches } from '../../src/control/passwords.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { withDeploy } from '../../src/site/deploys.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { actionIds, buttonId, inputIds } from '../../views/action-ids.ts'
import { allSucceed } from '../support/fake-shell.ts'
import { BOT_TOKEN, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const READY = [
  actionIds.open,
  buttonId('extend'),
  buttonId('redeploy'),
  buttonId('sleep'),
  buttonId('share'),
  buttonId('change-password'),
  buttonId('delete'),
  actionIds.more,
]

describe("a site's card", () => {
  let team: Team
  let isSetUpBroken = false
  let broken: { reason: string; variables?: string[] }
  beforeEach(async () => {
    isSetUpBroken = false
    broken = { reason: 'clone-failed' }
    team = await aTeam({
      outcomes: (job, machine) =>
        isSetUpBroken
          ? { state: 'failed', ...broken, log: 'fatal: no route to host', permanent: true }
          : allSucceed(job, machine),
    })
    await team.has('plum')
  })
  afterEach(() => team.close())

  const card = () => team.card('plum')
  const phase = async () => phaseOf(await team.site('plum'))

  it('has the buttons that make sense while it is ready', async () => {
    assert.match(words(await card()), /🟢 \*Ready\*/)
    assert.deepEqual(team.ben.controls(await card()), READY)
  })

  it('shows the commit that is served, its author and message, and when it was deployed', async () => {
    assert.match(words(await card()), /`1111111` First commit \(Aki\)\\n2 Nov 2026, 12:00 GMT\+9/)
    await team.pass(DAY_MS)
    await team.ben.clicks(await card(), buttonId('redeploy'))
    assert.match(words(await card()), /\(Aki\)\\n3 Nov 2026, 12:00 GMT\+9/)
  })

  it('shows what the machine took the repository for, once it reports that, and the file that tells', async () => {
    assert.doesNotMatch(words(await card()), /Stack/)
    const stack = { label: 'Next.js <15> · Node 22', file: 'package.json' }
    const { deploy } = (await team.site('plum')).status
    assert.ok(deploy)
    await recordFact(team.store, 'plum', (site) => withDeploy(site, { deploy: { ...deploy, stack } }))
    await team.settle()
    assert.match(words(await card()), /\*Stack\*\\nNext\.js &lt;15&gt; · Node 22 \(`package\.json`\)/)
  })

  it('says of a failed build, or of an app that does not start, what to do, with the end of the log', async () => {
    const cases = {
      'build-failed': /build of .* failed\. Push a fix/,
      'build-out-of-memory': /build of .* ran out of memory.*no larger size.*swap/,
      'start-out-of-memory': /app in .* ran out of memory/,
      'release-out-of-memory': /release command of .* ran out of memory/,
      'build-too-slow': /20 minutes.*larger size/,
      'start-missing': /web: node server\.js/,
      'procfile-invalid': /NAME: COMMAND/,
      'lfs-missing': /Git LFS.*git lfs push --all origin.*previous version stays/,
      'submodule-missing': /submodules that the log names.*previous version stays/,
      'start-failed': /listen on `\$PORT`/,
    }
    for (const [reason, text] of Object.entries(cases)) {
      const failed = { reason, at: team.clock.now(), log: `end of ${reason}` }
      await recordFact(team.store, 'plum', (site) => withDeploy(site, { failed }))
      await team.settle()
      assert.match(words(await card()), text)
      assert.match(words(await card()), new RegExp(`end of ${reason}`))
    }
  })

  it('does so as well when the first deploy lacked some, which goes on once they are set', async () => {
    isSetUpBroken = true
    broken = { reason: 'environment-missing', variables: ['STRIPE_KEY'] }
    await team.ben.clicks(await card(), buttonId('redeploy'))
    assert.equal(await phase(), 'failed')
    assert.match(words(await card()), /aren't set: `STRIPE_KEY`/)
    assert.equal(team.ben.controls(await card())[0], buttonId('environment'))
    isSetUpBroken = false
    await team.ben.clicks(await card(), buttonId('environment'))
    await team.ben.fills({ set: 'STRIPE_KEY=sk_1' })
    await team.ben.submits()
    assert.equal(await phase(), 'ready')
    assert.deepEqual(team.ben.controls(await card()), READY)
  })

  it('names the variables that a deploy lacked, and begins with the button that sets them', async () => {
    const failed = {
      reason: 'environment-missing',
      variables: ['STRIPE_KEY', 'MAIL_URL'],
      at: team.clock.now(),
      log: '',
    }
    await recordFact(team.store, 'plum', (site) => withDeploy(site, { failed }))
    await team.settle()
    assert.match(words(await card()), /aren't set: `STRIPE_KEY`, `MAIL_URL`\. Set them with Environment…/)
    const [open = '', ...others] = READY
    assert.deepEqual(team.ben.controls(await card()), [buttonId('environment'), open, actionIds.logs, ...others])
    await team.ben.clicks(await card(), buttonId('environment'))
    assert.match(JSON.stringify(team.ben.modal().view), /no variables yet/)
  })

  it('extends by its menu, once for what was seen', async () => {
    const seen = await card()
    const answer = await team.aki.clicks(seen, buttonId('extend'), { pick: '7 days' })
    assert.match(words(answer), /\*plum\* の期限を 2026\/11\/23 18:00 まで/)
    assert.deepEqual([answer?.ephemeralFor, answer?.channel], [team.aki.id, HERE])
    assert.equal((await team.site('plum')).spec.expiresAt, Date.parse('2026-11-23T18:00:00+09:00'))
    assert.match(words(await card()), /23 Nov 2026, 18:00 GMT\+9.*<@U0AKI> extended it until/)
  })

  it('extends until a date', async () => {
    const { ben } = team
    assert.equal(await ben.clicks(await card(), buttonId('extend'), { pick: 'Pick a date…' }), undefined)
    await ben.fills({ until: '2027-03-01' })
    await ben.submits()
    assert.match(ben.errors()['until'] ?? '', /up to 90 days from now/)
    await ben.fills({ until: '2026-11-30' })
    assert.match(words(await ben.submits()), /\*plum\* now expires/)
    assert.equal((await team.site('plum')).spec.expiresAt, Date.parse('2026-11-30T18:00:00+09:00'))
  })

  it('refuses a date in a form that somebody else was faster with', async () => {
    const { aki, ben } = team
    await ben.clicks(await card(), buttonId('extend'), { pick: 'Pick a date…' })
    await aki.clicks(await card(), buttonId('extend'), { pick: '14 days' })
    const { expiresAt } = (await team.site('plum')).spec
    await ben.fills({ until: '2026-11-30' })
    assert.equal(await ben.submits(), undefined)
    assert.match(words(ben.modal().view), /<@U0AKI> already changed this.*expires \d+ Nov 2026/)
    assert.equal((await team.site('plum')).spec.expiresAt, expiresAt)
  })

  it('deploys again', async () => {
    assert.match(words(await team.ben.clicks(await card(), buttonId('redeploy'))), /latest commit/)
    assert.equal(team.machines.jobs().filter(({ job }) => job.kind === 'set-up').length, 2)
    assert.match(words(await card()), /🟢.*<@U0BEN> redeployed it/)
  })

  it('puts to sleep and wakes', async () => {
    await team.ben.clicks(await card(), buttonId('sleep'))
    assert.match(words(await card()), /🌙 \*Asleep\*/)
    const asleep = [
      buttonId('extend'),
      buttonId('wake'),
      buttonId('share'),
      buttonId('change-password'),
      buttonId('delete'),
      actionIds.more,
    ]
    assert.deepEqual(team.ben.controls(await card()), asleep)
    await team.chie.clicks(await card(), buttonId('wake'))
    assert.deepEqual(team.ben.controls(await card()), READY)
  })

  it('changes the password to a generated one, shown to who asked', async () => {
    const { ben, aki } = team
    assert.equal(await ben.clicks(await card(), buttonId('change-password')), undefined)
    assert.equal(ben.holds('user'), 'guest')
    const [, password = ''] = /Password: `([a-z0-9-]+)`/.exec(words(await ben.submits())) ?? []
    const { access } = (await team.site('plum')).spec
    assert.ok(await passwordMatches(password, access.passwordHash))
    assert.ok(!aki.reads().includes(password))
    assert.match(words(await card()), /<@U0BEN> changed its password/)
  })

  it('changes user name and password to those typed, once they will do', async () => {
    const { aki } = team
    await aki.clicks(await card(), buttonId('change-password'))
    await aki.fills({ user: 'visitor', [inputIds.password]: '短い' })
    await aki.submits()
    assert.deepEqual(Object.keys(aki.errors()), [inputIds.password])
    assert.match(aki.errors()[inputIds.password] ?? '', /8 文字以上/)
    await aki.fills({ user: 'a:b', [inputIds.password]: 'correct horse' })
    await aki.submits()
    assert.deepEqual(Object.keys(aki.errors()), ['user'])
    await aki.fills({ user: 'visitor' })
    const answer = words(await aki.submits())
    assert.match(answer, /パスワードを変更しています/)
    assert.ok(!answer.includes('correct horse'))
    const { access } = (await team.site('plum')).spec
    assert.equal(access.user, 'visitor')
    assert.ok(await passwordMatches('correct horse', access.passwordHash))
    assert.match(words(await card()), /`visitor`/)
  })

  it('deletes, and restores from the archive', async () => {
    const [, confirm] = /"confirm":\{"title":\{[^}]*"text":"([^"]*)"/.exec(words(await card())) ?? []
    assert.equal(confirm, 'Delete plum?')
    await team.ben.clicks(await card(), buttonId('delete'))
    assert.equal(await phase(), 'archived')
    assert.match(words(await card()), /📦 \*Archived\*.*\*Restore by\*/)
    assert.deepEqual(team.ben.controls(await card()), [buttonId('restore'), actionIds.more])
    await team.aki.clicks(await card(), buttonId('restore'))
    assert.equal(await phase(), 'ready')
    assert.deepEqual(team.ben.controls(await card()), READY)
  })

  it('hands over', async () => {
    const { ben } = team
    assert.equal(await ben.clicks(await card(), actionIds.more, { pick: 'Hand over…' }), undefined)
    await ben.fills({ [inputIds.owner]: team.chie.id })
    assert.match(words(await ben.submits()), /now belongs to <@U0CHIE>/)
    assert.equal((await team.site('plum')).spec.owner, team.chie.id)
    assert.match(words(await card()), /\*Owner\*\\n<@U0CHIE>/)
  })

  it('deletes for good, asked twice', async () => {
    const { ben } = team
    const seen = await card()
    await ben.clicks(seen, actionIds.more, { pick: 'Delete without archive…' })
    assert.match(words(ben.modal().view), /You can't undo this/)
    assert.match(words(await ben.submits()), /being permanently deleted/)
    assert.equal(await team.store.load('plum'), undefined)
    assert.deepEqual([team.machines.machines(), team.machines.images()], [[], []])
    const last = team.inChannel()[0]
    assert.ok(last)
    assert.match(words(last), /\*Deleted\*.*<@U0BEN> permanently deleted it/)
    assert.deepEqual(ben.controls(last), [])
    assert.equal(last.ts, seen.ts)
  })

  it('that failed says why, mentions the owner in the channel, and retries', async () => {
    isSetUpBroken = true
    await team.chie.clicks(await card(), buttonId('redeploy'))
    assert.equal(await phase(), 'failed')
    assert.match(words(await card()), /\*Failed\*.*couldn't clone.*fatal: no route to host/)
    assert.equal(team.ben.controls(await card())[0], buttonId('retry'))
    const answer = team.inThreads().at(-1) ?? assert.fail('nobody was told')
    assert.match(words(answer), /<@U0BEN>: \*plum\* has failed/)
    assert.equal(answer.broadcast, true)
    isSetUpBroken = false
    assert.match(words(await team.ben.clicks(answer, buttonId('retry'))), /is trying again/)
    assert.deepEqual(team.ben.controls(await card()), READY)
  })

  it('is one message all along; its thread has the news, and the channel only what somebody has to act on', async () => {
    const { ts } = await card()
    for (const text of ['sleep', 'wake', 'redeploy', 'delete', 'restore', 'delete'])
      await team.ben.confirms(`${text} plum`)
    assert.deepEqual(
      team.inChannel().map((message) => message.ts),
      [ts],
    )
    await team.pass(30 * DAY_MS)
    const answer = team.inThreads().map(({ text, threadTs, broadcast = false }) => [text, threadTs === ts, broadcast])
    assert.match(words({ answer }), /\["🟢 \*plum\* is ready[^"]*",true,false\]/)
    assert.match(words({ answer }), /\["📦 \*plum\* is archived[^"]*",true,false\]/)
    assert.match(words({ answer }), /\["⏰ <@U0BEN>: the archive of \*plum\*[^"]*",true,true\]\]/)
  })

  it('that is out of date changes nothing, and says how things stand', async () => {
    const { ts, text, blocks } = await card()
    await team.ben.testsite('sleep plum')
    const answer = await team.workspace.webApi(
      'chat.update',
      { channel: HERE, ts, text, blocks },
      `Bearer ${BOT_TOKEN}`,
    )
    assert.ok(answer.body.ok)
    assert.match(words(await team.ben.clicks(await card(), buttonId('redeploy'))), /it's asleep. Wake it/)
    assert.equal(await phase(), 'asleep')
  })

  it('of a site that is gone does nothing to another of that name', async () => {
    const old = await card()
    const { site, store } = team
    await store.remove(await site('plum'))
    await team.has('fig')
    const { id: _, ...other } = await site('fig')
    await store.create({ ...other, name: 'plum', id: 'another', version: 0 })
    const answer = await team.ben.clicks(old, buttonId('sleep'))
    assert.match(words(answer), /There's no site named `plum`/)
    assert.equal((await site('plum')).spec.desired, 'up')
  })
})
