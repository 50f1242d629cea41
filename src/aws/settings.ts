import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ConfigError } from '../config-error.ts'
import { localeSetting, permissionsSetting, parseSettings } from '../config.ts'
import { about, policySchema } from '../site/policy.ts'
import { once } from '../once.ts'
import { CHANNEL_ID } from '../site/slack-ids.ts'
import { isLabel, MAX_LABEL } from '../control/images/label.ts'
import { DEFAULT_STACK, type FunctionName } from './names.ts'

/**
 * The functions' settings: those of a deployment (`infra/config.ts`) that each of them reads, and what AWS names. `docs/settings.md` has
 * them as tables. None of them is a secret.
 */

export const domain = z.string().regex(/^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be a domain')
const url = z.url({ protocol: /^https?$/, error: 'must be an address' })
const instanceType = z
  .string()
  .regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be an instance type')
  .register(about, { example: 't3.micro' })

const size = z.strictObject({
  type: instanceType,
  label: z.string().min(1).max(75),
  instead: z.array(instanceType).default([]),
})

const sizesWith = <T extends z.ZodType>(oneSize: T) =>
  z
    .array(oneSize)
    .min(1)
    .register(about, {
      description:
        'Instance types, from small to large, with the label that people see; the form suggests the first. Types in `instead` are tried in order when AWS has no capacity for `type`',
      example: [{ type: 't3.micro', label: 'Small', instead: ['t3a.micro'] }],
    })

const github = z.strictObject({
  org: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be the name of an organization')
    .register(about, { description: 'GitHub organization whose repositories and teams are used', example: 'acme' }),
  app: z
    .strictObject({ id: z.int().positive(), installationId: z.int().positive() })
    .optional()
    .register(about, {
      description: 'The GitHub App; without it, the token in the secret `github-token` is used',
      example: { id: 123456, installationId: 12345678 },
    }),
  siteAccess: z.enum(['deploy-keys', 'app']).default('deploy-keys').register(about, {
    description:
      'What sites have at GitHub: `deploy-keys`, a deploy key and a push webhook each; or `app`, nothing: machines clone with the App’s tokens, and its events tell of pushes. Takes the App, and its events',
    example: 'app',
  }),
  apiUrl: url.optional().register(about, {
    description: 'API of GitHub Enterprise Server',
    example: 'https://github.example.com/api/v3',
  }),
  pullRequestChannel: z.string().regex(CHANNEL_ID, 'must be the id of a channel').optional().register(about, {
    description: 'Slack channel with the cards of sites from pull requests; without it there are no such sites',
    example: 'C0123ABCD',
  }),
})

const aboutZone = {
  description: 'Public Route 53 zone that `domain` is in, in the same account',
  example: { id: 'Z0123456789ABC', name: 'example.com' },
}
const zone = z
  .strictObject({ id: z.string().regex(/^Z[0-9A-Z]+$/, 'must be the id of a zone, Z…'), name: domain })
  .register(about, aboutZone)

/** What people choose for a deployment, and functions read. */
export const chosenSettings = policySchema.extend({
  permissions: permissionsSetting,
  locale: localeSetting,
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{2,30}$/, 'must be 3 to 31 of a-z, 0-9 and -')
    .default(DEFAULT_STACK)
    .register(about, {
      description: 'Name of the stack and its table, and value of the tag `pokopoko:stack`. It can’t be changed later',
      example: DEFAULT_STACK,
    }),
  domain: domain.register(about, { description: 'Sites are at `https://NAME.DOMAIN`', example: 'test.example.com' }),
  secretsPath: z
    .string()
    .regex(/^(\/[A-Za-z0-9_.-]+)+$/, 'must begin with a slash, and not end with one')
    .default('/pokopoko')
    .register(about, { description: 'Path of the secrets in Systems Manager’s Parameter Store', example: '/pokopoko' }),
  github,
  slackApiUrl: url.optional().register(about, {
    description: 'Slack’s Web API, where it isn’t Slack’s own (for tests)',
    example: 'http://localhost:3000/api/',
  }),
  sizes: sizesWith(size),
  architecture: z.enum(['x86_64', 'arm64']).default('x86_64').register(about, {
    description: 'Architecture of the machines and their images; all sizes must match it',
    example: 'arm64',
  }),
  diskGib: z.int().min(8).max(16_384).default(16).register(about, {
    description:
      'Size of a machine’s disk, in GiB, unless its image needs more. A clone takes four times the size of its repository',
    example: 16,
  }),
  volumeKey: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-z-]+$/,
      'must be the ARN of a KMS key, and not of an alias',
    )
    .optional()
    .register(about, {
      description:
        'KMS key of the machines’ volumes; without it, the account’s default for EBS, which must be AWS’s own key',
      example: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
    }),
  ssmAgent: z
    .strictObject({
      version: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/, 'must be a version, such as 3.3.4364.0'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
    })
    .optional()
    .register(about, {
      description:
        'Package of AWS’s agent that machines install if their image lacks it, from `tools/pin-ssm-agent.sh`, which checks its signature; without it, the latest one, unchecked',
      example: { version: '3.3.4364.0', sha256: '0123…cdef' },
    }),
  bakedImage: z
    .union([
      z.literal(''),
      z.string().refine(isLabel, `must be one line of 1 to ${MAX_LABEL} characters without < and >`),
    ])
    .default('Agency')
    .register(about, {
      description:
        'Label of the image that is baked after the first deployment, and that forms then offer first: Debian 13 with all that set-ups install. Empty: none is baked but by `pokopoko image bake`',
      example: 'Agency',
    }),
  volumeInitializationRate: z.int().min(100).max(300).optional().register(about, {
    description:
      'MiB/s at which AWS fills a new machine’s volume from its image before anybody reads it (EBS provisioned rate for volume initialization), which costs money for each launch; without it, each block is fetched at its first use',
    example: 300,
  }),
  zone,
  phoneHome: z.boolean().default(true).register(about, {
    description: 'Machines report when they’ve booted. If they don’t, their set-up begins a minute or two later',
    example: false,
  }),
})

