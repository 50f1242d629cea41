import { parseInline, unescapeEntities, type Inline } from './mrkdwn-inline.ts'

/** Slack's markup as a tree. Source: Slack, "Formatting text for app surfaces". */

export type Paragraph =
  | { type: 'text'; children: Inline[] }
  | { type: 'quote'; children: Inline[] }
  | { type: 'list'; ordered: boolean; items: Inline[][] }
  | { type: 'code-block'; text: string }

type Line = { kind: 'text' | 'quote' | 'bullet' | 'number'; text: string }

/** @param verbatim bare addresses stay plain words */
export function parseMrkdwn(source: string, { verbatim = false } = {}): Paragraph[] {
  const inline = (text: string) => parseInline(text, { verbatim })
  return source.split(/```\n?([\s\S]+?)\n?```/).flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ type: 'code-block', text: unescapeEntities(part) }]
    const text = index === 0 ? part : part.replace(/^\n/, '')
    return text.trim() === '' ? [] : paragraphs(text.replace(/\n$/, ''), inline)
  })
}

function paragraphs(text: string, inline: (text: string) => Inline[]): Paragraph[] {
  const groups: Line[][] = []
  for (const line of text.split('\n').map(readLine)) {
    const group = groups.at(-1)
    if (group?.[0]?.kind === line.kind) group.push(line)
    else groups.push([line])
  }
  return groups.map((group) => paragraph(group, inline))
}

function paragraph(lines: Line[], inline: (text: string) => Inline[]): Paragraph {
  const kind = lines[0]?.kind ?? 'text'
  if (kind === 'bullet' || kind === 'number') {
    return { type: 'list', ordered: kind === 'number', items: lines.map(({ text }) => inline(text)) }
  }
  return { type: kind, children: inline(lines.map(({ text }) => text).join('\n')) }
}

function readLine(line: string): Line {
  const quote = /^(?:&gt;|>)\s?(?<text>.*)$/.exec(line)?.groups?.['text']
  if (quote !== undefined) return { kind: 'quote', text: quote }
  const bullet = /^\s*[•-]\s+(?<text>\S.*)$/.exec(line)?.groups?.['text']
  if (bullet !== undefined) return { kind: 'bullet', text: bullet }
  const numbered = /^\s*\d{1,3}[.)]\s+(?<text>\S.*)$/.exec(line)?.groups?.['text']
  return numbered === undefined ? { kind: 'text', text: line } : { kind: 'number', text: numbered }
}
