import { createEngine, type Engine } from './engine.ts'

export interface FoundEngine {
  engine: Engine
  /** `podman` or `docker`, or what was given. */
  name: string
}

/** How long an engine may take to answer, in milliseconds. */
const PATIENCE_MS = 5000

/**
 * The container engine of this computer, if one answers: podman, else docker.
 * @param given its command and first words, instead of looking for one
 */
export async function findEngine(given?: string): Promise<FoundEngine | undefined> {
  const candidates = given === undefined ? [['podman'], ['docker']] : [given.split(/\s+/).filter(Boolean)]
  for (const [name, ...words] of candidates) {
    if (name === undefined) continue
    const engine = createEngine([name, ...words])
    if (await answers(engine)) return { engine, name }
  }
  return undefined
}

/** Asks the service and not only the program: docker's client is often there without it. */
async function answers(engine: Engine): Promise<boolean> {
  const asked = engine(['ps', '--quiet'], { timeoutMs: PATIENCE_MS })
  return asked.then(
    ({ code }) => code === 0,
    () => false,
  )
}
