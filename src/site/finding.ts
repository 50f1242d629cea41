import { detectStack, type RepositoryFiles } from './stack.ts'

/** What can be said of a repository before there is a site. */
export interface Finding {
  kind: FindingKind
  /** Of the stack; '' without one. */
  label: string
  /** The file that tells; '' without one. */
  file: string
}

export const findingKinds = ['static', 'built', 'php', 'program', 'procfile', 'container', 'nothing'] as const
export type FindingKind = (typeof findingKinds)[number]

/** Those whose files visitors get as they are, so that every machine can serve them. */
const PLAIN: ReadonlySet<FindingKind> = new Set(['static', 'container', 'nothing'])

const CONTAINER_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml', 'Dockerfile']

export function findingOf(repository: RepositoryFiles): Finding {
  const stack = detectStack(repository)
  if (stack !== undefined) {
    const { id, serve, label, file } = stack
    const kind = id === 'static' ? 'static' : serve === 'files' ? 'built' : serve
    return { kind, label, file }
  }
  if (repository.paths.includes('Procfile')) return { kind: 'procfile', label: 'Procfile', file: 'Procfile' }
  const file = CONTAINER_FILES.find((name) => repository.paths.includes(name))
  return file === undefined ? { kind: 'nothing', label: '', file: '' } : { kind: 'container', label: '', file }
}

/** Does it have to be built or run before anybody can visit it? */
export function needsBuild({ kind }: Finding): boolean {
  return !PLAIN.has(kind)
}
