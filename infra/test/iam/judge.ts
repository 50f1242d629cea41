import assert from 'node:assert/strict'
import { anonymousPrincipal, runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate'
import { place } from './physical-ids.ts'
import type { GrantingStatement, Statement } from './policies.ts'
import { isKnown, isSupplied, typesMeant } from './reference.ts'

/** A request as IAM is asked: one call of an API may be several, one for each resource. */
export interface IamRequest {
  action: string
  /** A concrete ARN, or `*` for actions that know no resources. */
  resource: string
  /**
   * What is known of request and resource, by condition key. AWS supplies what the reference lists for the action on that type of resource,
   * and so does the judge; the rest is left out.
   */
  facts: Record<string, string | string[]>
}

export interface Asked {
  /** ARN of a role's session, or a service; `anybody`: who has no credentials of AWS. */
  by: string
  statements: readonly Statement[]
  resourcePolicy?: readonly GrantingStatement[]
}

export type Verdict = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied'

/** What comes with every request over HTTPS by a role's session. */
const always = {
  'aws:CurrentTime': '2026-11-02T03:00:00Z',
  'aws:EpochTime': '1793588400',
  'aws:PrincipalAccount': place.account,
  'aws:RequestedRegion': place.region,
  'aws:ResourceAccount': place.account,
  'aws:SecureTransport': 'true',
  'aws:SourceIp': '203.0.113.10',
  'aws:UserAgent': 'aws-sdk-js/3',
  'aws:ViaAWSService': 'false',
}

/** The context of a request, as AWS supplies it. Fails on a key that no such request can have, and on a resource of no type. */
async function contextOf({ action, resource, facts }: IamRequest): Promise<Simulation['request']['contextVariables']> {
  const [type, ...others] = resource === '*' ? [] : await typesMeant(action, resource)
  if (resource !== '*') assert.ok(type !== undefined && others.length === 0, `${action} knows no ${resource}`)
  const context: Record<string, string | string[]> = { ...always }
  for (const [key, value] of Object.entries(facts)) {
    assert.ok(await isKnown(key, action), `there is no ${key} for ${action}`)
    if (await isSupplied(key, action, type)) context[key] = value
  }
  return context
}

/** What the simulator's data cannot place, as `reference.ts` says; and AWS's own parameters and documents, whose ARN has no account. */
const isUnplaced = ({ action, resource }: IamRequest) =>
  action === 'elasticloadbalancing:AddTags' || /^arn:[^:]+:ssm:[^:]+::/.test(resource)

/** What IAM says. Fails where the simulator cannot tell, or ignores a part of what is known. */
export async function judge({ by, statements, resourcePolicy }: Asked, request: IamRequest): Promise<Verdict> {
  const { action, resource } = request
  assert.ok(resource === '*' || !resource.includes('*'), `${resource} is not concrete`)
  const simulation: Simulation = {
    request: {
      principal: by === 'anybody' ? anonymousPrincipal : by,
      action,
      resource: { resource, accountId: place.account },
      contextVariables: await contextOf(request),
    },
    identityPolicies: statements.length === 0 ? [] : [{ name: 'role', policy: policy(statements) }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy !== undefined && { resourcePolicy: policy(resourcePolicy) }),
  }
  if (isUnplaced(request)) return verdictOf(runUnsafeSimulation(simulation, {}))
  const results = await runSimulation(simulation, {})
  if (results.resultType !== 'single') assert.fail(`${action} on ${resource}: ${JSON.stringify(results)}`)
  assert.deepEqual(results.result.ignoredContextKeys, [], `${action} on ${resource}`)
  return verdictOf(results.overallResult)
}

function policy(statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements }
}

function verdictOf(result: string): Verdict {
  if (result === 'Allowed' || result === 'ImplicitlyDenied' || result === 'ExplicitlyDenied') return result
  return assert.fail(`IAM never says ${result}`)
}
