import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Config, localeSetting, permissionsSetting, parseSettings, toConfig } from '../config.ts'
import { type ListedSetting, listSettings } from '../list-settings.ts'
import { about, policySchema } from '../site/policy.ts'

const port = z.int().min(0).max(65_535)
const { timeZone } = policySchema.shape

/** What can be set for `npm start`: by flag (`--sites-port`) or, but for those that are flags only, environment (`SITES_PORT`). */
export const localSettings = z.object({
  port: port.default(3000).register(about, {
    description: 'Port of the workspace page, Slack’s Web API and git; 0 for any free one',
    example: 3001,
  }),
  sitesPort: port
    .default(8080)
    .register(about, { description: 'Port of the sites, `http://NAME.localhost:8080`', example: 8081 }),
  dataDir: z
    .string()
    .default('.local')
    .register(about, { description: 'Directory that holds all state', example: '.local' }),
  fresh: z.boolean().default(false).register(about, {
    description: 'Start over: deletes what’s in the data directory',
    example: true,
    isFlagOnly: true,
  }),
  json: z
    .boolean()
    .default(false)
    .register(about, { description: 'Prints what happens as lines of JSON', example: true, isFlagOnly: true }),
  machines: z.enum(['auto', 'containers', 'embedded']).default('auto').register(about, {
    description:
      '`auto`: containers where podman or docker answers, else `embedded`. A data directory keeps the kind of its first machine',
    example: 'embedded',
  }),
  machineBase: z.string().optional().register(about, {
    description: 'Image that container machines are built on; Debian 13 without it',
    example: 'debian:12',
  }),
  containerEngine: z.string().optional().register(about, {
    description: 'Command of the container engine, and words that always come first; podman, else docker, without it',
    example: 'docker',
  }),
  chromium: z.string().optional().register(about, {
    description:
      'Path of Chromium, which takes pictures of embedded machines’ start pages; one that’s on the PATH without it. Containers have their image’s',
    example: '/usr/bin/chromium',
  }),
  ...policySchema.shape,
  permissions: permissionsSetting,
  timeZone: timeZone.unwrap().default(Intl.DateTimeFormat().resolvedOptions().timeZone).register(about, {
    description:
      'Time zone of all dates and hours, also of those in Slack and on visitors’ pages; the computer’s by default',
    example: 'Europe/Berlin',
  }),
  locale: localeSetting,
})

export type LocalOptions = z.output<typeof localSettings> & Config

const settings = listSettings(localSettings)

/** Flags win over the environment. ConfigError names every problem at once. */
export function readLocalOptions(args: string[], env: NodeJS.ProcessEnv): LocalOptions {
  const { flags, problems } = readFlags(args)
  const given: Record<string, unknown> = {}
  const names = new Map<PropertyKey, string>()
  for (const setting of settings) {
    const { name, isFlagOnly } = setting
    const variable = variableOf(name)
    const flag = flags.get(name)
    const written = flag ?? (isFlagOnly || env[variable] === '' ? undefined : env[variable])
    if (written === undefined) continue
    names.set(name, flag === undefined ? variable : `--${flagOf(name)}`)
    try {
      given[name] = valueOf(written, setting)
    } catch {
      problems.push(`${names.get(name)}: ${asJson(String(written), setting)}`)
    }
  }
  const nameOf = ([name = '', ...rest]: PropertyKey[]) => [names.get(name) ?? name, ...rest].map(String).join('.')
  const parsed = parseSettings(localSettings, given, { otherProblems: problems, nameOf })
  return { ...parsed, ...toConfig(parsed) }
}

/** What `npm start -- --help` prints. */
export function localHelp(): string {
  const rows = settings.map(({ name, kind, choices, fallback, description, isFlagOnly }) => {
    const value = choices.join('|') || VALUES[kind]
    const variable = isFlagOnly ? '' : ` Environment: ${variableOf(name)}.`
    const byDefault = isFlagOnly || fallback === undefined ? '' : ` Default: ${JSON.stringify(fallback)}.`
    const head = `  --${flagOf(name)} ${value}`.trimEnd()
    return `${head}\n      ${description.replaceAll('`', '')}.${variable}${byDefault}`
  })
  return ['Usage: npm start -- [FLAG…]', ...rows].join('\n\n')
}

const VALUES: Record<ListedSetting['kind'], string> = {
  text: 'TEXT',
  number: 'NUMBER',
  'yes or no': '',
  list: 'ITEM (once for each, or a JSON list)',
  map: 'JSON',
}

/** As a flag has it: `sites-port`. */
export function flagOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** As an environment variable: `SITES_PORT`. */
export function variableOf(name: string): string {
  return flagOf(name).replaceAll('-', '_').toUpperCase()
}

type Written = string | boolean | (string | boolean)[]

/** What the flags say, by the setting's name, and what is wrong with them. */
function readFlags(args: string[]) {
  const options = Object.fromEntries(
    settings.map(({ name, kind }) => {
      const type = kind === 'yes or no' ? ('boolean' as const) : ('string' as const)
      return [flagOf(name), { type, multiple: kind === 'list' }]
    }),
  )
  const { values, positionals } = parseArgs({ args, options, strict: false })
  const problems = Object.keys(values)
    .filter((flag) => !Object.hasOwn(options, flag))
    .map((flag) => `--${flag}: there is no such flag. npm start -- --help lists them`)
  if (problems.length === 0) problems.push(...positionals.map((word) => `${word}: belongs to no flag`))
  return { flags: new Map(settings.map(({ name }) => [name, values[flagOf(name)]])), problems }
}

/** Throws where JSON is wanted and is not there. */
function valueOf(written: Written, { kind }: ListedSetting): unknown {
  if (Array.isArray(written))
    return written.flatMap((item): unknown => (String(item).startsWith('[') ? JSON.parse(String(item)) : item))
  // A flag that misses its value is `true`, which the schema refuses.
  if (typeof written === 'boolean') return written
  if (kind === 'yes or no' && /^(?:true|false)$/.test(written)) return written === 'true'
  if (kind === 'number') return written.trim() === '' ? Number.NaN : Number(written)
  return kind === 'list' || kind === 'map' ? JSON.parse(written) : written
}

/** What to write in place of `a,b` or `a=b,c=d`, which lists and maps once were. */
function asJson(old: string, { name, kind, example }: ListedSetting): string {
  const rows = old.split(',').flatMap((row) => row.trim() || [])
  const map = rows.every((row) => row.includes('=')) ? Object.fromEntries(rows.map(keyAndValue)) : example
  const json = `must be JSON now: ${variableOf(name)}='${JSON.stringify(kind === 'list' ? rows : map)}'`
  return kind === 'list' ? `${json}, or ${rows.map((row) => `--${flagOf(name)} ${row}`).join(' ')}` : json
}

const keyAndValue = (row: string): [string, string] => {
  const [key = '', value = ''] = row.split('=')
  return [key, value]
}
