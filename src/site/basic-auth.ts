/**
 * How a site asks for its password (RFC 7617): the machine, and the gateway before it wakes one. Browsers send a password again where they
 * are asked in the same words, so that people type it once.
 */
export const PASSWORD_QUESTION = 'Basic realm="Test site", charset="UTF-8"'

export interface Credentials {
  user: string
  password: string
}

/** What an `Authorization` header says; undefined without one, or for another scheme. */
export function readBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}
