import { textOf } from '../../views/operation-text.ts'
import { textsFor } from '../../views/text/for-locale.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { operationNamed } from '../site/operations/all.ts'
import type { Command } from './command.ts'

/** What is asked before a command is run; undefined for those that need no confirmation. */
export function confirmationOf(command: Command, locale: 'en' | 'ja'): string | undefined {
  if (!('args' in command)) return undefined
  if (command.args['size'] !== undefined) return terminalText[locale].confirm.size({ site: command.name })
  if (!operationNamed(command.command).confirms) return undefined
  const { confirmation } = textOf(command.command, { texts: textsFor(locale) })
  const site = command.name
  return confirmation && `${confirmation.question({ site })} ${confirmation.consequence({ site })}`
}

/** The same for several sites. Those that words found are always confirmed. */
export function confirmationOfMany(
  command: Command,
  { names, areFound }: { names: readonly string[]; areFound: boolean },
  locale: 'en' | 'ja',
): string | undefined {
  if (!('args' in command)) return undefined
  if (!areFound && !operationNamed(command.command).confirms) return undefined
  const { confirm } = terminalText[locale]
  const { confirmation, verb } = textOf(command.command, { texts: textsFor(locale) })
  const what = verb({ site: confirm.sites({ count: names.length }) })
  const each = confirmation && confirm.each({ consequence: confirmation.consequence({ site: names[0] ?? '' }) })
  return [confirm.many({ what, names: names.join(', ') }), ...(each === undefined ? [] : [each]), confirm.goOn].join(
    ' ',
  )
}
