import type { WebClient } from '@slack/web-api'
import type { FormContext } from '../../views/action-ids.ts'
import type { MessageView } from '../../views/blocks.ts'
import { operationForm } from '../../views/operation-form.ts'
import { doneMessage } from '../../views/operation-text.ts'
import { passwordShown } from '../../views/password-shown.ts'
import { shareShown } from '../../views/share-shown.ts'
import { localeOf } from '../../views/text/for-locale.ts'
import type { SettingChecks } from '../control/check-settings.ts'
import { type OperationRequest, runOperation, type Target } from '../control/run-operation.ts'
import type { OperationName } from '../site/operations/all.ts'
import { hasKind, type RawArguments } from '../site/operations/arguments.ts'
import type { Operation } from '../site/operations/operation.ts'
import { expectPermitted } from '../site/permissions.ts'
import type { Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import type { ListenerDeps, Person } from './people.ts'
import { channelClosure, existsVia, hasTeamVia } from './order-checks.ts'
import { expectReaderVia } from './repository-reader.ts'

export type NamedOperation = Operation & { name: OperationName }

/** The person who asks for an operation. */
interface Requester extends Person {
  client: WebClient
}

/** What only that person sees. A secret message contains a generated password or a client's link, so nothing may keep it. */
export interface OperationAnswer {
  message: MessageView
  isSecret: boolean
}

type NamedRequest = OperationRequest & { operation: NamedOperation }

/** Runs an operation. UserError if that's impossible. */
export async function requestOperation(
  request: NamedRequest,
  target: Target,
  requester: Requester,
  deps: ListenerDeps,
): Promise<OperationAnswer> {
  const { viewContext } = requester
  const { site, password, shareToken } = await runRequested(request, target, requester, deps)
  if (shareToken !== undefined) {
    const language = localeOf(request.args['language'] || viewContext.locale)
    return { message: shareShown({ site, token: shareToken, language }, viewContext), isSecret: true }
  }
  if (password === undefined)
    return { message: doneMessage(request.operation.name, site, viewContext), isSecret: false }
  const { name, spec } = site
  return { message: passwordShown({ name, user: spec.access.user, password }, viewContext), isSecret: true }
}

/** The same, without an answer to the person. */
export function runRequested(
  request: NamedRequest,
  target: Target,
  { client, actor, viewContext }: Requester,
  deps: ListenerDeps,
): ReturnType<typeof runOperation> {
  const membershipOf = (userId: string) => deps.people.membershipOf(client, userId)
  const { locale } = viewContext
  const expectReader = expectReaderVia(client, deps)
  const settingChecks: SettingChecks = {
    exists: existsVia(deps),
    hasTeam: hasTeamVia(deps),
    catalogue: deps.catalogue,
    channelClosure: (channel) => channelClosure(client, channel),
  }
  return runOperation({ ...deps, locale, membershipOf, expectReader, settingChecks }, target, actor, request)
}

interface Opening extends Pick<FormContext, 'channel' | 'thread' | 'expanded'> {
  /** The expiry shown by the message that was clicked. */
  from?: Instant | undefined
  typed?: RawArguments
}

/** Opens an operation's form. UserError if it would be of no use. */
export async function openOperationForm(
  operation: NamedOperation,
  site: Site,
  opening: Opening,
  { client, actor, viewContext, triggerId }: Requester & { triggerId: string },
  { clock, policy, store, catalogue, report }: ListenerDeps,
): Promise<undefined> {
  operation.expectPossible(site, { seenExpiry: opening.from })
  expectPermitted(actor, site, operation, policy)
  const isShared = hasKind(operation.args, 'scope')
  const shared = isShared ? await store.loadRepositoryEnvironment(site.spec.repository) : undefined
  const choices = hasKind(operation.args, 'setting') ? await orNothing(catalogue(), report) : undefined
  const facts = { now: clock.now(), sharedNames: shared?.names, catalogue: choices }
  const view = operationForm(operation.name, site, { ...facts, ...opening }, viewContext)
  await client.views.open({ trigger_id: triggerId, view })
}

/** A form without images and sizes is better than none. */
function orNothing<T>(answer: Promise<T>, report: ListenerDeps['report']): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    report(error)
    return undefined
  })
}
