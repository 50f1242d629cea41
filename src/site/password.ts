import { createHash } from 'node:crypto'
import { COMMON_PASSWORDS } from './common-passwords.ts'
import { UserError } from './user-error.ts'

export const MIN_PASSWORD_LENGTH = 8
/** bcrypt ignores further bytes. */
export const MAX_PASSWORD_BYTES = 72

/** UserError when it is too short or too long, one of the most common, or little more than the site's name. */
export function checkPassword(password: string, siteName: string): string {
  if ([...password].length < MIN_PASSWORD_LENGTH) throw new UserError('password-short', { min: MIN_PASSWORD_LENGTH })
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
    throw new UserError('password-long', { max: MAX_PASSWORD_BYTES })
  if (isCommon(password)) throw new UserError('password-common', {})
  if (isMostlyName(password, siteName))
    throw new UserError('password-like-name', { name: siteName, min: MIN_PASSWORD_LENGTH })
  return password
}

/** With three, one of 5,000 other passwords has the hash of a common one; with four, one of a million. */
export const HASH_BYTES = 4

let commonHashes: Set<string> | undefined

function isCommon(password: string): boolean {
  commonHashes ??= new Set(
    Buffer.from(COMMON_PASSWORDS, 'base64')
      .toString('hex')
      .match(new RegExp(`.{${2 * HASH_BYTES}}`, 'g')),
  )
  return commonHashes.has(hashOf(password))
}

/** In hexadecimal. */
export function hashOf(password: string): string {
  return createHash('sha256')
    .update(password.toLowerCase())
    .digest('hex')
    .slice(0, 2 * HASH_BYTES)
}

/** Shorter names are in many words. */
const MIN_NAME_LENGTH = 3

/** Too short without the name; hyphens, blanks, and the like don't count then. */
function isMostlyName(password: string, siteName: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s._-]/g, '')
  const name = plain(siteName)
  if (name.length < MIN_NAME_LENGTH || !plain(password).includes(name)) return false
  return [...plain(password).replaceAll(name, '')].length < MIN_PASSWORD_LENGTH
}

/** Without a colon (RFC 7617), and without what breaks a password file or a header. */
export function checkAccessUser(user: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(user)) throw new UserError('access-user-invalid', {})
  return user
}
