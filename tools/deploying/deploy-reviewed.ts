import { type CloudFormationClient, DeleteChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { reviewChangeSet } from './replacements.ts'

const CHANGE_SET = 'pokopoko-deploy'

export interface Deployment {
  stack: string
  cloudFormation: Pick<CloudFormationClient, 'send'>
  /** `cdk deploy` with these arguments; its exit status. */
  cdk(args: string[]): Promise<number>
  /** Whether somebody agrees to lose what was said; `nobody` when there is nobody to ask. */
  confirm(): Promise<boolean | 'nobody'>
  say(line: string): void
}

/**
 * Deploys in two steps, so that what would be replaced or deleted is said before anything is: a change set is made, looked at, and
 * then executed, or removed where nobody agrees. Returns an exit status.
 */
export async function deployReviewed({ stack, cloudFormation, cdk, confirm, say }: Deployment): Promise<number> {
  const prepared = await cdk([stack, '--method', 'prepare-change-set', '--change-set-name', CHANGE_SET])
  if (prepared !== 0) return prepared
  const { isExecutable, lost } = await reviewChangeSet(cloudFormation, { stack, changeSet: CHANGE_SET })
  // Nothing changes: the CDK says so, and writes the outputs.
  if (!isExecutable) return cdk([stack])
  if (lost.length > 0) {
    say(['This deployment replaces or deletes what is not to be had again:', ...lost].join('\n- '))
    const isAgreed = await confirm()
    if (isAgreed !== true) {
      await cloudFormation.send(new DeleteChangeSetCommand({ StackName: stack, ChangeSetName: CHANGE_SET }))
      say(`Nothing was deployed.${isAgreed === 'nobody' ? ' If all of that may go: npm run deploy -- --yes' : ''}`)
      return 1
    }
  }
  // The CDK executes that of a stack which is named, also where there is only one.
  return cdk([stack, '--method', 'execute-change-set', '--change-set-name', CHANGE_SET])
}
