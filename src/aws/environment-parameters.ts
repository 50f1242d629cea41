import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod'
import type { Variables } from '../site/environment.ts'

/**
 * Environments as SecureString parameters `PATH/SITE/KEY`, each a JSON object, which the account's key `aws/ssm` encrypts. No error tells
 * what is in one.
 */
export interface EnvironmentDeps {
  ssm: Pick<SSMClient, 'send'>
  /** See {@link environmentsPath}. */
  path: string
}

/** Beside the secrets, which all functions of the stack can read, and of one stack: others may have the same path. */
export function environmentsPath({ secretsPath, name }: { secretsPath: string; name: string }): string {
  return `${secretsPath}-environments/${name}`
}

export function parameterOf(path: string, siteId: string, key: string): string {
  return `${path}/${siteId}/${key}`
}

const variables = z.record(z.string(), z.string())

export async function loadEnvironment({ ssm, path }: EnvironmentDeps, siteId: string, key: string): Promise<Variables> {
  const Names = [parameterOf(path, siteId, key)]
  const { Parameters: [found] = [] } = await ssm.send(new GetParametersCommand({ Names, WithDecryption: true }))
  const read = variables.safeParse(parsed(found?.Value))
  if (!read.success) throw new Error(`The environment of ${siteId} is not in Parameter Store`)
  return read.data
}

/** Node's own error quotes what it could not read. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
