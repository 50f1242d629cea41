import assert from 'node:assert/strict'
import { aDocument, SECRET } from './documents.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

describe('a set-up that cannot be', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', { 'public/index.html': 'Plums' }),
    ])
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const refused = async (changes: Parameters<typeof aDocument>[1], cloneUrl = repository.cloneUrl) => {
    const { result, code, all } = await machine.job('set-up', await aDocument(cloneUrl, changes))
    assert.ok(!result.ok, 'it was set up')
    assert.ok(!all.includes(SECRET), 'no secret is printed')
    return { ...result, code }
  }

  const reasons: [reason: string, code: number, changes: Parameters<typeof aDocument>[1], path?: string][] = [
    ['branch-missing', 22, { branch: 'nowhere' }],
    ['repository-missing', 21, {}, '/git/acme/nothing.git'],
    ['document-root-missing', 24, { documentRoot: 'nowhere' }],
    ['document-root-missing', 24, { documentRoot: 'public/index.html' }],
  ]
  for (const [reason, code, changes, path] of reasons) {
    it(`says why: ${reason} ${JSON.stringify(changes)}`, async () => {
      const cloneUrl = path === undefined ? repository.cloneUrl : new URL(path, repository.cloneUrl).href
      const result = await refused(changes, cloneUrl)
      assert.deepEqual([result.reason, result.permanent, result.code], [reason, true, code])
      assert.match(result.message, /\w/)
      assert.equal((await visit(machine)).text, 'Plums', 'what was served stays')
    })
  }

  it('says why: an empty repository', async () => {
    const empty = await fixture.repository('empty')
    assert.deepEqual((await refused({}, empty.cloneUrl)).reason, 'repository-empty')
  })

  it('is tried again when GitHub does not answer', async () => {
    const result = await refused({}, 'http://10.88.0.1:9/git/acme/website.git')
    assert.deepEqual([result.reason, result.permanent, result.code], ['clone-failed', false, 20])
  })

  const hostile = [
    '$(touch /tmp/owned)',
    '`touch /tmp/owned`',
    '; touch /tmp/owned',
    "' ; touch /tmp/owned #",
    '" ; touch /tmp/owned "',
    '-oProxyCommand=touch /tmp/owned',
    '--upload-pack=touch /tmp/owned',
    '\n touch /tmp/owned\n',
    '}; touch /tmp/owned',
    '../../etc',
    '%(ENV)s',
    'é\u202E漢字',
    ' ',
    '',
    'a'.repeat(5000),
  ]
  const places: [
    what: string,
    put: (text: string) => Parameters<typeof aDocument>[1],
    cloneUrl?: (text: string) => string,
  ][] = [
    ['branch', (branch) => ({ branch })],
    ['published directory', (documentRoot) => ({ documentRoot })],
    ['name', (name) => ({ site: { id: 'site-1', name, url: 'https://plum.test' } })],
    ['id', (id) => ({ site: { id, name: 'plum', url: 'https://plum.test' } })],
    ['address', (url) => ({ site: { id: 'site-1', name: 'plum', url } })],
    ['app directory', (appDirectory) => ({ appDirectory })],
    ['user', (user) => ({ access: { user, passwordHash: 'x' } })],
    ['password hash', (passwordHash) => ({ access: { user: 'guest', passwordHash } })],
    ['webhook secret', (webhookSecret) => ({ webhookSecret })],
    ['deploy key', (deployKey) => ({ deployKey })],
    ['member', (user) => ({ members: [{ login: user, user, publicKeys: [] }] })],
    ['public key', (key) => ({ members: [{ login: 'nadia', user: 'nadia', publicKeys: [key] }] })],
    ['repository', (name) => ({ repository: name })],
    ['clone address', () => ({}), (text) => text],
    ['path of the clone address', () => ({}), (text) => `http://10.88.0.1:9/${text}`],
  ]
  for (const [what, put, cloneUrl] of places) {
    it(`runs nothing of a ${what}`, async () => {
      for (const text of hostile) {
        const document = await aDocument(cloneUrl?.(text) ?? repository.cloneUrl, put(text))
        const { code, result } = await machine.job('set-up', document)
        assert.ok(result.ok || result.reason !== 'unexpected', `${JSON.stringify(text)}: ${JSON.stringify(result)}`)
        assert.equal(result.ok, code === 0)
      }
      assert.equal((await machine.exec(['sh', '-c', 'ls /tmp/owned /owned /var/lib/*/owned 2>/dev/null'])).stdout, '')
      const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
      assert.ok(result.ok, `${what}: ${JSON.stringify(result)}`)
      assert.equal((await visit(machine)).text, 'Plums')
    })
  }

  it('refuses documents that are none', async () => {
    for (const document of [
      {},
      { kind: 'set-up' },
      [],
      { ...(await aDocument('')), access: 'x' },
      { ...(await aDocument('')), members: 'x' },
    ]) {
      const { result, code } = await machine.job('set-up', document)
      assert.ok(!result.ok)
      assert.deepEqual([result.reason, code], ['invalid-input', 10])
    }
  })

  it('removes its document, whatever came of it', async () => {
    const listed = () => machine.sh('ls /run/input.json /run/testsite-output.* 2>/dev/null || true')
    const before = await listed()
    await machine.sh('umask 077; echo "{}" > /run/input.json')
    assert.equal((await machine.exec(['/opt/pokopoko/bin/set-up', '/run/input.json'])).code, 10)
    assert.equal(await listed(), before)
  })

  it('keeps the old configuration when nginx refuses the new', async () => {
    await machine.sh('mkdir -p /etc/testsite/nginx.d; echo "nonsense here" > /etc/testsite/nginx.d/broken.conf')
    const result = await refused({ spaFallback: true })
    assert.deepEqual([result.reason, result.code], ['nginx-refused', 30])
    assert.equal((await visit(machine)).text, 'Plums')
    await machine.sh('echo "location = /extra { return 200 extra; }" > /etc/testsite/nginx.d/broken.conf')
    const { result: mended } = await machine.job('set-up', await aDocument(repository.cloneUrl, { spaFallback: true }))
    assert.ok(mended.ok, JSON.stringify(mended))
    assert.equal((await visit(machine, '/extra')).text, 'extra')
    await machine.sh('rm /etc/testsite/nginx.d/broken.conf')
  })
})

