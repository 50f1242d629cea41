import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../src/local/find-chromium.ts'
import { median } from '../../bench/median.ts'
import { takeNoArguments } from '../../tools/arguments.ts'

/**
 * `npm run bench:page`: the workspace page of `npm start` in a real browser, side by side with that of an earlier commit: 500 messages
 * at once while one page is open, and then one more, timed until a frame shows it. The two take turns. BASELINE names another commit.
 */
takeNoArguments('npm run bench:page')
const { BASELINE = '427d1a7' } = process.env
const MESSAGES = 500
const ROUNDS = 3
const MORE = 9
const TEXT = 'Plums, quinces and *medlars* are ripe in October. 秋の果物。 '.repeat(16)
const PERSON = 'U0NADIA'
const CHANNEL = 'C0SPRING'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

interface Figures {
  /** From sending one more message to the frame that shows it. */
  showsMs: number
  /** The most memory that the server ever had. */
  peakMb: number
  /** What the page got. */
  sentMb: number
  /** From the first of the messages to the frame that shows the last. */
  allMs: number
}

async function main(baseline: string): Promise<void> {
  const executablePath = await findChromium(process.env)
  if (executablePath === undefined) throw new Error('No chromium. Install one, or name it in CHROMIUM.')
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-bench-'))
  const before = join(directory, 'baseline')
  await run('git', ['-C', root, 'worktree', 'add', '--detach', before, baseline])
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    await linkPackages(before)
    const figures: Record<string, Figures[]> = { [baseline]: [], now: [] }
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, checkout] of [
        [baseline, before],
        ['now', root],
      ] as const) {
        const data = join(directory, `${name}-${round}`)
        figures[name]?.push(await measure(browser, checkout, data))
      }
    }
    print(figures, baseline)
  } finally {
    await browser.close()
    await run('git', ['-C', root, 'worktree', 'remove', '--force', before])
    await rm(directory, { recursive: true })
  }
}

/** Gives a checkout our packages, but for those that are in the checkout itself. */
async function linkPackages(checkout: string): Promise<void> {
  const from = join(root, 'node_modules')
  const to = join(checkout, 'node_modules')
  await mkdir(join(to, '@pokopoko'), { recursive: true })
  for (const name of await readdir(from)) {
    if (name !== '@pokopoko' && name !== '.cache') await symlink(join(from, name), join(to, name))
  }
  for (const name of await readdir(join(checkout, 'packages')).catch(() => [])) {
    await symlink(join(checkout, 'packages', name), join(to, '@pokopoko', name))
  }
}

async function measure(browser: Browser, checkout: string, data: string): Promise<Figures> {
  const server = await start(checkout, data)
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  try {
    const sent = await countBytes(page)
    await page.goto(`${server.url}/#/${PERSON}/${CHANNEL}`)
    await page.getByRole('log').waitFor()
    const began = performance.now()
    await Promise.all(Array.from({ length: MESSAGES }, (_, index) => say(server.url, `${index} ${TEXT}`)))
    await showOne(page, 'The last')
    const allMs = performance.now() - began
    const times: number[] = []
    for (let index = 1; index <= MORE; index++) times.push(await showOne(page, `More ${index}`))
    return { showsMs: median(times), peakMb: await peakOf(server.pid), sentMb: sent() / 1e6, allMs }
  } finally {
    await page.close()
    await server.end()
  }
}

async function say(url: string, text: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ as: PERSON, channel: CHANNEL, text })
  const { ok } = await fetch(`${url}/do/say`, { method: 'POST', headers, body })
  if (!ok) throw new Error('the message was not taken')
}

/** Runs in the page: sends a message, and resolves with the milliseconds until a frame shows it. */
const SHOW = `async ([as, channel, text]) => {
  const start = performance.now()
  const isShown = () => [...document.querySelectorAll('[role=log] article')].at(-1)?.textContent.includes(text)
  const shown = new Promise((resolve) => {
    new MutationObserver(() => isShown() && resolve()).observe(document.body, { childList: true, subtree: true })
  })
  const headers = { 'content-type': 'application/json' }
  void fetch('/do/say', { method: 'POST', headers, body: JSON.stringify({ as, channel, text }) })
  await shown
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  return performance.now() - start
}`

function showOne(page: Page, text: string): Promise<number> {
  return page.evaluate<number>(`(${SHOW})(${JSON.stringify([PERSON, CHANNEL, text])})`)
}

async function countBytes(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  let bytes = 0
  session.on('Network.dataReceived', ({ dataLength }) => (bytes += dataLength))
  return () => bytes
}

async function start(checkout: string, data: string) {
  const flags = ['--port', '0', '--sites-port', '0', '--data-dir', data, '--machines', 'embedded']
  const child = spawn(process.execPath, ['bin/start.mjs', ...flags], {
    cwd: checkout,
    env: { PATH: process.env['PATH'], PICTURES: 'false' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      const found = /Ctrl-C/.test(output) ? /Workspace +(\S+)/.exec(output)?.[1] : undefined
      if (found !== undefined) resolve(found)
    })
    child.once('close', () => reject(new Error(`it did not start: ${output}`)))
  })
  const end = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, pid: child.pid ?? 0, end }
}

/** In megabytes. Source: proc(5), `VmHWM`. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1000
}

function print(figures: Record<string, Figures[]>, baseline: string): void {
  const of = (name: string, key: keyof Figures) => median((figures[name] ?? []).map((one) => one[key]))
  console.log(`the workspace page with ${MESSAGES} messages; medians of ${ROUNDS} rounds`)
  for (const [key, label, unit] of [
    ['showsMs', 'one more message', 'ms'],
    ['peakMb', 'peak of the server', 'MB'],
    ['sentMb', 'sent to the page', 'MB'],
    ['allMs', 'all until the last shows', 'ms'],
  ] as const) {
    const [was, is] = [of(baseline, key), of('now', key)]
    console.log(
      `${label.padEnd(26)} ${baseline} ${was.toFixed(1)} ${unit}, now ${is.toFixed(1)} ${unit}: ${(is / was).toFixed(2)} ×`,
    )
  }
}

await main(BASELINE)
