import { createGithubCodeHost, type GithubCodeHostOptions } from '../../src/github/code-host.ts'
import type { CodeHost } from '../../src/control/code-host.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { startFakeGithub, type StartedGithub, type StartOptions } from '../support/github/start.ts'

export const NOW = Date.parse('2026-04-01T09:00:00Z')

export const KEYS = {
  ed25519: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsTB0EJsPFSPtqJ5ZGpLMVGTQRcwZJBPb8xIjcIBL0B',
  rsa: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA',
  ecdsa: 'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY=',
  sk: 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIA==',
}

/** Of `acme/website`. */
export const COMMIT = 'c0ffee'.padEnd(40, '0')

const SEED: StartOptions = {
  org: 'acme',
  repositories: [
    { name: 'acme/website', branches: ['main', 'feature/spring'], commits: [COMMIT], pulls: [7] },
    { name: 'acme/website-shop', pushedAt: '2026-03-01T00:00:00Z' },
    { name: 'acme/thing' },
  ],
  teams: [
    { slug: 'web-team', logins: ['aki', 'Bo'], repositories: ['acme/website'] },
    { slug: 'design', logins: ['cy'], repositories: [] },
  ],
  users: { aki: [KEYS.ed25519, KEYS.rsa], Bo: [], cy: [KEYS.ecdsa] },
}

export interface GithubBench extends StartedGithub {
  codeHost: CodeHost
  clock: FakeClock
  /** What was asked since it was last looked at, without the exchange of tokens; by how often where that is more than once. */
  asked(): string[]
  /** Another code host, as another container has it. */
  another(options?: Partial<GithubCodeHostOptions>): CodeHost
}

/** The code host on a fake GitHub, where no wait takes longer than it must. */
export async function aGithub(
  seed: Partial<StartOptions> = {},
  options: Partial<GithubCodeHostOptions> = {},
): Promise<GithubBench> {
  const started = await startFakeGithub({ ...SEED, ...seed })
  const clock = createFakeClock(NOW)
  const another = (others: Partial<GithubCodeHostOptions> = {}) =>
    createGithubCodeHost({
      auth: started.app,
      org: 'acme',
      apiUrl: started.url,
      clock,
      pace: { writeEveryMs: 0, secondMs: 1 },
      ...options,
      ...others,
    })
  return {
    ...started,
    clock,
    codeHost: another(),
    another,
    asked: () => counted(started.github.calls.splice(0).filter((call) => !call.includes('access_tokens'))),
  }
}

function counted(calls: string[]): string[] {
  const counts = new Map<string, number>()
  for (const call of calls) counts.set(call, (counts.get(call) ?? 0) + 1)
  return [...counts].map(([call, count]) => (count === 1 ? call : `${call} × ${count}`))
}
