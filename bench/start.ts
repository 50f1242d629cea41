import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { median } from './median.ts'
import { takeNoArguments } from '../tools/arguments.ts'

/**
 * `npm run bench:start`: what `npm ci` installs, and what `npm start` takes of the processor until it's up and of memory when nobody has used it, compared with an
 * earlier commit. Both are checked out and installed; their starts take turns. The first of each isn't counted. Linux only. BASELINE names another commit.
 */
takeNoArguments('npm run bench:start')
const { BASELINE = '427d1a7' } = process.env
const ROUNDS = 9
const AT_REST_MS = 4000
/** Of the kernel's clock in /proc. Source: proc_pid_stat(5), sysconf(_SC_CLK_TCK). */
const TICKS_PER_SECOND = 100

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

interface Start {
  processorSeconds: number
  residentMb: number
}

async function main(baseline: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-bench-'))
  const checkouts = { [baseline]: join(directory, 'before'), now: join(directory, 'now') }
  try {
    const starts: Record<string, Start[]> = {}
    const installed: Record<string, number> = {}
    for (const [name, checkout] of Object.entries(checkouts)) {
      await run('git', ['-C', root, 'worktree', 'add', '--detach', checkout, name === 'now' ? 'HEAD' : name])
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: checkout })
      const { stdout } = await run('du', ['-sm', join(checkout, 'node_modules')])
      installed[name] = Number.parseInt(stdout, 10)
      await start(checkout, join(directory, 'data'))
      // What V8 has compiled is kept when a start has been up for a while.
      starts[name] = []
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, checkout] of Object.entries(checkouts)) {
        starts[name]?.push(await start(checkout, join(directory, 'data')))
      }
    }
    const of = (name: string, figure: keyof Start) => median((starts[name] ?? []).map((one) => one[figure]))
    const rows: [string, number, number][] = [
      ['npm ci, MB on disk', installed[baseline] ?? 0, installed['now'] ?? 0],
      ['npm start, processor seconds', of(baseline, 'processorSeconds'), of('now', 'processorSeconds')],
      ['npm start, MB at rest', of(baseline, 'residentMb'), of('now', 'residentMb')],
    ]
    for (const [what, before, now] of rows)
      console.log(
        `${what.padEnd(30)} ${baseline} ${before.toFixed(2)}, now ${now.toFixed(2)}: ${(now / before).toFixed(2)} ×`,
      )
  } finally {
    for (const checkout of Object.values(checkouts))
      await run('git', ['-C', root, 'worktree', 'remove', '--force', checkout]).catch(() => undefined)
    await rm(directory, { recursive: true, force: true })
  }
}

/** Starts it on new data, and ends it. */
async function start(checkout: string, data: string): Promise<Start> {
  const flags = ['--machines=embedded', '--port', '0', '--sites-port', '0', '--data-dir', data]
  const child = spawn(process.execPath, ['bin/start.mjs', ...flags], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid = 0 } = child
  let output = ''
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += String(chunk)
    if (output.includes('Ctrl-C')) break
  }
  child.stdout.resume()
  const processorSeconds = (await Promise.all((await treeOf(pid)).map(processorSecondsOf))).reduce(sum, 0)
  await setTimeout(AT_REST_MS)
  const residentMb = (await Promise.all((await treeOf(pid)).map(residentMbOf))).reduce(sum, 0)
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
  await rm(data, { recursive: true })
  return { processorSeconds, residentMb }
}

const sum = (total: number, one: number) => total + one

/** A process and all that it started and that still run. */
async function treeOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(tasks.map((task) => readProc(`${pid}/task/${task}/children`)))
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()]
}

/** Its own, and that of its children that have ended. */
async function processorSecondsOf(pid: number): Promise<number> {
  const [, fields = ''] = (await readProc(`${pid}/stat`)).split(') ')
  // From utime to cstime: the 14th to the 17th, of which the first two are before the parenthesis.
  return fields.split(' ').slice(11, 15).map(Number).reduce(sum, 0) / TICKS_PER_SECOND
}

async function residentMbOf(pid: number): Promise<number> {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(await readProc(`${pid}/status`)) ?? []
  return Number(kilobytes) / 1024
}

/** Empty for a process that has just ended. */
const readProc = (path: string) => readFile(`/proc/${path}`, 'utf8').catch(() => '')

await main(BASELINE)