const made = (description: string, example: string) =>
  z.string().min(1).register(about, { description, example: example })

/** What AWS names once the stack is deployed. */
export const madeSettings = once(() =>
  z.object({
    launchTemplateId: made('Launch template of the machines', 'lt-0123456789abcdef0'),
    launchTemplateVersion: made('Its version, by number: CloudFormation doesn’t move the default', '3'),
    subnetIds: z
      .array(z.string().min(1))
      .min(1)
      .register(about, {
        description: 'Subnets in which machines are launched',
        example: ['subnet-0123456789abcdef0'],
      }),
    vpcId: made('Their VPC', 'vpc-0123456789abcdef0'),
    listeners: z
      .object({
        /** What all have in common is there once: twenty in full don't fit into the environment of a function. */
        arnPrefix: z.string().min(1),
        dnsSuffix: z.string().min(1),
        hostedZoneId: z.string().min(1),
        each: z.array(z.object({ arn: z.string().min(1), dns: z.string().min(1) })).min(1),
      })
      .transform(({ arnPrefix, dnsSuffix, hostedZoneId, each }) =>
        each.map(({ arn, dns }) => ({
          listenerArn: `${arnPrefix}${arn}`,
          dnsName: `${dns}${dnsSuffix}`,
          hostedZoneId,
        })),
      )
      .register(about, {
        description: 'HTTPS listeners of the load balancers; the wildcard record leads to the first',
        example: {
          arnPrefix: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/',
          dnsSuffix: '.eu-central-1.elb.amazonaws.com',
          hostedZoneId: 'Z215JYRZR1TBD5',
          each: [{ arn: 'sites/0123456789abcdef/0123456789abcdef', dns: 'sites-1234567890' }],
        },
      }),
    scheduleGroup: made('Group of the schedules that wake reconcile', 'pokopoko'),
    scheduleRoleArn: made('Role of these schedules', 'arn:aws:iam::123456789012:role/schedules'),
    scheduleTargetArn: made('Their target, the function reconcile', 'arn:aws:lambda:…:function:pokopoko-reconcile'),
    scheduleDeadLetterArn: made('Queue of those that didn’t reach it', 'arn:aws:sqs:…:pokopoko-schedules-failures'),
    bucketName: made('Bucket by which jobs reach machines', 'pokopoko-inputs'),
    documentName: made('SSM document that runs them', 'pokopoko-job'),
  }),
)
export type MadeSettings = z.input<ReturnType<typeof madeSettings>>

