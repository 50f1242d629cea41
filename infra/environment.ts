import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as z from 'zod'
import type { FunctionName } from '../src/aws/names.ts'
import { chosenFor, functionSettings, type MadeSettings, SETTINGS_FILE } from '../src/aws/settings.ts'
import type { Config } from './config.ts'

/** Of all variables of a function together, as JSON. Source: Lambda quotas, "Environment variables". */
export const MAX_ENVIRONMENT_BYTES = 4096

/**
 * They read what AWS names as well, which takes nearly all of an environment where there are many load balancers: what is chosen goes into
 * their bundle.
 */
const readsMade = (name: FunctionName) => name === 'reconcile' || name === 'sweep' || name === 'bake'

/** Writes the settings file into a function's bundle, where it has one. */
export function writeSettingsFile(bundle: string, name: FunctionName, config: Config): void {
  if (readsMade(name)) writeFileSync(join(bundle, SETTINGS_FILE), JSON.stringify(chosenFor[name]().parse(config)))
}

export function environmentOf(name: FunctionName, config: Config, made: MadeSettings): Record<string, string> {
  if (!readsMade(name)) return variables(chosenFor[name]().parse(config))
  return variables(Object.fromEntries(Object.entries(made).filter(([key]) => key in functionSettings[name]().shape)))
}

function variables(settings: object): Record<string, string> {
  return { SETTINGS: JSON.stringify(settings) }
}

/** Lambda would refuse it, half-way through a deployment. Only this function has what can be of any length. */
export function slackEnvironmentProblems(settings: z.output<ReturnType<typeof chosenFor.slack>>): string[] {
  const bytes = environmentBytes(variables(settings))
  if (bytes <= MAX_ENVIRONMENT_BYTES) return []
  const sized = Object.entries(settings).map(([key, value]) => ({ key, size: JSON.stringify(value)?.length ?? 0 }))
  const largest = sized.toSorted((a, b) => b.size - a.size).slice(0, 3)
  return largest.map(
    ({ key, size }) =>
      `${key}: must be shorter than its ${size} bytes: the environment of slack would take ${bytes} of ${MAX_ENVIRONMENT_BYTES}`,
  )
}

export function environmentBytes(environment: Record<string, string>): number {
  return Buffer.byteLength(JSON.stringify(environment))
}
