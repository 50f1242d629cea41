import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { readConfig } from './config.ts'
import { acknowledge } from './nag.ts'
import { PokopokoStack } from './stack.ts'

/** The app as it is deployed, checked by cdk-nag. Nothing is looked up: it can be synthesized offline. ConfigError. */
export function createApp(
  input: Parameters<typeof readConfig>[0],
  { code, outdir }: { code: string; outdir?: string },
) {
  const config = readConfig(input)
  const app = new App(outdir === undefined ? {} : { outdir })
  const stack = new PokopokoStack(app, config.name, {
    config,
    code,
    description: 'pokopoko: test sites from Slack',
    env: { region: config.region, ...(config.account !== undefined && { account: config.account }) },
  })
  acknowledge(stack, config)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }))
  return { app, stack, config }
}
