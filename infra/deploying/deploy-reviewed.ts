import { type CloudFormationClient, DeleteChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { reviewChangeSet } from './replacements.ts'

const CHANGE_SET = 'pokopoko-deploy'

export interface Deployment {
  stack: string
  cloudFormation: Pick<CloudFormationClient, 'send'>
  /** `cdk deploy` with these arguments; its exit status. */
  cdk(args: string[]): Promise<number>
  /** Whether a person agrees to the losses; undefined without a terminal. */
  confirm(): Promise<boolean | undefined>
  say(line: string): void
}

/**
 * Deploys in two steps, so that people see what would be replaced or deleted before anything is: creates a change set, reviews it, and
 * then executes it, or removes it if nobody agrees. Returns an exit status.
 */
export async function deployReviewed({ stack, cloudFormation, cdk, confirm, say }: Deployment): Promise<number> {
  const prepared = await cdk([stack, '--method', 'prepare-change-set', '--change-set-name', CHANGE_SET])
  if (prepared !== 0) return prepared
  const { isExecutable, lost } = await reviewChangeSet(cloudFormation, { stack, changeSet: CHANGE_SET })
  // Nothing changes: the CDK prints that, and writes the outputs.
  if (!isExecutable) return cdk([stack])
  if (lost.length > 0) {
    say(["This deployment replaces or deletes what can't be recovered:", ...lost].join('\n- '))
    const isAgreed = await confirm()
    if (isAgreed !== true) {
      await cloudFormation.send(new DeleteChangeSetCommand({ StackName: stack, ChangeSetName: CHANGE_SET }))
      say(
        `Nothing was deployed.${isAgreed === undefined ? ' If you can lose all of that: npm run deploy -- --yes' : ''}`,
      )
      return 1
    }
  }
  // The CDK executes a change set only of a stack that is named, even if there is just one.
  return cdk([stack, '--method', 'execute-change-set', '--change-set-name', CHANGE_SET])
}
