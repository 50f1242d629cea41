import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { passwordMatches } from '../../control/passwords.ts'
import { readBasic } from '../../site/basic-auth.ts'

export interface Access {
  user: string
  passwordHash: string
}

/** Does this `Authorization` header have the site's credentials (RFC 7617)? */
export type CredentialsCheck = (header: string | undefined, access: Access) => Promise<boolean>

/**
 * bcrypt is slow on purpose, and a page may load a hundred files: the last correct credentials are recognized by a keyed hash, and
 * equal ones share one check.
 */
export function createCredentialsCheck(matches = passwordMatches): CredentialsCheck {
  const key = randomBytes(32)
  const digest = (...texts: string[]) => createHmac('sha256', key).update(JSON.stringify(texts)).digest()
  let known: Buffer | undefined
  const underWay = new Map<string, Promise<boolean>>()
  return async (header, access) => {
    const given = readBasic(header)
    if (given === undefined) return false
    const print = digest(given.user, given.password, access.user, access.passwordHash)
    if (known !== undefined && timingSafeEqual(known, print)) return true
    const id = print.toString('base64')
    const rightUser = timingSafeEqual(digest(given.user), digest(access.user))
    const check = underWay.get(id) ?? matches(given.password, access.passwordHash)
    underWay.set(id, check)
    try {
      // The password is checked for a wrong user, too; otherwise the time would reveal whether the user exists.
      const right = (await check) && rightUser
      if (right) known = print
      return right
    } finally {
      underWay.delete(id)
    }
  }
}
