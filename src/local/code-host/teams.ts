import * as z from 'zod'
import { linuxUserFor } from '../../site/linux-user.ts'
import { makeOpensshKeyPair } from '../../openssh-key.ts'
import { createJsonFile } from '../json-file.ts'

const memberSchema = z.object({
  login: z.string().min(1),
  user: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
  /** OpenSSH format, as in an authorized_keys file. */
  publicKeys: z.array(z.string().regex(/^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}( [^\n]*)?$/)),
})

const teamsSchema = z.record(z.string(), z.array(memberSchema))

/** Members by the team's slug. */
export type Teams = z.infer<typeof teamsSchema>

/**
 * The teams, in a file made at first use. It is read anew each time, so people can write their own public keys into it.
 * @param seed logins by the team's slug
 */
export async function openTeams(path: string, seed: Record<string, string[]>): Promise<() => Promise<Teams>> {
  const file = createJsonFile(path, teamsSchema)
  if ((await file.read()) === undefined) await file.write(await makeTeams(seed))
  return async () => (await file.read()) ?? {}
}

async function makeTeams(seed: Record<string, string[]>): Promise<Teams> {
  const keys = new Map<string, string>()
  for (const login of new Set(Object.values(seed).flat())) {
    // The private half is thrown away: nobody can log in with it.
    keys.set(login, (await makeOpensshKeyPair(`${login}@laptop`)).publicKey)
  }
  const member = (login: string) => ({ login, user: linuxUserFor(login), publicKeys: [keys.get(login) ?? ''] })
  return Object.fromEntries(Object.entries(seed).map(([slug, logins]) => [slug, logins.map(member)]))
}
