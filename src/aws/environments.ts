import { DeleteParametersCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm'
import type { Environments } from '../control/ports.ts'
import { type EnvironmentDeps, loadEnvironment, parameterOf } from './environment-parameters.ts'

/** What the reconciler and the sweep do with environments. People save them with `environment-access.ts`. */
export function createEnvironments({ ssm, path }: EnvironmentDeps): Omit<Environments, 'save'> {
  return {
    load: ({ id }, key) => loadEnvironment({ ssm, path }, id, key),
    remove: async ({ id }, key) => {
      await ssm.send(new DeleteParametersCommand({ Names: [parameterOf(path, id, key)] }))
    },
    list: async () => {
      const found: { siteId: string; key: string }[] = []
      let NextToken: string | undefined
      do {
        const request = { Path: path, Recursive: true, MaxResults: 10, ...(NextToken !== undefined && { NextToken }) }
        const page = await ssm.send(new GetParametersByPathCommand(request))
        for (const { Name = '' } of page.Parameters ?? []) {
          const [, siteId, key] =
            /^([^/]+|repositories\/[^/]+\/[^/]+)\/([^/]+)$/.exec(Name.slice(path.length + 1)) ?? []
          if (siteId !== undefined && key !== undefined) found.push({ siteId, key })
        }
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return found
    },
  }
}