// A function makes only its own: a cold start waits for that.
const gateway = once(() =>
  chosenSettings
    .pick({
      name: true,
      domain: true,
      secretsPath: true,
      timeZone: true,
      expiryHour: true,
      archiveDays: true,
    })
    .extend({ github: github.pick({ app: true, apiUrl: true }).strip() }),
)

const slack = once(() =>
  chosenSettings
    .omit({
      warnHour: true,
      holidays: true,
      weeklyDigest: true,
      pictures: true,
      sudoTeams: true,
      diskGib: true,
      volumeKey: true,
      ssmAgent: true,
      bakedImage: true,
      volumeInitializationRate: true,
      zone: true,
      phoneHome: true,
      maxUploadMegabytes: true,
    })
    .extend({ sizes: sizesWith(size.omit({ instead: true }).strip()) }),
)

const engine = once(() =>
  chosenSettings
    .omit({
      architecture: true,
      bakedImage: true,
      creatorsNeedAccess: true,
      maxDays: true,
      maxSites: true,
      maxSitesPerPerson: true,
      monthlyBudget: true,
    })
    .extend({
      github: github.omit({ pullRequestChannel: true }).strip(),
      sizes: sizesWith(size.omit({ label: true }).strip()),
      // A deployment has checked its form; zones of emulators are named differently.
      zone: z.object({ id: z.string().min(1) }).register(about, aboutZone),
    }),
)

const sweep = once(() => engine().extend(chosenSettings.pick({ architecture: true, monthlyBudget: true }).shape))

const bake = once(() =>
  chosenSettings
    .pick({
      name: true,
      architecture: true,
      diskGib: true,
      volumeKey: true,
      ssmAgent: true,
      bakedImage: true,
      volumeInitializationRate: true,
    })
    .extend({ sizes: sizesWith(size.omit({ label: true }).strip()) }),
)

/** What each function reads of what is chosen. A test compares it with the code, both ways. */
export const chosenFor = { slack, reconcile: engine, sweep, bake, gateway } satisfies Record<
  FunctionName,
  () => z.ZodObject
>

const engineSettings = once(() => engine().extend(madeSettings().shape))
const sweepSettings = once(() => sweep().extend(madeSettings().shape))
const bakeSettings = once(() =>
  bake().extend(
    madeSettings().pick({
      launchTemplateId: true,
      launchTemplateVersion: true,
      subnetIds: true,
      bucketName: true,
      documentName: true,
    }).shape,
  ),
)

/** All that each function reads. */
export const functionSettings = { slack, reconcile: engineSettings, sweep: sweepSettings, bake: bakeSettings, gateway }

export type SlackSettings = z.output<ReturnType<typeof slack>>
export type EngineSettings = z.output<ReturnType<typeof engineSettings>>

/** In the bundle of functions for which Lambda's environment is too small: what is chosen. */
export const SETTINGS_FILE = 'settings.json'

/** From the variable `SETTINGS`, and the file in that directory. ConfigError names every problem at once. */
export function readSettings<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv, directory?: string): z.output<T> {
  const file = join(directory ?? '', SETTINGS_FILE)
  const chosen = directory !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '{}'
  return parseSettings(schema, { ...readJson(SETTINGS_FILE, chosen), ...readJson('SETTINGS', env['SETTINGS'] || '{}') })
}

function readJson(source: string, text: string): object {
  try {
    return z.looseObject({}).parse(JSON.parse(text))
  } catch (cause) {
    throw new ConfigError(`${source}: must be a JSON object`, { cause })
  }
}
