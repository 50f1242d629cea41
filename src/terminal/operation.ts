import { doneLine } from '../../views/terminal/answers.ts'
import { plainLine } from '../../views/terminal/plain-line.ts'
import { messageToClient, type NewShare, shareLink } from '../../views/share-shown.ts'
import { settingLines } from '../../views/terminal/site-lines.ts'
import { localeOf } from '../../views/text/for-locale.ts'
import { terminalText } from '../../views/text/terminal.ts'
import type { ViewContext } from '../../views/view-context.ts'
import type { SettingChecks } from '../control/check-settings.ts'
import { createExpectReader } from '../control/repository-reader.ts'
import { findSite, runOperation } from '../control/run-operation.ts'
import { type OperationName, operationNamed } from '../site/operations/all.ts'
import { hasKind, type RawArguments } from '../site/operations/arguments.ts'
import { settingNames, siteSettings } from '../site/site-settings.ts'
import type { Site } from '../site/site.ts'
import { named } from '../site/errors.ts'
import { operator } from '../site/permissions.ts'
import type { CommandContext, CommandHandler, CommandResult } from './answer.ts'
import type { TerminalDeps } from './terminal-deps.ts'
import { environmentWithoutSites, siteOf } from './repository-environment.ts'
import { siteJson } from './site-json.ts'

/** The operation needs a person, and there's only the table. */
export class PlatformNeededError extends Error {
  override readonly name = 'PlatformNeededError'
}
export const isPlatformNeeded = named<PlatformNeededError>('PlatformNeededError')

/** A generated password is only in the answer. */
export const runOnSite: CommandHandler<OperationName> = async ({ command, name, args }, context, deps) => {
  const { by, agent, viewContext } = context
  const offers = async () => {
    if (deps.offers === undefined) throw new PlatformNeededError()
    return deps.offers()
  }
  const membershipOf = async (userId: string) => (await offers()).chat.membershipOf(userId)
  const expectReader = createExpectReader({
    policy: deps.policy,
    profileField: async (...args) => (await offers()).chat.profileField(...args),
    canRead: async (...args) => (await offers()).codeHost.canRead(...args),
  })
  const settingChecks: SettingChecks = {
    exists: async (...args) => (await offers()).codeHost.exists(...args),
    hasTeam: async (team) => (await offers()).codeHost.hasTeam(team),
    catalogue: async () => (await offers()).catalogue(),
  }
  const { locale } = viewContext
  if (hasKind(operationNamed(command).args, 'scope') && name.includes('/')) {
    const site = await siteOf(name, deps)
    if (site === undefined || asksForNames(command, args)) {
      return environmentWithoutSites(name, args, context, deps)
    }
    const ofAll = { command, name: site.name, args: { ...args, scope: 'repository' } }
    return runOnSite(ofAll, context, deps)
  }
  if (asksForNames(command, args))
    return environmentNames(await findSite(deps.store, { name }), args, viewContext, deps)
  if (asksForSettings(command, args)) return currentSettings(await findSite(deps.store, { name }), viewContext)
  const request = { operation: operationNamed(command), args }
  const { site, password, shareToken } = await runOperation(
    { ...deps, locale, membershipOf, expectReader, settingChecks },
    { name },
    operator(by, agent),
    request,
  )
  const answer = { text: doneLine(command, site, viewContext), data: { site: siteJson(site, viewContext) } }
  if (shareToken !== undefined) {
    const share = { site, token: shareToken, language: localeOf(args['language'] || locale) }
    return withShare(answer, share, context)
  }
  return password === undefined ? answer : withPassword(answer, password, context)
}

/** `environment` without a change lists the names. */
function asksForNames(command: OperationName, args: RawArguments): boolean {
  return (
    hasKind(operationNamed(command).args, 'variables') &&
    Object.entries(args).every(([name, raw]) => name === 'scope' || raw.trim() === '')
  )
}

/** `settings` without a change lists those that people set. */
function asksForSettings(command: OperationName, args: RawArguments): boolean {
  return hasKind(operationNamed(command).args, 'setting') && Object.keys(args).length === 0
}

function currentSettings(site: Site, viewContext: ViewContext): CommandResult {
  const settings = Object.fromEntries(settingNames.map((name) => [name, siteSettings[name].shown(site.spec)]))
  return { text: settingLines(site, viewContext), data: { site: { name: site.name }, settings } }
}

/** Names alone: nobody is shown values. */
async function environmentNames(
  { name, spec }: Site,
  { scope }: RawArguments,
  { locale }: ViewContext,
  { store }: Pick<TerminalDeps, 'store'>,
): Promise<CommandResult> {
  const { repository } = spec
  const environment = scope === 'repository' ? [] : (spec.environment?.names ?? [])
  const ofRepository = scope === 'site' ? [] : ((await store.loadRepositoryEnvironment(repository))?.names ?? [])
  const lines = [...environment, ...ofRepository.map((one) => `${one} (${plainLine(repository)})`)]
  const data = { site: { name }, environment, repositoryEnvironment: ofRepository }
  return { text: lines.join('\n') || terminalText[locale].noVariables, data }
}

function withShare({ text, data }: CommandResult, share: NewShare, { viewContext }: CommandContext): CommandResult {
  const message = messageToClient(share, viewContext)
  const lines = [text, terminalText[viewContext.locale].shareOnce, '', message]
  return { text: lines.join('\n'), data: { ...data, link: shareLink(share, viewContext), message } }
}

export function withPassword(
  { text, data }: CommandResult,
  password: string,
  { viewContext }: CommandContext,
): CommandResult {
  return { text: `${text}\n${terminalText[viewContext.locale].password(password)}`, data: { ...data, password } }
}
