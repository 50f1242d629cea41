import { type Logger, LogLevel } from '@slack/bolt'
import type { SlackDeps } from './deps.ts'
import { newReference } from './reference.ts'

/** Bolt's own complaints go where ours go; its debug lines, which hold whole requests, go nowhere. */
export function boltLogger(report: SlackDeps['report']): Logger {
  const nothing = () => {}
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (...messages: unknown[]) => {
      const [first] = messages
      report({ reference: newReference(), error: first instanceof Error ? first : new Error(messages.join(' ')) })
    },
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  }
}
