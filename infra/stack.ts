import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { Code, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { join } from 'node:path'
import { GITHUB_EVENTS_PATH } from '../src/site/paths.ts'
import { createAlarms } from './alarms.ts'
import type { Config } from './config.ts'
import { createDashboard } from './dashboard.ts'
import { createDeadLetters } from './dead-letters.ts'
import { createDomain, pointWildcard } from './domain.ts'
import { environmentOf, writeSettingsFile } from './environment.ts'
import { createFunction, createSlackUrl } from './functions.ts'
import { createCommandDocument, createInputBucket } from './jobs.ts'
import { createBalancers, listenersOf } from './load-balancers.ts'
import { createLaunchTemplate, createMachineRole } from './machines.ts'
import { createNetwork } from './network.ts'
import { deployedName, type FunctionName, functionNames } from '../src/aws/names.ts'
import type { MadeSettings } from '../src/aws/settings.ts'
import { policies } from './policies.ts'
import { arnsIn, grant, type Names } from './policies/grants.ts'
import { useOfVolumeKey } from './policies/machines.ts'
import { createSchedules } from './schedules.ts'
import { createSecurityGroups } from './security-groups.ts'
import { createTable } from './table.ts'
import { bakes, eventsTo, hourly, streamTo } from './triggers.ts'
import { limitVisitors } from './visitors.ts'

interface PokopokoProps extends StackProps {
  config: Config
  /** Directory with a directory for each function: `npm run build` makes `dist/lambda`. */
  code: string
}

/** All of it. What is made at run time (machines, images, rules, schedules) is not part of the stack. */
export class PokopokoStack extends Stack {
  readonly functions: Record<FunctionName, LambdaFunction>

  constructor(scope: Construct, id: string, { config, code, ...props }: PokopokoProps) {
    super(scope, id, props)
    const { name } = config
    const table = createTable(this, name)
    const deadLetters = createDeadLetters(this, name)
    const make = (kind: FunctionName) => {
      const bundle = join(code, kind)
      writeSettingsFile(bundle, kind, config)
      return createFunction(this, {
        name: kind,
        functionName: deployedName(name, kind),
        code: Code.fromAsset(bundle),
        logDays: config.logDays,
        concurrency: kind === 'reconcile' ? config.reconcileConcurrency : undefined,
      })
    }
    this.functions = {
      slack: make('slack'),
      reconcile: make('reconcile'),
      sweep: make('sweep'),
      bake: make('bake'),
      gateway: make('gateway'),
    }
    const { reconcile, sweep, bake, slack, gateway } = this.functions

    const network = createNetwork(this, config)
    const groups = createSecurityGroups(this, network.vpc, config)
    const { zone, certificate } = createDomain(this, config)
    const balancers = createBalancers(this, config.loadBalancers, {
      network,
      group: groups.balancer,
      certificate,
      gateway,
    })
    const [first] = balancers
    if (first === undefined) throw new Error('There is no load balancer')
    limitVisitors(this, {
      name,
      cidrs: config.visitorCidrs,
      rate: config.visitorRate,
      loadBalancers: balancers.map(({ loadBalancer }) => loadBalancer),
    })
    pointWildcard(this, { zone, domain: config.domain, loadBalancer: first.loadBalancer, ipv6: network.ipv6 })

    const machineRole = createMachineRole(this)
    const launchTemplate = createLaunchTemplate(this, { role: machineRole, group: groups.machine })
    const document = createCommandDocument(this)
    const bucket = createInputBucket(this)
    const arns = arnsIn(this)
    // The schedules' role names it before it is there.
    const targetArn = arns.arn('lambda', `function:${deployedName(name, 'reconcile')}`)
    const schedules = createSchedules(this, { name, targetArn, failures: deadLetters.schedules })

    const made: MadeSettings = {
      launchTemplateId: launchTemplate.ref,
      launchTemplateVersion: launchTemplate.attrLatestVersionNumber,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
      vpcId: network.vpc.vpcId,
      listeners: listenersOf(balancers),
      scheduleGroup: schedules.groupName,
      scheduleRoleArn: schedules.role.roleArn,
      scheduleTargetArn: targetArn,
      scheduleDeadLetterArn: deadLetters.schedules.queueArn,
      bucketName: bucket.bucketName,
      documentName: document.ref,
    }
    const names: Names = {
      ...arns,
      stack: name,
      tableArn: table.tableArn,
      bucketArn: bucket.bucketArn,
      documentName: document.ref,
      domain: config.domain,
      hostedZoneArn: zone.hostedZoneArn,
      launchTemplateArn: arns.arn('ec2', `launch-template/${launchTemplate.ref}`),
      machineRoleArn: machineRole.roleArn,
      machineGroupArn: arns.arn('ec2', `security-group/${groups.machine.securityGroupId}`),
      subnetIds: made.subnetIds,
      listenerArns: balancers.map(({ listener }) => listener.listenerArn),
      scheduleGroup: schedules.groupName,
      scheduleRoleArn: schedules.role.roleArn,
      secretsPath: config.secretsPath,
      hasApp: config.github.app !== undefined,
    }
    for (const kind of functionNames) {
      grant(this.functions[kind], policies[kind], names)
      for (const [key, value] of Object.entries(environmentOf(kind, config, made)))
        this.functions[kind].addEnvironment(key, value)
    }
    if (config.volumeKey !== undefined) {
      for (const launcher of [reconcile, sweep, bake]) grant(launcher, useOfVolumeKey(config.volumeKey), names)
    }

    streamTo(reconcile, table, deadLetters.stream, config.reconcileConcurrency)
    eventsTo(reconcile, document.ref, deadLetters)
    hourly(sweep, deadLetters)
    bakes(bake, deadLetters, { monthly: config.bakeMonthly && config.bakedImage !== '' })
    const { functions } = this
    createAlarms(this, { functions, deadLetters, mail: config.alarmMail, stack: name })
    createDashboard(this, { functions, deadLetters, table, stack: name })

    const slackUrl = createSlackUrl(slack)
    new CfnOutput(this, 'SlackUrl', { description: 'For `npm run manifest -- --url … --domain …`', value: slackUrl })
    new CfnOutput(this, 'GithubEventsUrl', {
      description: 'For the webhook of the GitHub App',
      // It ends in a slash.
      value: `${slackUrl}${GITHUB_EVENTS_PATH.slice(1)}`,
    })
    new CfnOutput(this, 'Region', { value: Aws.REGION })
    new CfnOutput(this, 'InputBucketName', {
      description: 'To be emptied before the stack is deleted',
      value: bucket.bucketName,
    })
  }
}
