import type { ListenerDeps } from './listener-deps.ts'
import { askCodeHost } from './ask-code-host.ts'

/** The repository's default branch; undefined where there is no such repository, or the code host does not say in time. */
export async function defaultBranch(
  repository: string,
  deps: Pick<ListenerDeps, 'codeHost' | 'report'>,
  limitMs?: number,
): Promise<string | undefined> {
  const [first] = await askCodeHost(
    deps,
    (host) => host.branches(repository, ''),
    () => [],
    limitMs,
  )
  return first
}
