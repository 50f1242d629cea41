import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { MAX_REPORT_BYTES } from '../../src/control/reports/answer-report.ts'
import { reportPath } from '../../src/site/paths.ts'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { close, listen } from '../../src/local/listen.ts'
import { createMachineApi } from '../../src/local/machine-api.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { makeRouterBench } from './router/harness.ts'

const TOKEN = 'the-token'
const deploy = { commit: 'a'.repeat(40), subject: 'Ripen', author: 'Tom', at: SITE_CREATED_AT }
const report = JSON.stringify({
  ok: true,
  deploys: [{ result: 'deployed', deployedAt: 1, seconds: 1, deploy, log: '' }],
  processes: [],
})

async function aStore() {
  const store = createFakeSiteStore()
  await store.create(aSite({ status: { reportTokens: [reportTokenHash(TOKEN)] } }))
  return store
}

describe('the door for reports', () => {
  let server: Server
  let url: string
  let store: Awaited<ReturnType<typeof aStore>>
  beforeEach(async () => {
    store = await aStore()
    const machineApi = createMachineApi({ store, clock: createFakeClock(0) })
    server = createServer((req, res) => void machineApi(req, res).then((isDone) => isDone || res.writeHead(418).end()))
    url = `http://127.0.0.1:${await listen(server)}`
  })
  afterEach(() => close(server))

  const post = (path: string, body: string, token = TOKEN) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body })

  it('takes a report', async () => {
    assert.equal((await post(reportPath('plum'), report)).status, 204)
    assert.deepEqual((await store.load('plum'))?.status.deploy, { ...deploy, deployedAt: 1 })
  })

  it('refuses a wrong token, what is no report, and what is too large, and goes on', async () => {
    assert.equal((await post(reportPath('plum'), report, 'wrong')).status, 401)
    assert.equal((await post(reportPath('plum'), 'no JSON')).status, 400)
    assert.equal((await post(reportPath('plum'), 'x'.repeat(MAX_REPORT_BYTES + 1))).status, 413)
    assert.equal((await post(reportPath('plum'), report)).status, 204)
  })

  it('knows nothing else that machines could tell', async () => {
    assert.equal((await post('/_pokopoko/control/other/plum', report)).status, 404)
  })

  it('leaves all else alone', async () => {
    assert.equal((await post('/git/acme/website.git', '')).status, 418)
    assert.equal((await post('/', '')).status, 418)
  })
})

describe('the router, and reports', () => {
  it('takes them itself, whether a machine is led to or not', async () => {
    const store = await aStore()
    const bench = await makeRouterBench({ takeControl: createMachineApi({ store, clock: createFakeClock(0) }) })
    try {
      const host = `plum.localhost:${bench.port()}`
      const options = { method: 'POST', body: report, headers: { authorization: `Bearer ${TOKEN}` } }
      assert.equal((await bench.get(host, reportPath('plum'), options)).status, 204)
      assert.deepEqual((await store.load('plum'))?.status.deploy, { ...deploy, deployedAt: 1 })
      let reached = 0
      await bench.site((_req, res) => {
        reached += 1
        res.end()
      })
      assert.equal((await bench.get(host, `${reportPath('plum')}?x`, options)).status, 204)
      assert.equal(reached, 0)
      await bench.get(host, '/')
      assert.equal(reached, 1)
    } finally {
      await bench.clean()
    }
  })

  it('hands on the page of a machine whose program does not answer', async () => {
    const bench = await makeRouterBench()
    try {
      await bench.site((_req, res) => res.writeHead(502, { 'content-type': 'text/html' }).end('<p>web is down</p>'))
      const { status, body } = await bench.get(`plum.localhost:${bench.port()}`)
      assert.deepEqual([status, body], [502, '<p>web is down</p>'])
    } finally {
      await bench.clean()
    }
  })
})
