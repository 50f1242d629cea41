import assert from 'node:assert/strict'
import { parseEngineSettings, parseGatewaySettings, parseSlackSettings } from '../../src/aws/settings.ts'
import { ConfigError } from '../../src/config.ts'
import { gatewayEnvironment, engineEnvironment, slackEnvironment } from '../support/function-environment.ts'

function problemsOf(parse: () => unknown): string[] {
  try {
    parse()
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('settings of the functions', () => {
  it('read lists, sizes and listeners', () => {
    assert.deepEqual(parseSlackSettings(slackEnvironment).SIZES, [
      { id: 't3.micro', label: 'Small' },
      { id: 't3.medium', label: 'Medium' },
    ])
    const settings = parseEngineSettings(engineEnvironment)
    assert.deepEqual(settings.FALLBACK_SIZES, { 't3.micro': ['t3a.micro', 't2.micro'], 't3.medium': ['t3a.medium'] })
    assert.deepEqual(settings.SUBNET_IDS, ['subnet-1', 'subnet-2'])
    assert.equal(settings.LISTENERS[0]?.dnsName, 'sites-1.eu-central-1.elb.amazonaws.com')
  })

  it('have what is optional left out', () => {
    const {
      FALLBACK_SIZES: _,
      PHONE_HOME: __,
      GITHUB_APP_ID: ___,
      GITHUB_INSTALLATION_ID: ____,
      ...rest
    } = engineEnvironment
    const settings = parseEngineSettings(rest)
    assert.deepEqual([settings.FALLBACK_SIZES, settings.PHONE_HOME, settings.GITHUB_APP_ID], [{}, 'true', undefined])
    assert.equal(parseSlackSettings(slackEnvironment).ARCHITECTURE, 'x86_64')
    assert.equal(parseSlackSettings(slackEnvironment).PULL_REQUEST_CHANNEL, undefined)
    assert.equal(parseGatewaySettings(gatewayEnvironment).MAX_DAYS, 90)
  })

  it('name every one that is missing', () => {
    const problems = problemsOf(() => parseEngineSettings({}))
    const named = problems.map((line) => line.replace(/:.*/, '')).toSorted()
    const needed = Object.keys(engineEnvironment).filter(
      (name) => !['GITHUB_APP_ID', 'GITHUB_INSTALLATION_ID', 'FALLBACK_SIZES', 'PHONE_HOME'].includes(name),
    )
    assert.deepEqual(named, needed.toSorted())
  })

  it('name every one that is wrong, those that all platforms share included', () => {
    const wrong = {
      ...engineEnvironment,
      MAX_DAYS: 'many',
      SITE_DOMAIN: 'https://test.example.com',
      SECRETS_PATH: 'pokopoko',
      FALLBACK_SIZES: 't3.micro',
      LISTENERS: 'none',
      GITHUB_INSTALLATION_ID: '',
      SLACK_API_URL: 'slack.com',
    }
    const named = problemsOf(() => parseEngineSettings(wrong)).map((line) => line.replace(/[:.].*/, ''))
    assert.deepEqual(named.toSorted(), [
      'FALLBACK_SIZES',
      'GITHUB_APP_ID',
      'LISTENERS',
      'MAX_DAYS',
      'SECRETS_PATH',
      'SITE_DOMAIN',
      'SLACK_API_URL',
    ])
  })

  it('name a channel that is given by its name', () => {
    const problems = (PULL_REQUEST_CHANNEL: string) =>
      problemsOf(() => parseSlackSettings({ ...slackEnvironment, PULL_REQUEST_CHANNEL })).join()
    assert.match(problems('#pulls'), /^PULL_REQUEST_CHANNEL.*C0123ABCD/)
    assert.equal(problems('C0PULLS'), '')
  })

  it('name sizes without a label, and listeners without an address', () => {
    assert.match(
      problemsOf(() => parseSlackSettings({ ...slackEnvironment, SIZES: 't3.micro' })).join(),
      /^SIZES.*TYPE=LABEL/,
    )
    for (const LISTENERS of ['[]', 'arn:aws:x .eu-central-1.elb.amazonaws.com Z1', 'arn:aws:x .elb Z1 sites/1a/2b']) {
      assert.match(problemsOf(() => parseEngineSettings({ ...engineEnvironment, LISTENERS })).join(), /^LISTENERS/)
    }
  })
})
