import type { Config } from '../../infra/config.ts'
import { secretPaths } from './secrets.ts'
import type { RuntimeResources } from './runtime-resources.ts'

/** What `npm run destroy` is about to do, and what will still be there afterwards, each with how to be rid of it. */
export function destroySummary(config: Config, { machines, images }: RuntimeResources): string {
  const { name, region, domain } = config
  const at = `--region ${region}`
  const gone = [
    'functions, rules, schedules, queues, alarms and the logs of the functions',
    'load balancers, security groups and, if it was made for them, the network',
    `the certificate of *.${domain}, and its record`,
    'the bucket by which jobs reach machines, and what is in it',
    ...(machines.length > 0 ? [`${machines.length} machines of sites, with all that is on them`] : []),
  ]
  const left = [
    `the table ${name}, and its backups. No stack of that name can be deployed while it is there:
    aws dynamodb update-table ${at} --table-name ${name} --no-deletion-protection-enabled
    aws dynamodb delete-table ${at} --table-name ${name}`,
    ...(images.length > 0
      ? [
          `${images.length} archives of sites (${images.map(({ id }) => id).join(', ')}), whose snapshots cost storage:
    aws ec2 deregister-image ${at} --delete-associated-snapshots --image-id …`,
        ]
      : []),
    `target groups of sites, which cost nothing, and records of sites on further load balancers in ${config.zone.name}`,
    'deploy keys and webhooks at GitHub of sites that were not deleted in Slack before',
    `the secrets (${[...secretPaths(config), '…'].join(', ')}): aws ssm delete-parameter ${at} --name …`,
    'the Slack app and the GitHub App: their own pages delete them',
    'what the CDK has prepared (the stack CDKToolkit), which others may use',
  ]
  const rows = (list: string[]) => list.map((row) => `  - ${row}`).join('\n')
  return `This deletes the stack ${name} in ${region}:\n${rows(gone)}\n\nIt leaves behind:\n${rows(left)}\n`
}

/** Why it does not begin; undefined when nothing speaks against it. */
export function refusal({ machines }: RuntimeResources, terminates: boolean): string | undefined {
  if (machines.length === 0 || terminates) return undefined
  const ids = machines.map(({ id }) => id).join(', ')
  return `There are still ${machines.length} machines of sites: ${ids}
Delete their sites in Slack, which archives them and takes their keys away at GitHub; or, to lose all that is on them:
  npm run destroy -- --terminate-machines`
}
