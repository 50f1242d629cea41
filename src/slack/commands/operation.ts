import { findSite } from '../../control/run-operation.ts'
import { hasKind, readWords, typedArguments } from '../../site/operations/arguments.ts'
import { UserError } from '../../site/user-error.ts'
import { namedSite } from '../named-site.ts'
import { type NamedOperation, openOperationForm, requestOperation } from '../operations.ts'
import { type Command, expectNoMore } from './command.ts'
import { mentionedUser } from './parse.ts'

/**
 * `NAME …`: runs an operation on the site of that name. Opens the operation's form if arguments are missing or it asks for confirmation.
 */
export function operationCommand(operation: NamedOperation): Command {
  return async (words, caller, deps) => {
    const { viewContext } = caller
    const [name, ...more] = plainWords(operation, words)
    const { args, rest } = readWords(operation.args, more)
    // Not shown, because it may be a password.
    if (rest.length > 0 && hasKind(operation.args, 'password')) throw new UserError('password-typed', {})
    const isSecret = hasKind(operation.args, 'variables')
    if (rest.length > 0 && isSecret) throw new UserError('variables-typed', {})
    expectNoMore(rest, operation.name, viewContext)
    const asks =
      isSecret ||
      hasKind(operation.args, 'setting') ||
      operation.confirms ||
      typedArguments(operation.args).some((argument) => args[argument] === undefined)
    return namedSite(name, operation.name, caller, deps.store, async (target) => {
      if (!asks) return (await requestOperation({ operation, args }, target, caller, deps)).message
      return openOperationForm(
        operation,
        await findSite(deps.store, target),
        { typed: args, channel: caller.channel },
        caller,
        deps,
      )
    })
  }
}

/** Mentions as ids; `@USER NAME` works like `NAME @USER`. */
function plainWords({ args }: NamedOperation, words: string[]): string[] {
  if (!hasKind(args, 'person')) return words
  const [first, second, ...more] = words
  const isPersonFirst = second !== undefined && mentionedUser(first) !== undefined
  const inOrder = isPersonFirst ? [second, first ?? '', ...more] : words
  return inOrder.map((word) => mentionedUser(word) ?? word)
}
