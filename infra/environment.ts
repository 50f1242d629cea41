import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FunctionName } from '../src/aws/names.ts'
import { chosenFor, functionSettings, type MadeSettings, SETTINGS_FILE } from '../src/aws/settings.ts'
import type { Config } from './config.ts'
import { variables } from './function-variables.ts'

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
