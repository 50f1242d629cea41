import assert from 'node:assert/strict'
import { type ConfigInput, readConfig } from '../../infra/config.ts'
import { environments } from '../../infra/environment.ts'
import { WITHOUT_FUNCTION_URLS } from '../../infra/regions.ts'
import { input } from '../../infra/pokopoko.config.example.ts'
import { functionNames } from '../../src/aws/names.ts'
import { parseEngineSettings, parseGatewaySettings, parseSlackSettings } from '../../src/aws/settings.ts'
import { ConfigError, toConfig } from '../../src/config.ts'
import { writeListeners } from '../support/listeners.ts'
import { defaultPermissions } from '../../src/site/permissions.ts'

const listeners = [
  {
    listenerArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/sites-1/1a/2b',
    dnsName: 'sites-1-7.eu-central-1.elb.amazonaws.com',
    hostedZoneId: 'Z2',
  },
]
const deployed = {
  tableName: 'pokopoko',
  launchTemplateId: 'lt-1',
  launchTemplateVersion: '3',
  subnetIds: ['subnet-1', 'subnet-2'],
  vpcId: 'vpc-1',
  listeners: writeListeners(listeners),
  scheduleGroup: 'pokopoko',
  scheduleRoleArn: 'arn:role',
  scheduleTargetArn: 'arn:function',
  scheduleDeadLetterArn: 'arn:queue',
  bucketName: 'bucket',
  documentName: 'document',
}

describe("the functions' environment", () => {
  const environment = environments(readConfig(input), deployed)

  it('is what they read', () => {
    assert.equal(parseSlackSettings(environment.slack).SIZES[0]?.id, 't3.micro')
    assert.deepEqual(parseEngineSettings(environment.reconcile).LISTENERS, listeners)
    assert.deepEqual(parseEngineSettings(environment.sweep).SUBNET_IDS, deployed.subnetIds)
    assert.equal(parseGatewaySettings(environment.gateway).SITE_DOMAIN, 'test.example.com')
  })
})

/** With everything that can be chosen, chosen. */
const everything: ConfigInput = {
  ...input,
  sudoTeams: ['ops', 'platform'],
  locale: 'ja',
  phoneHome: false,
  volumeKey: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
  permissions: { delete: 'owner' },
  admins: ['U0NADIA'],
  creators: { groups: ['S0GROWERS'], channels: ['C0SPRING'] },
  github: { org: 'orchard', app: { id: 1, installationId: 2 }, apiUrl: 'https://github.orchard.dev/api/v3' },
}

describe('what is chosen for a deployment', () => {
  it('has no variable that the functions do not know', () => {
    const environment = environments(readConfig(everything), deployed)
    const known = {
      slack: parseSlackSettings(environment.slack),
      reconcile: parseEngineSettings(environment.reconcile),
      sweep: parseEngineSettings(environment.sweep),
      gateway: parseGatewaySettings(environment.gateway),
    }
    for (const name of functionNames) {
      // What is not in a schema does not come out of it.
      const unknown = Object.keys(environment[name]).filter((key) => !Object.hasOwn(known[name], key))
      assert.deepEqual(unknown, [], name)
    }
    assert.equal(known.reconcile.GITHUB_API_URL, 'https://github.orchard.dev/api/v3')
    assert.deepEqual([known.slack.GITHUB_APP_ID, known.slack.GITHUB_INSTALLATION_ID], ['1', 2])
  })

  it('reaches the functions', () => {
    const config = readConfig(everything)
    const { reconcile } = environments(config, deployed)
    const settings = parseEngineSettings(reconcile)
    assert.deepEqual(toConfig(settings).policy.sudoTeams, ['ops', 'platform'])
    assert.deepEqual([settings.LOCALE, settings.PHONE_HOME], ['ja', 'false'])
    assert.deepEqual(settings.FALLBACK_SIZES['t3.micro'], ['t3a.micro', 't2.micro'])
  })
})

