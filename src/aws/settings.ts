import * as z from 'zod'
import { CHANNEL_ID, parseSettings, sharedSettings } from '../config.ts'
import { listenersSetting } from './alb/listeners-setting.ts'

/**
 * The functions' environment variables, one schema for each function; `docs/operating.md` has them as a table. None of
 * them is a secret. `parse…` throw a ConfigError that names every problem at once.
 */

const text = z.string().min(1)
const url = z.url({ protocol: /^https?$/ })
const list = text.transform((value) => value.split(',').map((part) => part.trim()))
const domain = z.string().regex(/^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/, 'must be a domain such as test.example.com')

/** `t3.micro=Small,t3.medium=Medium`: instance types, and what people call them. */
const sizes = list.pipe(
  z
    .array(
      z
        .string()
        .regex(/^[^=]+=.+$/, 'must be TYPE=LABEL,…')
        .transform(sizeOf),
    )
    .min(1),
)

/** `t3.micro:t3a.micro:t2.micro,…`: what to take instead of the first when there is no room. */
const fallbackSizes = list.pipe(
  z
    .array(z.string().regex(/^[^:]+(?::[^:]+)+$/, 'must be TYPE:ALTERNATIVE…,…'))
    .transform((rows) => Object.fromEntries(rows.map(fallbacksOf))),
)

const everywhere = {
  ...sharedSettings.shape,
  TABLE_NAME: text,
  SITE_DOMAIN: domain,
}

/** A GitHub App takes both; looked at even when other settings are wrong, so that all problems are told at once. */
const appSettings = {
  isWhole: ({ GITHUB_APP_ID, GITHUB_INSTALLATION_ID }: { GITHUB_APP_ID?: unknown; GITHUB_INSTALLATION_ID?: unknown }) =>
    (GITHUB_APP_ID === undefined) === (GITHUB_INSTALLATION_ID === undefined),
  problem: { path: ['GITHUB_APP_ID'], message: 'goes together with GITHUB_INSTALLATION_ID', when: () => true },
}

/** Of functions that talk to Slack and GitHub. */
const abroad = {
  ...everywhere,
  SECRETS_PATH: z.string().regex(/^\/.*[^/]$/, 'must begin with a slash, and not end with one'),
  GITHUB_ORG: text,
  GITHUB_APP_ID: z.string().regex(/^\d+$/, 'must be a number').optional(),
  GITHUB_INSTALLATION_ID: z.coerce.number().int().positive().optional(),
  SLACK_API_URL: url.optional(),
  GITHUB_API_URL: url.optional(),
}

const slack = z
  .object({
    ...abroad,
    SIZES: sizes,
    ARCHITECTURE: z.enum(['x86_64', 'arm64']).default('x86_64'),
    PULL_REQUEST_CHANNEL: z.string().regex(CHANNEL_ID, 'must be the id of a channel such as C0123ABCD').optional(),
  })
  .refine(appSettings.isWhole, appSettings.problem)

/** Of the functions that act: reconcile and sweep. */
const engine = z
  .object({
    ...abroad,
    FALLBACK_SIZES: fallbackSizes.default({}),
    LAUNCH_TEMPLATE_ID: text,
    LAUNCH_TEMPLATE_VERSION: z.string().regex(/^[1-9]\d*$/, 'must be the number of a version'),
    DISK_GIB: z.coerce.number().int().min(1),
    VOLUME_KEY: text.optional(),
    SUBNET_IDS: list,
    VPC_ID: text,
    LISTENERS: listenersSetting,
    HOSTED_ZONE_ID: text,
    SCHEDULE_GROUP: text,
    SCHEDULE_ROLE_ARN: text,
    SCHEDULE_TARGET_ARN: text,
    SCHEDULE_DLQ_ARN: text,
    INPUT_BUCKET: text,
    COMMAND_DOCUMENT: text,
    PHONE_HOME: z.enum(['true', 'false']).default('true'),
  })
  .refine(appSettings.isWhole, appSettings.problem)

const gateway = z.object(everywhere)

export type SlackSettings = z.infer<typeof slack>
export type EngineSettings = z.infer<typeof engine>
export type GatewaySettings = z.infer<typeof gateway>

export const parseSlackSettings = (env: NodeJS.ProcessEnv): SlackSettings => parseSettings(slack, env)
export const parseEngineSettings = (env: NodeJS.ProcessEnv): EngineSettings => parseSettings(engine, env)
export const parseGatewaySettings = (env: NodeJS.ProcessEnv): GatewaySettings => parseSettings(gateway, env)

function sizeOf(row: string): { id: string; label: string } {
  const at = row.indexOf('=')
  return { id: row.slice(0, at), label: row.slice(at + 1) }
}

function fallbacksOf(row: string): [string, string[]] {
  const [size = '', ...alternatives] = row.split(':')
  return [size, alternatives]
}
