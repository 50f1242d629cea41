import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Config, ConfigError, loadConfig, parseSettings } from '../config.ts'

export interface LocalOptions extends Config {
  /** Of the workspace page; 0 for any free one. */
  port: number
  /** Of the router, at which the sites are. */
  sitesPort: number
  dataDirectory: string
  /** Begin anew: what is in the data directory is deleted. */
  fresh: boolean
}

const port = z.coerce.number().int().min(0).max(65_535)
const schema = z.object({
  PORT: port.default(3000),
  SITES_PORT: port.default(8080),
  DATA_DIR: z.string().default('.local'),
})

/** Flags win over the environment. ConfigError for what cannot be used. */
export function readLocalOptions(args: string[], env: NodeJS.ProcessEnv): LocalOptions {
  const flags = readFlags(args)
  const settings = parseSettings(schema, {
    PORT: flags.port ?? env['PORT'],
    SITES_PORT: flags['sites-port'] ?? env['SITES_PORT'],
    DATA_DIR: flags['data-dir'] ?? env['DATA_DIR'],
  })
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    ...loadConfig(env, here),
    port: settings.PORT,
    sitesPort: settings.SITES_PORT,
    dataDirectory: settings.DATA_DIR,
    fresh: flags.fresh ?? false,
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
        fresh: { type: 'boolean' },
      },
    })
    return values
  } catch (cause) {
    throw new ConfigError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
