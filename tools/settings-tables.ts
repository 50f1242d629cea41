import * as z from 'zod'
import { configSchema } from '../infra/config.ts'
import { functionNames } from '../src/aws/names.ts'
import { chosenFor, madeSettings } from '../src/aws/settings.ts'
import { type ListedSetting, listSettings } from '../src/list-settings.ts'
import { flagOf, localSettings, variableOf } from '../src/local/options.ts'

/** The tables of docs/settings.md, by the name of the place where each stands there. */
export const settingsTables: Record<string, string> = {
  deployment: table(
    ['setting', 'type', 'default', 'example', 'meaning', 'read by'],
    byNeed(listSettings(configSchema)).map((setting) => [
      code(setting.name),
      typeOf(setting),
      setting.isRequired ? 'required' : json(setting.fallback),
      json(setting.example),
      setting.description,
      readersOf(setting.name),
    ]),
  ),
  start: table(
    ['flag', 'environment', 'type', 'default', 'example', 'meaning'],
    listSettings(localSettings).map((setting) => [
      code(`--${flagOf(setting.name)}`),
      setting.isFlagOnly ? '' : code(variableOf(setting.name)),
      typeOf(setting),
      // The time zone is that of the computer on which the page is written.
      setting.name === 'timeZone' ? 'the computer’s' : json(setting.fallback),
      json(setting.example),
      setting.description,
    ]),
  ),
  made: table(
    ['setting', 'type', 'meaning'],
    listSettings(madeSettings()).map((setting) => [code(setting.name), typeOf(setting), setting.description]),
  ),
}

/** The page with these tables, each between `<!-- NAME -->` and `<!-- /NAME -->`. Throws where a place is missing. */
export function withTables(page: string, tables: Record<string, string>): string {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`)
    if (!place.test(text)) throw new Error(`The page has no place for the table ${name}`)
    return text.replace(place, (_, begin: string, end: string) => `${begin}\n${rows}\n${end}`)
  }, page)
}

/** What has to be set comes first. */
function byNeed(settings: ListedSetting[]): ListedSetting[] {
  return settings.toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired))
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}

function json(value: unknown): string {
  return value === undefined ? '' : code(JSON.stringify(value))
}

function typeOf({ kind, choices }: ListedSetting): string {
  return choices.length > 0 ? choices.map(code).join(', ') : kind
}

/** Functions that read it; `stack`: none of them, only what is deployed. */
function readersOf(setting: string): string {
  const readers = functionNames.filter((name) => has(chosenFor[name](), setting.split('.')))
  if (readers.length === functionNames.length) return 'all functions'
  return readers.join(', ') || 'stack'
}

function has(schema: z.ZodObject, [name = '', ...rest]: string[]): boolean {
  const shape: z.core.$ZodShape = schema.shape
  const part = shape[name]
  return part !== undefined && (rest.length === 0 || (part instanceof z.ZodObject && has(part, rest)))
}
