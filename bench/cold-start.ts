import { execFileSync, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { signedEvent } from '../test/support/signed-event.ts'
import { engineEnvironment, gatewayEnvironment, slackEnvironment } from '../test/support/function-environment.ts'
import { buildFunctions } from '../tools/build-functions.ts'
import { makeCodeCaches } from '../tools/code-cache/make-code-caches.ts'
import { lambdaNode, RUNTIME_FLAGS, START } from '../tools/lambda-node.ts'
import { startServices } from './cold-start/services.ts'
import { median } from './median.ts'

/**
 * Cold start of the Slack function as it is deployed, from a fresh process to its first signed answer: `/testsite help` and the form, on the
 * Node and with the flags that Lambda has. Compared with a plain, unbundled Bolt + DynamoDB app, which calls nothing. Ours reads its secrets
 * and asks Slack who asks; all that it calls is on this computer and speaks TLS. Other functions are loaded only. All take turns, so that a
 * slow moment of the machine hits all.
 */
const ROUNDS = Number(process.env['ROUNDS'] ?? 15)
const GOALS: Record<string, number> = { 'slack, help': 0.3, 'slack, form': 0.5 }
const SIGNING_SECRET = 'bench'

const here = (path: string) => fileURLToPath(new URL(`cold-start/${path}`, import.meta.url))

interface Contender {
  /** In place of Node. */
  start?: string
  args: string[]
  env: Record<string, string>
}

/** Milliseconds: until the first output, and of the processor until then. */
interface Took {
  wall: number
  processor: number
}

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-bench-'))
  const services = await startServices(directory, {
    '/pokopoko/slack-signing-secret': SIGNING_SECRET,
    '/pokopoko/slack-bot-token': 'xoxb-bench',
    '/pokopoko/github-token': 'bench',
  })
  try {
    const sizes = await buildFunctions(directory)
    const [node = ''] = lambdaNode()
    await makeCodeCaches(join(directory, 'slack'), [[node]])
    const results = await race(node, contendersIn(directory, services))
    if (services.opened.forms !== ROUNDS + 1) throw new Error(`${services.opened.forms} forms were opened`)
    console.log(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}, ${ROUNDS} rounds`)
    printResults(results)
    for (const [path, bytes] of sizes)
      console.log(`${relative(directory, path).padEnd(26)} ${(bytes / 1024).toFixed(0).padStart(5)} KiB`)
  } finally {
    await services.close()
    await rm(directory, { recursive: true })
  }
}

function contendersIn(
  directory: string,
  services: { slackApiUrl: string; env: Record<string, string> },
): Record<string, Contender> {
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    BENCH_SIGNING_SECRET: SIGNING_SECRET,
    ...services.env,
  }
  const built = (name: string) => join(directory, name, 'index.js')
  const slack = { ...env, ...slackEnvironment({ slackApiUrl: services.slackApiUrl }) }
  const start = join(directory, 'slack', START)
  const loaded = (name: string, settings: Record<string, string>): Contender => ({
    start: join(directory, name, START),
    args: [here('load.cjs'), built(name)],
    env: { ...env, ...settings },
  })
  const answering = (handler: string, command: string, answer: string, variables: Record<string, string>) => ({
    args: [here('first-answer.cjs'), handler, commandEvent(command), answer],
    env: variables,
  })
  return {
    'empty process': { args: ['-e', 'process.stdout.write(JSON.stringify(process.cpuUsage()))'], env },
    'plain app': answering(here('plain.cjs'), 'help', 'text', env),
    'slack, help': { start, ...answering(built('slack'), 'help', 'text', slack) },
    'slack, form': { start, ...answering(built('slack'), '', 'nothing', slack) },
    'slack, loaded': loaded('slack', slack),
    'reconcile, loaded': loaded('reconcile', engineEnvironment()),
    'sweep, loaded': loaded('sweep', engineEnvironment()),
    'gateway, loaded': loaded('gateway', gatewayEnvironment()),
  }
}

async function race(node: string, contenders: Record<string, Contender>): Promise<Map<string, Took[]>> {
  const results = new Map<string, Took[]>(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, { start, args, env }] of Object.entries(contenders)) {
      const command = start === undefined ? [node] : [start, node]
      const took = await timed(command, args, { PATH: process.env['PATH'], ...env })
      // The first round warms the disk's cache.
      if (round > 0) results.get(name)?.push(took)
    }
  }
  return results
}

function commandEvent(command: string): string {
  const form = new URLSearchParams({
    command: '/testsite',
    text: command,
    user_id: 'U1',
    channel_id: 'C1',
    team_id: 'T1',
    trigger_id: '1.1.1',
    response_url: 'https://hooks.slack.com/commands/1',
  })
  return JSON.stringify(signedEvent({ kind: 'form', body: form.toString() }, SIGNING_SECRET, Date.now()))
}

const usageSchema = z.object({ user: z.number(), system: z.number() })

async function timed([program = '', ...node]: string[], args: string[], env: NodeJS.ProcessEnv): Promise<Took> {
  const start = performance.now()
  const child = spawn(program, [...node, ...RUNTIME_FLAGS, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = new Promise((resolve) => child.once('exit', resolve))
  let wall = Number.NaN
  child.stdout.once('data', () => (wall = performance.now() - start))
  const output = await text(child.stdout)
  const code = await exit
  if (code !== 0) throw new Error(`Exit code ${String(code)}`)
  const { user, system } = usageSchema.parse(JSON.parse(output))
  return { wall, processor: (user + system) / 1000 }
}

function printResults(results: Map<string, Took[]>): void {
  const figures = (name: string, kind: keyof Took) => {
    const all = results.get(name)?.map((took) => took[kind]) ?? []
    return [median(all), Math.min(...all)] as const
  }
  console.log(`${''.padEnd(18)}  wall ms: median, least, × plain app;  processor ms: the same`)
  for (const name of results.keys()) {
    const columns = (['wall', 'processor'] as const).map((kind) => {
      const [plain, least] = figures('plain app', kind)
      const [ms, leastMs] = figures(name, kind)
      return `${ms.toFixed(0).padStart(6)} ${leastMs.toFixed(0).padStart(5)}   ${(ms / plain).toFixed(2)} ${(leastMs / least).toFixed(2)}`
    })
    console.log(`${name.padEnd(18)} ${columns.join('    ')}`)
  }
  for (const [name, goal] of Object.entries(GOALS)) {
    const ratio = figures(name, 'processor')[0] / figures('plain app', 'processor')[0]
    console.log(`${name}: at most ${goal} × plain app, of the processor: ${ratio <= goal ? 'met' : 'missed'}`)
  }
}

await main()
