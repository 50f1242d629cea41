import { AsyncLocalStorage } from 'node:async_hooks'

type Work = (container: number) => Promise<void>

/** Containers of a function: each does one thing at a time, and what comes when all are busy waits its turn. */
export function createContainers(count: number) {
  const current = new AsyncLocalStorage<{ container: number; site?: string }>()
  const free = Array.from({ length: count }, (_, index) => index)
  const waiting: Work[] = []
  let invocations = 0
  const next = () => {
    const container = free.pop()
    const work = container === undefined ? undefined : waiting.shift()
    if (container === undefined) return
    if (work === undefined) {
      free.push(container)
      return
    }
    invocations += 1
    void current
      .run({ container }, () => work(container))
      .finally(() => {
        free.push(container)
        next()
      })
  }
  return {
    invoke: (work: Work) => {
      waiting.push(work)
      next()
    },
    /** What comes of it is done for that site. */
    forSite: <T>(site: string, work: () => Promise<T>): Promise<T> =>
      current.run({ container: -1, ...current.getStore(), site }, work),
    /** Which one is at work. */
    client: () => String(current.getStore()?.container ?? 'nobody'),
    /** For which site. */
    site: () => current.getStore()?.site,
    invocations: () => invocations,
    isIdle: () => free.length === count && waiting.length === 0,
  }
}