describe('a set-up that was cut off or refused', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', { 'public/index.html': 'Plums' }),
    ])
  })
  after(() => fixture.close())
  const setUp = async () => (await machine.job('set-up', await aDocument(repository.cloneUrl))).result

  it('is in force once nginx takes what it refused the first time', async () => {
    await machine.sh('mkdir -p /etc/testsite/nginx.d; echo "nonsense here" > /etc/testsite/nginx.d/broken.conf')
    const refused = await setUp()
    assert.ok(!refused.ok)
    assert.equal(refused.reason, 'nginx-refused')
    await machine.sh('rm /etc/testsite/nginx.d/broken.conf')
    const mended = await setUp()
    assert.ok(mended.ok, JSON.stringify(mended))
    assert.ok(mended.changed?.includes('nginx'))
    assert.equal((await visit(machine)).text, 'Plums')
    const again = await setUp()
    assert.ok(again.ok)
    assert.deepEqual(again.changed, [])
  })

  it('is made up for when it was cut off before the supervisor knew', async () => {
    // As a kill leaves it between the writing and the telling.
    const remove = (group: string) =>
      machine.sh(
        `source /opt/pokopoko/lib/all.sh; supervisor_call stopProcessGroup ${group} >/dev/null; supervisor_call removeProcessGroup ${group} >/dev/null; mark_pending listener`,
      )
    await remove('testsite-webhook')
    const result = await setUp()
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.changed, ['webhook'])
    assert.match(await machine.sh('supervisorctl status testsite-webhook || true'), /RUNNING|STARTING/)
  })

  it('switches although a deploy was cut off while it switched', async () => {
    await machine.sh('ln -s "$(realpath /srv/testsite/current)" /srv/testsite/current.new')
    await machine.sh('ln -s "$(realpath /srv/testsite/public)" /srv/testsite/public.new')
    await repository.push({ 'public/index.html': 'Pears' })
    assert.ok((await setUp()).ok)
    assert.equal((await visit(machine)).text, 'Pears')
  })

  it('lists a deploy that could not be', async () => {
    await repository.git('rm', '--quiet', '-r', 'public')
    const commit = await repository.push({ 'README.md': 'no pages' })
    assert.ok(!(await machine.job('deploy')).result.ok)
    const { result } = await machine.job('status')
    assert.ok(result.ok)
    assert.equal(result.deploys?.[0]?.result, 'document-root-missing')
    assert.equal(result.deploys?.[0]?.deploy?.commit, commit)
    assert.equal((await visit(machine)).text, 'Pears', 'what was served stays')
  })
})

