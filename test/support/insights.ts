/**
 * Runs queries of CloudWatch Logs Insights on lines of JSON: the commands `filter`, `fields`, `display`, `stats`, `sort` and `limit`, as far
 * as docs/operating.md uses them. Whatever else a query says is an error. Source: CloudWatch Logs, "Logs Insights language query syntax".
 * There is no well-kept library for it in JavaScript.
 */
export type Row = Record<string, unknown>

type Value = (row: Row) => unknown

export function runQuery(query: string, lines: readonly Row[]): Row[] {
  return query.split('|').reduce<Row[]>((rows, command) => runCommand(createParser(command), rows), [...lines])
}

type Parser = ReturnType<typeof createParser>

/** Texts, patterns, numbers, names (`error.name`, `@timestamp`), and signs. */
const TOKEN = /\s*("[^"]*"|\/[^/\s]+\/(?=\s|$)|\d+[smhd]?(?![\w.])|@?[A-Za-z_][\w.]*|!=|<=|>=|[=<>(),[\]/*])\s*/y

function createParser(text: string) {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    const [, token] = TOKEN.exec(text) ?? []
    if (token === undefined) throw new Error(`Cannot be read: ${text.slice(at)}`)
    tokens.push(token)
  }
  const take = () => tokens.shift() ?? ''
  const takeIf = (token: string) => (tokens[0] === token ? (tokens.shift(), true) : false)
  const expect = (token: string) => {
    if (!takeIf(token)) throw new Error(`Not ${token}: ${tokens.join(' ')}`)
  }
  const list = <T>(item: () => T): T[] => {
    const items = [item()]
    while (takeIf(',')) items.push(item())
    return items
  }
  return { take, takeIf, expect, list, rest: () => tokens }
}

function runCommand(parser: Parser, rows: Row[]): Row[] {
  const command = parser.take()
  const done = commands[command]?.(parser, rows)
  if (done === undefined || parser.rest().length > 0) throw new Error(`No such command: ${command}`)
  return done
}

const commands: Record<string, (parser: Parser, rows: Row[]) => Row[]> = {
  filter: (parser, rows) => {
    const test = disjunction(parser)
    return rows.filter((row) => test(row) === true)
  },
  fields: (parser, rows) => {
    const fields = parser.list(() => named(parser, term(parser)))
    return rows.map((row) => ({ ...row, ...pick(fields, row) }))
  },
  display: (parser, rows) => {
    const fields = parser.list(() => named(parser, term(parser)))
    return rows.map((row) => pick(fields, row))
  },
  stats: (parser, rows) => {
    const measures = parser.list(() => named(parser, aggregate(parser)))
    const by = parser.takeIf('by') ? parser.list(() => named(parser, term(parser))) : []
    const groups = new Map<string, { key: Row; members: Row[] }>()
    for (const row of rows) {
      const key = pick(by, row)
      const { members } = groups.get(JSON.stringify(key)) ?? { members: [] }
      groups.set(JSON.stringify(key), { key, members: [...members, row] })
    }
    return [...groups.values()].map(({ key, members }) => ({ ...key, ...pick(measures, members) }))
  },
  sort: (parser, rows) => {
    const [name] = named(parser, term(parser))
    const sign = parser.takeIf('desc') ? -1 : 1
    parser.takeIf('asc')
    return rows.toSorted((a, b) => sign * compare(a[name], b[name]))
  },
  limit: (parser, rows) => rows.slice(0, Number(parser.take())),
}

function pick<T>(fields: [string, (from: T) => unknown][], from: T): Row {
  return Object.fromEntries(fields.map(([name, value]) => [name, value(from)]))
}

/** With its `as`, else the name that it is written by. */
function named<V>(parser: Parser, [text, value]: [string, V]): [string, V] {
  return [parser.takeIf('as') ? parser.take() : text, value]
}

function aggregate(parser: Parser): [string, (rows: Row[]) => unknown] {
  const name = parser.take()
  parser.expect('(')
  const [text, value]: [string, Value] = parser.takeIf('*') ? ['*', () => 1] : term(parser)
  const percent = parser.takeIf(',') ? Number(parser.take()) : 0
  parser.expect(')')
  const numbers = (rows: Row[]) =>
    rows
      .map(value)
      .filter((one) => typeof one === 'number')
      .toSorted((a, b) => a - b)
  const functions: Record<string, (rows: Row[]) => unknown> = {
    count: (rows) => rows.filter((row) => value(row) !== undefined).length,
    max: (rows) => numbers(rows).at(-1),
    avg: (rows) => numbers(rows).reduce((sum, one) => sum + one, 0) / numbers(rows).length,
    pct: (rows) => numbers(rows)[Math.ceil((percent / 100) * numbers(rows).length) - 1],
  }
  const found = functions[name]
  if (found === undefined) throw new Error(`No such function: ${name}`)
  return [`${name}(${text})`, found]
}

function disjunction(parser: Parser): Value {
  const parts = [conjunction(parser)]
  while (parser.takeIf('or')) parts.push(conjunction(parser))
  return (row) => parts.some((part) => part(row) === true)
}

function conjunction(parser: Parser): Value {
  const parts = [comparison(parser)]
  while (parser.takeIf('and')) parts.push(comparison(parser))
  return (row) => parts.every((part) => part(row) === true)
}

function comparison(parser: Parser): Value {
  if (parser.takeIf('(')) {
    const inner = disjunction(parser)
    parser.expect(')')
    return inner
  }
  const [text, left] = term(parser)
  if (text.startsWith('ispresent')) return left
  if (parser.takeIf('in')) {
    parser.expect('[')
    const values = parser.list(() => term(parser)[1])
    parser.expect(']')
    return (row) => values.some((value) => value(row) === left(row))
  }
  const sign = parser.take()
  if (sign === 'like') {
    const pattern = new RegExp(parser.take().slice(1, -1))
    return (row) => pattern.test(String(left(row)))
  }
  const [, right] = term(parser)
  const tests: Record<string, Value> = {
    '=': (row) => left(row) === right(row),
    '!=': (row) => left(row) !== right(row),
    '>': (row) => compare(left(row), right(row)) > 0,
    '<': (row) => compare(left(row), right(row)) < 0,
  }
  const test = tests[sign]
  if (test === undefined) throw new Error(`No such comparison: ${sign}`)
  return test
}

/** A field, a value, `bin(1h)`, `ispresent(field)`, or one divided by another. */
function term(parser: Parser): [string, Value] {
  const token = parser.take()
  if (token === 'bin' || token === 'ispresent') {
    parser.expect('(')
    const argument = parser.take()
    parser.expect(')')
    const value: Value = token === 'bin' ? (row) => hourOf(row) : (row) => field(argument, row) !== undefined
    return [`${token}(${argument})`, value]
  }
  const left: Value = /^["\d]/.test(token)
    ? () => (token.startsWith('"') ? token.slice(1, -1) : Number(token))
    : (row) => field(token, row)
  if (!parser.takeIf('/')) return [token, left]
  const [text, right] = term(parser)
  return [`${token} / ${text}`, (row) => Number(left(row)) / Number(right(row))]
}

function field(path: string, row: Row): unknown {
  // What CloudWatch calls so is when it got the line; what ours says.
  if (path === '@timestamp') return row['timestamp']
  if (path in row) return row[path]
  return path.split('.').reduce<unknown>((from, key) => (isObject(from) ? from[key] : undefined), row)
}

function hourOf(row: Row): string {
  return String(row['timestamp']).replace(/:.*/, ':00')
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return JSON.stringify(a ?? '').localeCompare(JSON.stringify(b ?? ''))
}
