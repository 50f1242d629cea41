import { createdLine } from '../../views/terminal/answers.ts'
import { createSite } from '../control/create-site.ts'
import { createExpectReader } from '../control/repository-reader.ts'
import { defaultExpiryDate } from '../site/expiry.ts'
import { readLastDay } from '../site/read-extension.ts'
import { expectFitOwner } from '../site/contact.ts'
import { readServices, readSharedDirectories } from '../site/site-settings.ts'
import { operator } from '../site/permissions.ts'
import { type Order, orderFields } from '../site/order.ts'
import type { CalendarDate } from '../site/time.ts'
import type { CommandContext, CommandHandler } from './answer.ts'
import { withPassword } from './operation.ts'
import { siteJson } from './site-json.ts'
import type { Offers, TerminalDeps } from './terminal-deps.ts'
import type { CreateOptions } from './command.ts'

/** Creates a site for `owner`. Unlike in Slack, there's no limit of 3 s, so an error of the code host fails the command. */
export const runCreate: CommandHandler<'create'> = async ({ order: wanted }, context, deps) => {
  if (deps.offers === undefined) return 'needs-platform'
  const offers = await deps.offers()
  const { codeHost, catalogue, chat } = offers
  expectFitOwner(wanted.owner, await chat.membershipOf(wanted.owner))
  const order = await completed(wanted, offers, context, deps)
  const exists = codeHost.exists.bind(codeHost)
  const expectReader = createExpectReader({
    policy: deps.policy,
    profileField: chat.profileField.bind(chat),
    canRead: codeHost.canRead.bind(codeHost),
  })
  const creation = await createSite(order, operator(context.by, context.agent), {
    ...deps,
    catalogue,
    exists,
    expectReader,
  })
  if ('errors' in creation) {
    const { errors } = creation
    return { errors: orderFields.flatMap((field) => (errors[field] ? [{ field, error: errors[field] }] : [])) }
  }
  const { site, password, wasGenerated } = creation
  const answer = {
    text: createdLine(site, context.viewContext),
    data: { site: siteJson(site, context.viewContext) },
  }
  return wasGenerated ? withPassword(answer, password, context) : answer
}

/** The defaults that Slack's form fills in. */
async function completed(
  { howFar: typed, branch, image, size, sshTeam, appDirectory, startCommand, ...wanted }: CreateOptions,
  { codeHost, catalogue }: Offers,
  context: CommandContext,
  deps: TerminalDeps,
): Promise<Order> {
  const { images, sizes } = await catalogue()
  const { services = '', sharedDirectories = '', ...order } = wanted
  return {
    ...order,
    services: readServices(services),
    sharedDirectories: readSharedDirectories(sharedDirectories),
    branch: branch ?? (await codeHost.branches(order.repository, ''))[0] ?? 'main',
    image: image ?? images[0]?.id ?? '',
    size: size ?? sizes[0]?.id ?? '',
    lastDay: lastDay(typed, context, deps),
    ...(appDirectory !== undefined && { appDirectory }),
    ...(startCommand !== undefined && { startCommand }),
    ...(sshTeam !== undefined && { sshTeam }),
  }
}

function lastDay(
  typed: string | undefined,
  { viewContext }: CommandContext,
  { clock, policy }: TerminalDeps,
): CalendarDate {
  const now = clock.now()
  return typed === undefined
    ? defaultExpiryDate(now, policy)
    : readLastDay(typed, { now, policy, locale: viewContext.locale })
}
