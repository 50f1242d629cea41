import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { RUNTIME_FLAGS } from '../../../../tools/lambda-node.ts'
import { makeTemporaryDirectory } from '../../../support/temporary-directory.ts'
import type { DeployedFunction } from './deployed-function.ts'
import { type Outcome, startRuntimeApi } from './runtime-api.ts'
import { needed } from '../addresses.ts'

/** `tools/test-aws.sh` installs them and says where they are. */
export const LAMBDA_NODE = needed('LAMBDA_NODE')
const RUNTIME = needed('LAMBDA_RUNTIME')

/** A start on a busy computer; no test waits for it. */
const START_LIMIT_MS = 30_000

export type Container = Awaited<ReturnType<typeof startContainer>>

/**
 * A container of Lambda with the function whose files are in `code`: AWS's own runtime interface client on the Node of the managed
 * runtime, frozen whenever it waits for an event. `failed` is set where it did not start.
 */
export async function startContainer(code: string, deployed: DeployedFunction, env: Record<string, string>) {
  const runtime = await layOutRuntime()
  let failed: Extract<Outcome, { kind: 'error' }> | undefined
  let rest = () => {}
  const resting = () => new Promise<void>((resolve) => (rest = resolve))
  let idle = resting()
  const api = await startRuntimeApi({
    idle: () => {
      child.kill('SIGSTOP')
      rest()
    },
    initFailed: (outcome) => {
      failed = outcome
    },
  })
  const wrapper = deployed.wrapper.replace('/var/task', code)
  const child = spawn(wrapper, [LAMBDA_NODE, ...RUNTIME_FLAGS, join(runtime.path, 'index.mjs')], {
    cwd: code,
    env: { ...ownVariables(api.address, code, deployed), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const exited = once(child, 'exit')
  await within(START_LIMIT_MS, 'It starts', Promise.race([idle, exited]))
  const stop = async () => {
    child.kill('SIGKILL')
    const [log, trouble] = await output
    await Promise.all([api.close(), runtime.remove()])
    return { log, trouble, status: child.exitCode }
  }
  if (child.exitCode !== null && failed === undefined) {
    const { log, trouble } = await stop()
    throw new Error(`The runtime itself ended as it started: ${log}${trouble}`)
  }
  return {
    failed,
    /** `beforeThaw` happens when the event is there already and the function still stands still. */
    invoke: async (event: unknown, beforeThaw: () => void = () => {}): Promise<Outcome> => {
      await idle
      idle = resting()
      const outcome = api.deliver(event, Date.now() + deployed.timeoutMs)
      beforeThaw()
      child.kill('SIGCONT')
      // What comes after the answer belongs to the invocation until the runtime asks for the next event.
      const whole = Promise.all([outcome, idle]).then(([first]) => first)
      return within(deployed.timeoutMs, 'It answers and comes to rest', Promise.race([whole, ended(exited)]))
    },
    stop,
  }
}

async function layOutRuntime() {
  const directory = await makeTemporaryDirectory()
  await copyFile(join(RUNTIME, 'index.mjs'), join(directory.path, 'index.mjs'))
  // The runtime requires `rapid-client.node`, which Node finds by this name too.
  await copyFile(join(import.meta.dirname, 'rapid-client.cjs'), join(directory.path, 'rapid-client.node.js'))
  // Whatever stands in a directory above, which would make a module of it.
  await writeFile(join(directory.path, 'package.json'), '{}')
  return directory
}

/** Source: AWS Lambda, "Defined runtime environment variables". */
function ownVariables(api: string, code: string, { name, handler, runtime, memoryMb }: DeployedFunction) {
  return {
    _HANDLER: handler,
    _X_AMZN_TRACE_ID: '',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/02/[$LATEST]0a1b2c3d4e5f60718',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    AWS_LAMBDA_RUNTIME_API: api,
    LAMBDA_TASK_ROOT: code,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  }
}

async function ended(exited: Promise<unknown[]>): Promise<never> {
  const [code, signal] = await exited
  throw new Error(`The runtime ended while it had an event: ${String(code ?? signal)}`)
}

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const limit = new AbortController()
  const late = setTimeout(ms, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`Not within ${ms / 1000} s: ${what}`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    limit.abort()
    late.catch(() => {})
  }
}
