import table from '../../instance/stacks.json' with { type: 'json' }

/** What a repository shows of itself. Paths are relative; those of directories end in `/`. */
export interface RepositoryFiles {
  paths: readonly string[]
  /** Contents by path, of the files in {@link TELLING_FILES} that are there. */
  files: Readonly<Record<string, string>>
}

/** What answers visitors. */
type Serving = (typeof servings)[number]
const servings = ['files', 'php', 'program'] as const

export interface Stack {
  id: string
  /** With the major version: `Next.js 15`. */
  label: string
  /** The file that tells. */
  file: string
  serve: Serving
  /** Directories for visitors, best first; `*` is any name. */
  publish: readonly string[]
}

interface Condition {
  paths?: string[]
  npm?: string[]
  composer?: string[]
  gem?: string[]
  python?: string[]
  script?: string[]
  start?: string
}
interface Rule {
  id: string
  name: string
  serve: string
  publish: string[]
  version?: string
  any: Condition[]
}

const rules: readonly Rule[] = table.stacks

/** What {@link detectStack} reads, besides the paths. */
export const TELLING_FILES: readonly string[] = [
  'package.json',
  'composer.json',
  ...Object.values(table.declared).flatMap((files) => Object.keys(files)),
]

/** The first stack of `instance/stacks.json` that the files tell of; `instance/lib/stack.jq` finds the same on the machine. */
export function detectStack(repository: RepositoryFiles): Stack | undefined {
  const facts = read(repository)
  for (const { name, version, any, id, serve, publish } of rules) {
    const file = any.map((condition) => tellingFile(facts, condition)).find((found) => found !== undefined)
    if (file === undefined) continue
    const major = version && /\d+/.exec(text({ ...facts.npm, ...facts.composer }[version]))?.[0]
    return {
      id,
      serve: servings.find((one) => one === serve) ?? 'files',
      publish,
      file,
      label: major === undefined ? name : `${name} ${major}`,
    }
  }
  return undefined
}

type Facts = ReturnType<typeof read>

function read({ paths, files }: RepositoryFiles) {
  const { dependencies, devDependencies, scripts } = parse(files['package.json'])
  return {
    files,
    paths: new Set(paths),
    npm: { ...object(dependencies), ...object(devDependencies) },
    composer: object(parse(files['composer.json'])['require']),
    scripts: object(scripts),
  }
}

/** Undefined when the condition doesn't hold. */
function tellingFile(facts: Facts, condition: Condition): string | undefined {
  const { npm, composer, gem, python, script, start, paths } = condition
  const tellings = [
    npm && (npm.some((name) => name in facts.npm) ? 'package.json' : undefined),
    composer && (composer.some((name) => name in facts.composer) ? 'composer.json' : undefined),
    gem && declaringFile(facts, 'gem', gem),
    python && declaringFile(facts, 'python', python),
    script && (script.every((name) => name in facts.scripts) ? 'package.json' : undefined),
    start && (new RegExp(start).test(text(facts.scripts['start'])) ? 'package.json' : undefined),
    paths && (paths.every((path) => facts.paths.has(path)) ? paths[0] : undefined),
  ]
  const asked = [npm, composer, gem, python, script, start, paths]
  const told = tellings.filter((_, index) => asked[index] !== undefined)
  return told.includes(undefined) ? undefined : told[0]
}

function declaringFile({ files }: Facts, kind: keyof typeof table.declared, names: string[]): string | undefined {
  const places = Object.entries(table.declared[kind])
  const isDeclaredBy = ([file, pattern]: [string, string]) =>
    names.some((name) => new RegExp(pattern.replaceAll('NAME', name), 'im').test(files[file] ?? ''))
  return places.find(isDeclaredBy)?.[0]
}

function parse(json: string | undefined): Record<string, unknown> {
  try {
    return object(JSON.parse(json ?? '{}'))
  } catch {
    return {}
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
