import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { functionSettings, readSettings } from '../../src/aws/settings.ts'
import { functionNames } from '../../src/aws/names.ts'
import { isConfigError } from '../../src/config-error.ts'
import { toConfig } from '../../src/config.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { engineEnvironment, gatewayEnvironment, slackEnvironment } from '../support/function-environment.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

const slack = functionSettings.slack()
const reconcile = functionSettings.reconcile()
const gateway = functionSettings.gateway()

const settingsIn = ({ SETTINGS }: { SETTINGS: string }) => z.looseObject({}).parse(JSON.parse(SETTINGS))

function problemsOf(read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (isConfigError(error)) return error.message.split('\n')
    throw error
  }
  return []
}

describe('settings of the functions', () => {
  it('are one JSON document, with listeners whose names stand there once', () => {
    const settings = readSettings(reconcile, engineEnvironment())
    assert.deepEqual(settings.listeners, [
      {
        listenerArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/sites/1a/2b',
        dnsName: 'sites-1.eu-central-1.elb.amazonaws.com',
        hostedZoneId: 'Z1',
      },
    ])
    assert.deepEqual(settings.subnetIds, ['subnet-1', 'subnet-2'])
  })

  it('are in the bundle as well, where the environment does not hold all of them', async () => {
    const directory = await makeTemporaryDirectory()
    const chosen = { zone: { id: 'Z3' }, locale: 'ja', phoneHome: false }
    await writeFile(join(directory.path, 'settings.json'), JSON.stringify(chosen))
    const { zone: _, ...made } = settingsIn(engineEnvironment())
    const settings = readSettings(reconcile, { SETTINGS: JSON.stringify(made) }, directory.path)
    assert.deepEqual([settings.zone.id, settings.locale, settings.phoneHome], ['Z3', 'ja', false])
    await directory.remove()
  })

  it('have defaults for all that may be left out', () => {
    const { phoneHome, github, secretsPath } = readSettings(reconcile, engineEnvironment())
    assert.deepEqual([phoneHome, github.apiUrl, secretsPath], [true, undefined, '/pokopoko'])
    const settings = readSettings(slack, slackEnvironment())
    assert.deepEqual([settings.architecture, settings.github.pullRequestChannel], ['x86_64', undefined])
    assert.deepEqual(toConfig(settings), { locale: 'en', policy: defaultPolicy })
  })

  it('name every one that is missing, with an example', () => {
    const problems = problemsOf(() => readSettings(reconcile, {}))
    const named = problems.map((line) => line.replace(/:.*/, '')).toSorted()
    const optional = ['name']
    const needed = Object.keys(settingsIn(engineEnvironment()))
    assert.deepEqual(named, needed.filter((name) => !optional.includes(name)).toSorted())
    for (const problem of problems.filter((line) => !line.startsWith('github'))) {
      assert.match(problem, /^\w+: is missing, for example \S/)
    }
  })

  it('name every one that is wrong, and what is wrong', () => {
    const wrong = {
      ...settingsIn(engineEnvironment()),
      archiveDays: 'many',
      domain: 'https://test.example.com',
      secretsPath: 'pokopoko',
      sizes: [{ type: 'small' }],
      listeners: 'none',
      github: { org: 'orchard', app: { id: 12345 } },
      slackApiUrl: 'slack.com',
    }
    assert.deepEqual(problemsOf(() => readSettings(reconcile, { SETTINGS: JSON.stringify(wrong) })).toSorted(), [
      'archiveDays: Invalid input: expected number, received string, for example 30',
      'domain: must be a domain, for example "test.example.com"',
      'github.app.installationId: is missing, for example {"id":123456,"installationId":12345678}',
      'listeners: Invalid input: expected object, received string, for example {"arnPrefix":"arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/","dnsSuffix":".eu-central-1.elb.amazonaws.com","hostedZoneId":"Z215JYRZR1TBD5","each":[{"arn":"sites/0123456789abcdef/0123456789abcdef","dns":"sites-1234567890"}]}',
      'secretsPath: must begin with a slash, and not end with one, for example "/pokopoko"',
      'sizes.0.type: must be an instance type, for example "t3.micro"',
      'slackApiUrl: must be an address, for example "http://localhost:3000/api/"',
    ])
  })

  it('are told to be no JSON where they are none', () => {
    for (const SETTINGS of ['t3.micro=Small', '[]', '"x"']) {
      assert.deepEqual(
        problemsOf(() => readSettings(gateway, { SETTINGS })),
        ['SETTINGS: must be a JSON object'],
      )
    }
    assert.equal(readSettings(gateway, gatewayEnvironment()).archiveDays, 30)
  })

  it('are never secrets', () => {
    for (const name of functionNames) {
      const secrets = Object.keys(functionSettings[name]().shape).filter((key) =>
        /token|password|private|signing/i.test(key),
      )
      assert.deepEqual(secrets, [])
    }
  })
})
