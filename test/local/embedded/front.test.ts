import assert from 'node:assert/strict'
import { fileCases, files, singlePageCases } from '../../front/files.ts'
import { ask, type Door, keepsConnection, keepsEtags, runCases, sessionOf } from '../../front/front-case.ts'
import { throughRouter } from '../../front/through-router.ts'
import { authorization, type Bench, makeBench, type OpenBench } from './harness.ts'

describe('what an embedded machine answers', () => {
  let bench: Bench
  let open: OpenBench
  let id: string
  let direct: Door
  let router: Awaited<ReturnType<typeof throughRouter>>
  before(async () => {
    bench = await makeBench()
    await bench.repository.commit(files)
    open = await bench.open()
    id = await open.site()
    const { authorization: right = '' } = authorization()
    direct = { url: await open.url(id, ''), host: 'plum.localhost', authorization: right }
    router = await throughRouter(direct)
  })
  after(async () => {
    await router.close()
    await bench.clean()
  })

  describe('for files', () => runCases(fileCases, () => direct))
  describe('for files through the router', () => runCases(fileCases, () => router.door))

  it('keeps a connection for the next request', () => keepsConnection(direct))
  it('keeps one through the router', () => keepsConnection(router.door))

  it('keeps the ETag of what a push leaves alone, and of nothing else', () =>
    keepsEtags(direct, async () => {
      await bench.repository.commit({ 'public/changing.txt': 'AFTER.' })
      await open.run(id, { kind: 'deploy' })
    }))

  it('lets in a session until the password changes', async () => {
    const cookie = await sessionOf(direct)
    const status = async () => (await ask(direct, '/', { headers: { authorization: '', cookie } })).status
    assert.equal(await status(), 200)
    const { headers } = await ask(direct, '/', { headers: { authorization: 'Bearer x', cookie: `a=1; ${cookie}` } })
    assert.equal(headers['set-cookie'], undefined)
    const { access } = open.setUp
    // bcrypt of `another-password`, cost 4.
    const passwordHash = '$2b$04$8WtC1pM6G3QrbS.vf5z4NOUuIFh1XtyjLGMeZRlxEh0wX8Y66faUO'
    await open.run(id, { kind: 'access', access: { ...access, passwordHash } })
    assert.equal(await status(), 401)
    await open.run(id, { kind: 'access', access })
    assert.equal(await status(), 401)
    const next = await sessionOf(direct)
    await open.run(id, open.setUp)
    assert.equal(await sessionOf(direct), next)
  })

  describe('for a single-page app', () => {
    before(() => open.run(id, { ...open.setUp, spaFallback: true }))
    runCases(singlePageCases, () => direct)
  })
})
