/** What a Host header asks for. */
export type RequestedHost =
  | { kind: 'home'; host: string }
  | { kind: 'site'; host: string; name: string }
  /** A host that is none of ours. */
  | { kind: 'elsewhere'; host: string }
  | { kind: 'malformed' }

const HOST = /^(?<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])\.?(?::\d{1,5})?$/

/** Reads `NAME.domain[:port]`; the domain alone, and this computer's addresses, are home. */
export function readHost(header: string | undefined, domain: string): RequestedHost {
  const host = HOST.exec((header ?? '').toLowerCase())?.groups?.['host']
  if (host === undefined) return { kind: 'malformed' }
  if (host === domain || host === '127.0.0.1' || host === '[::1]') return { kind: 'home', host }
  const name = host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : ''
  return name === '' || name.includes('.') ? { kind: 'elsewhere', host } : { kind: 'site', host, name }
}
