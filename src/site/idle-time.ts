import { idleTimeouts } from './site-spec.ts'
import { UserError } from './user-error.ts'

/** When a site can go to sleep by itself, as people choose it. `default`: as the policy says. */
export const idleChoices = ['default', ...idleTimeouts] as const
export type IdleChoice = (typeof idleChoices)[number]

const WORDS: Record<string, IdleChoice> = {
  標準: 'default',
  既定: 'default',
  'at night': 'night',
  夜: 'night',
  夜間: 'night',
  'office hours': 'office',
  営業時間: 'office',
  営業時間外: 'office',
  off: 'never',
  no: 'never',
  しない: 'never',
  なし: 'never',
}

/** `4`, `4h`, `4 hours`, `4時間`, `night`, `never`, … UserError for anything else. */
export function readIdleTime(typed: string): IdleChoice {
  const text = typed.normalize('NFKC').toLowerCase().trim()
  const [, hours] = /^(\d) ?(?:h|hours?|時間)?$/u.exec(text) ?? []
  const word = hours === undefined ? text : `${hours}h`
  const choice = idleChoices.find((one) => one === word) ?? (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined)
  if (choice === undefined) throw new UserError('idle-time-unreadable', { text: typed })
  return choice
}
