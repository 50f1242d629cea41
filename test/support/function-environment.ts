import type { FunctionName } from '../../src/aws/names.ts'
import { chosenFor, type functionSettings } from '../../src/aws/settings.ts'
import { settingsVersion } from '../../tools/settings-version.ts'
import type * as z from 'zod'

type Settings<N extends FunctionName> = z.input<ReturnType<(typeof functionSettings)[N]>>

const gatewaySettings: Settings<'gateway'> = { name: 'sites', domain: 'test.example.com', github: {} }

const slackSettings: Settings<'slack'> = {
  ...gatewaySettings,
  github: { org: 'orchard' },
  sizes: [
    { type: 't3.micro', label: 'Small' },
    { type: 't3.medium', label: 'Medium' },
  ],
}

const engineSettings: Settings<'reconcile'> = {
  ...gatewaySettings,
  github: { org: 'orchard', app: { id: 12345, installationId: 67890 } },
  sizes: [
    { type: 't3.micro', instead: ['t3a.micro', 't2.micro'] },
    { type: 't3.medium', instead: ['t3a.medium'] },
  ],
  zone: { id: 'Z2' },
  launchTemplateId: 'lt-1',
  launchTemplateVersion: '3',
  subnetIds: ['subnet-1', 'subnet-2'],
  vpcId: 'vpc-1',
  listeners: {
    arnPrefix: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/',
    dnsSuffix: '.eu-central-1.elb.amazonaws.com',
    hostedZoneId: 'Z1',
    each: [{ arn: 'sites/1a/2b', dns: 'sites-1' }],
  },
  scheduleGroup: 'pokopoko',
  scheduleRoleArn: 'arn:role',
  scheduleTargetArn: 'arn:function',
  scheduleDeadLetterArn: 'arn:queue',
  bucketName: 'inputs',
  documentName: 'pokopoko-job',
}

const bakeSettings: Settings<'bake'> = {
  name: engineSettings.name,
  sizes: engineSettings.sizes,
  launchTemplateId: engineSettings.launchTemplateId,
  launchTemplateVersion: engineSettings.launchTemplateVersion,
  subnetIds: engineSettings.subnetIds,
  bucketName: engineSettings.bucketName,
  documentName: engineSettings.documentName,
}

const environmentWith =
  <T extends object>(settings: T) =>
  (changes: Partial<T> = {}) => ({ SETTINGS: JSON.stringify({ ...settings, ...changes }) })

/** The environment of each function, with these settings changed. */
export const gatewayEnvironment = environmentWith(gatewaySettings)
/** As a deployment has checked them. */
export const slackEnvironment = (changes: Partial<Settings<'slack'>> = {}) => ({
  SETTINGS: JSON.stringify(chosenFor.slack().parse({ ...slackSettings, ...changes })),
  SETTINGS_VERSION: settingsVersion,
})
export const bakeEnvironment = environmentWith(bakeSettings)
export const engineEnvironment = environmentWith(engineSettings)
