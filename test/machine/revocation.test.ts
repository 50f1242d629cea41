import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as z from 'zod'
import { killLeftovers, type LocalProcess, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { eventually } from './eventually.ts'

const run = promisify(execFile)
const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))
const teamsSchema = z.record(z.string(), z.array(z.looseObject({ login: z.string() })))
const shownSchema = z.object({
  site: z.object({ phase: z.string(), ssh: z.object({ port: z.number() }).optional() }),
})
const listedSchema = z.object({ sites: z.array(z.unknown()) })

/** `npm start` on container machines, with its own GitHub: all the way from the team to the machine. */
describe('somebody who leaves the team', () => {
  let directory: TemporaryDirectory
  let main: LocalProcess
  before(async () => {
    directory = await makeTemporaryDirectory()
    const env = {
      MACHINES: 'containers',
      CONTAINER_ENGINE: process.env['POKOPOKO_PODMAN'],
      MACHINE_BASE: process.env['POKOPOKO_FULL'],
      CONTAINERS_CONF: process.env['CONTAINERS_CONF'],
    }
    main = await startMain(data(), [], env)
  })
  after(async () => {
    try {
      await pokopoko('delete', 'plum', '--without-archive', '--yes')
      await eventually(async () => (await sites()).length === 0, 'the site and its machine are gone')
      await main.end('SIGTERM')
    } finally {
      killLeftovers()
      await directory.remove()
    }
  })

  const data = () => join(directory.path, 'data')
  const teamsFile = () => join(data(), 'github', 'teams.json')
  const key = (login: string) => join(directory.path, login)
  const pokopoko = async (...args: string[]) =>
    (await run(process.execPath, [PROGRAM, ...args, '--json', '--data-dir', data()])).stdout
  const sites = async () => listedSchema.parse(JSON.parse(await pokopoko('list'))).sites
  const shown = async () => shownSchema.parse(JSON.parse(await pokopoko('show', 'plum'))).site
  const teams = async () => teamsSchema.parse(JSON.parse(await readFile(teamsFile(), 'utf8')))
  /** Gives everybody who is in the team a key of ours. */
  const giveKeys = async () => {
    const { 'web-team': members = [], ...others } = await teams()
    const keyed = members.map(async (member) => {
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key(member.login)])
      return { ...member, publicKeys: [(await readFile(`${key(member.login)}.pub`, 'utf8')).trim()] }
    })
    await writeFile(teamsFile(), JSON.stringify({ ...others, 'web-team': await Promise.all(keyed) }))
  }
  const ssh = (login: string, port: number, command: string) => {
    const options = ['IdentitiesOnly=yes', 'BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null']
    const flags = ['-q', '-F', '/dev/null', '-p', String(port), ...options.flatMap((option) => ['-o', option])]
    return spawn('ssh', [...flags, '-i', key(login), `${login}@localhost`, command])
  }
  /** What it printed, or false when it was not let in. */
  const says = async (login: string, port: number) => {
    const child = ssh(login, port, 'whoami')
    const [said] = await Promise.all([text(child.stdout), once(child, 'close')])
    return child.exitCode === 0 && said.trim()
  }

  it('is locked out as soon as GitHub tells, open sessions included, and the thread says so', async () => {
    await giveKeys()
    const order = ['--repository', 'acme/website', '--team', 'web-team', '--owner', 'U0NADIA', '--channel', 'C0SPRING']
    await pokopoko('create', 'plum', ...order)
    await eventually(async () => (await shown()).phase === 'ready', 'plum is ready')
    const { port } = (await shown()).ssh ?? assert.fail('no SSH')
    assert.deepEqual([await says('tom', port), await says('nadia', port)], ['tom', 'nadia'])
    const session = ssh('tom', port, 'echo here; sleep 600')
    await once(session.stdout, 'data')
    const ended = once(session, 'close')

    const { 'web-team': members = [], ...others } = await teams()
    const rest = members.filter(({ login }) => login !== 'tom')
    await writeFile(teamsFile(), JSON.stringify({ ...others, 'web-team': rest }))
    await ended
    assert.deepEqual([await says('tom', port), await says('nadia', port)], [false, 'nadia'])
    await eventually(async () => {
      const { messages } = await main.screen('U0NADIA')
      return messages.some(({ text: line, threadTs }) => threadTs !== undefined && /Removed `@tom` from/.test(line))
    }, 'the thread says who left')
    assert.equal((await shown()).phase, 'ready')
  })
})
