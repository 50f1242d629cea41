import assert from 'node:assert/strict'
import * as z from 'zod'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Answers with its whole environment. */
const server = `
import http.server, json, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(dict(os.environ)).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`
/** Whatever a shell could make something of. */
const ODD = `it's "$HOME" \`touch /tmp/owned\` \\ $(touch /tmp/owned) ; # é%\n second line\t!`

const app = {
  name: 'Plums',
  env: {
    PLAIN: ODD,
    COUNT: { value: '3', description: 'How many', required: true },
    OTHERS: 'from the file',
    OPTIONAL: { description: 'Not needed', required: false },
    SESSION_SECRET: { description: 'Signs cookies', generator: 'secret' },
    STRIPE_KEY: { description: 'For payments' },
    SITE_NAME: { required: true },
    'A;touch /tmp/owned': 'x',
    BASH_ENV: '/tmp/x',
  },
  scripts: { postdeploy: `echo "$COUNT $STRIPE_KEY" >>/srv/testsite/shared/seeded; test ! -s fail` },
  environments: {
    review: {
      env: { COUNT: '1', PREVIEW: 'yes' },
      scripts: { postdeploy: 'echo review >>/srv/testsite/shared/seeded' },
    },
  },
}

describe('what app.json asks for', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const told = async () => z.record(z.string(), z.string()).parse(JSON.parse((await visit(machine)).text))
  const deploy = async () => (await machine.job('deploy')).result
  const seeded = () => machine.sh('cat /srv/testsite/shared/seeded 2>/dev/null || true')
  const push = (json: object | string, more: Record<string, string> = {}) =>
    repository.push({ 'app.json': typeof json === 'string' ? json : JSON.stringify(json), ...more })
  before(async () => {
    fixture = await makeMachineFixture()
    const files = {
      Procfile: 'web: python3 server.py\n',
      'server.py': server,
      fail: 'yes',
      'app.json': JSON.stringify(app),
    }
    ;[machine, repository] = await Promise.all([fixture.machine(), fixture.repository('app', files)])
  })
  after(() => fixture.close())

  it('ends the deploy while a required variable has no value, and names it', async () => {
    const { result, code } = await machine.job('set-up', await aDocument(repository.cloneUrl, { environment: {} }))
    assert.ok(!result.ok)
    assert.deepEqual([result.reason, result.permanent, code], ['environment-missing', true, 33])
    assert.match(result.message, /STRIPE_KEY/)
    assert.deepEqual(result.variables, ['STRIPE_KEY'])
    const status = (await machine.job('status')).result
    assert.deepEqual(status.ok && status.deploys?.map((one) => [one.result, one.variables]), [
      ['environment-missing', ['STRIPE_KEY']],
    ])
    assert.equal(await seeded(), '')
  })

  it('ends it too when its script for the first deploy fails, which is tried again', async () => {
    const environment = { STRIPE_KEY: 'sk_1', OTHERS: 'from people' }
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { environment }))
    assert.ok(!result.ok)
    assert.deepEqual([result.reason, result.permanent], ['release-failed', true])
    assert.match(result.message, /postdeploy/)
    assert.equal(await seeded(), '3 sk_1\n')
    await repository.push({ fail: '' })
    const again = await machine.job('set-up', await aDocument(repository.cloneUrl, { environment }))
    assert.ok(again.result.ok, JSON.stringify(again.result))
    assert.equal(await seeded(), '3 sk_1\n3 sk_1\n')
  })

  it('is in the environment, below what people and the site itself set', async () => {
    const { PLAIN, COUNT, OTHERS, SITE_NAME, STRIPE_KEY, SESSION_SECRET, ...others } = await told()
    assert.deepEqual([PLAIN, COUNT, OTHERS, SITE_NAME, STRIPE_KEY], [ODD, '3', 'from people', 'plum', 'sk_1'])
    assert.match(String(SESSION_SECRET), /^[0-9a-f]{64}$/)
    for (const name of ['OPTIONAL', 'PREVIEW', 'BASH_ENV']) assert.ok(!(name in others), name)
    assert.equal((await machine.exec(['test', '-e', '/tmp/owned'])).code, 1)
    assert.match(await machine.sh('cat /var/log/testsite/build.log'), /left out/)
  })

  it('keeps its secrets, and runs no script again, over the next deploys', async () => {
    const { SESSION_SECRET } = await told()
    await repository.push({ 'other.txt': 'other' })
    assert.ok((await deploy()).ok)
    assert.equal((await told())['SESSION_SECRET'], SESSION_SECRET)
    assert.equal(await seeded(), '3 sk_1\n3 sk_1\n')
  })

  it('deploys what a push lacked as soon as people set it', async () => {
    await push({ env: { ...app.env, MAIL_URL: {} } })
    const failed = await deploy()
    assert.deepEqual(!failed.ok && failed.variables, ['MAIL_URL'])
    assert.equal((await told())['PLAIN'], ODD)
    const environment = { STRIPE_KEY: 'sk_1', MAIL_URL: '' }
    assert.ok((await machine.job('environment', { kind: 'environment', environment })).result.ok)
    assert.equal((await told())['OTHERS'], 'from the file')
    const newest = async () => {
      const { result } = await machine.job('status')
      return result.ok && result.deploys?.[0]?.result === 'deployed'
    }
    await eventually(newest, 'the commit that lacked it is deployed')
  })

  it('is told to be no JSON where it is none, and the rest is deployed', async () => {
    await push('{"env": {"PLAIN": "x",}}')
    const result = await deploy()
    assert.ok(result.ok, JSON.stringify(result))
    assert.ok(!('PLAIN' in (await told())))
    assert.match(await machine.sh('cat /var/log/testsite/build.log'), /app\.json is not valid JSON/)
  })

  it("takes environments.review for a pull request's site", async () => {
    await push(app)
    const environment = { STRIPE_KEY: 'sk_1' }
    // As on a new machine: nothing was deployed there before.
    await machine.sh('rm -rf /var/lib/testsite/first-deploy-done /srv/testsite/{current,public,current.served}')
    const document = await aDocument(repository.cloneUrl, { environment, pullRequest: 12 })
    const { result } = await machine.job('set-up', document)
    assert.ok(result.ok, JSON.stringify(result))
    const { COUNT, PREVIEW } = await told()
    assert.deepEqual([COUNT, PREVIEW], ['1', 'yes'])
    assert.match(await seeded(), /\nreview\n$/)
  })
})
