import { plainLine } from '../../views/terminal/plain-line.ts'
import { textOf } from '../../views/operation-text.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { allSites } from '../control/all-sites.ts'
import { isSameRepository, saveRepositoryEnvironment } from '../control/repository-environment.ts'
import { readVariableNames, readVariables } from '../site/environment.ts'
import { changedNames, environment } from '../site/operations/environment.ts'
import type { RawArguments } from '../site/operations/arguments.ts'
import { isAlive } from '../site/phase.ts'
import type { Site } from '../site/site.ts'
import type { CommandContext, CommandResult } from './answer.ts'
import type { TerminalDeps } from './terminal-deps.ts'

/** A site of the repository whose reconciler tells the others; undefined if there's none that is up or asleep. */
export async function siteOf(repository: string, { store }: Pick<TerminalDeps, 'store'>): Promise<Site | undefined> {
  const { sites } = await allSites(store, [{ by: 'life', life: 'live' }])
  return sites.find((site) => isAlive(site) && isSameRepository(site.spec.repository, repository))
}

/** Changes the environment of a repository that has no such sites, or lists its names. */
export async function environmentWithoutSites(
  repository: string,
  { set = '', remove = '' }: RawArguments,
  { by, viewContext }: CommandContext,
  deps: TerminalDeps,
): Promise<CommandResult> {
  if (set.trim() === '' && remove.trim() === '') {
    const names = (await deps.store.loadRepositoryEnvironment(repository))?.names ?? []
    const text = names.join('\n') || terminalText[viewContext.locale].noVariables
    return { text, data: { repository, repositoryEnvironment: names } }
  }
  const change = { set: readVariables(set), remove: readVariableNames(remove) }
  const { names } = await saveRepositoryEnvironment(deps, repository, change, { by, to: changedNames(change) })
  const shown = plainLine(repository)
  const text = textOf(environment.name, viewContext).done({ site: shown, to: '', repository: shown })
  return { text, data: { repository, repositoryEnvironment: names } }
}
