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

/** The program `node` of the version that functions are deployed to, from npm, in the cache of `tools/venv.sh`. */
export function lambdaNode(): string {
  const script = `source ${JSON.stringify(join(import.meta.dirname, 'venv.sh'))} && lambda_node`
  return join(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim(), 'bin/node')
}
