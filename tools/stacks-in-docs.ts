import { basename, dirname } from 'node:path/posix'
import table from '../instance/stacks.json' with { type: 'json' }
import type { Condition } from '../src/site/stack.ts'

const BEGIN = '<!-- stacks -->\n'
const END = '<!-- /stacks -->\n'

interface Stack {
  name: string
  serve: string
  publish: string[]
  fallback?: boolean
  any: Condition[]
}

const stacks: readonly Stack[] = table.stacks

/** The page of stacks with its table as it is in `instance/stacks.json`. */
export function withStacks(page: string): string {
  const [before, rest] = page.split(BEGIN)
  const [, after] = rest?.split(END) ?? []
  if (before === undefined || after === undefined) throw new Error('The page has no place for stacks')
  const rows = stacks.map((stack) => `| ${stack.name} | ${conditionsOf(stack)} | ${visitorsGet(stack)} |\n`)
  return [before, BEGIN, '\n| stack | detected by | visitors get |\n|---|---|---|\n', ...rows, '\n', END, after].join(
    '',
  )
}

/** Any of them; single paths are one list. */
function conditionsOf({ any }: Stack): string {
  const single = any.flatMap((condition) => (isSinglePath(condition) ? (condition.paths ?? []) : []))
  const others = new Set(any.filter((condition) => !isSinglePath(condition)).map(conditionText))
  return [...others, ...(single.length > 0 ? [pathList(single)] : [])].join('; or ')
}

/** One file that may be in several directories is named once. */
function pathList(paths: readonly string[]): string {
  const names = new Set(paths.map((path) => basename(path)))
  const [name = ''] = names
  if (names.size > 1 || paths.length === 1) return list(paths)
  const directories = paths.map((path) => (path === name ? 'the app directory' : dirname(path)))
  return `${code(name)} in ${list(directories)}`
}

function isSinglePath(condition: Condition): boolean {
  return Object.keys(condition).length === 1 && condition.paths?.length === 1
}

function conditionText({ paths, npm, composer, gem, python, matches, script, start }: Condition): string {
  const { gem: gemFiles, python: pythonFiles } = table.declared
  return [
    ...(paths ? [paths.map(code).join(' and ')] : []),
    ...(npm ? [`${list(npm)} in \`package.json\``] : []),
    ...(composer ? [`${list(composer)} in \`composer.json\``] : []),
    ...(gem ? [`${list(gem)} in ${list(Object.keys(gemFiles))}`] : []),
    ...(python ? [`${list(python)} in ${list(Object.keys(pythonFiles))}`] : []),
    ...Object.entries(matches ?? {}).map(
      ([file, pattern]) => `${code(/\w+/.exec(pattern ?? '')?.[0] ?? '')} in ${code(file)}`,
    ),
    ...(script ? [`a script ${script.map(code).join(' and ')} in \`package.json\``] : []),
    ...(start === undefined
      ? []
      : [`${start.startsWith('^(?!') ? 'no' : 'a'} script \`start\` in \`package.json\` that runs a program`]),
  ].join(', with ')
}

function visitorsGet({ serve, publish, fallback }: Stack): string {
  if (serve === 'program' && publish.length > 3) return 'the program, or files of the package that is the app'
  const directories = list(publish.map((directory) => (directory === '' ? 'the app directory' : code(directory))))
  if (serve === 'program')
    return publish.length === 0 ? 'the program' : `the program, or ${directories} if the build makes files`
  const files = serve === 'php' ? `PHP in ${directories}` : directories
  return fallback === true ? `${files}; paths without a file get \`index.html\`` : files
}

function list(names: readonly string[]): string {
  const shown = names.map((name) => (name.includes(' ') || name.includes('`') ? name : code(name)))
  const last = shown.at(-1) ?? ''
  return shown.length < 3 ? shown.join(' or ') : `${shown.slice(0, -1).join(', ')}, or ${last}`
}

function code(text: string): string {
  return `\`${text}\``
}
