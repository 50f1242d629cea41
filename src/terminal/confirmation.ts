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
