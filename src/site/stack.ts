import table from '../../instance/stacks.json' with { type: 'json' }

/** What {@link detectStack} knows of a repository, or of its app directory. Paths are relative; those of directories end in `/`. */
export interface RepositoryFiles {
  paths: readonly string[]
  /** Contents by path, of the files in {@link DETECTION_FILES} that are there. */
  files: Readonly<Record<string, string>>
}

/** What answers visitors: nginx with files, PHP, or a program that listens on `$PORT`. */
type Serving = (typeof servings)[number]
const servings = ['files', 'php', 'program'] as const

export interface Stack {
  id: string
  /** With the major version: `Next.js 15`. */
  label: string
  /** The file that it was detected by. */
  file: string
  serve: Serving
  /** Candidates for the published directory, best first; `*` is any name. */
  publish: readonly string[]
}

/** One entry of `any` in `instance/stacks.json`, whose `about` says what each field asks for. It holds if all of them do. */
export interface Condition {
  paths?: string[]
  npm?: string[]
  composer?: string[]
  gem?: string[]
  python?: string[]
  go?: string[]
  matches?: Partial<Record<string, string>>
  stack?: string[]
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

const { image: composeFiles, ...declarations } = table.declared

/** What {@link detectStack} reads, besides the paths. */
export const STACK_FILES: readonly string[] = [
  'package.json',
  'composer.json',
  ...Object.values(declarations).flatMap((files) => Object.keys(files)),
  ...rules.flatMap(({ any }) => any.flatMap(({ matches }) => Object.keys(matches ?? {}))),
]

/** With what `detectServices` reads; the most important come first, since the form reads only some. */
export const DETECTION_FILES: readonly string[] = [
  ...new Set([
    ...STACK_FILES,
    'app.json',
    ...table.services.flatMap(({ any }) => any.flatMap(({ matches }) => Object.keys(matches ?? {}))),
    ...Object.keys(composeFiles),
  ]),
]

/** The first stack of `instance/stacks.json` with a condition that holds. `instance/lib/stack.jq` does the same on the machine. */
export function detectStack(repository: RepositoryFiles): Stack | undefined {
  const facts = readFacts(repository)
  for (const { name, version, any, id, serve, publish } of rules) {
    const file = any.map((condition) => detectedFile(facts, condition)).find((found) => found !== undefined)
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

export type Facts = ReturnType<typeof readFacts>

/** What conditions ask for, read once for all of them. A file that can't be parsed declares nothing. */
export function readFacts({ paths, files }: RepositoryFiles) {
  const { dependencies, devDependencies, scripts } = parse(files['package.json'])
  return {
    files,
    paths: new Set(paths),
    addons: addonsOf(parse(files['app.json'])['addons']),
    npm: { ...object(dependencies), ...object(devDependencies) },
    composer: object(parse(files['composer.json'])['require']),
    scripts: object(scripts),
  }
}

/**
 * The file by which the condition holds; undefined when it doesn't.
 * @param known the stack that was detected, for conditions on it
 */
export function detectedFile(facts: Facts, condition: Condition, known?: Stack): string | undefined {
  const { npm, composer, gem, python, go, matches, stack, script, start, paths } = condition
  const found = [
    npm && (npm.some((name) => name in facts.npm) ? 'package.json' : undefined),
    composer && (composer.some((name) => name in facts.composer) ? 'composer.json' : undefined),
    gem && declaringFile(facts, 'gem', gem),
    python && declaringFile(facts, 'python', python),
    go && declaringFile(facts, 'go', go),
    matches && Object.keys(matches).find((name) => new RegExp(matches[name] ?? '', 'm').test(facts.files[name] ?? '')),
    stack && (known && stack.includes(known.id) ? known.file : undefined),
    script && (script.every((name) => name in facts.scripts) ? 'package.json' : undefined),
    start && (new RegExp(start).test(startScript(facts.scripts)) ? 'package.json' : undefined),
    paths && (paths.every((path) => facts.paths.has(path)) ? paths[0] : undefined),
  ]
  const asked = [npm, composer, gem, python, go, matches, stack, script, start, paths]
  const needed = found.filter((_, index) => asked[index] !== undefined)
  return needed.includes(undefined) ? undefined : needed[0]
}

/** The script `start`, or the one that it only runs. */
function startScript(scripts: Facts['scripts']): string {
  const start = text(scripts['start'])
  const name = /^(?:npm run|(?:yarn|pnpm)(?: run)?|bun run) ([\w:.-]+)$/.exec(start)?.[1] ?? ''
  return text(scripts[name]) || start
}

/** The file that declares one of these names; undefined when none does. */
export function declaringFile(
  { files }: Facts,
  kind: keyof typeof table.declared,
  names: string[],
): string | undefined {
  const places = Object.entries(table.declared[kind])
  const isIn = (file: string, pattern: string) =>
    new RegExp(pattern.replaceAll('NAME', `(${names.join('|')})`), 'im').test(files[file] ?? '')
  const itself: Partial<Record<string, string>> = table.itself
  const isDeclaredBy = ([file, pattern]: [string, string]) =>
    isIn(file, pattern) && !(itself[file] !== undefined && isIn(file, itself[file]))
  return places.find(isDeclaredBy)?.[0]
}

function parse(json: string | undefined): Record<string, unknown> {
  try {
    return object(JSON.parse(json ?? '{}'))
  } catch {
    return {}
  }
}

/** Add-ons of Heroku's app.json, each written as `heroku-postgresql:mini` or `{"plan": "…"}`. */
function addonsOf(addons: unknown): string[] {
  if (!Array.isArray(addons)) return []
  return addons.map((addon: unknown) => text(typeof addon === 'string' ? addon : object(addon)['plan']).toLowerCase())
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
