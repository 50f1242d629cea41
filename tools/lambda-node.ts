import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * What Lambda's Node runs with before `NODE_OPTIONS`; the sizes of its heap depend on the function's memory. Sources: the bootstrap of its
 * managed runtimes, and what its own client (aws-lambda-ric) takes away for worker threads.
 */
export const RUNTIME_FLAGS = [
  '--expose-gc',
  '--max-http-header-size=81920',
  '--max-semi-space-size=88',
  '--max-old-space-size=1592',
]

/** Beside each function: what Lambda runs in place of Node, with Node and its arguments. */
export const START = 'start'

/** One of nodejs24.x for each V8 of late, the newest last. A new release with another V8 belongs here: `process.versions.v8` says which. */
export const lambdaVersions = ['24.21.0', '24.22.3'] as const

/**
 * The command that runs this Node, from npm and in the cache of `tools/venv.sh`: its program, where it's for another processor after an emulator
 * of that, which needs Debian's packages.
 */
export function lambdaNode(version: string = lambdaVersions[0], arch: string = process.arch): string[] {
  const script = `set -e; source ${JSON.stringify(join(import.meta.dirname, 'venv.sh'))}; lambda_node "$@"`
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const output = execFileSync('bash', ['-c', script, 'lambda_node', version, arch], {
    encoding: 'utf8',
    stdio: [...stdio],
  })
  return output.trimEnd().split('\n')
}
