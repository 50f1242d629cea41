import type { ViewOutput } from '@slack/bolt'
import type { ViewsUpdateResponse, WebClient } from '@slack/web-api'
import * as z from 'zod'
import { branchBlockId, decodeContext, type FormContext, inputIds } from '../../views/action-ids.ts'
import { createForm } from '../../views/create-form.ts'
import { userErrorModal } from '../../views/problem.ts'
import { type CreateFormValues, readCreateFormValues } from '../../views/read-create-form.ts'
import type { Detection } from '../site/detection.ts'
import { outsiderError } from '../site/permissions.ts'
import { isPlatformError } from './rate-limited-call.ts'
import { defaultBranch } from './ask-code-host.ts'
import { drawDetection } from './draw-detection.ts'
import type { ListenerDeps, Person } from './people.ts'

type FormView = Pick<ViewOutput, 'id' | 'hash' | 'state' | 'private_metadata'>

/**
 * Redraws the create form for the picked repository, with its default branch. After two picks in a row, the slower answer fails
 * (`hash_conflict`) and would leave one repository with the other's branch. So it redraws once more, for the repository that Slack now says
 * is picked.
 */
export async function redrawCreateForm(
  client: WebClient,
  view: FormView,
  whoPicked: Promise<Person>,
  deps: ListenerDeps,
): Promise<void> {
  const context = decodeContext(view.private_metadata)
  const draft = withDefaultBranch(readCreateFormValues(view.state.values, context), deps)
  await redraw(client, view, { draft, context, isShort: context.hidden !== undefined }, whoPicked, deps)
}

/** Redraws the short create form with all its inputs. */
export async function redrawWithMore(
  client: WebClient,
  view: FormView,
  whoAsked: Promise<Person>,
  deps: ListenerDeps,
): Promise<void> {
  const context = decodeContext(view.private_metadata)
  const { values } = view.state
  const typed = readCreateFormValues(values, context)
  // Another repository was just picked, and the form isn't redrawn for it yet.
  const isOfBefore = !(branchBlockId(typed.repository) in values)
  const draft = isOfBefore ? withDefaultBranch(typed, deps) : Promise.resolve(typed)
  await redraw(client, view, { draft, context, isShort: false }, whoAsked, deps)
}

interface Redrawing {
  draft: Promise<CreateFormValues>
  context: FormContext
  isShort: boolean
}

async function redraw(
  client: WebClient,
  { id, hash }: FormView,
  { draft: reading, context, isShort }: Redrawing,
  who: Promise<Person>,
  deps: ListenerDeps,
): Promise<void> {
  const [draft, { actor, viewContext }, catalogue] = await Promise.all([reading, who, deps.catalogue()])
  const refusal = outsiderError(actor)
  if (refusal !== undefined) {
    await client.views.update({ view_id: id, hash, view: userErrorModal(refusal, viewContext) })
    return
  }
  const setting = { catalogue, now: deps.clock.now(), context }
  const form = (drawn: CreateFormValues, detection?: Detection) =>
    createForm(drawn, { ...setting, isShort, detection }, viewContext)
  // Whatever changed the form meanwhile may have been for all its inputs, and those keep what was typed.
  const drawAgain = (drawn: CreateFormValues) =>
    client.views.update({ view_id: id, view: createForm(drawn, setting, viewContext) })
  try {
    const { view } = await client.views.update({ view_id: id, hash, view: form(draft) })
    await drawDetection({ client, view: { ...view }, draft, form }, deps)
  } catch (error) {
    if (!isHashConflict(error)) throw error
    const repository = pickedIn(await drawAgain(draft))
    if (repository === undefined || repository === draft.repository) return
    await drawAgain(await withDefaultBranch({ ...draft, repository }, deps))
  }
}

/** Redraws the create form with what is in the branch that was picked. */
export async function redrawForBranch(
  client: WebClient,
  { id, hash, state, private_metadata: metadata }: FormView,
  whoPicked: Promise<Person>,
  deps: ListenerDeps,
): Promise<void> {
  const context = decodeContext(metadata)
  const draft = readCreateFormValues(state.values, context)
  const [{ actor, viewContext }, catalogue] = await Promise.all([whoPicked, deps.catalogue()])
  if (outsiderError(actor) !== undefined) return
  const setting = { catalogue, isShort: context.hidden !== undefined, now: deps.clock.now(), context }
  const form = (drawn: CreateFormValues, detection?: Detection) =>
    createForm(drawn, { ...setting, detection }, viewContext)
  await drawDetection({ client, view: { id, hash }, draft, form, isOutdated: true }, deps)
}

async function withDefaultBranch(
  { branch: _, services: _services, ...draft }: CreateFormValues,
  deps: ListenerDeps,
): Promise<CreateFormValues> {
  const branch = draft.repository === undefined ? undefined : await defaultBranch(draft.repository, deps)
  return { ...draft, ...(branch !== undefined && { branch }) }
}

const picked = z.lazy(() => z.object({ selected_option: z.object({ value: z.string() }).nullish() }))
const stateSchema = z.lazy(() =>
  z.object({
    values: z.record(z.string(), z.looseObject({ [inputIds.repository]: picked.optional() })),
  }),
)

/** The repository in Slack's current form, which keeps what was picked while we redrew it. */
function pickedIn({ view }: ViewsUpdateResponse): string | undefined {
  const blocks = Object.values(stateSchema.safeParse(view?.state).data?.values ?? {})
  return blocks.find((block) => inputIds.repository in block)?.[inputIds.repository]?.selected_option?.value
}

function isHashConflict(error: unknown): boolean {
  return isPlatformError(error) && error.data.error === 'hash_conflict'
}
