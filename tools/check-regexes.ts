import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type CallExpression, type NewExpression, parseSync, Visitor } from 'oxc-parser'
import { checkSync } from 'recheck'
import * as z from 'zod'
import { takeNoArguments } from './arguments.ts'

/**
 * `npm run check:regexes`: no regular expression of what we ship takes quadratic time. recheck judges each literal, the patterns of
 * instance/stacks.json, and for each `RegExp(…)` what it makes, as listed here.
 */
takeNoArguments('npm run check:regexes')

const patterns = z.record(z.string(), z.string())
const condition = z.object({ start: z.string().optional(), matches: z.union([z.string(), patterns]).optional() })
const conditions = z.array(z.object({ any: z.array(condition).default([]) }))
const stacks = z
  .object({
    below: z.object({ places: z.string(), aside: z.string(), unknown: z.string() }),
    stacks: conditions,
    services: conditions,
    itself: patterns,
    declared: z.record(z.string(), patterns),
  })
  .parse(JSON.parse(readFileSync('instance/stacks.json', 'utf8')))

/** What each call makes, in the order of the file. */
const constructed: Record<string, RegExp[]> = {
  'src/aws/shell.ts': [/^(?<commandId>[0-9a-f-]{36})\/(?<sentAt>\d{1,16})\/(?<document>[0-9a-f-]{36})$/],
  'src/openssh-key.ts': [/.{1,70}/g],
  'src/slack/read-request.ts': [/^[UW][A-Z0-9]{1,62}$/],
  'src/github/pages.ts': [/<([^<>]+)>; rel="next"/],
  'src/site/session.ts': [/(?:^|[;,] *)__Host-testsite=([0-9a-f]{64})(?:[;,]|$)/],
  'src/site/share-cookie.ts': [
    /(?:^|[;,] *)__Host-testsite=share\.(?<id>[0-9a-f]{12})\.(?<until>\d{10})\.(?<mac>[\w-]{22})(?:[;,]|$)/,
  ],
  'src/site/password.ts': [/.{8}/g],
  'src/site/only-app.ts': [stacks.below.places, stacks.below.aside, stacks.below.unknown].map(
    (pattern) => new RegExp(pattern),
  ),
  // For a condition's `matches` and `start`, and for a declaration: all of the table's are judged below.
  'src/site/stack.ts': [/x/m, /x/, /x/im],
}

type Pattern = Pick<RegExp, 'source' | 'flags'>
const judged = new Map<string, Pattern & { place: string }>()
const add = ({ source, flags }: Pattern, place: string) => judged.set(`/${source}/${flags}`, { source, flags, place })

const problems: string[] = []
const files = execFileSync('git', ['ls-files', 'src', 'views', 'packages/*/src', 'packages/*/page'], {
  encoding: 'utf8',
})
for (const file of files.split('\n').filter((name) => name.endsWith('.ts'))) {
  let calls = 0
  const count = ({ callee }: CallExpression | NewExpression) => {
    if (callee.type === 'Identifier' && callee.name === 'RegExp') calls += 1
  }
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'))
  if (errors.length > 0) problems.push(`${file}: cannot be parsed`)
  new Visitor({
    Literal: (literal) => {
      if ('regex' in literal) add({ source: literal.regex.pattern, flags: literal.regex.flags }, file)
    },
    CallExpression: count,
    NewExpression: count,
  }).visit(program)
  const made = constructed[file] ?? []
  if (calls !== made.length) problems.push(`${file}: ${calls} calls of RegExp, and ${made.length} listed in this tool`)
  for (const one of made) add(one, file)
}

const conditional = [...stacks.stacks, ...stacks.services]
  .flatMap(({ any }) => any)
  .flatMap(({ start, matches }) => [start, ...(typeof matches === 'object' ? Object.values(matches) : [matches])])
  .filter((pattern) => pattern !== undefined)
const declaring = [stacks.itself, ...Object.values(stacks.declared)].flatMap((places) => Object.values(places))
for (const pattern of [...conditional, ...declaring]) {
  add(new RegExp(pattern.replaceAll('NAME', '(redis|ioredis|mysql2?)'), 'im'), 'instance/stacks.json')
}

/** Only the last repetition has no bound, and nothing after it can fail: so each place takes a bounded number of steps, or is consumed. */
function isBounded(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[(?:[^\]])*\]/g, 'x')
  return !/[*+]|\{\d+,\}/.test(plain.replace(/(?:[*+]|\{\d+,\})$/, ''))
}

for (const { source, flags, place } of judged.values()) {
  if (isBounded(source)) continue
  const found = checkSync(source, flags, { timeout: 60_000 })
  if (found.status === 'safe') continue
  problems.push(
    `${place}: /${source}/${flags}: ${found.status === 'unknown' ? found.error.kind : found.complexity.summary}`,
  )
}

console.log(`${judged.size} regular expressions, ${problems.length} problems`)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
