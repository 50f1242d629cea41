import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Ran, runCommand } from '../../src/local/run-command.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import type { TestMachine } from './test-machine.ts'

/** Since OpenSSH 9.8, an address is shut out for a while after a key that isn't known. In tests, all come from the same one. */
export const FORGIVE_UNKNOWN_KEYS = `if sshd -G -f /dev/null -o PerSourcePenalties=no >/dev/null 2>&1; then
  echo PerSourcePenalties no >/etc/ssh/sshd_config.d/10-test.conf
fi`

/** Somebody of the team, with a key, at their laptop. */
export async function aMember(name: string) {
  const directory = await makeTemporaryDirectory()
  const key = join(directory.path, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `${name}@laptop`, '-f', key])
  const publicKey = (await readFile(`${key}.pub`, 'utf8')).trim()
  const ssh = (machine: TestMachine, ...more: string[]): [string, ...string[]] => {
    const options = [
      'IdentitiesOnly=yes',
      'BatchMode=yes',
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      // One connection for all commands, as it is quicker.
      'ControlMaster=auto',
      `ControlPath=${directory.path}/%C`,
      'ControlPersist=60',
    ]
    const words = ['-q', '-F', '/dev/null', '-p', String(machine.sshPort), ...options.flatMap((one) => ['-o', one])]
    return ['ssh', ...words, '-i', key, ...more]
  }
  return {
    member: { login: name, user: name, publicKeys: [publicKey] },
    /** One command, without a terminal. */
    does: (machine: TestMachine, command: string, stdin: string | Buffer = ''): Promise<Ran> =>
      runCommand(ssh(machine, `${name}@localhost`, command), { stdin }),
    /** A login shell on a terminal, into which that is typed. */
    logsIn: (machine: TestMachine, typed: string): Promise<Ran> =>
      runCommand(ssh(machine, '-tt', `${name}@localhost`), { stdin: typed }),
    leave: () => directory.remove(),
  }
}

export type Member = Awaited<ReturnType<typeof aMember>>
