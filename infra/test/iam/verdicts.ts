import assert from 'node:assert/strict'
import type { FunctionName } from '../../../src/aws/names.ts'
import { type Deployment, sessionOf } from './deployment.ts'
import { type IamRequest, judge, type Verdict } from './judge.ts'
import { arnOf, place } from './physical-ids.ts'
import type { DeployedRole, GrantingStatement, Statement } from './policies.ts'

/**
 * The default one, which lets the account's policies decide; without it they count for nothing. Source: KMS Developer Guide, "Default key
 * policy".
 */
const keyPolicy: GrantingStatement[] = [
  {
    Effect: 'Allow',
    Principal: { AWS: [arnOf('iam', 'root', `:${place.account}`)] },
    Action: ['kms:*'],
    Resource: ['*'],
  },
]

export function roleOfFunction({ roles }: Deployment, name: FunctionName): DeployedRole {
  return roles.get(name) ?? assert.fail(`There is no role of ${name}`)
}

/** What IAM says to each, asked by that role; `statements` instead of the role's own. */
export async function verdicts(
  role: DeployedRole,
  requests: readonly IamRequest[],
  statements: readonly Statement[] = role.statements,
): Promise<Verdict[]> {
  const by = sessionOf(role, 'pokopoko')
  return Promise.all(
    requests.map((request) => {
      const isOnKey = request.action.startsWith('kms:')
      return judge({ by, statements, ...(isOnKey && { resourcePolicy: keyPolicy }) }, request)
    }),
  )
}
