export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; url: string; label?: string }
  | { type: 'user' | 'channel'; id: string; label?: string }
  | { type: 'everybody'; name: string }
  | { type: 'date'; at: number; format: string; fallback: string; url?: string }
  | { type: 'line-break' }

interface Options {
  verbatim: boolean
}

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const

/**
 * As in Slack, a style begins and ends at the edge of a word, and letters of any script make words:
 * `*太字*です` stays as it is.
 */
const styled = (mark: string) =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}${mark}])${mark}(?=[^\s${mark}])([^\n${mark}]*[^\s${mark}])${mark}(?![\p{L}\p{N}${mark}])`,
    'u',
  )

const TOKENS: [pattern: RegExp, read: (match: RegExpExecArray, options: Options) => Inline | undefined][] = [
  [/`([^`\n]+)`/, ([, text = '']) => ({ type: 'code', text: unescapeEntities(text) })],
  [/<([^<>\n]+)>/, ([, inside = '']) => readReference(inside)],
  [
    /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?'")\]*_~。、）」]/,
    ([url], { verbatim }) => (verbatim ? undefined : { type: 'link', url: unescapeEntities(url) }),
  ],
  ...Object.entries(STYLES).map(([mark, type]): (typeof TOKENS)[number] => [
    styled(mark === '*' ? String.raw`\*` : mark),
    ([, text = ''], options) => ({ type, children: parseInline(text, options) }),
  ]),
]

/** Styles end with the line. */
export function parseInline(source: string, options: Options): Inline[] {
  return source
    .split('\n')
    .flatMap((line, index) => [...(index > 0 ? [{ type: 'line-break' } as const] : []), ...parseLine(line, options)])
}

function parseLine(line: string, options: Options): Inline[] {
  const nodes: Inline[] = []
  const addText = (text: string) => {
    if (text !== '') nodes.push({ type: 'text', text: unescapeEntities(text) })
  }
  let rest = line
  for (let token = firstToken(rest, options); token !== undefined; token = firstToken(rest, options)) {
    addText(rest.slice(0, token.start))
    nodes.push(token.node)
    rest = rest.slice(token.end)
  }
  addText(rest)
  return nodes
}

/** The leftmost one; if two start together, the first pattern's. */
function firstToken(source: string, options: Options): { start: number; end: number; node: Inline } | undefined {
  let first: { start: number; end: number; node: Inline } | undefined
  for (const [pattern, read] of TOKENS) {
    const match = pattern.exec(source)
    if (match === null || (first !== undefined && match.index >= first.start)) continue
    const node = read(match, options)
    if (node !== undefined) first = { start: match.index, end: match.index + match[0].length, node }
  }
  return first
}

/** Reads what is between `<` and `>`; undefined when it means nothing. */
function readReference(inside: string): Inline | undefined {
  const [target = '', ...rest] = inside.split('|')
  const label = rest.length === 0 ? {} : { label: unescapeEntities(rest.join('|')) }
  if (/^@[UW]\w*$/.test(target)) return { type: 'user', id: target.slice(1), ...label }
  if (/^#[CDG]\w*$/.test(target)) return { type: 'channel', id: target.slice(1), ...label }
  if (/^!(here|channel|everyone)$/.test(target)) return { type: 'everybody', name: target.slice(1) }
  if (target.startsWith('!date^')) return readDate(target, unescapeEntities(rest.join('|')))
  if (/^(https?:\/\/|mailto:)/i.test(target)) return { type: 'link', url: unescapeEntities(target), ...label }
  return undefined
}

/** Source: Slack, "Date formatting". */
function readDate(target: string, fallback: string): Inline | undefined {
  const [, seconds = '', format, url] = target.split('^')
  if (!/^\d{1,12}$/.test(seconds) || format === undefined) return undefined
  const at = Number(seconds) * 1000
  const link = url !== undefined && /^https?:\/\//i.test(url) ? { url: unescapeEntities(url) } : {}
  return { type: 'date', at, format: unescapeEntities(format), fallback, ...link }
}

/** The three characters that apps escape for Slack. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
