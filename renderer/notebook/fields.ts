import { z } from 'zod'
import type { CellDocument } from '../../core/contract.ts'
import { kindOf } from '../../core/notebook/cells.ts'

/** A form field of one parameter, derived from its schema: nothing about a parameter is written down twice. */
export interface Field {
  readonly param: string
  readonly control: 'choice' | 'choices' | 'number' | 'text' | 'lines' | 'flag' | 'json'
  readonly options: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly integer: boolean
  readonly nullable: boolean
  readonly initial: unknown
  readonly about: string
}

interface JsonSchema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
}

const schemas = new Map<string, JsonSchema>()

function schemaOf(kind: string): JsonSchema | null {
  const declared = kindOf(kind)
  if (!declared) return null
  const known = schemas.get(kind)
  if (known) return known
  const made = z.toJSONSchema(declared.params, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  schemas.set(kind, made)
  return made
}

/** The field of a parameter, or null where the kind has no such parameter. */
export function fieldOf(kind: string, param: string): Field | null {
  const schema = schemaOf(kind)?.properties?.[param]
  if (!schema) return null
  const branches = schema.anyOf ?? [schema]
  const own = branches.find((branch) => branch.type !== 'null') ?? {}
  const options = own.enum ?? own.items?.enum ?? []
  const shared = {
    param,
    options,
    nullable: branches.some((branch) => branch.type === 'null'),
    initial: schema.default,
    about: schema.description ?? '',
    integer: own.type === 'integer',
    min: own.minimum,
    max: own.maximum,
  }
  if (own.type === 'array') return { ...shared, control: options.length > 0 ? 'choices' : 'lines' }
  if (own.enum) return { ...shared, control: 'choice' }
  if (own.type === 'number' || own.type === 'integer') return { ...shared, control: 'number' }
  if (own.type === 'boolean') return { ...shared, control: 'flag' }
  if (own.type === 'string') return { ...shared, control: 'text' }
  return { ...shared, control: 'json' }
}

/** What is wrong with these values, in words, or null. */
export function problemWith(cell: CellDocument, change: Readonly<Record<string, unknown>>): string | null {
  const parsed = kindOf(cell.kind)?.params.safeParse({ ...cell.params, ...change })
  if (!parsed || parsed.success) return null
  const issue = parsed.error.issues[0]
  return `${issue.path.join('.')}: ${issue.message}`
}
