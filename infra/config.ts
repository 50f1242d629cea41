import * as z from 'zod'
import { chosenFor, chosenSettings, domain } from '../src/aws/settings.ts'
import { parseSettings } from '../src/config.ts'
import { holidaysSetting } from '../src/holidays.ts'
import { slackEnvironmentProblems } from './function-variables.ts'
import { about } from '../src/site/policy.ts'
import { isArm } from '../src/site/size.ts'
import { hasFunctionUrls } from './regions.ts'

/**
 * The settings of a deployment, which people write in `pokopoko.config.ts`. `docs/settings.md` lists them.
 */

const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a range of addresses in CIDR notation' })
/** Of 60 rules for each IP version, one lets load balancers in. Source: Amazon VPC quotas, "Security groups". */
const MAX_RULES = 59
const fitsSecurityGroup = (cidrs: string[]) => {
  const ipv6 = cidrs.filter((range) => range.includes(':')).length
  return ipv6 <= MAX_RULES && cidrs.length - ipv6 <= MAX_RULES
}

const newNetwork = z.strictObject({ zones: z.int().min(2).max(3) })

const existingNetwork = z.strictObject({
  vpcId: z.string().regex(/^vpc-[0-9a-z]+$/, 'must be the id of a VPC, vpc-…'),
  subnets: z
    .array(
      z.strictObject({
        subnetId: z.string().regex(/^subnet-[0-9a-z]+$/, 'must be the id of a subnet, subnet-…'),
        zone: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'must be an availability zone'),
      }),
    )
    .min(2)
    .max(6),
  ipv6: z.boolean().default(false),
})

const { shape } = chosenSettings

/** With those that only the stack reads. */
export const configSchema = chosenSettings
  .extend({
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region')
      .refine(hasFunctionUrls, 'has no Lambda function URLs, by which Slack reaches pokopoko: choose another region')
      .register(about, { description: 'AWS region', example: 'eu-central-1' }),
    // The functions' own zone is UTC: a default would be wrong for nearly everybody, and nobody would notice.
    timeZone: shape.timeZone.unwrap().register(about, {
      description:
        'Time zone of all dates and hours, also of those in Slack and on visitors’ pages: that of the people who work with the sites',
      example: 'Europe/Berlin',
    }),
    holidays: holidaysSetting,
    account: z
      .string()
      .regex(/^\d{12}$/, 'must have 12 digits')
      .optional()
      .register(about, {
        description: 'The only AWS account to deploy to; without it, the account of your credentials',
        example: '123456789012',
      }),
    network: z
      .union([newNetwork, existingNetwork])
      .default({ zones: 2 })
      .register(about, {
        description:
          'A new network with 2 or 3 availability zones (`zones`), or your own public subnets. With `ipv6: true` load balancers get IPv6, which your subnets must have',
        example: {
          vpcId: 'vpc-0123abcd',
          subnets: [
            { subnetId: 'subnet-0123abcd', zone: 'eu-central-1a' },
            { subnetId: 'subnet-4567cdef', zone: 'eu-central-1b' },
          ],
        },
      }),
    loadBalancers: z.int().min(1).max(20).default(1).register(about, {
      description:
        'Number of load balancers. Each carries 99 running sites: AWS allows 100 target groups, and one is the gateway’s',
      example: 2,
    }),
    visitorCidrs: z
      .array(cidr)
      .min(1)
      .default(['0.0.0.0/0', '::/0'])
      .register(about, {
        description:
          'Addresses from which people can visit sites. Any restriction adds a web ACL (AWS WAF), which costs money',
        example: ['203.0.113.0/24'],
      }),
    visitorRate: z.int().min(10).max(2_000_000_000).optional().register(about, {
      description:
        'Requests of one address in five minutes, over all sites; more get a 429. Adds a web ACL (AWS WAF), which costs money. A page with all its files may take a hundred',
      example: 5000,
    }),
    reconcileConcurrency: z.int().min(2).max(1000).optional().register(about, {
      description:
        'How many of the reconcile function run at once, reserved for it, so that a flood at the public addresses never keeps sites waiting. Your account has to have 100 more than all that is reserved: a new one begins with 10. By default a twentieth of the account’s, from 10 to 20, if it has that many',
      example: 10,
    }),
    sshCidrs: z
      .array(cidr)
      .default([])
      .refine(fitsSecurityGroup, `can hold ${MAX_RULES} IPv4 and ${MAX_RULES} IPv6 ranges`)
      .register(about, {
        description: 'Addresses from which people can log in to machines by SSH; by default no one can',
        example: ['203.0.113.0/24'],
      }),
    alarmMail: z.email('must be a mail address').register(about, {
      description: 'Mail address for alarms. AWS sends a message there, once, to be confirmed',
      example: 'ops@example.com',
    }),
    logDays: z
      .literal([7, 14, 30, 60, 90, 180, 365])
      .default(30)
      .register(about, { description: 'Days for which logs are kept', example: 30 }),
    bakeMonthly: z.boolean().default(true).register(about, {
      description:
        'On the first of each month, `bakedImage` is baked anew, with Debian’s security updates; sites that exist keep what they were made from',
      example: false,
    }),
    policy: z.never('has become settings of their own: write timeZone, expiryHour, … where policy is').optional(),
    creators: z.never('has become two settings: creatorGroups and creatorChannels').optional(),
  })
  .strict()

export type Config = z.output<typeof configSchema>
export type ConfigInput = z.input<typeof configSchema>

/** ConfigError with a line for each problem. */
export function readConfig(input: ConfigInput | Record<string, unknown>): Config {
  return parseSettings(configSchema, input, { otherProblems: crossChecks.flatMap((check) => check(input)) })
}

/** A check of several settings, made when each of them is right by itself: so all problems are reported at once. */
function crossCheck<T extends z.ZodType>(schema: T, problems: (settings: z.output<T>) => string[]) {
  return (input: unknown): string[] => {
    const { success, data } = schema.safeParse(input)
    return success ? problems(data) : []
  }
}

const crossChecks = [
  crossCheck(z.object({ domain, zone: shape.zone }), ({ domain, zone: { name } }) =>
    domain === name || domain.endsWith(`.${name}`) ? [] : [`domain: must be ${name} or end with .${name}`],
  ),
  crossCheck(z.object({ sizes: shape.sizes, architecture: shape.architecture }), ({ sizes, architecture }) =>
    sizes
      .flatMap(({ type, instead }) => [type, ...instead])
      .filter((type) => isArm(type) !== (architecture === 'arm64'))
      .map((type) => `sizes: ${type} is not of architecture ${architecture}`),
  ),
  crossCheck(z.object({ volumeKey: shape.volumeKey, region: z.string() }), ({ volumeKey, region }) =>
    volumeKey === undefined || volumeKey.split(':')[3] === region ? [] : [`volumeKey: must be a key in ${region}`],
  ),
  crossCheck(z.object({ github: z.object({ apiUrl: z.url({ protocol: /^http$/ }) }) }), () => [
    'github.apiUrl: must begin with https://',
  ]),
  crossCheck(z.object({ github: z.object({ siteAccess: z.literal('app'), app: z.undefined().optional() }) }), () => [
    'github.siteAccess: app takes github.app',
  ]),
  crossCheck(chosenFor.slack(), slackEnvironmentProblems),
]
