import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listenOn } from '../src/local/listen.ts'
import { signedEvent } from '../test/support/signed-event.ts'
import { startFakeParameters } from '../test/support/fake-parameters.ts'
import { engineEnvironment, gatewayEnvironment, slackEnvironment } from '../test/support/function-environment.ts'
import { buildFunctions } from '../tools/build-functions.ts'
import { median } from './median.ts'

/**
 * Cold start of the Slack function as it is deployed: from a fresh process to its first signed answer (`/testsite help`),
 * against an empty process and against a plain, unbundled Bolt + DynamoDB app. Ours also reads its secrets from SSM and asks
 * Slack who asks; both answer from this computer, as do EC2 and the table for `slack, form` (`/testsite`). The other functions are loaded only. All take turns,
 * so that a slow moment of the machine hits all; medians and ratios are printed.
 */
const ROUNDS = Number(process.env['ROUNDS'] ?? 15)
const GOAL = 0.55
const SIGNING_SECRET = 'bench'

const NO_IMAGES = '<DescribeImagesResponse><imagesSet/></DescribeImagesResponse>'
const NO_SITES = JSON.stringify({ Items: [], Count: 0 })

const here = (path: string) => fileURLToPath(new URL(`cold-start/${path}`, import.meta.url))

interface Contender {
  args(): string[]
  env: Record<string, string>
}

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-bench-'))
  let formsOpened = 0
  const slackApi = createServer((req, res) => {
    if (req.url?.endsWith('/views.open') === true) formsOpened += 1
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, user: { locale: 'en-US' } }))
  })
  const aws = createServer((req, res) => res.end(req.headers['x-amz-target'] === undefined ? NO_IMAGES : NO_SITES))
  const parameters = await startFakeParameters({
    '/pokopoko/slack-signing-secret': SIGNING_SECRET,
    '/pokopoko/slack-bot-token': 'xoxb-bench',
    '/pokopoko/github-token': 'bench',
  })
  try {
    const sizes = await buildFunctions(directory)
    const slackApiUrl = `http://127.0.0.1:${await listenOn(slackApi, 0, 'PORT')}/api/`
    const awsUrl = `http://127.0.0.1:${await listenOn(aws, 0, 'PORT')}`
    const medians = await race(contendersIn(directory, { slackApiUrl, ssmUrl: parameters.url, awsUrl }))
    if (formsOpened !== ROUNDS + 1) throw new Error(`${formsOpened} forms were opened`)
    print(medians, new Map([...sizes].map(([path, bytes]) => [relative(directory, path), bytes])))
  } finally {
    for (const server of [slackApi, aws]) {
      server.close()
      server.closeAllConnections()
    }
    await parameters.close()
    await rm(directory, { recursive: true })
  }
}

function contendersIn(
  directory: string,
  { slackApiUrl, ssmUrl, awsUrl }: { slackApiUrl: string; ssmUrl: string; awsUrl: string },
): Record<string, Contender> {
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_SSM: ssmUrl,
    AWS_ENDPOINT_URL: awsUrl,
    BENCH_SIGNING_SECRET: SIGNING_SECRET,
  }
  const built = (name: string) => join(directory, name, 'index.js')
  const loaded = (name: string, settings: Record<string, string>): Contender => ({
    args: () => [here('load.cjs'), built(name)],
    env: { ...env, ...settings },
  })
  return {
    'empty process': { args: () => ['-e', 'process.stdout.write("0")'], env },
    'plain app': { args: () => [here('first-answer.cjs'), here('plain.cjs'), commandEvent('help'), 'text'], env },
    slack: {
      args: () => [here('first-answer.cjs'), built('slack'), commandEvent('help'), 'text'],
      env: { ...env, ...slackEnvironment({ slackApiUrl }) },
    },
    'slack, form': {
      args: () => [here('first-answer.cjs'), built('slack'), commandEvent(''), 'nothing'],
      env: { ...env, ...slackEnvironment({ slackApiUrl }) },
    },
    'slack, loaded': loaded('slack', slackEnvironment({ slackApiUrl })),
    'reconcile, loaded': loaded('reconcile', engineEnvironment()),
    'sweep, loaded': loaded('sweep', engineEnvironment()),
    'gateway, loaded': loaded('gateway', gatewayEnvironment()),
  }
}

/** Median milliseconds from each one's start to its first output. */
async function race(contenders: Record<string, Contender>): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, { args, env }] of Object.entries(contenders)) {
      const took = await timed(args(), { PATH: process.env['PATH'], ...env })
      // The first round warms the disk's cache.
      if (round > 0) times.get(name)?.push(took)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

function commandEvent(text: string): string {
  const form = new URLSearchParams({
    command: '/testsite',
    text,
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
  await Promise.race([once(child.stdout, 'data'), exit])
  const took = performance.now() - start
  const code = await exit
  if (code !== 0) throw new Error(`Exit code ${String(code)}`)
  return took
}

function print(medians: Map<string, number>, sizes: Map<string, number>): void {
  const plain = medians.get('plain app') ?? Number.NaN
  console.log(`cold start to the first signed answer, or until loaded; median of ${ROUNDS}, node ${process.version}`)
  for (const [name, ms] of medians) {
    console.log(`${name.padEnd(18)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / plain).toFixed(2)} × plain app`)
  }
  const ratio = (medians.get('slack') ?? Number.NaN) / plain
  console.log(`goal for slack at most ${GOAL} × plain app: ${ratio <= GOAL ? 'met' : 'missed'}`)
  for (const [path, bytes] of sizes) console.log(`${path.padEnd(26)} ${(bytes / 1024).toFixed(0).padStart(5)} KiB`)
}

await main()
