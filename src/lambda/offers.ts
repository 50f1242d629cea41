import { ec2Client, ssmClient } from '../aws/clients.ts'
import { createImageCatalogue } from '../aws/image-catalogue.ts'
import type { Secrets } from '../aws/secrets.ts'
import type { SlackSettings } from '../aws/settings.ts'
import type { CodeHost } from '../control/code-host.ts'
import type { Catalogue } from '../site/order.ts'
import { createCodeHost } from './code-host.ts'

/**
 * Options in forms: repositories, branches and teams; images and sizes. Their clients are large and most requests don't need
 * them, so this is loaded by the first one that does.
 */
export function createOffers(
  settings: SlackSettings,
  secrets: Secrets,
): { codeHost: CodeHost; catalogue: () => Promise<Catalogue> } {
  const clock = { now: Date.now }
  return {
    codeHost: createCodeHost(settings, secrets, { clock }),
    catalogue: createImageCatalogue({
      ec2: ec2Client(),
      ssm: ssmClient(),
      clock,
      stack: settings.name,
      sizes: settings.sizes.map(({ type, label }) => ({ id: type, label })),
      architecture: settings.architecture,
    }),
  }
}
