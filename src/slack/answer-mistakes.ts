import { createForm } from '../../views/create-form.ts'
import { isFieldAsked, orderErrors, readCreateFormValues } from '../../views/read-create-form.ts'
import { orderFields, type OrderErrors } from '../site/order.ts'
import { detectionFor } from './draw-detection.ts'
import type { ListenerDeps } from './people.ts'
import type { Outcome, Submission } from './submitted.ts'

/**
 * Answers a create form with mistakes. Usually each is shown at its field. If a field isn't shown, the form is redrawn with all its inputs
 * and says on top what's wrong. A name that only needs another spelling is corrected in its field, if nothing else is wrong.
 */
export async function answerMistakes(
  errors: OrderErrors,
  { values, context, viewContext }: Submission,
  deps: ListenerDeps,
): Promise<Outcome> {
  const wrong = orderFields.filter((field) => errors[field] !== undefined)
  const isAllShown = wrong.every((field) => isFieldAsked(field, values))
  const correction = isAllShown && wrong.length > 1 ? undefined : correctionIn(errors)
  if (isAllShown && correction === undefined) return { errors: orderErrors(errors, values, viewContext) }
  const { corrections = 0 } = context
  const draft = readCreateFormValues(values, context)
  const setting = {
    isShort: isAllShown && context.hidden !== undefined,
    catalogue: await deps.catalogue(),
    detection: await detectionFor(draft, deps),
    now: deps.clock.now(),
    context: correction === undefined ? context : { ...context, corrections: corrections + 1 },
  }
  const { name: _corrected, ...others } = errors
  const told = correction === undefined ? errors : others
  const corrected = correction === undefined ? draft : { ...draft, name: correction }
  return { view: createForm(corrected, { ...setting, errors: told }, viewContext) }
}

function correctionIn({ name }: OrderErrors): string | undefined {
  return name !== undefined && 'suggestion' in name.params ? name.params.suggestion : undefined
}
