import { checkPassword, generatePassword, hashPassword } from '../site/password.ts'
import { changePassword } from '../site/requests/settings.ts'
import type { Request } from './ask.ts'

export interface ChosenPassword {
  /** To be shown once. */
  password: string
  wasGenerated: boolean
  passwordHash: string
  /** The request that sets it, with another user's name where one is given. */
  changeIt(user?: string): Request
}

/** The password that was typed, or a generated one for ''. UserError when it is too short or too long. */
export async function choosePassword(typed: string): Promise<ChosenPassword> {
  const wasGenerated = typed === ''
  const password = wasGenerated ? generatePassword() : checkPassword(typed)
  const passwordHash = await hashPassword(password)
  return {
    password,
    wasGenerated,
    passwordHash,
    changeIt: (user) => (site, asked) =>
      changePassword(site, { user: user ?? site.spec.access.user, passwordHash }, asked),
  }
}