describe('an odd repository', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
  })
  after(() => fixture.close())
  const setUp = async (repository: TestRepository, changes: Parameters<typeof aDocument>[1] = {}) => {
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, changes))
    return result
  }

  it('serves a file of 100 MB', async () => {
    const big = await fixture.repository('big', {
      'public/index.html': 'big',
      'public/film.bin': 'x'.repeat(100_000_000),
    })
    assert.ok((await setUp(big)).ok)
    assert.equal((await visit(machine, '/film.bin')).text.length, 100_000_000)
  })

  it('leaves submodules empty that are in files of its own', async () => {
    const inner = await fixture.repository('inner', { 'secret.txt': 'inner' })
    const outer = await fixture.repository('outer', { 'public/index.html': 'outer' })
    await outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.url, 'public/module')
    await outer.push({ 'public/more.html': 'more' })
    assert.ok((await setUp(outer)).ok)
    assert.equal((await visit(machine)).text, 'outer')
    assert.equal((await visit(machine, '/module/secret.txt')).status, 404)
  })

  it('publishes nothing outside of it', async () => {
    const sly = await fixture.repository('sly', { public: { link: '/etc' }, 'other/up': { link: '../../..' } })
    const result = await setUp(sly)
    assert.ok(!result.ok)
    assert.equal(result.reason, 'document-root-missing')
    assert.ok((await setUp(sly, { documentRoot: 'other' })).ok)
    assert.notEqual((await visit(machine, '/up/clone.git/config')).status, 200)
  })

  it('is served whole without a published directory', async () => {
    const flat = await fixture.repository('flat', { 'index.html': 'flat', '.env': 'hidden' })
    assert.ok((await setUp(flat, { documentRoot: '' })).ok)
    assert.equal((await visit(machine)).text, 'flat')
    assert.equal((await visit(machine, '/.env')).status, 404)
  })

  it('runs nothing of its own on the way', async () => {
    const sly = await fixture.repository('hooks', {
      'public/index.html': 'quiet',
      '.gitattributes': '*.html filter=evil\n',
      '.gitconfig': '[filter "evil"]\n smudge = touch /tmp/owned\n',
      'hooks/post-checkout': '#!/bin/sh\ntouch /tmp/owned\n',
    })
    assert.ok((await setUp(sly)).ok)
    assert.equal((await machine.exec(['test', '-e', '/tmp/owned'])).code, 1)
  })

  it('with names for every taste', async () => {
    const names = {
      "public/it's $(here).html": 'a',
      'public/-rf.html': 'b',
      'public/漢字.html': 'c',
      'public/new\nline.html': 'd',
    }
    const odd = await fixture.repository('names', names)
    assert.ok((await setUp(odd)).ok)
    for (const [name, text] of Object.entries(names)) {
      assert.equal((await visit(machine, encodeURI(name.slice('public'.length)))).text, text, name)
    }
  })
})
