import { randomUUID } from 'node:crypto'
import { ParameterTier, ParameterType, PutParameterCommand } from '@aws-sdk/client-ssm'
import type { EnvironmentAccess } from '../control/ports.ts'
import { type EnvironmentDeps, loadEnvironment, parameterOf } from './environment-parameters.ts'

/** What front ends do with environments. Each is a new parameter; none is ever overwritten. */
export function createEnvironmentAccess({ ssm, path }: EnvironmentDeps): EnvironmentAccess {
  return {
    load: ({ id }, key) => loadEnvironment({ ssm, path }, id, key),
    save: async ({ id }, variables) => {
      const key = randomUUID()
      await ssm.send(
        new PutParameterCommand({
          Name: parameterOf(path, id, key),
          Value: JSON.stringify(variables),
          Type: ParameterType.SECURE_STRING,
          Tier: ParameterTier.STANDARD,
        }),
      )
      return key
    },
  }
}
