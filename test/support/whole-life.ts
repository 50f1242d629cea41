import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { CapacityError, LimitError } from '../../src/site/errors.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { createLife } from './a-life.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'

/** Fixed, since waits depend on it. Ids of other tests' sites are counted, so they depend on what ran before. */
const ID = '3f0e1c52-8d0b-4a57-9f0e-6d1c2b7a4e90'

/**
 * The log of a site from its creation to its purge. EC2 refuses the first launch and has no room for the second, Slack asks to wait once,
 * somebody sends the site to sleep and wakes it, and nobody extends it. Lines of JSON, as they are in docs/operating.md.
 */
export async function wholeLife(): Promise<string[]> {
  const life = await createLife({
    siteId: ID,
    durations: { bootMs: 19_000, agentMs: 11_000, jobMs: 34_000, stopMs: 9_000, terminateMs: 12_000, imageMs: 95_000 },
  })
  const { ports, clock } = life
  const { launch } = ports.instances
  const { postCard } = ports.chat
  const refusal = Object.assign(new Error('You are not authorized to perform this operation.'), {
    name: 'UnauthorizedOperation',
    $metadata: { requestId: '6e1d6d2c-1f35-4c1b-8c55-8a3a6e1f9b10' },
  })
  const errors = {
    launch: [refusal, new CapacityError('No room for small in eu-central-1a', { alternatives: 3 })],
    card: [new LimitError('Slack limits our calls', { retryAfterMs: 20_000 })],
  }
  ports.instances.launch = async (order) => failing(errors.launch, () => launch(order))
  ports.chat.postCard = async (...args) => failing(errors.card, () => postCard(...args))
  for (const [port, ms] of [
    [ports.instances, 640],
    [ports.routes, 810],
    [ports.shell, 230],
    [ports.chat, 310],
    [ports.codeHost, 420],
  ] as const) {
    makeSlow(port, () => clock.advance(ms))
  }
  await life.pass(2 * HOUR_MS)
  await life.ask(sleep.apply)
  await life.pass(HOUR_MS)
  await life.ask(wake.apply)
  await life.pass(HOUR_MS)
  await createSweep(ports, life.reconcile, life.log)()
  await life.pass(60 * DAY_MS)
  return life.written.map((line) => line.trimEnd())
}

async function failing<T>(errors: Error[], call: () => Promise<T>): Promise<T> {
  const error = errors.shift()
  if (error !== undefined)
    throw Object.assign(error, { stack: `${error.name}: ${error.message}\n    at ec2/launch.ts:43:13` })
  return call()
}

/** Each call of it takes a while. */
function makeSlow(port: object, wait: () => void): void {
  for (const name of Object.keys(port)) {
    const call: unknown = Reflect.get(port, name)
    if (typeof call !== 'function') continue
    const slow = async (...args: unknown[]): Promise<unknown> => {
      wait()
      return Reflect.apply(call, port, args)
    }
    Object.assign(port, { [name]: slow })
  }
}
