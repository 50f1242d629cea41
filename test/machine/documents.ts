import type { SetUpJob } from '../../src/control/jobs.ts'
import { hashPassword } from '../../src/control/passwords.ts'

export const USER = 'guest'
export const PASSWORD = 'plum-tree-2026'
export const SECRET = 'the-secret-of-the-webhook'

let passwordHash: string | undefined

/** What a set-up gets: of a site named plum, for PASSWORD. */
export async function aDocument(cloneUrl: string, changes: Partial<SetUpJob> & Record<string, unknown> = {}) {
  passwordHash ??= await hashPassword(PASSWORD)
  return {
    kind: 'set-up',
    site: { id: 'site-1', name: 'plum', url: 'https://plum.test.example.com' },
    cloneUrl,
    repository: 'acme/website',
    branch: 'main',
    documentRoot: 'public',
    access: { user: USER, passwordHash },
    webhookSecret: SECRET,
    members: [],
    ...changes,
  }
}
