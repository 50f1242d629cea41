import { UserError } from './user-error.ts'

/** The longest DNS label (RFC 1035, 2.3.4). */
export const MAX_NAME_LENGTH = 63

/** Addresses that are needed otherwise: by the company, for mail, by the platforms, by pokopoko itself. */
const RESERVED = new Set([
  'admin',
  'api',
  'app',
  'autoconfig',
  'autodiscover',
  'cdn',
  'dns',
  'ftp',
  'gateway',
  'git',
  'imap',
  'localhost',
  'mail',
  'mx',
  'ns',
  'ns1',
  'ns2',
  'pokopoko',
  'pop',
  'postmaster',
  'root',
  'smtp',
  'ssh',
  'status',
  'testsite',
  'webmail',
  'wpad',
  'www',
])

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** Returns a valid name: a DNS label in lower case, no punycode, not reserved. Otherwise UserError. */
export function checkName(name: string): string {
  if (name === '') throw new UserError('name-empty', {})
  if (name.length > MAX_NAME_LENGTH) throw new UserError('name-too-long', { max: MAX_NAME_LENGTH })
  // '--' as third and fourth character marks names with a special meaning, such as punycode (RFC 5891, 4.2.3.1).
  if (!LABEL.test(name) || name.slice(2, 4) === '--') {
    const suggestion = suggestName(name)
    throw new UserError('name-not-a-label', suggestion === undefined ? {} : { suggestion })
  }
  if (RESERVED.has(name)) throw new UserError('name-reserved', { name })
  return name
}

/** A valid name close to what was typed, if there is one. */
function suggestName(typed: string): string | undefined {
  const label = typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/^-|-$/g, '')
  return label === '' || RESERVED.has(label) ? undefined : label
}
