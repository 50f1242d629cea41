import { UserError } from './user-error.ts'

export const MIN_PASSWORD_LENGTH = 8
/** bcrypt ignores further bytes. */
export const MAX_PASSWORD_BYTES = 72

/** UserError when it is too short or too long. */
export function checkPassword(password: string): string {
  if ([...password].length < MIN_PASSWORD_LENGTH) throw new UserError('password-short', { min: MIN_PASSWORD_LENGTH })
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
    throw new UserError('password-long', { max: MAX_PASSWORD_BYTES })
  return password
}

/** Without a colon (RFC 7617), and without what breaks a password file or a header. */
export function checkAccessUser(user: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(user)) throw new UserError('access-user-invalid', {})
  return user
}
