import type { Config } from '../config.ts'
import { secretPaths } from './secrets.ts'
import type { RuntimeResources } from './runtime-resources.ts'

/** What `npm run destroy` is about to delete, and what it leaves behind, each with how to delete it. */
export function destroySummary(config: Config, { machines, images }: RuntimeResources): string {
  const { name, region, domain } = config
  const at = `--region ${region}`
  const gone = [
    'functions and their logs, rules, schedules, queues, and alarms',
    'load balancers, security groups, and the network if the stack created it',
    `the certificate of *.${domain}, and its record`,
    'the bucket for jobs, with its contents',
    ...(machines.length > 0 ? [`${machines.length} machines of sites, with everything on them`] : []),
  ]
  const left = [
    `the table ${name}, and its backups. You can't deploy a stack of that name while it exists:
    aws dynamodb update-table ${at} --table-name ${name} --no-deletion-protection-enabled
    aws dynamodb delete-table ${at} --table-name ${name}`,
    ...(images.length > 0
      ? [
          `${images.length} images, archives of sites and baked ones (${images.map(({ id }) => id).join(', ')}), whose snapshots cost storage:
    aws ec2 deregister-image ${at} --delete-associated-snapshots --image-id …`,
        ]
      : []),
    `target groups of sites, which cost nothing, and the records of sites on further load balancers in ${config.zone.name}`,
    'deploy keys and webhooks on GitHub of sites that were not deleted in Slack first',
    `the secrets (${[...secretPaths(config), '…'].join(', ')}): aws ssm delete-parameter ${at} --name …`,
    'the Slack app and the GitHub App: delete them on their own pages',
    'what the CDK prepared (the stack CDKToolkit), which others may use',
  ]
  const rows = (list: string[]) => list.map((row) => `  - ${row}`).join('\n')
  return `This deletes the stack ${name} in ${region}:\n${rows(gone)}\n\nIt leaves behind:\n${rows(left)}\n`
}

/** Why these must not be deleted; undefined if they can be. */
export function blockedBy({ machines }: RuntimeResources, terminates: boolean): string | undefined {
  if (machines.length === 0 || terminates) return undefined
  const ids = machines.map(({ id }) => id).join(', ')
  return `There are still ${machines.length} machines of sites: ${ids}
Delete their sites in Slack, which archives them and removes their keys from GitHub. Or, to lose everything on them:
  npm run destroy -- --terminate-machines`
}
