import * as z from 'zod'
import { CHANNEL_ID, ConfigError, parseSettings } from '../src/config.ts'
import { siteActions } from '../src/site/actions.ts'
import { audiences } from '../src/site/permissions.ts'
import { defaultPolicy } from '../src/site/policy.ts'
import { environmentProblems } from './environment-size.ts'
import { LOG_DAYS } from './log-days.ts'
import { hasFunctionUrls } from './regions.ts'

/**
 * What is deployed, and how. `pokopoko.config.ts`, which is yours and not in git, is the one place where people write it; `readConfig`
 * checks it and names every problem at once.
 */

const domainName = z.string().regex(/^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be a domain such as test.example.com')
const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9A-Za-z]+$`), `must be an id such as ${prefix}…`)
const slackId = (kinds: string) =>
  z.string().regex(new RegExp(`^[${kinds}][A-Z0-9]+$`), `must be a Slack id that begins with one of ${kinds}`)
const cidr = z.union([z.cidrv4(), z.cidrv6()])
const days = z.int().min(1).max(3650)
const hour = z.int().min(0).max(23)
/** Of 60 rules for each IP version, one lets load balancers in. Source: Amazon VPC quotas, "Security groups". */
const MAX_RULES = 59
const fitsSecurityGroup = (cidrs: string[]) => {
  const ipv6 = cidrs.filter((range) => range.includes(':')).length
  return ipv6 <= MAX_RULES && cidrs.length - ipv6 <= MAX_RULES
}
const instanceType = z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be an instance type such as t3.micro')

const newNetwork = z.strictObject({
  /** Availability zones, a public subnet each. A load balancer needs two. */
  zones: z.int().min(2).max(3),
})

const existingNetwork = z.strictObject({
  vpcId: id('vpc-'),
  /**
   * Public subnets, in two zones or more, that give public IPv4 addresses to what is launched in them
   * (`MapPublicIpOnLaunch`): machines fetch packages and repositories.
   */
  subnets: z
    .array(z.strictObject({ subnetId: id('subnet-'), zone: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/) }))
    .min(2),
  /** The subnets have IPv6, so the load balancers get it too. */
  ipv6: z.boolean().default(false),
})

const size = z.strictObject({
  type: instanceType,
  /** What people see in the form. */
  label: z
    .string()
    .regex(/^[^,=]+$/, 'must be without commas and equals signs')
    .max(75),
  /** Taken in this order where there is no room for `type`. */
  instead: z.array(instanceType).default([]),
})

const schema = z
  .strictObject({
    /** Name of the stack and of the table, and value of the tag `pokopoko:stack`. It cannot be changed later. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{2,30}$/, 'must be 3 to 31 of a-z, 0-9 and -')
      .default('pokopoko'),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1')
      .refine(hasFunctionUrls, 'has no Lambda function URLs, by which Slack reaches pokopoko: choose another region'),
    /** Deployed to no other account than this; left out: to whichever the credentials are for. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'must have 12 digits')
      .optional(),
    /** Sites are `https://NAME.` and this. */
    domain: domainName,
    /** The Route 53 zone that `domain` is in (a public one, in the same account). */
    zone: z.strictObject({ id: id('Z'), name: domainName }),
    network: z.union([newNetwork, existingNetwork]).default({ zones: 2 }),
    /** Load balancers. Each carries 99 running sites: AWS allows 100 target groups, and one is the gateway's. */
    loadBalancers: z.int().min(1).max(20).default(1),
    /** Who may visit sites. GitHub and machines reach what is theirs from anywhere. Anything but all costs a web ACL (AWS WAF). */
    visitorCidrs: z.array(cidr).min(1).default(['0.0.0.0/0', '::/0']),
    /** From where people may log in to machines by SSH; nobody when empty. */
    sshCidrs: z
      .array(cidr)
      .default([])
      .refine(fitsSecurityGroup, `may hold ${MAX_RULES} IPv4 and ${MAX_RULES} IPv6 ranges`),
    /** The first is what the form suggests. */
    sizes: z.array(size).min(1),
    /** Of a machine's disk, in GiB. A clone takes four times the size of its repository; an image that needs more gets more. */
    diskGib: z.int().min(8).max(16_384).default(16),
    /**
     * ARN of the KMS key of machines' volumes, which the functions then may use; left out: the account's default for EBS, which must be
     * AWS's own key.
     */
    volumeKey: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-z-]+$/,
        'must be the ARN of a KMS key, and not of an alias',
      )
      .optional(),
    /** Of the machines and their images; all sizes must be of it. */
    architecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
    github: z.strictObject({
      /** The organization whose repositories and teams are used. */
      org: z.string().regex(/^[A-Za-z0-9-]+$/),
      /** Left out: a token is used (parameter `github-token`). */
      app: z.strictObject({ id: z.int().positive(), installationId: z.int().positive() }).optional(),
      /** Of GitHub Enterprise Server: `https://HOST/api/v3`. */
      apiUrl: z.url({ protocol: /^https$/ }).optional(),
      /** Id of the Slack channel with the cards of sites from pull requests; left out: there are no such sites. */
      pullRequestChannel: z.string().regex(CHANNEL_ID, 'must be the id of a channel such as C0123ABCD').optional(),
    }),
    /** Below it are the secrets, in Systems Manager's Parameter Store. */
    secretsPath: z
      .string()
      .regex(/^(\/[a-zA-Z0-9_.-]+)+$/, 'must be a path such as /pokopoko')
      .default('/pokopoko'),
    /** How long sites live, and when their owners are warned: as in `src/site/policy.ts`. */
    policy: z
      .strictObject({
        timeZone: z.string().default(defaultPolicy.timeZone),
        expiryHour: hour.default(defaultPolicy.expiryHour),
        warnHour: hour.default(defaultPolicy.warnHour),
        archiveDays: days.default(defaultPolicy.archiveDays),
        maxDays: days.default(defaultPolicy.maxDays),
        defaultDays: days.default(defaultPolicy.defaultDays),
      })
      .prefault({}),
    /** Slugs of the teams whose members may become root on their sites' machines. */
    sudoTeams: z.array(z.string().regex(/^[a-z0-9_-]+$/, 'must be the slug of a team')).default([]),
    /** So many sites may be up or asleep at once, of all people and of one owner. */
    maxSites: z.int().min(1).max(5000).default(defaultPolicy.maxSites),
    maxSitesPerPerson: z.int().min(1).max(5000).default(defaultPolicy.maxSitesPerPerson),
    /** Who may ask what, where it is not as by default: see `docs/permissions.md`. */
    permissions: z.partialRecord(z.enum(siteActions), z.enum(audiences)).default({}),
    /** Admins besides those of the Slack workspace: users (U…) and user groups (S…). */
    admins: z.array(slackId('UWS')).default([]),
    /** Who may make sites; everybody, when both are empty. */
    creators: z
      .strictObject({
        /** User groups (S…). */
        groups: z.array(slackId('S')).default([]),
        /** Channels (C…): who asks there may. */
        channels: z.array(slackId('CG')).default([]),
      })
      .prefault({}),
    /** Language of what everybody in the workspace sees. */
    locale: z.enum(['en', 'ja']).default('en'),
    /** Gets mail when something is wrong; AWS asks it to confirm once. */
    alarmMail: z.email(),
    /** Days for which logs are kept. */
    logDays: z.literal(LOG_DAYS).default(30),
    /** Machines tell us when they have started. Off, set-up begins a minute or two later. */
    phoneHome: z.boolean().default(true),
  })
  .superRefine(zoneHoldsDomain)
  .superRefine(sizesFitArchitecture)
  .superRefine(keyIsInRegion)

