import { createHash } from 'node:crypto'
import type { Policy } from './policy.ts'

/** useradd(8): names may be 32 characters long. */
const MAX_LENGTH = 32

/** Accounts of Debian, Ubuntu and their cloud images, and those that the set-up makes. */
const TAKEN = new Set(
  (
    'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody sshd messagebus ' +
    'systemd-network systemd-resolve systemd-timesync polkitd syslog landscape pollinate ec2-user admin debian ubuntu ' +
    'deploy app hook testsite'
  ).split(' '),
)

/**
 * The Linux account of somebody at the code host, the same on every machine: the login in lower case where that is
 * a plain name and nobody else's, else `gh_` and the login, cut and told apart by a hash where it would be too long
 * or has odd characters (useradd takes nearly anything).
 */
export function linuxUserFor(login: string): string {
  const name = login.toLowerCase()
  if (/^[a-z][a-z0-9-]{0,31}$/.test(name) && !TAKEN.has(name)) return name
  const plain = `gh_${name.replace(/[^a-z0-9_-]/g, '')}`
  if (plain === `gh_${name}` && plain.length <= MAX_LENGTH) return plain
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${plain.slice(0, 23)}_${hash}`
}

/** May the members of that team become root on their sites' machines? */
export function mayBecomeRoot(team: string, { sudoTeams }: Pick<Policy, 'sudoTeams'>): boolean {
  return sudoTeams.includes(team.toLowerCase())
}
