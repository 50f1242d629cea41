import type { ServiceId } from './service-names.ts'
import { onlyApp } from './only-app.ts'
import { detectServices } from './services.ts'
import { detectStack, type RepositoryFiles, STACK_FILES } from './stack.ts'

/** What a repository is, as far as its files show. The create form shows it, and the card of an embedded machine. */
export interface Detection {
  kind: DetectionKind
  /** The stack and the services it asks for: `Next.js 15 · PostgreSQL`; '' without a stack. */
  label: string
  /** Ids of these services, if any. */
  services?: ServiceId[]
  /** The file that it was detected by; '' without one. */
  file: string
  /** Where apps may be, when there's none at the top. */
  elsewhere?: string[]
  /** Of these, the one that machines take by themselves. */
  only?: string
}

export const detectionKinds = ['static', 'built', 'php', 'program', 'procfile', 'container', 'nothing'] as const
export type DetectionKind = (typeof detectionKinds)[number]

/** Those whose files visitors get as they are, so that every machine can serve them. */
const PLAIN: ReadonlySet<DetectionKind> = new Set(['static', 'container', 'nothing'])

const CONTAINER_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml', 'Dockerfile']

/** A stack comes before a Procfile, and that before files for containers. */
export function detectionOf(repository: RepositoryFiles): Detection {
  const stack = detectStack(repository)
  const found = detectServices(repository, stack)
  const names = found.map(({ name }) => name)
  const services = found.length > 0 && { services: found.map(({ id }) => id) }
  if (stack !== undefined) {
    const { id, serve, label, file } = stack
    const kind = id === 'static' ? 'static' : serve === 'files' ? 'built' : serve
    return { kind, ...services, label: [label, ...names].join(' · '), file }
  }
  if (repository.paths.includes('Procfile')) {
    return { kind: 'procfile', ...services, label: ['Procfile', ...names].join(' · '), file: 'Procfile' }
  }
  const file = CONTAINER_FILES.find((name) => repository.paths.includes(name))
  const elsewhere = appsBelow(repository)
  const only = onlyApp(repository.paths)
  return {
    ...services,
    ...(file === undefined ? { kind: 'nothing', label: '', file: '' } : { kind: 'container', label: '', file }),
    ...(elsewhere.length > 0 && { elsewhere }),
    ...(only !== undefined && { only }),
  }
}

/** The same with the only app below the top, if that is one: a compose file at the top may ask for its databases. */
export function detectionBelow(top: Detection, repository: RepositoryFiles | undefined): Detection {
  if (top.only === undefined || repository === undefined) return top
  const { label, file, services = top.services, ...found } = detectionOf(repository)
  if (label === '') return top
  return { ...found, ...(services && { services }), label, file: `${top.only}/${file}` }
}

const APP_FILES: ReadonlySet<string> = new Set([...STACK_FILES, 'index.html', 'index.php'])
/** How deep directories are looked for. */
const MAX_DEPTH = 2
/** How many of them are named. */
const MAX_NAMED = 3

/** Directories with a file that an app has, the shallowest first. */
function appsBelow({ paths }: RepositoryFiles): string[] {
  const directories = paths.flatMap((path) => {
    const parts = path.split('/')
    const isApp = APP_FILES.has(parts.pop() ?? '') && parts.length > 0 && parts.length <= MAX_DEPTH
    return isApp && !parts.some((part) => /^(\.|node_modules$|vendor$)/.test(part)) ? parts.join('/') : []
  })
  const depth = (directory: string) => directory.split('/').length
  return [...new Set(directories)].toSorted((a, b) => depth(a) - depth(b)).slice(0, MAX_NAMED)
}

/** Does it have to be built or run before anybody can visit it? */
export function needsBuild({ kind }: Detection): boolean {
  return !PLAIN.has(kind)
}
