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
}

export type Conditions = Record<string, Record<string, string | string[]>>

export interface Grant {
  actions: string[]
  resources(names: Names): string[]
  conditions?(names: Names): Conditions
}

export const anything = () => ['*']
/** What carries the tag of this stack. */
export const ofStack = ({ stack }: Names): Conditions => ({ StringEquals: { 'aws:ResourceTag/pokopoko:stack': stack } })
/** What is made with that tag. */
export const forStack = ({ stack }: Names) => ({ 'aws:RequestTag/pokopoko:stack': stack })