describe('the channel for pull requests', () => {
  it('is known to the function that answers them, where there is one', () => {
    const channelIn = (pullRequestChannel?: string) => {
      const github = { ...input.github, ...(pullRequestChannel !== undefined && { pullRequestChannel }) }
      return parseSlackSettings(environments(readConfig({ ...input, github }), deployed).slack).PULL_REQUEST_CHANNEL
    }
    assert.deepEqual([channelIn(), channelIn('C0PULLS')], [undefined, 'C0PULLS'])
    assert.throws(() => channelIn('#pulls'), /github\.pullRequestChannel: must be the id of a channel/)
  })
})

describe('who may do what', () => {
  it('reaches the functions', () => {
    const { slack } = environments(
      readConfig({
        ...input,
        permissions: { delete: 'owner', sleep: 'channel' },
        admins: ['U0ADA', 'S0ADMINS'],
        creators: { groups: ['S0DESIGN'], channels: ['C0WEBTEAM'] },
        maxSites: 40,
        maxSitesPerPerson: 4,
      }),
      deployed,
    )
    const { policy } = toConfig(parseSlackSettings(slack))
    assert.deepEqual(policy.permissions, { ...defaultPermissions, delete: 'owner', sleep: 'channel' })
    assert.deepEqual([policy.maxSites, policy.maxSitesPerPerson], [40, 4])
    assert.deepEqual(policy.admins, ['U0ADA', 'S0ADMINS'])
    assert.deepEqual(policy.creators, { groups: ['S0DESIGN'], channels: ['C0WEBTEAM'] })
  })

  it('is refused where ids are none', () => {
    assert.throws(
      () => readConfig({ ...input, creators: { groups: ['designers'] } }),
      /creators\.groups\.0: must be a Slack id/,
    )
  })
})

describe('the configuration of a deployment', () => {
  it('is refused with every problem at once', () => {
    const broken = { ...input, region: 'here', alarmMail: 'nobody', sizes: [] }
    assert.throws(
      () => readConfig(broken),
      (error) =>
        error instanceof ConfigError && ['region', 'alarmMail', 'sizes'].every((it) => error.message.includes(it)),
    )
  })

  it('is refused with a domain outside of its zone, and sizes of another architecture', () => {
    assert.throws(() => readConfig({ ...input, domain: 'test.example.org' }), /domain: must be example\.com/)
    assert.throws(() => readConfig({ ...input, architecture: 'arm64' }), /t3\.micro is not of architecture arm64/)
  })
})

describe('a region', () => {
  it('without function URLs is refused', () => {
    assert.equal(WITHOUT_FUNCTION_URLS.size, 15)
    for (const region of WITHOUT_FUNCTION_URLS) {
      assert.throws(
        () => readConfig({ ...input, region }),
        /region: has no Lambda function URLs.*choose another region/,
      )
    }
    for (const region of ['eu-central-1', 'us-east-1', 'ap-northeast-1', 'eu-south-2']) {
      assert.equal(readConfig({ ...input, region }).region, region)
    }
  })
})

describe('the disks of machines', () => {
  it('are 16 GiB when nobody says otherwise, and no smaller than images are', () => {
    assert.equal(parseEngineSettings(environments(readConfig(input), deployed).reconcile).DISK_GIB, 16)
    assert.throws(() => readConfig({ ...input, diskGib: 7 }), /diskGib/)
    assert.throws(() => readConfig({ ...input, diskGib: 8.5 }), /diskGib/)
  })

  it('have a key that is in the region, and no alias', () => {
    const key = (region: string) => `arn:aws:kms:${region}:123456789012:key/1234abcd`
    const { reconcile } = environments(readConfig({ ...input, volumeKey: key('eu-central-1') }), deployed)
    assert.equal(parseEngineSettings(reconcile).VOLUME_KEY, key('eu-central-1'))
    assert.throws(
      () => readConfig({ ...input, volumeKey: key('eu-west-1') }),
      /volumeKey: must be a key in eu-central-1/,
    )
    assert.throws(() => readConfig({ ...input, volumeKey: 'alias/ours' }), /volumeKey: must be the ARN of a KMS key/)
  })
})
