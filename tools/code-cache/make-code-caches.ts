import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { RUNTIME_FLAGS, START } from '../lambda-node.ts'
import { commonEvents, startStandIn } from './stand-in.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, 'make.cjs')

/**
 * Writes code caches of the built function for Slack into its folder, one by each of these Nodes, given as commands. Returns the size of each in
 * bytes, by its absolute path.
 */
export async function makeCodeCaches(
  folder: string,
  nodes: readonly (readonly string[])[],
): Promise<Map<string, number>> {
  const standIn = await startStandIn()
  try {
    const sizes = new Map<string, number>()
    for (const node of nodes) {
      const whole = [...node, ...RUNTIME_FLAGS, script, join(folder, 'index.js'), ...commonEvents()]
      const { stdout } = await run(join(folder, START), whole, { env: standIn.env })
      // Before it, the function says that none of the caches fits.
      const path = stdout.slice(stdout.lastIndexOf('\n') + 1)
      sizes.set(path, (await stat(path)).size)
    }
    return sizes
  } finally {
    await standIn.close()
  }
}
