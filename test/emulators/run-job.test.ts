import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readJobResult } from '../../src/control/reports/job-result.ts'
import { close, listen } from '../../src/local/listen.ts'
import { packInstance } from '../../tools/pack-instance.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

/** An entry point that says a lot, then what it was given. */
const ENTRY = `#!/bin/bash
echo progress; echo noise >&2
echo "$(umask) $(env | cut -d= -f1 | sort | tr '\\n' ' ')" >"\${0%/bin/*}/../surroundings"
[[ $1 == - ]] && printf '{"ok":true,"deploy":%s}\\n' "$(cat)"
`
const FAILING = `#!/bin/bash
echo '{"ok":false,"reason":"branch-missing","message":"No.","permanent":true,"log":""}'
exit 22
`
const deploy = { commit: '3f2a1c9d'.repeat(5), subject: "it's $(touch x)", author: 'Aki', at: 1 }

/** Needs what machines have and not every computer: curl, flock, sha256sum. */
describe('run-job.sh', () => {
  let temporary: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  let path: string
  let server: Server
  let base: string
  let files: Map<string, Uint8Array | string>
  let asked: string[]
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
    path = temporary.path
    files = new Map([['/documents/1.json', JSON.stringify(deploy)]])
    asked = []
    server = createServer(({ url = '' }, res) => {
      asked.push(url)
      const { pathname } = new URL(url, 'http://bucket')
      const isSigned = url.endsWith('?X-Amz-Signature=a%2Fb')
      const file = isSigned ? files.get(pathname) : undefined
      res.writeHead(file === undefined ? 403 : 200).end(file ?? '<Error/>')
    })
    base = `http://127.0.0.1:${await listen(server)}`
    await Promise.all([mkdir(join(path, 'run')), mkdir(join(path, 'commands'))])
    // Writes down what others on the machine could see of it.
    const curl = `#!/bin/bash\necho "$*" >>'${path}/curl-arguments'\nexec /usr/bin/curl "$@"\n`
    await writeFile(join(path, 'commands/curl'), curl, { mode: 0o755 })
  })
  afterEach(async () => {
    await close(server)
    await temporary.remove()
  })

  /** Puts a bundle with that entry point into the bucket; returns its address. */
  const putBundle = async (entry: string, { spoiled = false } = {}): Promise<string> => {
    const from = await makeTemporaryDirectory()
    await mkdir(join(from.path, 'bin'))
    await writeFile(join(from.path, 'bin/set-up'), entry)
    await chmod(join(from.path, 'bin/set-up'), 0o755)
    const bytes = await packInstance(from.path)
    await from.remove()
    const name = `/bundles/${createHash('sha256').update(bytes).digest('hex')}.tar.gz`
    files.set(name, spoiled ? 'something else' : bytes)
    return `${base}${name}?X-Amz-Signature=a%2Fb`
  }
  /** As the agent runs it: SSM has filled it in. */
  const write = async (bundle: string, document = '/documents/1.json') => {
    const template = await readFile(new URL('../../instance/ssm/run-job.sh', import.meta.url), 'utf8')
    const script = template
      .replace('{{ entry }}', 'set-up')
      .replace('{{ bundle }}', bundle)
      .replace('{{ document }}', `${base}${document}?X-Amz-Signature=a%2Fb`)
      .replaceAll('/opt/pokopoko', `${path}/opt`)
      .replaceAll('/run/', `${path}/run/`)
    assert.ok(!script.includes('{{'))
    await writeFile(join(path, 'script.sh'), script, { mode: 0o755 })
    return { PATH: `${path}/commands:${process.env['PATH']}`, AWS_SSM_SECRET: 'of the agent' }
  }
  const execute = (env: NodeJS.ProcessEnv) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      execFile('sh', ['-c', `${path}/script.sh`], { env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
      )
    })
  const run = async (...given: Parameters<typeof write>) => execute(await write(...given))
  const left = () => readdir(join(path, 'run'))

  it('runs the entry point on the document, and says no more than what came of it', async () => {
    const { code, stdout, stderr } = await run(await putBundle(ENTRY))
    assert.equal(code, 0)
    assert.equal(stderr, '')
    assert.equal(stdout.trimEnd().split('\n').length, 1)
    assert.deepEqual(readJobResult(stdout), { state: 'succeeded', deploy })
    assert.deepEqual(await left(), ['pokopoko-bundle.lock'])
  })

  it("keeps the entry point's exit status", async () => {
    const { code, stdout } = await run(await putBundle(FAILING))
    assert.equal(code, 22)
    assert.equal(readJobResult(stdout)?.state, 'failed')
  })

  const long = (bytes: number) => `#!/bin/bash\nhead -c ${bytes} /dev/zero | tr '\\0' x\n`
  const unreadable: [why: string, entry: string, status: number][] = [
    ['a long line', `${long(30_000)}exit 3`, 3],
    ['a line that begins like a result', `#!/bin/bash\nprintf '{"ok":true,"x":"'\n${long(30_000)}printf '"}'`, 0],
    ['nothing', '#!/bin/bash\nkill -9 $$', 137],
    ['something after its result', `#!/bin/bash\necho '{"ok":true}'; echo Killed`, 0],
    ['half a result', `#!/bin/bash\nprintf '{"ok":tr'; exit 4`, 4],
  ]
  for (const [why, entry, status] of unreadable) {
    it(`says so, in few words, when the entry point prints ${why}`, async () => {
      const { code, stdout } = await run(await putBundle(entry))
      assert.equal(code, 1)
      assert.ok(stdout.length < 300, `${stdout.length} characters`)
      const log = `The job ended with exit status ${status} and without a result.`
      assert.deepEqual(readJobResult(stdout), { state: 'failed', reason: 'no-result', log, permanent: false })
    })
  }

  it('lets the longest result pass that there can be', async () => {
    const log = '🍑'.repeat(4000)
    const result = JSON.stringify({ ok: false, reason: 'release-failed', message: 'No.', permanent: true, log })
    files.set('/documents/1.json', result)
    const { stdout } = await run(await putBundle('#!/bin/bash\ncat; echo; exit 25'))
    assert.equal(stdout.trimEnd(), result)
    assert.ok(Buffer.byteLength(stdout) < 20_000)
  })

  it('gives it the surroundings of a console, and nothing of the agent', async () => {
    await run(await putBundle(ENTRY))
    assert.equal((await readFile(join(path, 'surroundings'), 'utf8')).trim(), '0022 HOME LANG PATH PWD SHLVL _')
  })

  it('fetches the bundle once, and again when it is another', async () => {
    const first = await putBundle(FAILING)
    for (const _ of [1, 2]) await run(first)
    assert.equal(asked.filter((url) => url.startsWith('/bundles/')).length, 1)
    const { code } = await run(await putBundle(ENTRY))
    assert.equal(code, 0)
    assert.equal(asked.filter((url) => url.startsWith('/bundles/')).length, 2)
    assert.deepEqual(
      (await readdir(path)).filter((name) => name.startsWith('opt')),
      ['opt'],
    )
  })

  it('runs nothing that is not what its name says, and leaves what was there', async () => {
    const good = await putBundle(ENTRY)
    await run(good)
    const { code, stdout } = await run(await putBundle(FAILING, { spoiled: true }))
    assert.equal(code, 1)
    const result = readJobResult(stdout)
    assert.ok(result?.state === 'failed' && result.reason === 'unexpected' && !result.permanent)
    assert.equal((await run(good)).code, 0)
    assert.deepEqual(await left(), ['pokopoko-bundle.lock'])
  })

  it('says so when the document cannot be fetched', async () => {
    const { code, stdout } = await run(await putBundle(ENTRY), '/documents/2.json')
    assert.equal(code, 1)
    const result = readJobResult(stdout)
    assert.ok(result?.state === 'failed' && !result.permanent)
    assert.match(result.log, /job could not be fetched/)
  })

  it('leaves no document behind when it is killed at its time limit', async () => {
    const env = await write(await putBundle(`#!/bin/bash\necho begun >'${path}/begun'\nsleep 60`))
    // As the agent does it: a process group, which gets SIGKILL.
    const job = spawn('sh', ['-c', `${path}/script.sh`], { env, detached: true, stdio: 'ignore' })
    while (!(await readdir(path)).includes('begun')) await setTimeout(10)
    process.kill(-(job.pid ?? assert.fail()), 'SIGKILL')
    await once(job, 'exit')
    const files = await readdir(join(path, 'run'), { recursive: true })
    assert.ok(
      files.some((file) => file.endsWith('/output')),
      'its directory stays',
    )
    assert.deepEqual(
      files.filter((file) => file.endsWith('/document')),
      [],
    )
  })

  it('keeps addresses, which are keys, out of command lines', async () => {
    await run(await putBundle(ENTRY))
    const said = await readFile(join(path, 'curl-arguments'), 'utf8')
    assert.equal(said.trim().split('\n').length, 2)
    assert.doesNotMatch(said, /http|Signature|documents/)
  })

  it('unpacks one bundle at a time', async () => {
    const bundle = await putBundle(ENTRY)
    // Nobody writes a script that another runs.
    const env = await write(bundle)
    const results = await Promise.all([execute(env), execute(env), execute(env)])
    assert.deepEqual(
      results.map(({ code }) => code),
      [0, 0, 0],
    )
    assert.equal(asked.filter((url) => url.startsWith('/bundles/')).length, 1)
  })
})
