import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listenOn } from '../src/local/platform/listen.ts'
import { signedEvent } from '../src/local/slack/sign.ts'
import { bundle } from '../tools/bundle.ts'
import { median } from './median.ts'

/**
 * Cold start of the Slack handler: from a fresh process to its first signed answer (`/testsite help`), against an
 * empty process and against a plain, unbundled Bolt + DynamoDB app. The three take turns, so that a slow moment of
 * the machine hits all; medians and ratios are printed. Ours also asks Slack for the reader's language.
 */
const ROUNDS = Number(process.env['ROUNDS'] ?? 15)
const GOAL = 0.55
const SIGNING_SECRET = 'bench'

const here = (path: string) => fileURLToPath(new URL(`cold-start/${path}`, import.meta.url))

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-bench-'))
  const slackApi = createServer((_req, res) => {
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, user: { locale: 'en-US' } }))
  })
  try {
    const ours = join(directory, 'slack.cjs')
    const bytes = await bundle(here('ours.ts'), ours)
    const port = await listenOn(slackApi, 0, 'PORT')
    const env = {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      BENCH_SIGNING_SECRET: SIGNING_SECRET,
      BENCH_SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
    }
    const contenders = {
      'empty process': () => ['-e', 'process.stdout.write("0")'],
      'plain app': () => [here('first-answer.cjs'), here('plain.cjs'), helpEvent()],
      pokopoko: () => [here('first-answer.cjs'), ours, helpEvent()],
    }
    const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]))
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, args] of Object.entries(contenders)) {
        const took = await timed(args(), env)
        // The first round warms the disk's cache.
        if (round > 0) times.get(name)?.push(took)
      }
    }
    print(new Map([...times].map(([name, all]) => [name, median(all)])), bytes)
  } finally {
    slackApi.close()
    slackApi.closeAllConnections()
    await rm(directory, { recursive: true })
  }
}

function helpEvent(): string {
  const form = new URLSearchParams({
    command: '/testsite',
    text: 'help',
    user_id: 'U1',
    channel_id: 'C1',
    team_id: 'T1',
    trigger_id: '1.1.1',
    response_url: 'https://hooks.slack.com/commands/1',
  })
  return JSON.stringify(signedEvent({ kind: 'form', body: form.toString() }, SIGNING_SECRET, Date.now()))
}

/** Milliseconds from the process's start to its first output. */
async function timed(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = new Promise((resolve) => child.once('exit', resolve))
  await once(child.stdout, 'data')
  const took = performance.now() - start
  const code = await exit
  if (code !== 0) throw new Error(`Exit code ${String(code)}`)
  return took
}

function print(medians: Map<string, number>, bytes: number): void {
  const plain = medians.get('plain app') ?? Number.NaN
  console.log(`cold start to the first signed answer, median of ${ROUNDS}, node ${process.version}`)
  for (const [name, ms] of medians) {
    console.log(`${name.padEnd(14)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / plain).toFixed(2)} × plain app`)
  }
  const ratio = (medians.get('pokopoko') ?? Number.NaN) / plain
  console.log(
    `bundle ${(bytes / 1024).toFixed(0)} KiB; goal at most ${GOAL} × plain app: ${ratio <= GOAL ? 'met' : 'missed'}`,
  )
}

await main()
