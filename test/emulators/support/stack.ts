import assert from 'node:assert/strict'
import { createSiteStore } from '../../../src/aws/site-store.ts'
import { functionUrlApp } from '../../../src/local/function-url-app.ts'
import type { Site } from '../../../src/site/site.ts'
import { buildFunctions } from '../../../tools/build-functions.ts'
import { startFakeGithub } from '../../support/github/start.ts'
import { findRepository } from '../../support/github/state.ts'
import { aSlack, BOT_TOKEN, SIGNING_SECRET } from '../../slack/a-slack.ts'
import { aMember } from '../../slack/member.ts'
import { ministackUrl, motoUrl } from './addresses.ts'
import { COMMAND_DOCUMENT, makeCloud } from './cloud.ts'
import { startEventBridge } from './event-bridge.ts'
import { eventually } from './eventually.ts'
import { deployFunctions, functionArn, ministack } from './functions.ts'
import { isNameTaken, isRunning, stateOf, tag } from './machines-at-moto.ts'
import { startMotoFront } from './moto-front.ts'
import { createRunCommand, HEAD } from './run-command.ts'

const DOMAIN = 'test.example.com'

export type Stack = Awaited<ReturnType<typeof openStack>>

/** Everything that is deployed, on emulators, with people in Slack who use it. */
export async function openStack(directory: string) {
  const suffix = String(Date.now() % 1_000_000)
  const faults: unknown[] = []
  const table = `sites-${suffix}`
  const path = `/pokopoko-${suffix}`
  const runCommand = createRunCommand({
    documentName: COMMAND_DOCUMENT,
    isRunning,
    onEnd: (instanceId) => void bridge.commandEnded(instanceId),
  })
  const front = await startMotoFront({ motoUrl, runCommand, stateOf, images: { isNameTaken, tag } })
  const slack = await aSlack({
    clock: { now: Date.now },
    isDown: () => false,
    onAppError: (error) => faults.push(error),
  })
  const github = await startFakeGithub({ org: 'orchard', repositories: [{ name: 'orchard/website', commits: [HEAD] }] })
  findRepository(github.github.state, 'orchard/website')?.heads.set('main', HEAD)
  await buildFunctions(directory)
  const secrets = {
    [`${path}/slack-signing-secret`]: SIGNING_SECRET,
    [`${path}/slack-bot-token`]: BOT_TOKEN,
    [`${path}/github-private-key`]: github.app.privateKey,
    [`${path}/webhook-key`]: 'the key of webhooks',
  }
  const group = `sites-${suffix}`
  const made = await makeCloud(suffix, DOMAIN, secrets)
  const functions = await deployFunctions(directory, {
    prefix: `${suffix}-`,
    table,
    group,
    env: {
      SETTINGS: JSON.stringify({
        ...made.settings,
        name: table,
        domain: DOMAIN,
        secretsPath: path,
        github: {
          org: 'orchard',
          app: { id: Number(github.app.appId), installationId: github.app.installationId },
          apiUrl: github.url,
        },
        slackApiUrl: slack.slackApiUrl,
        sizes: [{ type: 't3.micro', label: 'Small' }],
        // A site at rest has one alarm, for its next warning.
        idleHours: 0,
        scheduleGroup: group,
        scheduleRoleArn: 'arn:aws:iam::000000000000:role/schedules',
        scheduleTargetArn: functionArn(`${suffix}-reconcile`),
        scheduleDeadLetterArn: 'arn:aws:sqs:eu-central-1:000000000000:schedules',
      }),
      AWS_ENDPOINT_URL_DYNAMODB: ministackUrl,
      AWS_ENDPOINT_URL_SCHEDULER: ministackUrl,
      AWS_ENDPOINT_URL_EC2: front.url,
      AWS_ENDPOINT_URL_SSM: front.url,
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: motoUrl,
      AWS_ENDPOINT_URL_ROUTE_53: motoUrl,
      AWS_ENDPOINT_URL_S3: motoUrl,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  })
  slack.workspace.connect(functionUrlApp(functions.slack))
  // As Slack does when the address is entered. It also starts the function, which on a busy computer takes longer than Slack waits:
  // people press "Retry" then.
  await eventually('Slack verifies the address', async () => ((await slack.workspace.verifyUrl()) ? true : undefined))
  const bridge = await startEventBridge((event) => functions.notify('reconcile', event))
  const store = createSiteStore({ client: ministack.dynamoDb, tableName: table })
  return {
    ...functions,
    table,
    group,
    listenerArn: made.listener.listenerArn,
    hostedZoneId: made.settings.zone.id,
    bucket: made.settings.bucketName,
    workspace: slack.workspace,
    ben: aMember(slack.workspace, 'U0BEN', async () => {}),
    store,
    site: async (): Promise<Site> => (await store.load('plum')) ?? assert.fail('no plum'),
    runCommand,
    commitStatuses: () => findRepository(github.github.state, 'orchard/website')?.statuses ?? [],
    faults,
    /** The site of that record, once it is as it should be. */
    until: (what: string, isSo: (site: Site) => boolean) =>
      eventually(
        what,
        async () => {
          const site = await store.load('plum')
          return site !== undefined && isSo(site) ? site : undefined
        },
        async () => JSON.stringify(await store.load('plum')),
      ),
    close: async () => {
      await bridge.stop()
      await slack.close()
      await github.close()
      await front.close()
    },
  }
}
