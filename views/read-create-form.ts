import { type OrderField, orderFields, orderFlags, type Order, type OrderErrors } from '../src/site/order.ts'
import { readServices } from '../src/site/site-settings.ts'
import { detectedIn, type FormContext, inputIds } from './action-ids.ts'
import { NOTHING_PICKED } from './no-offer.ts'
import { flagOf, type FormValues, isAsked, valueOf } from './form-values.ts'
import { plainErrorText } from './problem.ts'
import type { ViewContext } from './view-context.ts'

/** What a form for a new site is filled in with. */
export type CreateFormValues = Partial<Order>

/** What has been typed so far, and what the short form doesn't ask for, to draw the form again. */
export function readCreateFormValues(values: FormValues, context: FormContext): CreateFormValues {
  const shown = readInputs(values)
  return { ...hiddenFor(shown.repository, context), ...shown }
}

/** What the short form doesn't ask for. What fits one repository would be wrong for another. */
function hiddenFor(picked: string | undefined, { hidden = {} }: FormContext): CreateFormValues {
  const { repository, ...all } = hidden
  if (repository === picked) return all
  const { documentRoot: _, appDirectory: _1, startCommand: _2, services: _3, spaFallback: _4, ...others } = all
  return others
}

function readInputs(values: FormValues): CreateFormValues {
  const draft: CreateFormValues = {}
  for (const field of orderFields) {
    const value = valueOf(values, inputIds[field])
    if (value !== undefined && value !== NOTHING_PICKED) draft[field] = value
  }
  for (const flag of orderFlags) {
    const isTicked = flagOf(values, inputIds[flag])
    if (isTicked !== undefined) draft[flag] = isTicked
  }
  return { ...draft, ...chosenServices(values) }
}

/** Nothing where the boxes are still ticked as detected: then a later push can ask for others. */
function chosenServices(values: FormValues): Pick<CreateFormValues, 'services'> {
  const block = blockOf(inputIds.services, values)
  const ticked = valueOf(values, inputIds.services)
  if (ticked === undefined) return {}
  const services = readServices(ticked) ?? []
  return services.join(',') === detectedIn(block) ? {} : { services }
}

/** What was submitted; what was left empty is ''. */
export function readCreateForm(values: FormValues, context: FormContext): Order {
  const empty = {
    name: '',
    repository: '',
    branch: '',
    documentRoot: '',
    image: '',
    size: '',
    lastDay: '',
    accessUser: '',
    password: '',
    channel: '',
  }
  return { ...empty, ...readCreateFormValues(values, context) }
}

/** Whether the form that was submitted asks for it. */
export function isFieldAsked(field: OrderField, values: FormValues): boolean {
  return isAsked(values, inputIds[field])
}

/** Each mistake at its own field, by block_id. `values` are those that were submitted. */
export function orderErrors(errors: OrderErrors, values: FormValues, viewContext: ViewContext): Record<string, string> {
  const found: Record<string, string> = {}
  for (const field of orderFields) {
    const error = errors[field]
    if (error !== undefined) found[blockOf(inputIds[field], values)] = plainErrorText(error, viewContext)
  }
  return found
}

function blockOf(actionId: string, values: FormValues): string {
  return Object.keys(values).find((block) => actionId in (values[block] ?? {})) ?? inputIds.name
}
