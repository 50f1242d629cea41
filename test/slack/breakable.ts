/** What does not work just now. */
export interface Breakage {
  /** What every call of the port rejects with. */
  store: Error | undefined
  codeHost: Error | undefined
  /** Whether calls of this Web API method, or of a `response_url`, find no Slack. */
  slack: (method: string) => boolean
  /** Slack's error where it answers calls of this Web API method, and refuses; absent where it does not. */
  refusal?: (method: string) => string | undefined
  /** Called with each Web API method; those that it says true of are never answered. */
  hangs?: (method: string) => boolean
  /** How calls of this Web API method, or of a `response_url`, fare by HTTP; absent where nothing is wrong. */
  http?: (method: string) => HttpFault | undefined
}

/** 429 with Retry-After 30; no answer at all; an answer that stops in the middle of its body; one that is lost, after the call took effect. */
export type HttpFault = 'limited' | 'hangs' | 'stalls' | 'lost'

/** The port, as long as `error` gives none. */
export function breakable<T extends object>(port: T, error: () => Error | undefined): T {
  return new Proxy(port, {
    get: (target, key): unknown => {
      const broken = error()
      return broken === undefined ? Reflect.get(target, key) : () => Promise.reject(broken)
    },
  })
}
