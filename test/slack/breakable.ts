/** What does not work just now. */
export interface Breakage {
  /** What every call of the port rejects with. */
  store: Error | undefined
  codeHost: Error | undefined
  /** Whether calls of this Web API method, or of a `response_url`, find no Slack. */
  slack: (method: string) => boolean
}

/** The port, as long as `error` gives none. */
export function breakable<T extends object>(port: T, error: () => Error | undefined): T {
  return new Proxy(port, {
    get: (target, key): unknown => {
      const broken = error()
      return broken === undefined ? Reflect.get(target, key) : () => Promise.reject(broken)
    },
  })
}
