import { textsFor } from '../../views/text/for-locale.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { isOther, shapeOf, type TerminalCommand, terminalCommands } from './options.ts'

/** The placeholders of options in usage; the others are switches. */
const VALUES: Partial<Record<string, string>> = {
  'data-dir': 'DIRECTORY',
  stack: 'NAME',
  as: 'WHO',
  by: 'site|owner|repository',
  since: 'YYYY-MM-DD',
  owner: 'USER',
  channel: 'CHANNEL',
  repository: 'OWNER/NAME',
  branch: 'BRANCH',
  'app-directory': 'DIRECTORY',
  'published-directory': 'DIRECTORY',
  'start-command': 'COMMAND',
  services: 'NAME,…',
  'shared-directories': 'DIRECTORY,…',
  note: 'TEXT',
  'ssh-team': 'TEAM',
  image: 'IMAGE',
  size: 'SIZE',
  until: 'DAYS|DATE',
  match: 'WORDS',
  scope: 'site|repository',
  lines: 'N',
  path: '/PAGE',
  language: 'en|ja',
  user: 'NAME',
  team: 'TEAM',
}

/** Options that a command requires. */
const NEEDED: Partial<Record<TerminalCommand, readonly string[]>> = {
  create: ['repository', 'owner', 'channel'],
  sweep: ['dry-run'],
}

export function usageText(locale: 'en' | 'ja'): string {
  const { help } = terminalText[locale]
  const texts = textsFor(locale)
  const commands = terminalCommands.map((command) => {
    const { words, takesWords, more = [], options } = shapeOf(command, texts)
    const line = isOther(command) ? help.lines[command] : texts.operations[command].line
    const usage = [
      'pokopoko',
      command,
      ...words,
      ...(takesWords === true ? [`[${help.words}]`] : []),
      ...more.map((word) => `[${word}]`),
      ...options.map((option) => usageOf(command, option)),
    ]
    return `  ${usage.join(' ')}\n      ${line}\n`
  })
  const everywhere = Object.entries(help.options).map(([option, line]) => `  ${shown(option).padEnd(22)}  ${line}\n`)
  return `${help.intro}\n\n${commands.join('')}\n${help.everywhere}\n${everywhere.join('')}`
}

function usageOf(command: TerminalCommand, option: string): string {
  // What is there can be switched off, too.
  if (command === 'settings' && VALUES[option] === undefined) return `[--[no-]${option}]`
  return NEEDED[command]?.includes(option) === true ? shown(option) : `[${shown(option)}]`
}

function shown(option: string): string {
  const value = VALUES[option]
  return value === undefined ? `--${option}` : `--${option} ${value}`
}
