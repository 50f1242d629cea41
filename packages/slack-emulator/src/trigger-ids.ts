import { randomBytes } from 'node:crypto'
import { SlackError } from './slack-error.ts'
import type { Clock } from './clock.ts'

/** Slack's "Handling user interaction": a trigger_id expires after 3 seconds and can be used once. */
const TRIGGER_MS = 3000
/** After that it counts as one that never existed. */
const FORGET_MS = 60 * 60 * 1000

interface Trigger {
  userId: string
  /** The channel where the person was. */
  channel?: string
  /** The modal that it came from. */
  viewId?: string
}

export interface TriggerIds {
  issue(trigger: Trigger): string
  /** @throws SlackError `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id` */
  exchange(id: string): Trigger
}

export function createTriggerIds({ now }: Clock, teamId: string): TriggerIds {
  const issued = new Map<string, { trigger: Trigger; at: number; used: boolean }>()
  return {
    issue: (trigger) => {
      for (const [id, { at }] of issued) if (now() - at > FORGET_MS) issued.delete(id)
      const id = `${now()}.${teamId.slice(1)}.${randomBytes(16).toString('hex')}`
      issued.set(id, { trigger, at: now(), used: false })
      return id
    },
    exchange: (id) => {
      const found = issued.get(id)
      if (found === undefined) throw new SlackError('invalid_trigger_id')
      if (found.used) throw new SlackError('exchanged_trigger_id')
      if (now() - found.at > TRIGGER_MS) throw new SlackError('expired_trigger_id')
      found.used = true
      return found.trigger
    },
  }
}
