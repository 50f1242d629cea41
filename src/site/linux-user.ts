import { createHash } from 'node:crypto'
import type { Policy } from './policy.ts'

/** The longest name of useradd(8). */
const MAX_LENGTH = 32

/** Accounts of Debian, Ubuntu and their cloud images, and those that the set-up adds. */
const TAKEN = new Set(
  (
    'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody sshd messagebus ' +
    'systemd-network systemd-resolve systemd-timesync polkitd syslog landscape pollinate ec2-user admin debian ubuntu ' +
    'deploy app hook testsite'
  ).split(' '),
)

/**
 * The Linux account of a GitHub user, the same on every machine: the login in lower case if that is a plain name and not taken, or else
 * `gh_` and the login, shortened and with a hash if it is too long or has unusual characters (useradd takes nearly anything).
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
