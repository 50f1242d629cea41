/** So many at once, and so many more each second. */
export interface Bucket {
  size: number
  perSecond: number
}

/** So many in any such time. */
export interface Window {
  most: number
  inS: number
}

/** Who sent it, and when: what was under way already cannot have been told. */
export interface Asking {
  client: string
  sentAt: number
}

export interface LimitFigures {
  calls: number
  /** Of these, before the site was ready for which they were made. */
  beforeReady: number
  /** Refused, and told to wait. */
  refused: number
  /** Came before the time that it was told, from the same client. */
  again: number
}

/** Limits by name, and how they were kept. @param isBeforeReady of the site for which is called just now */
export function createLimits(isBeforeReady: () => boolean) {
  const windows = new Map<string, { at: number; weight: number }[]>()
  const levels = new Map<string, { tokens: number; at: number }>()
  const figures = new Map<string, LimitFigures>()
  const limitedUntil = new Map<string, { at: number; until: number }>()
  const figuresOf = (name: string): LimitFigures => {
    const found = figures.get(name) ?? { calls: 0, beforeReady: 0, refused: 0, again: 0 }
    figures.set(name, found)
    return found
  }
  const counted = (name: string): LimitFigures => {
    const found = figuresOf(name)
    found.calls += 1
    if (isBeforeReady()) found.beforeReady += 1
    return found
  }
  const wasLimited = (teller: string, sentAt: number): boolean => {
    const { at, until } = limitedUntil.get(teller) ?? { at: Infinity, until: 0 }
    return at < sentAt && sentAt < until
  }
  return {
    figures,
    /** Counts a call that no limit holds for. */
    count: (name: string) => void counted(name),
    /** Counts an answer of a service that keeps its limits itself. */
    hear: (name: string, { client, sentAt }: Asking, { status, headers }: Response): void => {
      const figure = counted(name)
      const teller = `${name} ${client}`
      if (wasLimited(teller, sentAt)) figure.again += 1
      if (status !== 403 && status !== 429) return
      figure.refused += 1
      limitedUntil.set(teller, { at: Date.now(), until: Number(headers.get('x-ratelimit-reset') ?? 0) * 1000 })
    },
    /**
     * Seconds to wait for the last of these windows; undefined: it may pass. What is refused does not count for them. `weight`: as how many.
     */
    fit: (name: string, limits: readonly Window[], asking: Asking, weight = 1): number | undefined => {
      const now = Date.now()
      const figure = counted(name)
      const teller = `${name} ${asking.client}`
      if (wasLimited(teller, asking.sentAt)) figure.again += 1
      const longestS = Math.max(...limits.map(({ inS }) => inS))
      const passed = (windows.get(name) ?? []).filter(({ at }) => at > now - longestS * 1000)
      windows.set(name, passed)
      const waitMs = Math.max(...limits.map((window) => waitOf(passed, window, weight, now)))
      if (waitMs <= 0) {
        passed.push({ at: now, weight })
        return undefined
      }
      figure.refused += 1
      const waitS = Math.ceil(waitMs / 1000)
      limitedUntil.set(teller, { at: now, until: now + waitS * 1000 })
      return waitS
    },
    /**
     * Seconds to wait; undefined: it may pass. `key`: what is limited together; `shared`: with what. `asking`: where the service tells how long.
     */
    take: (
      name: string,
      key: string,
      bucket: Bucket,
      { asking, shared = name }: { asking?: Asking; shared?: string | undefined } = {},
    ): number | undefined => {
      const now = Date.now()
      const figure = counted(name)
      const teller = `${name} ${key} ${asking?.client}`
      if (asking !== undefined && wasLimited(teller, asking.sentAt)) figure.again += 1
      const level = levels.get(`${shared} ${key}`) ?? { tokens: bucket.size, at: now }
      const tokens = Math.min(bucket.size, level.tokens + ((now - level.at) / 1000) * bucket.perSecond)
      levels.set(`${shared} ${key}`, { tokens: tokens < 1 ? tokens : tokens - 1, at: now })
      if (tokens >= 1) return undefined
      figure.refused += 1
      const waitS = Math.ceil((1 - tokens) / bucket.perSecond)
      limitedUntil.set(teller, { at: now, until: now + waitS * 1000 })
      return waitS
    },
  }
}

/** Until enough of what has passed is older than the window. */
function waitOf(
  passed: readonly { at: number; weight: number }[],
  { most, inS }: Window,
  weight: number,
  now: number,
): number {
  const inside = passed.filter(({ at }) => at > now - inS * 1000)
  let over = inside.reduce((sum, one) => sum + one.weight, weight) - most
  if (over <= 0) return 0
  for (const one of inside) {
    over -= one.weight
    if (over <= 0) return one.at + inS * 1000 - now
  }
  return inS * 1000
}

export type Limits = ReturnType<typeof createLimits>
