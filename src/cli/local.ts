import { readAuditTrail } from '../aws/read-audit-trail.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { createLocalClock } from '../local/clock.ts'
import { createLocalEnvironments } from '../local/environments.ts'
import { readLocalOptions } from '../local/options.ts'
import { cliEndpointFile } from '../local/platform/cli-endpoint.ts'
import { openLocalTable, TableInUseError } from '../local/table.ts'
import { isThere } from '../local/json-file.ts'
import { type Output, outputSchema } from '../terminal/output.ts'
import { createPerformer } from '../terminal/perform.ts'
import { ConfigError } from '../config-error.ts'
import type { Instant } from '../site/time.ts'
import { siteAddresses } from '../site/paths.ts'
import type { TerminalRequest } from '../terminal/command.ts'
import type { Connection } from './connection.ts'

/** The local table, opened here, or through `npm start` if that has it open. ConfigError if there's none. */
export async function connectLocal(dataDirectory: string | undefined, env: NodeJS.ProcessEnv): Promise<Connection> {
  const options = readLocalOptions(dataDirectory === undefined ? [] : ['--data-dir', dataDirectory], env)
  const { dataDir: directory, policy, sitesPort } = options
  if (!(await isThere(directory))) throw new ConfigError(`There is no directory ${directory}`)
  try {
    const table = await openLocalTable({ directory })
    const addresses = siteAddresses('http', `localhost:${sitesPort}`)
    const clock = await createLocalClock({ directory })
    const environments = createLocalEnvironments({ directory })
    const auditTrail = (since: Instant) => readAuditTrail(table, since)
    const deps = { store: createSiteStore(table), auditTrail, environments, clock, policy, addresses, log: () => {} }
    const perform = createPerformer(deps)
    return { perform, isSeenToLater: true, close: () => table.close() }
  } catch (error) {
    // The process that has it open answers, unless it's just starting or stopping.
    const endpoint = error instanceof TableInUseError ? await cliEndpointFile(directory).read() : undefined
    if (endpoint === undefined) throw error
    return { perform: (request) => callCliEndpoint(endpoint, request), close: async () => {} }
  }
}

async function callCliEndpoint(
  { url, token }: { url: string; token: string },
  request: TerminalRequest,
): Promise<Output> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(request),
  })
  if (!response.ok) throw new Error(`pokopoko at ${url} answers ${response.status}`)
  return outputSchema.parse(await response.json())
}
