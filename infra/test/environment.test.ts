import assert from 'node:assert/strict'
import * as z from 'zod'
import { type ConfigInput, readConfig } from '../config.ts'
import { environmentOf } from '../environment.ts'
import { input } from '../pokopoko.config.example.ts'
import { WITHOUT_FUNCTION_URLS } from '../regions.ts'
import { type FunctionName, functionNames } from '../../src/aws/names.ts'
import {
  chosenFor,
  chosenSettings,
  functionSettings,
  madeSettings,
  type MadeSettings,
  readSettings,
} from '../../src/aws/settings.ts'
import { isConfigError } from '../../src/config-error.ts'
import { toConfig } from '../../src/config.ts'
import { listenersSetting } from '../../test/support/listeners-setting.ts'
import { aStack } from './a-stack.ts'
import { deployedValues } from './deployed-values.ts'
import { readSettingsOf } from './read-settings.ts'

const listener = {
  listenerArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/sites-1/1a/2b',
  dnsName: 'sites-1-7.eu-central-1.elb.amazonaws.com',
  hostedZoneId: 'Z2',
}
const made: MadeSettings = {
  launchTemplateId: 'lt-1',
  launchTemplateVersion: '3',
  subnetIds: ['subnet-1', 'subnet-2'],
  vpcId: 'vpc-1',
  listeners: listenersSetting([listener]),
  scheduleGroup: 'pokopoko',
  scheduleRoleArn: 'arn:role',
  scheduleTargetArn: 'arn:function',
  scheduleDeadLetterArn: 'arn:queue',
  bucketName: 'bucket',
  documentName: 'document',
}

/** With everything that can be chosen, chosen. */
const everything: ConfigInput = {
  ...input,
  timeZone: 'Europe/Berlin',
  sudoTeams: ['ops', 'platform'],
  locale: 'ja',
  phoneHome: false,
  volumeKey: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
  ssmAgent: { version: '3.3.4364.0', sha256: '0123456789abcdef'.repeat(4) },
  permissions: { delete: 'owner', sleep: 'channel' },
  holidays: ['JP', '12-29'],
  officeHours: { from: 8, to: 24 },
  admins: ['U0ADA', 'S0ADMINS'],
  creatorGroups: ['S0DESIGN'],
  creatorChannels: ['C0WEBTEAM'],
  creatorsNeedAccess: 'Xf0GITHUB',
  maxSites: 40,
  maxSitesPerPerson: 4,
  monthlyBudget: 400,
  prices: { sizes: { 't3.micro': 0.017 }, disk: 1.52, archive: 0.86 },
  github: { org: 'orchard', app: { id: 1, installationId: 2 }, apiUrl: 'https://github.orchard.dev/api/v3' },
}

const problemsOf = (changes: Record<string, unknown>): string[] => {
  try {
    readConfig({ ...input, ...changes })
  } catch (error) {
    if (isConfigError(error)) return error.message.split('\n')
    throw error
  }
  return []
}

const settingsIn = (json: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(json))
const functionSchema = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  }),
})

/** What the function finds when it starts. */
const foundBy = (name: FunctionName, choices: ConfigInput) => {
  const config = readConfig(choices)
  const { SETTINGS = '' } = environmentOf(name, config, made)
  return { ...chosenFor[name]().parse(config), ...settingsIn(SETTINGS) }
}

describe("a function's settings", () => {
  let stack: Awaited<ReturnType<typeof aStack>>
  before(async () => {
    stack = await aStack(everything)
  })

  const names = Object.keys({ ...chosenSettings.shape, ...madeSettings().shape })

  for (const name of functionNames) {
    it(`of ${name} are those that its code reads, and no others`, async () => {
      assert.deepEqual(
        await readSettingsOf(name, names),
        names.filter((setting) => Object.hasOwn(functionSettings[name]().shape, setting)),
      )
    })

    it(`of ${name} are all that the stack gives it`, () => {
      const { template, chosen } = stack
      const { textOf } = deployedValues(template)
      const functions = Object.values(template.findResources('AWS::Lambda::Function')).flatMap(
        (it) => functionSchema.safeParse(it).data?.Properties ?? [],
      )
      const found = functions.find(({ FunctionName }) => FunctionName === `pokopoko-${name}`)
      const { Variables } = found?.Environment ?? assert.fail(name)
      assert.deepEqual(Object.keys(Variables).toSorted(), ['AWS_LAMBDA_EXEC_WRAPPER', 'SETTINGS', 'SETTINGS_VERSION'])
      assert.equal(Variables['AWS_LAMBDA_EXEC_WRAPPER'], '/var/task/start')
      const given = { ...chosen.get(name), ...settingsIn(textOf(Variables['SETTINGS'])) }
      const known = Object.keys(functionSettings[name]().shape)
      assert.deepEqual(
        Object.keys(given).filter((key) => !known.includes(key)),
        [],
      )
      assert.ok(functionSettings[name]().safeParse(given).success)
    })
  }

  it('have the values that were chosen', () => {
    const reconcile = functionSettings.reconcile().parse(foundBy('reconcile', everything))
    assert.deepEqual(reconcile.listeners, [listener])
    assert.deepEqual(reconcile.sizes[0], { type: 't3.micro', instead: ['t3a.micro', 't2.micro'] })
    assert.equal(reconcile.github.apiUrl, 'https://github.orchard.dev/api/v3')
    assert.deepEqual(toConfig(reconcile).policy.sudoTeams, ['ops', 'platform'])
    const { holidays } = toConfig(reconcile).policy
    assert.ok(holidays.includes(`${new Date().getUTCFullYear() + 5}-05-05`) && holidays.includes('12-29'))
    assert.deepEqual(toConfig(reconcile).policy.officeHours, { from: 8, to: 24 })
    assert.deepEqual(problemsOf({ officeHours: { from: 20, to: 9 } }), [
      'officeHours: must begin before they end, for example {"from":9,"to":20}',
    ])
    assert.ok(!holidays.includes('JP'), 'a function knows no countries')
    assert.deepEqual([reconcile.locale, reconcile.phoneHome, reconcile.diskGib], ['ja', false, 16])
    const slack = readSettings(functionSettings.slack(), environmentOf('slack', readConfig(everything), made))
    const { policy } = toConfig(slack)
    assert.deepEqual(policy.permissions, { delete: 'owner', sleep: 'channel' })
    assert.deepEqual([policy.maxSites, policy.maxSitesPerPerson, policy.timeZone], [40, 4, 'Europe/Berlin'])
    assert.deepEqual(policy.admins, ['U0ADA', 'S0ADMINS'])
    assert.deepEqual([policy.creatorGroups, policy.creatorChannels], [['S0DESIGN'], ['C0WEBTEAM']])
    assert.equal(policy.creatorsNeedAccess, 'Xf0GITHUB')
    assert.deepEqual(slack.sizes[0], { type: 't3.micro', label: input.sizes[0]?.label })
  })
})

