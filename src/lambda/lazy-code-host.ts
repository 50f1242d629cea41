import type { CodeHost } from '../control/ports.ts'

/** A code host that is made when it is first asked something. */
export function lazyCodeHost(get: () => Promise<CodeHost>): CodeHost {
  return {
    repositories: async (...args) => (await get()).repositories(...args),
    branches: async (...args) => (await get()).branches(...args),
    teams: async (...args) => (await get()).teams(...args),
    exists: async (...args) => (await get()).exists(...args),
    branchHead: async (...args) => (await get()).branchHead(...args),
    members: async (...args) => (await get()).members(...args),
    hasTeam: async (...args) => (await get()).hasTeam(...args),
    grant: async (...args) => (await get()).grant(...args),
    revoke: async (...args) => (await get()).revoke(...args),
    listAccess: async (...args) => (await get()).listAccess(...args),
    comment: async (...args) => (await get()).comment(...args),
    setStatus: async (...args) => (await get()).setStatus(...args),
  }
}
