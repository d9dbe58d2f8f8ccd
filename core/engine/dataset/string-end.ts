import { assemble } from './assemble.ts'

/**
 * Finds where a JSON string ends, thirty-two bytes at a time: prompts are megabytes of text between two quotes, and their
 * scan is half of what an index costs. Answers position * 8 + flags.
 */
export const FLAG_DIRTY = 1 // holds \u or \/, whose canonical spelling may differ
export const FLAG_WIDE = 2 // may hold bytes of 0x80 and more
export const FLAG_FAULT = 4 // the byte at the position may not stand in a string
/** Position when the bytes ended before the string did. */
export const ENDED = 0x1fffffff

/** Bytes behind the text that a load may touch. */
export const PADDING = 32

/** Characters as two masks of 64 bits: which of them lie under 64, and which of the next 64. */
function masks(characters: string): { readonly low: bigint; readonly high: bigint } {
  let low = 0n
  let high = 0n
  for (const character of characters) {
    const code = BigInt(character.charCodeAt(0))
    if (code < 64n) low |= 1n << code
    else high |= 1n << (code - 64n)
  }
  return { low: BigInt.asIntN(64, low), high: BigInt.asIntN(64, high) }
}

/** Leaves 1 where `byte` is one of the characters: mask >> (byte & 63), since shifts count modulo 64 by themselves. */
function isOneOf(characters: string): string {
  const { low, high } = masks(characters)
  return `
    i64.const ${high}
    i64.const ${low}
    local.get byte
    i32.const 64
    i32.ge_u
    select
    local.get byte
    i64.extend_i32_u
    i64.shr_u
    i32.wrap_i64
    i32.const 1
    i32.and
    local.get byte
    i32.const 128
    i32.lt_u
    i32.and`
}

/** Takes the next byte into `byte`; answers that the text has ended where there is none. */
const NEXT = `
    local.get at
    i32.const 1
    i32.add
    local.tee at
    local.get end
    i32.ge_u
    if
      i32.const ${(ENDED << 3) | 0}
      return
    end
    local.get at
    i32.load8_u
    local.set byte`

/** Answers that the byte at `at` may not stand there, when the top of the stack is 0. */
const FAULT_UNLESS = `
    i32.eqz
    if
      local.get at
      i32.const 3
      i32.shl
      i32.const ${FLAG_FAULT}
      i32.or
      return
    end`

/** Hit bytes of a vector: with 0x02 flipped the quote lies at 0x20, right above the control characters. */
const hits = (bytes: string) => `
  local.get ${bytes}
  local.get two
  v128.xor
  local.get space
  i8x16.le_u
  local.get ${bytes}
  local.get backslash
  i8x16.eq
  v128.or
  i8x16.bitmask`

const constant = (name: string, byte: number) => `
i32.const ${byte}
i8x16.splat
local.set ${name}`

const SOURCE = `
${constant('two', 0x02)}
${constant('space', 0x20)}
${constant('backslash', 0x5c)}
loop
  ; past the end?
  local.get at
  local.get end
  i32.ge_u
  if
    i32.const ${(ENDED << 3) | 0}
    return
  end
  local.get at
  v128.load
  local.set low
  local.get at
  v128.load+16
  local.set high
  ; high bits of all bytes: is there anything but ASCII?
  local.get low
  local.get high
  v128.or
  local.get seen
  v128.or
  local.set seen
  ${hits('low')}
  ${hits('high')}
  i32.const 16
  i32.shl
  i32.or
  local.tee hits
  i32.eqz
  if
    local.get at
    i32.const 32
    i32.add
    local.set at
    br 1
  end
  local.get at
  local.get hits
  i32.ctz
  i32.add
  local.tee at
  local.get end
  i32.ge_u
  if
    i32.const ${(ENDED << 3) | 0}
    return
  end
  local.get at
  i32.load8_u
  local.tee byte
  i32.const 0x5c
  i32.eq
  if
    ; what follows the backslash
    ${NEXT}
    ${isOneOf('"/\\bfnrtu')}
    ${FAULT_UNLESS}
    local.get byte
    i32.const 0x75
    i32.eq
    if
      i32.const 1
      local.set dirty
      ${`${NEXT}${isOneOf('0123456789abcdefABCDEF')}${FAULT_UNLESS}`.repeat(4)}
    end
    local.get byte
    i32.const 0x2f
    i32.eq
    local.get dirty
    i32.or
    local.set dirty
    local.get at
    i32.const 1
    i32.add
    local.set at
    br 1
  end
  local.get at
  i32.const 3
  i32.shl
  ; a quote ends the string, anything else here is a control character
  i32.const 0
  i32.const ${FLAG_FAULT}
  local.get byte
  i32.const 0x22
  i32.eq
  select
  i32.or
  local.get dirty
  i32.or
  i32.const ${FLAG_WIDE}
  i32.const 0
  local.get seen
  i8x16.bitmask
  select
  i32.or
  return
end
i32.const 0
`

let compiled: WebAssembly.Module | null = null

/** (at, end) -> position * 8 + flags, over the memory given. */
export type StringEnd = (at: number, end: number) => number

export function stringEndOver(memory: WebAssembly.Memory): StringEnd {
  compiled ??= assemble(
    'stringEnd',
    { at: 'i32', end: 'i32' },
    {
      two: 'v128',
      space: 'v128',
      backslash: 'v128',
      low: 'v128',
      high: 'v128',
      seen: 'v128',
      hits: 'i32',
      byte: 'i32',
      dirty: 'i32',
    },
    SOURCE,
  )
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports.stringEnd as StringEnd
}
