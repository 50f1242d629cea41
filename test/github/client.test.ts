import { EventEmitter, once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createGithub } from '../../src/github/client.ts'
import { close, listen } from '../../src/local/listen.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { NOW } from './a-github.ts'

const SLOW_CALLS = 10

describe('the clients of GitHub', () => {
  let server: Server
  afterEach(() => close(server))

  it('let nobody in Slack wait for slow calls of the reconciler', async () => {
    const stuck = new EventEmitter()
    let waiting = 0
    server = createServer(({ url }, response) => {
      if (url === '/orgs/acme/teams/slow') {
        waiting += 1
        if (waiting === SLOW_CALLS) stuck.emit('all')
      } else {
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ slug: 'quick' }))
      }
    })
    const { patient, quick } = createGithub({
      auth: { token: 'ghp_token' },
      apiUrl: `http://127.0.0.1:${await listen(server)}`,
      clock: createFakeClock(NOW),
      pace: { secondMs: 1 },
    })
    const ask = (client: typeof quick, team: string) =>
      client.request('GET /orgs/{org}/teams/{team_slug}', { org: 'acme', team_slug: team })
    const all = once(stuck, 'all')
    // They fail when the server closes.
    for (let call = 0; call < SLOW_CALLS; call++) void ask(patient, 'slow').catch(() => undefined)
    await all
    await ask(quick, 'quick')
  })
})