describe('the channel for pull requests', () => {
  it('is known to the function that answers them, where there is one', () => {
    const channelIn = (pullRequestChannel?: string) => {
      const github = { ...input.github, ...(pullRequestChannel !== undefined && { pullRequestChannel }) }
      return functionSettings.slack().parse(foundBy('slack', { ...input, github })).github.pullRequestChannel
    }
    assert.deepEqual([channelIn(), channelIn('C0PULLS')], [undefined, 'C0PULLS'])
    assert.throws(() => channelIn('#pulls'), /github\.pullRequestChannel: must be the id of a channel.*"C0123ABCD"/)
  })
})

describe('the configuration of a deployment', () => {
  it('is refused with every problem at once, each with its name and an example', () => {
    const broken = {
      region: 'here',
      alarmMail: 'nobody',
      sizes: [],
      timeZone: 'Moon/Base',
      holidays: ['XX'],
      creatorGroups: ['designers'],
      permissions: { explode: 'owner' },
      domain: 'test.example.org',
      sshCidrs: ['10.0.0.0'],
      network: { vpcId: 'vpc-1', subnets: [{ subnetId: 'subnet-1', zone: 'eu-central-1a' }] },
      typo: true,
    }
    assert.deepEqual(
      problemsOf(broken)
        .map((line) => line.replace(/:.*/, ''))
        .toSorted(),
      [
        'alarmMail',
        'creatorGroups.0',
        'domain',
        'holidays',
        'network.subnets',
        'permissions.explode',
        'region',
        'sizes',
        'sshCidrs.0',
        'timeZone',
        'typo',
      ],
    )
    const [example] = problemsOf({ creatorGroups: ['designers'] })
    assert.equal(example, 'creatorGroups.0: must be ids of user groups (S…), for example ["S0123ABCD"]')
  })

  it('is refused with a domain outside of its zone, and sizes of another architecture', () => {
    assert.deepEqual(problemsOf({ domain: 'test.example.org', architecture: 'arm64' }).slice(0, 2), [
      'domain: must be example.com or end with .example.com',
      'sizes: t3.micro is not of architecture arm64',
    ])
    assert.deepEqual(problemsOf({ github: { org: 'orchard', apiUrl: 'http://github.orchard.dev' } }), [
      'github.apiUrl: must begin with https://',
    ])
  })

  it('says its time zone, since the functions have none of their own', () => {
    assert.deepEqual(problemsOf({ timeZone: undefined }), ['timeZone: is missing, for example "Europe/Berlin"'])
  })

  it('says how what was written in groups is written now', () => {
    assert.deepEqual(problemsOf({ policy: { expiryHour: 18 }, creators: { groups: [] } }), [
      'policy: has become settings of their own: write timeZone, expiryHour, … where policy is',
      'creators: has become two settings: creatorGroups and creatorChannels',
    ])
  })
})

describe('a region', () => {
  it('without function URLs is refused', () => {
    assert.equal(WITHOUT_FUNCTION_URLS.size, 15)
    for (const region of WITHOUT_FUNCTION_URLS) {
      assert.match(problemsOf({ region }).join(), /region: has no Lambda function URLs.*choose another region/)
    }
    for (const region of ['eu-central-1', 'us-east-1', 'ap-northeast-1', 'eu-south-2']) {
      assert.equal(readConfig({ ...input, region }).region, region)
    }
  })
})

describe('the disks of machines', () => {
  it('are 16 GiB when nobody says otherwise, and no smaller than images are', () => {
    assert.equal(functionSettings.reconcile().parse(foundBy('reconcile', input)).diskGib, 16)
    assert.match(problemsOf({ diskGib: 7 }).join(), /^diskGib/)
    assert.match(problemsOf({ diskGib: 8.5 }).join(), /^diskGib/)
  })

  it('have a key that is in the region, and no alias', () => {
    const key = (region: string) => `arn:aws:kms:${region}:123456789012:key/1234abcd`
    const volumeKey = key('eu-central-1')
    assert.equal(functionSettings.reconcile().parse(foundBy('reconcile', { ...input, volumeKey })).volumeKey, volumeKey)
    assert.deepEqual(problemsOf({ volumeKey: key('eu-west-1') }), ['volumeKey: must be a key in eu-central-1'])
    assert.match(problemsOf({ volumeKey: 'alias/ours' }).join(), /^volumeKey: must be the ARN of a KMS key/)
  })
})
