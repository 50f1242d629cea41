import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import * as z from 'zod'
import { type SsmAgent, userData } from '../../../src/aws/ec2/user-data.ts'
import { createMachineEndpoint } from '../../../src/gateway/machine-endpoint.ts'
import { phoneHomePath } from '../../../src/site/paths.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { aSite } from '../../support/a-site.ts'
import { createFakeSiteStore } from '../../support/fake-site-store.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts'

const URL_OF_PLUM = `https://plum.test.example.com${phoneHomePath('plum')}`
const INSTANCE = 'i-0123456789abcdef0'

/** cloud-init's `runcmd`; what else is in it would be refused. */
const configSchema = z.strictObject({ runcmd: z.array(z.array(z.string()).min(3)) })

function commandsOf(url: string | undefined, ssmAgent?: SsmAgent): string[][] {
  const [first, json = ''] = Buffer.from(userData({ phoneHomeUrl: url, ssmAgent }), 'base64')
    .toString()
    .split('\n')
  assert.equal(first, '#cloud-config')
  return configSchema.parse(JSON.parse(json)).runcmd
}

describe('what a machine runs when it starts first', () => {
  let bin: TemporaryDirectory
  beforeEach(async () => {
    bin = await makeTemporaryDirectory()
    await aProgram('cat', `[ "$1" = /var/lib/cloud/data/instance-id ] && echo ${INSTANCE}`)
  })
  afterEach(async () => {
    // Nobody may be left waiting, whatever went wrong: at a pipe that is open both ways nobody does.
    for (const pipe of pipes.splice(0)) closeSync(openSync(pipe, 'r+'))
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
    await bin.remove()
  })

  const pipes: string[] = []
  const children: ChildProcess[] = []
  function aPipe(name: string): string {
    const path = join(bin.path, name)
    execFileSync('mkfifo', [path])
    pipes.push(path)
    return path
  }

  async function aProgram(name: string, script: string): Promise<void> {
    const path = join(bin.path, name)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
  }

  /** As cloud-init does: the last of its commands, which tells that the machine is there. Comes back when the command does. */
  async function report(): Promise<number | null> {
    const [program = '', ...args] = commandsOf(URL_OF_PLUM).at(-1) ?? []
    const env = { PATH: [bin.path, process.env['PATH']].join(delimiter) }
    const child = spawn(program, args, { env, stdio: 'ignore' })
    children.push(child)
    await once(child, 'exit')
    return child.exitCode
  }

  it('tells in the background, so that nothing waits for an address that does not answer', async () => {
    const [go, said] = [aPipe('go'), aPipe('said')]
    await aProgram('curl', `read -r _ <${go}; printf '%s\\n' "$@" >${said}`)
    assert.equal(await report(), 0)
    // Only now may curl go on: the command was over before.
    const words = readFile(said, 'utf8')
    await writeFile(go, '\n')
    const args = (await words).trim().split('\n')
    const seconds = (flag: string) => Number(args[args.indexOf(flag) + 1])
    assert.ok(seconds('--max-time') <= 10 && seconds('--retry-max-time') <= 120, args.join(' '))
    assert.equal(args.at(-1), URL_OF_PLUM)
  })

  it('tells more than once in the first seconds, since the agent may be registered a moment later', async () => {
    const [waited, told] = [join(bin.path, 'waited'), aPipe('told')]
    await aProgram('sleep', `echo "$1" >>${waited}`)
    await aProgram('curl', `[ "$(grep -c . ${waited})" -lt 6 ] || echo told >${told}`)
    const isTold = readFile(told, 'utf8')
    await report()
    await isTold
    const pauses = (await readFile(waited, 'utf8')).trim().split('\n').map(Number)
    assert.deepEqual(pauses, [0, 1, 1, 1, 2, 3])
  })

  it('tells what the gateway listens for', async () => {
    const said = aPipe('said')
    await aProgram('curl', `while [ "$1" != --data-urlencode ]; do shift; done; printf '%s' "$2" >${said}`)
    const words = readFile(said, 'utf8')
    await report()
    const store = createFakeSiteStore()
    const { version } = await store.create(
      aSite({ status: { launches: 1, instance: { id: INSTANCE, state: 'pending' } } }),
    )
    const call = { method: 'POST', path: phoneHomePath('plum'), authorization: undefined, body: () => words }
    assert.deepEqual(await createMachineEndpoint({ store, clock: createFakeClock(0) })(call), { status: 204 })
    assert.equal(await words, `instance_id=${INSTANCE}`)
    assert.equal((await store.load('plum'))?.version, version + 1, 'the site is looked at')
  })

  /** As cloud-init does on an image that lacks the agent: what is installed of what AWS's bucket has. */
  async function install(packaged: string, ssmAgent?: SsmAgent) {
    const [program = '', ...args] = commandsOf(undefined, ssmAgent).at(-1) ?? []
    const asked = join(bin.path, 'asked')
    const installed = join(bin.path, 'installed')
    await aProgram('systemctl', '[ "$1" = enable ]')
    await aProgram('dpkg', `[ "$1" = --print-architecture ] && echo arm64 || exec /bin/cat "$2" >${installed}`)
    await aProgram(
      'curl',
      `while [ $# -gt 1 ]; do [ "$1" = --output ] && output=$2; shift; done; echo "$1" >${asked}; printf %s '${packaged}' >"$output"`,
    )
    const env = { PATH: [bin.path, process.env['PATH']].join(delimiter) }
    const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' })
    return {
      status,
      stderr,
      asked: await readFile(asked, 'utf8'),
      installed: await readFile(installed, 'utf8').catch(() => ''),
    }
  }

  it('installs the newest agent, and with a setting that very package or none', async () => {
    const latest = await install('newest')
    assert.match(latest.asked, /\/SSMAgent\/latest\/debian_arm64\/amazon-ssm-agent\.deb$/m)
    assert.equal(latest.installed, 'newest')

    const ssmAgent = { version: '3.3.4364.0', sha256: createHash('sha256').update('that very one').digest('hex') }
    const pinned = await install('that very one', ssmAgent)
    assert.match(pinned.asked, /\/SSMAgent\/3\.3\.4364\.0\/debian_arm64\/amazon-ssm-agent\.deb$/m)
    assert.equal(pinned.installed, 'that very one')

    await rm(join(bin.path, 'installed'))
    const other = await install('another', ssmAgent)
    assert.equal(other.installed, '')
    assert.equal(other.status, 1)
    assert.match(other.stderr, /3\.3\.4364\.0 doesn't have the SHA-256 of the setting ssmAgent/)
  })

  it('has no module of cloud-init call by itself, which knows no time limit, and nothing when it should not tell', () => {
    assert.equal(commandsOf(URL_OF_PLUM).length, 2)
    assert.equal(commandsOf(undefined).length, 1)
  })
})