export type Config = z.output<typeof schema>
export type ConfigInput = z.input<typeof schema>

/** ConfigError with a line for each problem. */
export function readConfig(input: ConfigInput | Record<string, unknown>): Config {
  const config = parseSettings(schema, { ...input })
  const problems = environmentProblems(config)
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return config
}

interface Checked {
  region: string
  volumeKey?: string | undefined
  domain: string
  zone: { name: string }
  sizes: { type: string; instead: string[] }[]
  architecture: 'x86_64' | 'arm64'
}

function zoneHoldsDomain({ domain, zone }: Checked, context: z.RefinementCtx): void {
  if (domain === zone.name || domain.endsWith(`.${zone.name}`)) return
  context.addIssue({ code: 'custom', path: ['domain'], message: `must be ${zone.name} or end with .${zone.name}` })
}

/** Graviton families have a g after their generation: t4g, c7gn. Source: Amazon EC2 instance types, naming conventions. */
const isArm = (type: string) => /^[a-z]+\d+g/.test(type)

function sizesFitArchitecture({ sizes, architecture }: Checked, context: z.RefinementCtx): void {
  for (const type of sizes.flatMap(({ type, instead }) => [type, ...instead])) {
    if (isArm(type) === (architecture === 'arm64')) continue
    context.addIssue({ code: 'custom', path: ['sizes'], message: `${type} is not of architecture ${architecture}` })
  }
}

function keyIsInRegion({ volumeKey, region }: Checked, context: z.RefinementCtx): void {
  if (volumeKey === undefined || volumeKey.split(':')[3] === region) return
  context.addIssue({ code: 'custom', path: ['volumeKey'], message: `must be a key in ${region}` })
}
