import type { Person } from '../src/workspace.ts'
import { h } from './dom.ts'

const TINTS = 6

/** A picture of somebody: the logo for the app, a coloured letter for people. */
export function avatarOf({ id, realName, isBot = false }: Person): HTMLElement {
  if (isBot) return h('img', { class: 'avatar', src: '/logo.svg', alt: '' })
  const letter = [...realName][0] ?? '?'
  return h('span', { class: `avatar tint-${tintOf(id)}`, 'aria-hidden': 'true' }, letter)
}

function tintOf(id: string): number {
  return [...id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % TINTS
}
