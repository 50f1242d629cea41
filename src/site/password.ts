import { randomInt } from 'node:crypto'
import bcrypt from 'bcryptjs'
import { UserError } from './user-error.ts'

/** No i, l, o, 0, 1: they look like each other on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 3
const GROUP_LENGTH = 5

/** A password to be read out: 15 letters of 31, over 74 bits, as `xxxxx-xxxxx-xxxxx`. */
export function generatePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** Web servers check it at every request, so it is low; `htpasswd -B` itself takes 5. */
const BCRYPT_COST = 8
export const MIN_PASSWORD_LENGTH = 8
/** bcrypt reads no more bytes than this. */
export const MAX_PASSWORD_BYTES = 72

/** UserError when it is too short or too long. */
export function checkPassword(password: string): string {
  if ([...password].length < MIN_PASSWORD_LENGTH) throw new UserError('password-short', { min: MIN_PASSWORD_LENGTH })
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
    throw new UserError('password-long', { max: MAX_PASSWORD_BYTES })
  return password
}

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, BCRYPT_COST)
}

export function passwordMatches(password: string, passwordHash: string): Promise<boolean> {
  return bcrypt.compare(password, passwordHash)
}

/** RFC 7617: no colon in the user's name; and nothing that a password file or a header would trip over. */
export function checkAccessUser(user: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(user)) throw new UserError('access-user-invalid', {})
  return user
}
