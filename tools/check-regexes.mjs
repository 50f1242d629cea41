// `npm run check:regexes`: no regular expression of what we ship takes quadratic time. recheck judges each literal, the patterns of
// instance/stacks.json, and for each `RegExp(…)` what it makes, as listed here.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Visitor, parseSync } from 'oxc-parser'
import { checkSync } from 'recheck'

const stacks = JSON.parse(readFileSync('instance/stacks.json', 'utf8'))

/** What each call makes, in the order of the file. */
const constructed = {
  'src/aws/shell.ts': [/^(?<commandId>[0-9a-f-]{36})\/(?<sentAt>\d{1,16})\/(?<document>[0-9a-f-]{36})$/],
  'src/openssh-key.ts': [/.{1,70}/g],
  'src/slack/read-request.ts': [/^[UW][A-Z0-9]{1,62}$/],
  'src/github/pages.ts': [/<([^<>]+)>; rel="next"/],
  'src/local/embedded/session.ts': [/(?:^|; *)__Host-testsite=([0-9a-f]{64})(?:;|$)/],
  'src/site/only-app.ts': ['places', 'aside', 'unknown'].map((kind) => new RegExp(stacks.below[kind])),
  // For a condition's `matches` and `start`, and for a declaration: all of the table's are judged below.
  'src/site/stack.ts': [/x/m, /x/, /x/im],
}

const judged = new Map()
const add = ({ source, flags }, place) => judged.set(`/${source}/${flags}`, { source, flags, place })

const problems = []
const files = execFileSync('git', ['ls-files', 'src', 'views', 'packages/*/src', 'packages/*/page'], {
  encoding: 'utf8',
})
for (const file of files.split('\n').filter((name) => name.endsWith('.ts'))) {
  let calls = 0
  const count = ({ callee }) => {
    if (callee.name === 'RegExp') calls += 1
  }
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'))
  if (errors.length > 0) problems.push(`${file}: cannot be parsed`)
  new Visitor({
    Literal: ({ regex }) => {
      if (regex) add({ source: regex.pattern, flags: regex.flags }, file)
    },
    CallExpression: count,
    NewExpression: count,
  }).visit(program)
  const made = constructed[file] ?? []
  if (calls !== made.length) problems.push(`${file}: ${calls} calls of RegExp, and ${made.length} listed in this tool`)
  for (const one of made) add(one, file)
}

const isPattern = (key) => key === 'start' || key === 'matches'
const conditions = [...stacks.stacks, ...stacks.services].flatMap(({ any = [] }) => any)
const conditional = conditions.flatMap((condition) =>
  Object.entries(condition).flatMap(([key, value]) =>
    isPattern(key) ? (typeof value === 'string' ? [value] : Object.values(value)) : [],
  ),
)
const declaring = [stacks.itself, ...Object.values(stacks.declared)].flatMap((places) => Object.values(places))
for (const pattern of [...conditional, ...declaring]) {
  add(new RegExp(pattern.replaceAll('NAME', '(redis|ioredis|mysql2?)'), 'im'), 'instance/stacks.json')
}

/** Only the last repetition has no bound, and nothing after it can fail: so each place takes a bounded number of steps, or is consumed. */
function isBounded(pattern) {
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[(?:[^\]])*\]/g, 'x')
  return !/[*+]|\{\d+,\}/.test(plain.replace(/(?:[*+]|\{\d+,\})$/, ''))
}

for (const { source, flags, place } of judged.values()) {
  if (isBounded(source)) continue
  const { status, complexity, error } = checkSync(source, flags, { timeout: 60_000 })
  if (status !== 'safe') problems.push(`${place}: /${source}/${flags}: ${complexity?.summary ?? error?.kind ?? status}`)
}

console.log(`${judged.size} regular expressions, ${problems.length} problems`)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
