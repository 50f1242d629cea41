import type { Config } from './config.ts'
import type { FunctionName } from '../src/aws/names.ts'

/** Values that are known only once it is deployed. */
export interface Deployed {
  tableName: string
  launchTemplateId: string
  launchTemplateVersion: string
  subnetIds: string[]
  vpcId: string
  /** See `src/aws/alb/listeners-setting.ts`; the wildcard leads to the first. */
  listeners: string
  scheduleGroup: string
  scheduleRoleArn: string
  scheduleTargetArn: string
  scheduleDeadLetterArn: string
  bucketName: string
  documentName: string
}

type Environment = Record<string, string>

/** What Node itself reads, in every function. */
export const nodeEnvironment: Environment = { NODE_OPTIONS: '--enable-source-maps' }

/** The functions' environment variables, which `src/aws/settings.ts` reads. None of them is a secret. */
export function environments(config: Config, deployed: Deployed): Record<FunctionName, Environment> {
  const everywhere = { TABLE_NAME: deployed.tableName, SITE_DOMAIN: config.domain, ...policyOf(config) }
  const abroad = { ...everywhere, ...abroadOf(config) }
  const engine = { ...abroad, ...engineOf(config, deployed) }
  return {
    slack: { ...abroad, ...choicesOf(config), ...pullRequestsOf(config) },
    reconcile: engine,
    sweep: engine,
    gateway: everywhere,
  }
}

function policyOf({ policy, locale, sudoTeams, maxSites, maxSitesPerPerson, ...rest }: Config): Environment {
  return {
    LOCALE: locale,
    TIME_ZONE: policy.timeZone,
    EXPIRY_HOUR: String(policy.expiryHour),
    WARN_HOUR: String(policy.warnHour),
    ARCHIVE_DAYS: String(policy.archiveDays),
    MAX_DAYS: String(policy.maxDays),
    DEFAULT_DAYS: String(policy.defaultDays),
    MAX_SITES: String(maxSites),
    MAX_SITES_PER_PERSON: String(maxSitesPerPerson),
    ...(sudoTeams.length > 0 && { SUDO_TEAMS: sudoTeams.join(',') }),
    ...permissionsOf(rest),
  }
}

function permissionsOf({
  permissions,
  admins,
  creators,
}: Pick<Config, 'permissions' | 'admins' | 'creators'>): Environment {
  const rows = Object.entries(permissions).map(([action, audience]) => `${action}=${audience}`)
  const lists = {
    PERMISSIONS: rows,
    ADMINS: admins,
    CREATOR_GROUPS: creators.groups,
    CREATOR_CHANNELS: creators.channels,
  }
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, list]) => (list.length > 0 ? [[name, list.join(',')]] : [])),
  )
}

function abroadOf({ secretsPath, github }: Config): Environment {
  const { org, app, apiUrl } = github
  return {
    SECRETS_PATH: secretsPath,
    GITHUB_ORG: org,
    ...(app !== undefined && { GITHUB_APP_ID: String(app.id), GITHUB_INSTALLATION_ID: String(app.installationId) }),
    ...(apiUrl !== undefined && { GITHUB_API_URL: apiUrl }),
  }
}

function pullRequestsOf({ github: { pullRequestChannel } }: Config): Environment {
  return pullRequestChannel === undefined ? {} : { PULL_REQUEST_CHANNEL: pullRequestChannel }
}

/** What the form offers. */
function choicesOf({ sizes, architecture }: Config): Environment {
  return { SIZES: sizes.map(({ type, label }) => `${type}=${label}`).join(','), ARCHITECTURE: architecture }
}

function engineOf({ sizes, zone, phoneHome, diskGib, volumeKey }: Config, deployed: Deployed): Environment {
  const substitutes = sizes.filter(({ instead }) => instead.length > 0)
  return {
    ...(substitutes.length > 0 && {
      FALLBACK_SIZES: substitutes.map(({ type, instead }) => [type, ...instead].join(':')).join(','),
    }),
    LAUNCH_TEMPLATE_ID: deployed.launchTemplateId,
    LAUNCH_TEMPLATE_VERSION: deployed.launchTemplateVersion,
    DISK_GIB: String(diskGib),
    ...(volumeKey !== undefined && { VOLUME_KEY: volumeKey }),
    SUBNET_IDS: deployed.subnetIds.join(','),
    VPC_ID: deployed.vpcId,
    LISTENERS: deployed.listeners,
    HOSTED_ZONE_ID: zone.id,
    SCHEDULE_GROUP: deployed.scheduleGroup,
    SCHEDULE_ROLE_ARN: deployed.scheduleRoleArn,
    SCHEDULE_TARGET_ARN: deployed.scheduleTargetArn,
    SCHEDULE_DLQ_ARN: deployed.scheduleDeadLetterArn,
    INPUT_BUCKET: deployed.bucketName,
    COMMAND_DOCUMENT: deployed.documentName,
    ...(!phoneHome && { PHONE_HOME: 'false' }),
  }
}
