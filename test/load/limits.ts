/** So many at once, and so many more each second. */
export interface Bucket {
  size: number
  perSecond: number
}

/** Who sent it, and when: what was under way already cannot have been told. */
export interface Asking {
  client: string
  sentAt: number
}

export interface LimitFigures {
  calls: number
  /** Refused, and told to wait. */
  refused: number
  /** Came before the time that it was told, from the same client. */
  again: number
}

/** Token buckets by name, and how they were kept. */
export function createLimits() {
  const levels = new Map<string, { tokens: number; at: number }>()
  const figures = new Map<string, LimitFigures>()
  const limitedUntil = new Map<string, { at: number; until: number }>()
  const figuresOf = (name: string): LimitFigures => {
    const found = figures.get(name) ?? { calls: 0, refused: 0, again: 0 }
    figures.set(name, found)
    return found
  }
  const wasLimited = (teller: string, sentAt: number): boolean => {
    const { at, until } = limitedUntil.get(teller) ?? { at: Infinity, until: 0 }
    return at < sentAt && sentAt < until
  }
  return {
    figures,
    /** Counts a call that no limit holds for. */
    count: (name: string) => void (figuresOf(name).calls += 1),
    /** Counts an answer of a service that keeps its limits itself. */
    hear: (name: string, { client, sentAt }: Asking, { status, headers }: Response): void => {
      const counted = figuresOf(name)
      counted.calls += 1
      const teller = `${name} ${client}`
      if (wasLimited(teller, sentAt)) counted.again += 1
      if (status !== 403 && status !== 429) return
      counted.refused += 1
      limitedUntil.set(teller, { at: Date.now(), until: Number(headers.get('x-ratelimit-reset') ?? 0) * 1000 })
    },
    /**
     * Seconds to wait; undefined: it may pass. `key`: what is limited together. `asking`: where the service tells how long.
     */
    take: (name: string, key: string, bucket: Bucket, asking?: Asking): number | undefined => {
      const now = Date.now()
      const counted = figuresOf(name)
      counted.calls += 1
      const teller = `${name} ${key} ${asking?.client}`
      if (asking !== undefined && wasLimited(teller, asking.sentAt)) counted.again += 1
      const level = levels.get(`${name} ${key}`) ?? { tokens: bucket.size, at: now }
      const tokens = Math.min(bucket.size, level.tokens + ((now - level.at) / 1000) * bucket.perSecond)
      levels.set(`${name} ${key}`, { tokens: tokens < 1 ? tokens : tokens - 1, at: now })
      if (tokens >= 1) return undefined
      counted.refused += 1
      const waitS = Math.ceil((1 - tokens) / bucket.perSecond)
      limitedUntil.set(teller, { at: now, until: now + waitS * 1000 })
      return waitS
    },
  }
}

export type Limits = ReturnType<typeof createLimits>
