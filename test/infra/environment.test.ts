import assert from 'node:assert/strict'
import { readConfig } from '../../infra/config.ts'
import { environments } from '../../infra/environment.ts'
import { input } from '../../infra/pokopoko.config.ts'
import { parseEngineSettings, parseGatewaySettings, parseSlackSettings } from '../../src/aws/settings.ts'
import { ConfigError, toConfig } from '../../src/config.ts'
import { defaultPermissions } from '../../src/site/permissions.ts'

const listeners = [{ listenerArn: 'arn:1', loadBalancerArn: 'arn:2', dnsName: 'balancer', hostedZoneId: 'Z2' }]
const deployed = {
  tableName: 'pokopoko',
  launchTemplateId: 'lt-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  vpcId: 'vpc-1',
  listeners: JSON.stringify(listeners),
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

describe('what is chosen for a deployment', () => {
  it('reaches the functions', () => {
    const config = readConfig({ ...input, sudoTeams: ['ops', 'platform'], locale: 'ja', phoneHome: false })
    const { reconcile } = environments(config, deployed)
    const settings = parseEngineSettings(reconcile)
    assert.deepEqual(toConfig(settings).policy.sudoTeams, ['ops', 'platform'])
    assert.deepEqual([settings.LOCALE, settings.PHONE_HOME], ['ja', 'false'])
    assert.deepEqual(settings.FALLBACK_SIZES['t3.micro'], ['t3a.micro', 't2.micro'])
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
