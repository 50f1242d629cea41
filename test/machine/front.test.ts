import assert from 'node:assert/strict'
import * as z from 'zod'
import { hashPassword } from '../../src/control/passwords.ts'
import { fileCases, files, singlePageCases } from '../front/files.ts'
import { ask, type Door, keepsConnection, keepsEtags, runCases, sessionOf } from '../front/front-case.ts'
import { program, programCases } from '../front/program.ts'
import { throughRouter } from '../front/through-router.ts'
import { PASSWORD, USER } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'

/** Of what a program was asked. */
const headersSchema = z.object({ authorization: z.string().optional(), cookie: z.string().optional() })

describe('what a machine answers', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const door = (): Door => ({
    url: machine.url,
    host: 'plum.test.example.com',
    authorization: `Basic ${btoa(`${USER}:${PASSWORD}`)}`,
  })
  const serve = async (cloneUrl: string, changes: Parameters<typeof runSetUp>[2] = {}) => {
    const result = await runSetUp(machine, cloneUrl, { documentRoot: 'public', ...changes })
    assert.ok(result.ok, JSON.stringify(result))
  }
  before(async () => {
    fixture = await makeMachineFixture()
    ;[machine, repository] = await Promise.all([fixture.machine(), fixture.repository('website', files)])
  })
  after(() => fixture.close())

  describe('for files', () => {
    before(() => serve(repository.cloneUrl))
    runCases(fileCases, door)

    it('keeps the ETag of what a push leaves alone, and of nothing else', () =>
      keepsEtags(door(), async () => {
        await repository.push({ 'public/changing.txt': 'AFTER.' })
        assert.ok((await machine.job('deploy')).result.ok)
      }))
  })

  describe('for a single-page app', () => {
    before(() => serve(repository.cloneUrl, { spaFallback: true }))
    runCases(singlePageCases, door)
  })

  describe('for a program', () => {
    let cloneUrl: string
    before(async () => {
      ;({ cloneUrl } = await fixture.repository('program', program))
      await serve(cloneUrl, { documentRoot: '' })
    })
    runCases(programCases, door)

    it('keeps a connection for the next request', () => keepsConnection(door()))

    describe('through the router', () => {
      let router: Awaited<ReturnType<typeof throughRouter>>
      before(async () => {
        router = await throughRouter(door())
      })
      after(() => router.close())
      runCases(programCases, () => router.door)
    })

    it('is given up only after a silence longer than any load balancer’s, by the setting that says so', async () => {
      const silent = async () => (await ask(door(), '/silent/3')).status
      const conf = '/opt/pokopoko/nginx/proxy.conf'
      await machine.sh(`sed -i 's/_timeout 4100s/_timeout 1s/' ${conf} && nginx -s reload`)
      await eventually(async () => (await silent()) === 504, 'it is given up')
      await machine.sh(`sed -i 's/_timeout 1s/_timeout 4100s/' ${conf} && nginx -s reload`)
      await eventually(async () => (await silent()) === 200, 'it is waited for again')
    })

    it('takes no larger uploads than the settings say', async () => {
      const upload = async (megabytes: number) =>
        (await ask(door(), '/echo', { method: 'PUT', upload: megabytes * 1024 * 1024 - 1 })).status
      await serve(cloneUrl, { documentRoot: '', maxUploadMegabytes: 2 })
      assert.equal(await upload(2), 200)
      const headers = { expect: '100-continue', 'content-length': '3000000' }
      assert.equal((await ask(door(), '/echo', { method: 'PUT', headers })).status, 413)
      await serve(cloneUrl, { documentRoot: '' })
      assert.equal(await upload(3), 200)
    })

    it('gets an Authorization of its own in a session, which ends with the password', async () => {
      const cookie = await sessionOf(door())
      const as = async (authorization: string, changes = {}) => {
        const headers = { authorization, cookie: `a=1; ${cookie}; b=2`, ...changes }
        const { status, body } = await ask(door(), '/echo', { headers })
        return status === 200 ? z.object({ headers: headersSchema }).parse(JSON.parse(String(body))).headers : status
      }
      assert.deepEqual(await as(''), { cookie: 'a=1; b=2' })
      assert.deepEqual(await as('Bearer of-its-own'), { authorization: 'Bearer of-its-own', cookie: 'a=1; b=2' })
      assert.deepEqual(await as(`Basic ${btoa('other:one')}`), {
        authorization: `Basic ${btoa('other:one')}`,
        cookie: 'a=1; b=2',
      })
      assert.deepEqual(await as(door().authorization, { cookie }), {})
      const access = { user: USER, passwordHash: await hashPassword('another-password') }
      assert.ok((await machine.job('access', { kind: 'access', access })).result.ok)
      assert.equal(await as(''), 401)
      await serve(cloneUrl, { documentRoot: '' })
      assert.equal(await as(''), 401)
      assert.notEqual(await sessionOf(door()), cookie)
      // As often as there are tokens, and once more.
      const others = await Promise.all(['one-password', 'other-password'].map((password) => hashPassword(password)))
      for (let change = 0; change < 17; change++) {
        const [passwordHash = ''] = change % 2 === 0 ? others : others.slice(1)
        assert.ok((await machine.job('access', { kind: 'access', access: { user: USER, passwordHash } })).result.ok)
      }
      assert.equal(await as(''), 401)
      await serve(cloneUrl, { documentRoot: '' })
      const headers = { authorization: '', cookie: await sessionOf(door()) }
      assert.equal((await ask(door(), '/echo', { headers })).status, 200)
    })

    it('deploys the same commit again when it is asked to, and ends a program that hangs', async () => {
      const pid = async () => /"pid": (\d+)/.exec(String((await ask(door(), '/echo')).body))?.[1] ?? assert.fail()
      const first = await pid()
      await serve(cloneUrl, { documentRoot: '' })
      assert.equal(await pid(), first)
      await machine.sh(`kill -STOP ${first}`)
      await serve(cloneUrl, { documentRoot: '', revision: 2 })
      const second = await pid()
      assert.notEqual(second, first)
      await serve(cloneUrl, { documentRoot: '', revision: 2 })
      assert.equal(await pid(), second)
    })
  })
})
