import { Arn, ArnFormat, Aws, type Stack } from 'aws-cdk-lib'
import { Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'

/** ARNs and values of the stack that the statements name. */
export interface Names {
  /** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, of this stack's region and account. */
  arn(service: string, resource: string): string
  /** The same without an account: what EC2 shares between accounts. */
  sharedArn(service: string, resource: string): string
  stack: string
  tableArn: string
  bucketArn: string
  documentName: string
  domain: string
  hostedZoneArn: string
  launchTemplateArn: string
  machineRoleArn: string
  machineGroupArn: string
  subnetIds: string[]
  listenerArns: string[]
  scheduleGroup: string
  scheduleRoleArn: string
  secretsPath: string
  /** The settings name a GitHub App. */
  hasApp: boolean
}

export type Conditions = Record<string, Record<string, string | string[]>>

export interface Grant {
  actions: string[]
  /** [] where the settings take no such call. */
  resources(names: Names): string[]
  conditions?(names: Names): Conditions
}

export const anything = () => ['*']
/** What carries the tag of this stack. */
export const ofStack = ({ stack }: Names): Conditions => ({ StringEquals: { 'aws:ResourceTag/pokopoko:stack': stack } })
/** What is made with that tag. */
export const forStack = ({ stack }: Names) => ({ 'aws:RequestTag/pokopoko:stack': stack })

/** Whose images are baked: `ownerOfImage`. */
const BAKED = 'image-*'

/** The same, for what is tagged as of the owner of a baked image, in place of a site: nothing of a site can be touched. */
export function ofBakesAlone(grants: Grant[]): Grant[] {
  return grants.map((one) => {
    const { conditions } = one
    if (conditions === undefined) return one
    return {
      ...one,
      conditions: (names) => {
        const all = conditions(names)
        const keys = Object.keys(all['StringEquals'] ?? {}).filter((key) => key.endsWith('/pokopoko:stack'))
        const owners = keys.map((key) => [key.replace(/stack$/, 'site'), BAKED] as const)
        return owners.length === 0
          ? all
          : { ...all, StringLike: { ...all['StringLike'], ...Object.fromEntries(owners) } }
      },
    }
  })
}

export function grant(grantee: IGrantable, grants: Grant[], names: Names): void {
  for (const { actions, resources, conditions } of grants) {
    if (resources(names).length === 0) continue
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions,
        resources: resources(names),
        ...(conditions !== undefined && { conditions: conditions(names) }),
      }),
    )
  }
}

/** ARNs in the manner of {@link Names}. */
export function arnsIn(stack: Stack): Pick<Names, 'arn' | 'sharedArn'> {
  const format = (service: string, resource: string, account: string) =>
    Arn.format({ service, resource, account, region: Aws.REGION, arnFormat: ArnFormat.NO_RESOURCE_NAME }, stack)
  return {
    arn: (service, resource) => format(service, resource, Aws.ACCOUNT_ID),
    sharedArn: (service, resource) => format(service, resource, ''),
  }
}
