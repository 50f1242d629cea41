import type { MrkdwnElement, PlainTextElement } from '@slack/types'
import { formatDate } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import type { Inline } from './mrkdwn-inline.ts'
import { parseMrkdwn, type Paragraph } from './mrkdwn.ts'
import { hrefOf } from './route.ts'

export type AnyText = MrkdwnElement | PlainTextElement

/** Text of a block. */
export function renderText(text: AnyText, context: PageContext): Node[] {
  if (text.type === 'plain_text') return renderPlain(text.text)
  return renderMrkdwn(text.text, context, { verbatim: text.verbatim === true })
}

function renderPlain(text: string): Node[] {
  return text.split('\n').flatMap((line, index) => [...(index > 0 ? [h('br')] : []), document.createTextNode(line)])
}

export function renderMrkdwn(source: string, context: PageContext, options: { verbatim: boolean }): Node[] {
  return parseMrkdwn(source, options).map((paragraph) => renderParagraph(paragraph, context))
}

function renderParagraph(paragraph: Paragraph, context: PageContext): Node {
  switch (paragraph.type) {
    case 'text':
      return h('p', {}, ...renderAll(paragraph.children, context))
    case 'quote':
      return h('blockquote', {}, ...renderAll(paragraph.children, context))
    case 'code-block':
      return h('pre', { tabindex: 0 }, h('code', {}, paragraph.text))
    case 'list': {
      const items = paragraph.items.map((item) => h('li', {}, ...renderAll(item, context)))
      return h(paragraph.ordered ? 'ol' : 'ul', {}, ...items)
    }
  }
}

function renderAll(nodes: Inline[], context: PageContext): Node[] {
  return nodes.map((node) => renderInline(node, context))
}

function renderInline(node: Inline, context: PageContext): Node {
  switch (node.type) {
    case 'text':
      return document.createTextNode(node.text)
    case 'bold':
      return h('strong', {}, ...renderAll(node.children, context))
    case 'italic':
      return h('em', {}, ...renderAll(node.children, context))
    case 'strike':
      return h('s', {}, ...renderAll(node.children, context))
    case 'code':
      return h('code', {}, node.text)
    case 'line-break':
      return h('br')
    case 'link':
      return outside(node.url, node.label ?? node.url)
    case 'everybody':
      return h('span', { class: 'mention mine' }, `@${node.name}`)
    case 'user':
      return userMention(node, context)
    case 'channel':
      return channelMention(node, context)
    case 'date':
      return dateOf(node, context)
  }
}

/** A link that leaves the page; `url` is `http:`, `https:` or `mailto:`. */
function outside(url: string, ...children: (string | Node)[]): HTMLElement {
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

function userMention({ id, label }: { id: string; label?: string }, context: PageContext): Node {
  const { me, people } = context.screen()
  const name = people.find((person) => person.id === id)?.realName ?? label ?? id
  return h('span', { class: id === me.id ? 'mention mine' : 'mention' }, `@${name}`)
}

function channelMention({ id, label }: { id: string; label?: string }, context: PageContext): Node {
  const { me, channels } = context.screen()
  const channel = channels.find((one) => one.id === id)
  if (channel === undefined) return h('span', { class: 'mention' }, `#${label ?? id}`)
  return h('a', { class: 'mention', href: hrefOf({ person: me.id, view: id }) }, `#${channel.name}`)
}

function dateOf({ at, format, fallback, url }: Extract<Inline, { type: 'date' }>, context: PageContext): Node {
  const text = formatDate(format, at, context.dates())
  const moment = new Date(at)
  if (text === undefined || Number.isNaN(moment.getTime())) return document.createTextNode(fallback)
  const time = h('time', { datetime: moment.toISOString(), title: fallback }, text)
  return url === undefined ? time : outside(url, time)
}
