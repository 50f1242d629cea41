import assert from 'node:assert/strict'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { createChat } from '../../src/slack/chat.ts'
import { reportTo } from '../../src/log.ts'
import { DAY_MS } from '../../src/site/time.ts'
import type { Site } from '../../src/site/site.ts'
import { buttonId, inputIds } from '../../views/action-ids.ts'
import { makeShellBench, setUp } from '../aws/ssm/bench.ts'
import { BOT_TOKEN, HERE, SIGNING_SECRET } from '../slack/a-slack.ts'
import { aTeam } from '../slack/a-team.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'
import { createLogReader } from '../support/log-reader.ts'
import { words } from '../slack/member.ts'

/*
 * Markers in every place where a secret can be, and a look for them at everything that is written down or told. More:
 * test/github/repository-access.test.ts (errors), test/machine/refusals.test.ts (what jobs print), test/aws/shell.test.ts.
 */
const PASSWORD = 'marker-password-of-the-site'
const VALUE = 'marker-value-of-the-environment'

describe('secrets, in the whole life of a site', () => {
  it('are in no record, message, alarm, log line or error', async () => {
    let isBroken = false
    const team = await aTeam({
      outcomes: (job) => {
        if (isBroken) return { state: 'failed', reason: 'clone-failed', log: 'fatal: no route', permanent: true }
        return job.kind === 'set-up'
          ? { state: 'succeeded', deploy: { commit: '1'.repeat(40), subject: 'First', author: 'Aki', at: 0 } }
          : { state: 'succeeded' }
      },
    })
    const written: unknown[] = []
    const { log, written: lines } = createLogReader({ now: Date.now })
    const report = reportTo(log)
    const { save } = team.store
    team.store.save = async (site: Site) => {
      const saved = await save(site)
      written.push(saved, await team.alarm.list())
      return saved
    }
    try {
      const { ben } = team
      await ben.testsite('new fig acme/website#main')
      await ben.fills({ [inputIds.password]: PASSWORD, [inputIds.sshTeam]: 'designers' })
      written.push(await ben.submits(), ben.screen())
      isBroken = true
      await ben.clicks(await team.card('fig'), buttonId('redeploy'))
      await team.pass(DAY_MS)
      isBroken = false
      written.push(await ben.testsite('retry fig'))
      await ben.testsite('environment fig')
      await ben.fills({ set: `not a line\nKEY=${VALUE}` })
      written.push(await ben.submits(), ben.errors())
      await ben.fills({ set: `KEY=${VALUE}` })
      written.push(await ben.submits(), ben.screen())
      const generated = words(await ben.testsite('password fig'))
      const [, newPassword = ''] = /Password: `([^`]+)`/.exec(generated) ?? []
      assert.match(newPassword, /^[a-z2-9-]{17}$/)
      written.push(await ben.testsite('sleep fig'), await ben.testsite('wake fig'), await ben.confirms('delete fig'))
      await team.pass(DAY_MS)
      written.push(await ben.testsite('restore fig'))
      for (const broken of ['store', 'codeHost'] as const) {
        team.broken[broken] = new Error('away', { cause: new Error('for a while') })
        written.push(await ben.testsite('show fig'), await ben.testsite('new'))
        team.broken[broken] = undefined
        await team.workspace.close(ben.id, ben.screen().modals.at(-1)?.id ?? '')
      }
      await createChat(team.slackDeps, { botToken: 'xoxb-marker-wrong', slackApiUrl: 'http://127.0.0.1:1/api/' })
        .postCard(await team.site('fig'), { channel: HERE })
        .catch((error: unknown) => report(error))
      for (const { error } of team.takeReports()) report(error)
      await ben.confirms('delete fig')
      await team.pass(60 * DAY_MS)

      const jobs = team.machines.jobs().map(({ job }) => job)
      const setUps = jobs.flatMap((job) => (job.kind === 'set-up' ? [job] : []))
      const secrets = {
        password: [PASSWORD],
        'generated password': [newPassword],
        'value of the environment': [VALUE],
        'signing secret': [SIGNING_SECRET],
        'bot token': [BOT_TOKEN, 'xoxb-marker-wrong'],
        'webhook secret': setUps.map(({ webhookSecret }) => webhookSecret),
        'key of webhooks': [WEBHOOK_KEY],
        'deploy key': setUps.flatMap(({ deployKey }) => deployKey ?? []),
        'report token': setUps.flatMap(({ report }) => report?.token ?? []),
      }
      for (const [what, all] of Object.entries(secrets))
        assert.ok(all.length > 0 && all.every(Boolean), `no ${what} was used`)
      // What everybody in the channel sees, and what anybody was told but for the password in its one place.
      const told = team.calls.filter(({ params }) => !JSON.stringify(params).includes(newPassword))
      assertNowhere(secrets, {
        written,
        lines: [...lines, ...team.lines()],
        told,
        records: team.store.all(),
        posted: [team.inChannel(), team.inThreads()],
      })
      const showing = team.workspace.screen(ben.id).messages.filter((message) => words(message).includes(newPassword))
      assert.deepEqual(
        showing.map(({ ephemeralFor }) => ephemeralFor),
        [ben.id],
        'shown once, to who asked',
      )
      assert.ok(!words(team.chie.screen()).includes(newPassword))
      // The record knows tokens by their hashes.
      const [token = ''] = secrets['report token']
      assert.ok(JSON.stringify(written).includes(reportTokenHash(token)))
    } finally {
      await team.close()
    }
  })

  it('are in no record, card or announcement of a site whose step failed with them in its error', async () => {
    const team = await aTeam()
    try {
      const token = 'ghp_markermarkermarker'
      team.ports.instances.launch = () => {
        const cause = new Error(`Bearer ${token}`)
        throw new TypeError(`GET https://acme:marker-of-an-address@example.com: authorization: Bearer ${token}`, {
          cause,
        })
      }
      await team.has('plum')
      await team.pass(DAY_MS)
      const shown = words(await team.card('plum'))
      assert.match(shown, /Failed.*GET https:\/\/\*\*\*@example\.com: authorization: Bearer \*\*\*/s)
      assertNowhere(
        { token: [token], address: ['marker-of-an-address'] },
        { records: team.store.all(), posted: [team.inChannel(), team.inThreads()], calls: team.calls },
      )
    } finally {
      await team.close()
    }
  })

  it('are in no parameter of a command, user data or error on AWS, and in the bucket only as long as the job runs', async () => {
    const bench = makeShellBench({}, { bootMs: 0 })
    const markers = {
      password: ['marker-hash'],
      'webhook secret': ['marker-hook'],
      'deploy key': ['marker-key'],
      'report token': ['marker-token'],
    }
    const job = {
      ...setUp,
      access: { user: 'guest', passwordHash: 'marker-hash' },
      webhookSecret: 'marker-hook',
      deployKey: 'marker-key',
      report: { url: 'https://plum.example.com/report', token: 'marker-token' },
    }
    const errors: unknown[] = []
    const { log, written: lines } = createLogReader({ now: Date.now })
    const machine = await bench.instances.launch(bench.order())
    await bench.eventually(async () => bench.shell.reachable(machine.id))
    for (const [service, command] of [
      ['s3', 'PutObject'],
      ['ssm', 'SendCommand'],
    ] as const) {
      bench[service].failNext(command, 'AccessDenied')
      await bench.shell.start(machine.id, job).catch((error: unknown) => errors.push(error))
    }
    assert.equal(errors.length, 2)
    for (const error of errors) reportTo(log)(error)
    const command = await bench.shell.start(machine.id, job)
    await bench.eventually(async () => (await bench.shell.result(machine.id, command))?.state === 'succeeded')
    assertNowhere(markers, { ssm: bench.ssm.calls, ec2: bench.ec2.calls, command, lines, errors: errors.map(String) })
    const left = [...bench.s3.objects].filter(([, bytes]) => bytes.includes('marker'))
    // A document whose command was never sent stays until the bucket drops it, a day later.
    assert.ok(left.length <= 1 && left.every(([key]) => /^documents\/[0-9a-f-]{36}\.json$/.test(key)))
  })
})

function assertNowhere(secrets: Record<string, string[]>, places: Record<string, unknown>): void {
  for (const [place, content] of Object.entries(places)) {
    const text = JSON.stringify(content)
    for (const [what, all] of Object.entries(secrets)) {
      for (const secret of all) {
        // As it is, and as it would stand in JSON within JSON, or in Base64.
        const shapes = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]
        assert.ok(!shapes.some((shape) => text.includes(shape)), `the ${what} is in ${place}`)
      }
    }
  }
}
