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

/** Alarms that tell when they are asked. A site can have several, as on AWS: each goes off unless it is cleared. */
export function createFakeAlarm(clock: Clock): FakeAlarm {
  let settings: Setting[] = []
  const without = (siteId: string, at?: Instant) =>
    settings.filter((setting) => setting.siteId !== siteId || (at !== undefined && setting.at !== at))
  return {
    set: async ({ id, name }, at) => {
      settings = [...without(id, at), { siteId: id, name, at }]
    },
    clear: async ({ id }, at) => {
      settings = without(id, at)
    },
    list: async () => settings.map((setting) => ({ ...setting })),
    due: (now = clock.now()) => {
      const due = settings.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)
      settings = settings.filter(({ at }) => at > now)
      return due.map(({ name }) => name)
    },
  }
}
