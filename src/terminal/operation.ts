import { doneLine } from '../../views/terminal/answers.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { runOperation } from '../control/run-operation.ts'
import { type OperationName, operationNamed } from '../site/operations/all.ts'
import { named } from '../site/errors.ts'
import { operator } from '../site/permissions.ts'
import type { CommandContext, CommandHandler, CommandResult } from './answer.ts'
import { siteJson } from './site-json.ts'

/** The operation needs a person, and there's only the table. */
export class PlatformNeededError extends Error {
  override readonly name = 'PlatformNeededError'
}
export const isPlatformNeeded = named<PlatformNeededError>('PlatformNeededError')

/** A generated password is only in the answer. */
export const runOnSite: CommandHandler<OperationName> = async ({ command, name, args }, { by, viewContext }, deps) => {
  const membershipOf = async (userId: string) => {
    if (deps.offers === undefined) throw new PlatformNeededError()
    return (await deps.offers()).membershipOf(userId)
  }
  const { locale } = viewContext
  const request = { operation: operationNamed(command), args }
  const { site, password } = await runOperation({ ...deps, locale, membershipOf }, { name }, operator(by), request)
  const answer = { text: doneLine(command, site, viewContext), data: { site: siteJson(site, viewContext) } }
  return password === undefined ? answer : withPassword(answer, password, { by, viewContext })
}

export function withPassword(
  { text, data }: CommandResult,
  password: string,
  { viewContext }: CommandContext,
): CommandResult {
  return { text: `${text}\n${terminalText[viewContext.locale].password(password)}`, data: { ...data, password } }
}
