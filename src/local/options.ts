import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { MachineSettings } from './platform/machines.ts'
import { type Config, ConfigError, loadConfig, parseSettings } from '../config.ts'

export interface LocalOptions extends Config, MachineSettings {
  /** Of the workspace page; 0 for any free one. */
  port: number
  /** Of the router, at which the sites are. */
  sitesPort: number
  dataDirectory: string
  /** Begin anew: what is in the data directory is deleted. */
  fresh: boolean
  /** What happens is printed as lines of JSON. */
  json: boolean
}

const USAGE =
  'Usage: npm start -- [--port N] [--sites-port N] [--data-dir DIRECTORY] [--machines KIND] [--fresh] [--json]'

const port = z.coerce.number().int().min(0).max(65_535)
const schema = z.object({
  PORT: port.default(3000),
  SITES_PORT: port.default(8080),
  DATA_DIR: z.string().default('.local'),
  MACHINES: z.enum(['auto', 'containers', 'embedded']).default('auto'),
  MACHINE_BASE: z.string().optional(),
  CONTAINER_ENGINE: z.string().optional(),
})

/** Flags win over the environment. ConfigError for what cannot be used. */
export function readLocalOptions(args: string[], env: NodeJS.ProcessEnv): LocalOptions {
  const flags = readFlags(args)
  const settings = parseSettings(schema, {
    PORT: flags.port ?? env['PORT'],
    SITES_PORT: flags['sites-port'] ?? env['SITES_PORT'],
    DATA_DIR: flags['data-dir'] ?? env['DATA_DIR'],
    MACHINES: flags.machines ?? env['MACHINES'],
    MACHINE_BASE: env['MACHINE_BASE'],
    CONTAINER_ENGINE: env['CONTAINER_ENGINE'],
  })
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    ...loadConfig(env, here),
    port: settings.PORT,
    sitesPort: settings.SITES_PORT,
    dataDirectory: settings.DATA_DIR,
    fresh: flags.fresh ?? false,
    json: flags.json ?? false,
    machines: settings.MACHINES,
    machineBase: settings.MACHINE_BASE,
    containerEngine: settings.CONTAINER_ENGINE,
  }
}

function readFlags(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'sites-port': { type: 'string' },
        'data-dir': { type: 'string' },
        machines: { type: 'string' },
        fresh: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    })
    return values
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`${message}\n${USAGE}`, { cause })
  }
}
