import { setTimeout } from 'node:timers/promises'
import pMemoize from 'p-memoize'
import { ssmClient, elbClient, route53Client, schedulerClient, dynamoDbClient } from '../aws/clients.ts'
import { loadSecrets, type Secrets } from '../aws/secrets.ts'
import type { EngineSettings } from '../aws/settings.ts'
import { ConfigError } from '../config-error.ts'
import { toConfig } from '../config.ts'
import type { Ports } from '../control/ports.ts'
import type { Reconcile } from '../control/reconcile.ts'
import { createTurns } from '../control/turns.ts'
import { createEngine } from '../engine.ts'
import type { Log } from '../log.ts'
import { LOAD_BALANCERS, RECORDS } from '../aws/alb/paces.ts'
import { LAUNCHES } from '../aws/ec2/launches.ts'
import type { MachineReader } from '../aws/ec2/machine-reader.ts'
import { createSchedulerAlarm } from '../aws/alarm.ts'
import { environmentsPath } from '../aws/environment-parameters.ts'
import { createEnvironments } from '../aws/environments.ts'
import { createAlbRoutes } from '../aws/routes.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { addressesOf } from '../aws/addresses.ts'
import { phoneHomePath } from '../site/paths.ts'
import { createChat } from '../slack/chat.ts'
import { createCodeHost } from './code-host.ts'
import { createMachines } from './machines.ts'

/** The ports and the reconciler, for reconcile and sweep. Created once per container. */
export function keepEngine(
  settings: EngineSettings,
  log: Log,
): () => Promise<{ ports: Ports; reconcile: Reconcile; machines: MachineReader }> {
  const secrets = pMemoize(() => loadSecrets(ssmClient(), settings.secretsPath))
  // Fetched while the rest loads; after a failure, the next call fetches them again.
  secrets().catch(() => {})
  return pMemoize(async () => {
    const { machines, ...ports } = createAwsPorts(settings, await secrets())
    return {
      ports,
      machines,
      reconcile: createEngine({
        ports,
        ...toConfig(settings),
        addresses: addressesOf(settings),
        webhookKey: webhookKeyOf(await secrets()),
        log,
      }),
    }
  })
}

function webhookKeyOf({ webhookKey }: Secrets): string {
  if (webhookKey === undefined) throw new ConfigError('No secret webhook-key, which npm run deploy makes')
  return webhookKey
}

const clock = { now: Date.now }

/** All ports, on AWS, GitHub and Slack. */
function createAwsPorts(settings: EngineSettings, secrets: Secrets): Ports & { machines: MachineReader } {
  const stack = settings.name
  const addresses = addressesOf(settings)
  const store = createSiteStore({ client: dynamoDbClient(), tableName: stack })
  const turns = { store, clock, wait: setTimeout }
  return {
    clock,
    store,
    ...createMachines(settings, {
      clock,
      turn: createTurns(turns, 'launches', LAUNCHES),
      phoneHomeUrl: settings.phoneHome ? (name) => `${addresses.siteUrl(name)}${phoneHomePath(name)}` : undefined,
    }),
    routes: createAlbRoutes({
      elb: elbClient(),
      route53: route53Client(),
      stack,
      domain: settings.domain,
      hostedZoneId: settings.zone.id,
      vpcId: settings.vpcId,
      listeners: settings.listeners,
      clock,
      turn: createTurns(turns, 'load-balancers', LOAD_BALANCERS),
      recordTurn: createTurns(turns, 'records', RECORDS),
    }),
    alarm: createSchedulerAlarm({
      scheduler: schedulerClient(),
      clock,
      group: settings.scheduleGroup,
      roleArn: settings.scheduleRoleArn,
      targetArn: settings.scheduleTargetArn,
      deadLetterArn: settings.scheduleDeadLetterArn,
    }),
    environments: createEnvironments({ ssm: ssmClient(), path: environmentsPath(settings) }),
    codeHost: createCodeHost(settings, secrets, { clock, store }),
    chat: createChat(
      { clock, ...toConfig(settings), addresses },
      {
        botToken: secrets.slackBotToken,
        ...(settings.slackApiUrl !== undefined && { slackApiUrl: settings.slackApiUrl }),
      },
    ),
  }
}
