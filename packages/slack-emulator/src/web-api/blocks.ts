import * as z from 'zod'
import { checkHome, checkMessageBlocks, checkModal } from '../block-kit/check.ts'
import { SlackError } from '../slack-error.ts'
import { defineMethod, readJson, type Method } from './method.ts'

const payload = z.unknown().optional()

/** Checks a Block Kit payload without showing it; needs no scope. Source: Slack's blocks.validate. */
export function validateBlocks(): Method {
  return defineMethod({
    params: z.strictObject({ blocks: payload, message: payload, view: payload }),
    run: (given) => {
      const [only, ...more] = kinds.filter((kind) => given[kind] !== undefined)
      if (only === undefined || more.length > 0) {
        throw new SlackError('invalid_arguments', ['[ERROR] must provide exactly one of blocks, view, or message'])
      }
      validate(only, readJson(given[only], 'invalid_arguments'))
      return {}
    },
  })
}

const kinds = ['blocks', 'message', 'view'] as const
type Kind = (typeof kinds)[number]

/** What the pointers begin with, which `blocks.validate` leaves out. */
const ROOTS: Record<Kind, string> = { blocks: '/blocks', message: '', view: '/view' }

/** @throws SlackError `invalid_blocks`, `invalid_message`, `invalid_view` with all problems */
function validate(kind: Kind, value: unknown): void {
  try {
    check(kind, value)
  } catch (error) {
    if (!(error instanceof SlackError)) throw error
    const found = error.messages.length === 0 ? [error.code] : error.messages
    const errors = found.map((text) => {
      const [, message = text, pointer = ''] = /^\[ERROR\] (.*) \[json-pointer:([^[\]]*)\]$/su.exec(text) ?? []
      return { pointer: pointer.slice(ROOTS[kind].length), code: 'failed_constraint', message }
    })
    throw new SlackError(`invalid_${kind}`, [], { errors })
  }
}

function check(kind: Kind, value: unknown): void {
  if (kind === 'blocks') checkMessageBlocks(value)
  else if (kind === 'message') checkMessageBlocks(field(value, 'blocks'))
  else if (field(value, 'type') === 'home') checkHome(value)
  else checkModal(value)
}

function field(value: unknown, name: string): unknown {
  return z.looseObject({}).safeParse(value).data?.[name]
}
