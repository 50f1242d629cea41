import type { Alarm, Clock } from '../../src/control/ports.ts'
import type { Instant } from '../../src/site/time.ts'

interface Setting {
  siteId: string
  name: string
  at: Instant
}

export interface FakeAlarm extends Alarm {
  list(): Promise<Setting[]>
  /** Names of the sites whose alarms have gone off by `now`, in order; each is told once. */
  due(now?: Instant): string[]
}

/** Alarms that tell when they are asked. */
export function createFakeAlarm(clock: Clock): FakeAlarm {
  const settings = new Map<string, Setting>()
  return {
    set: async ({ id, name }, at) => {
      settings.set(id, { siteId: id, name, at })
    },
    clear: async ({ id }) => {
      settings.delete(id)
    },
    list: async () => [...settings.values()].map((setting) => ({ ...setting })),
    due: (now = clock.now()) => {
      const due = [...settings.values()].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)
      for (const { siteId } of due) settings.delete(siteId)
      return due.map(({ name }) => name)
    },
  }
}
