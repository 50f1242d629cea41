import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod'
import type { Variables } from '../site/environment.ts'

/**
 * Environments as SecureString parameters `PATH/SITE/KEY`, and of repositories `PATH/repositories/OWNER/NAME/KEY`, each a JSON object, encrypted with the account's key `aws/ssm`. No error quotes
 * what is in one.
 */
export interface EnvironmentDeps {
  ssm: Pick<SSMClient, 'send'>
  /** See {@link environmentsPath}. */
  path: string
}

/** Not below the path of the secrets, which all functions can read. The stack's name is in it, since stacks may share their secrets. */
export function environmentsPath({ secretsPath, name }: { secretsPath: string; name: string }): string {
  return `${secretsPath}-environments/${name}`
}

/** The parameter's name. */
export function parameterOf(path: string, siteId: string, key: string): string {
  return `${path}/${siteId}/${key}`
}

const variables = z.lazy(() => z.record(z.string(), z.string()))

/** Rejects when there's no such parameter, or it isn't an environment. */
export async function loadEnvironment({ ssm, path }: EnvironmentDeps, siteId: string, key: string): Promise<Variables> {
  const Names = [parameterOf(path, siteId, key)]
  const { Parameters: [found] = [] } = await ssm.send(new GetParametersCommand({ Names, WithDecryption: true }))
  const read = variables.safeParse(parsed(found?.Value))
  if (!read.success) throw new Error(`The environment of ${siteId} is not in Parameter Store`)
  return read.data
}

/** undefined for what isn't JSON: Node's own error would quote it. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
