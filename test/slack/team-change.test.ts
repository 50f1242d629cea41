import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { createWebhookEndpoint } from '../../src/github/events/webhook-endpoint.ts'
import { aTeam, type Team } from './a-team.ts'

const SECRET = 'the secret of the App'
const people = (...logins: string[]) =>
  logins.map((login) => ({ login, user: login, publicKeys: ['ssh-ed25519 AAAA'] }))

describe('a team that changes at GitHub', () => {
  let team: Team
  afterEach(() => team.close())

  /** GitHub tells that somebody has left the designers. */
  const leaves = async (login: string) => {
    const endpoint = createWebhookEndpoint({
      org: 'acme',
      secret: SECRET,
      store: team.store,
      clock: team.clock,
      log: ({ level, message }) => assert.notEqual(level, 'error', message),
    })
    const payload = {
      action: 'removed',
      member: { login },
      team: { slug: 'designers' },
      organization: { login: 'acme' },
    }
    const body = JSON.stringify(payload)
    const headers = { 'x-github-event': 'membership', 'x-hub-signature-256': await sign(SECRET, body) }
    const { status } = await endpoint({ method: 'POST', headers, body: async () => body })
    await team.settle()
    return status
  }
  /** What is in the threads of these sites' cards about teams. */
  const told = async (...names: string[]) => {
    const cards = await Promise.all(names.map((name) => team.card(name)))
    const ofTeams = team.inThreads().filter(({ text }) => text.startsWith('👥'))
    return cards.map(({ ts }) => ofTeams.filter(({ threadTs }) => threadTs === ts).map(({ text }) => text))
  }
  const hasSites = async () => {
    team.setTeam('designers', people('octo', 'hubot'))
    for (const name of ['plum', 'pear']) await team.has(name, { sshTeam: 'designers' })
    await team.has('fig', { sshTeam: 'developers' })
  }

  it('leaves a line in the thread of each site that somebody had to leave', async () => {
    team = await aTeam()
    await hasSites()
    team.setTeam('designers', people('hubot'))
    assert.equal(await leaves('Octo'), 202)
    assert.equal(await leaves('Octo'), 202, 'a delivery that came twice')
    const line = '👥 Removed `@octo` from 2 sites.'
    assert.deepEqual(await told('plum', 'pear', 'fig'), [[line], [line], []])
    team.setTeam('designers', people('hubot', 'mona'))
    await team.ben.testsite('users plum')
    assert.deepEqual(await told('plum', 'pear'), [[line, '👥 Added `@mona` to *plum*.'], [line]])
  })

  it("says so in the workspace's language", async () => {
    team = await aTeam({ locale: 'ja' })
    await hasSites()
    team.setTeam('designers', people('hubot', 'mona'))
    await leaves('octo')
    assert.deepEqual(await told('plum'), [
      ['👥 `@octo` を 2 件のサイトから外しました。 `@mona` を *plum* に追加しました。'],
    ])
  })
})
