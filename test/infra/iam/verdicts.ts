import assert from 'node:assert/strict'
import type { FunctionName } from '../../../src/aws/function-names.ts'
import { type Deployment, sessionOf } from './deployment.ts'
import { type IamRequest, judge, type Verdict } from './judge.ts'
import type { DeployedRole, Statement } from './policies.ts'

export function roleOfFunction({ roles }: Deployment, name: FunctionName): DeployedRole {
  return roles.get(name) ?? assert.fail(`There is no role of ${name}`)
}

/** What IAM says to each, asked by that role; `statements` instead of the role's own. */
export async function verdicts(
  role: DeployedRole,
  requests: readonly IamRequest[],
  statements: readonly Statement[] = role.statements,
): Promise<Verdict[]> {
  return Promise.all(requests.map((request) => judge({ by: sessionOf(role, 'pokopoko'), statements }, request)))
}
