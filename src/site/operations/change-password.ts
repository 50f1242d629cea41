import { isAlive } from '../phase.ts'
import { defineOperation, retried } from './operation.ts'

/** Changes how visitors get in. It is tried at once, also where an earlier change could not be written. */
export const changePassword = defineOperation({
  name: 'change-password',
  words: 'password pw passwd パスワード パスワード変更',
  args: { user: { kind: 'user-name', isOptional: true }, password: { kind: 'password' } },
  audience: 'everyone',
  button: { at: 'row' },
  isPossible: isAlive,
  change(site, { user = site.spec.access.user, password: passwordHash }) {
    const { passwordRevision: _, ...access } = site.spec.access
    return { spec: { access: { ...access, user, passwordHash, revision: access.revision + 1 }, ...retried(site) } }
  },
})
