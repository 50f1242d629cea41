import { ConfigError } from '../config.ts'
import type { Surroundings } from '../terminal/terminal-deps.ts'

/** What lies beyond a deployed table: the code host, the images on offer, and the sweep on the world of AWS. */
export async function createSurroundings(_env: NodeJS.ProcessEnv): Promise<Surroundings> {
  throw new ConfigError('create and sweep work on a local table only')
}
