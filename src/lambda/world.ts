import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createSchedulerAlarm } from '../aws/alarm.ts'
import {
  ec2Client,
  elbClient,
  route53Client,
  s3Client,
  schedulerClient,
  ssmClient,
  dynamoDbClient,
} from '../aws/clients.ts'
import { createEc2Instances } from '../aws/instances.ts'
import { createAlbRoutes } from '../aws/routes.ts'
import type { Secrets } from '../aws/secrets.ts'
import type { EngineSettings } from '../aws/settings.ts'
import { createSsmShell } from '../aws/shell.ts'
import { createSiteStore } from '../aws/site-store.ts'
import { toConfig } from '../config.ts'
import type { World } from '../control/ports.ts'
import { phoneHomePath } from '../site/paths.ts'
import { createChat } from '../slack/chat.ts'
import { createCodeHost } from './code-host.ts'
import { siteAddresses } from './site-addresses.ts'

const clock = { now: Date.now }

/** All ports as AWS, GitHub and Slack have them. */
export function createAwsWorld(settings: EngineSettings, secrets: Secrets): World {
  const stack = settings.TABLE_NAME
  const place = siteAddresses(settings.SITE_DOMAIN)
  return {
    clock,
    store: createSiteStore({ client: dynamoDbClient(), tableName: settings.TABLE_NAME }),
    instances: createEc2Instances({
      ec2: ec2Client(),
      stack,
      launchTemplateId: settings.LAUNCH_TEMPLATE_ID,
      launchTemplateVersion: settings.LAUNCH_TEMPLATE_VERSION,
      diskGib: settings.DISK_GIB,
      volumeKey: settings.VOLUME_KEY,
      subnetIds: settings.SUBNET_IDS,
      fallbackSizes: settings.FALLBACK_SIZES,
      ...(settings.PHONE_HOME === 'true' && {
        phoneHomeUrl: (name: string) => `${place.siteUrl(name)}${phoneHomePath(name)}`,
      }),
    }),
    shell: createSsmShell({
      ssm: ssmClient(),
      s3: s3Client(),
      clock,
      bucket: settings.INPUT_BUCKET,
      documentName: settings.COMMAND_DOCUMENT,
      instanceBundle,
    }),
    routes: createAlbRoutes({
      elb: elbClient(),
      route53: route53Client(),
      stack,
      domain: settings.SITE_DOMAIN,
      hostedZoneId: settings.HOSTED_ZONE_ID,
      vpcId: settings.VPC_ID,
      listeners: settings.LISTENERS,
      wait: setTimeout,
    }),
    alarm: createSchedulerAlarm({
      scheduler: schedulerClient(),
      clock,
      group: settings.SCHEDULE_GROUP,
      roleArn: settings.SCHEDULE_ROLE_ARN,
      targetArn: settings.SCHEDULE_TARGET_ARN,
      deadLetterArn: settings.SCHEDULE_DLQ_ARN,
    }),
    codeHost: createCodeHost(settings, secrets, clock),
    chat: createChat(
      { clock, ...toConfig(settings), place },
      {
        botToken: secrets.slackBotToken,
        ...(settings.SLACK_API_URL !== undefined && { slackApiUrl: settings.SLACK_API_URL }),
      },
    ),
  }
}

/** `npm run build` puts it beside the function. */
function instanceBundle(): Promise<Uint8Array> {
  return readFile(join(import.meta.dirname, 'instance.tar.gz'))
}
