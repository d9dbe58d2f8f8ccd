/**
 * Assembles one WebAssembly function from its text: linear instructions, one a line, `;` begins a comment. Only what
 * string-end.ts uses is known. The machine code stands in the repository as its source, not as a blob.
 */

/** Opcode bytes, and what follows them: signed number, place of a local, label depth, block type, vector, memory place. */
const OPCODES: Readonly<Record<string, readonly [bytes: readonly number[], immediate: Immediate]>> = {
  block: [[0x02], 'void'],
  loop: [[0x03], 'void'],
  if: [[0x04], 'void'],
  end: [[0x0b], 'none'],
  br: [[0x0c], 'depth'],
  br_if: [[0x0d], 'depth'],
  return: [[0x0f], 'none'],
  'local.get': [[0x20], 'local'],
  'local.set': [[0x21], 'local'],
  'local.tee': [[0x22], 'local'],
  'i32.load8_u': [[0x2d], 'memory'],
  'i32.const': [[0x41], 'i32'],
  'i64.const': [[0x42], 'i64'],
  'i32.eqz': [[0x45], 'none'],
  'i32.eq': [[0x46], 'none'],
  'i32.lt_u': [[0x49], 'none'],
  'i32.ge_u': [[0x4f], 'none'],
  'i32.ctz': [[0x68], 'none'],
  'i32.add': [[0x6a], 'none'],
  'i32.and': [[0x71], 'none'],
  'i32.or': [[0x72], 'none'],
  'i32.shl': [[0x74], 'none'],
  'i64.and': [[0x83], 'none'],
  'i64.shr_u': [[0x88], 'none'],
  'i32.wrap_i64': [[0xa7], 'none'],
  'i64.extend_i32_u': [[0xad], 'none'],
  select: [[0x1b], 'none'],
  'v128.load': [[0xfd, 0x00], 'memory'],
  'v128.load+16': [[0xfd, 0x00], 'memory16'],
  'i8x16.splat': [[0xfd, 0x0f], 'none'],
  'i8x16.eq': [[0xfd, 0x23], 'none'],
  'i8x16.le_u': [[0xfd, 0x2a], 'none'],
  'v128.or': [[0xfd, 0x50], 'none'],
  'v128.xor': [[0xfd, 0x51], 'none'],
  'i8x16.bitmask': [[0xfd, 0x64], 'none'],
}

type Immediate = 'none' | 'void' | 'depth' | 'local' | 'i32' | 'i64' | 'memory' | 'memory16'

const TYPES: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e, v128: 0x7b }

/** LEB128 of a whole number. */
function signed(value: bigint): number[] {
  const bytes: number[] = []
  for (let rest = value; ; ) {
    const low = Number(BigInt.asUintN(7, rest))
    rest >>= 7n
    const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes]
const text = (name: string): number[] => sized([...name].map((letter) => letter.charCodeAt(0)))
const section = (id: number, entries: readonly (readonly number[])[]): number[] => [
  id,
  ...sized([...unsigned(entries.length), ...entries.flat()]),
]

/**
 * A module with one function, exported under `name`, over a memory imported as `env.memory`.
 * @param parameters and `locals` name their types, in order; the function returns an i32
 */
export function assemble(
  name: string,
  parameters: Readonly<Record<string, string>>,
  locals: Readonly<Record<string, string>>,
  source: string,
): WebAssembly.Module {
  const places = [...Object.keys(parameters), ...Object.keys(locals)]
  const code = source.split('\n').flatMap((line) => {
    const [word, argument] = line.split(';', 1)[0].trim().split(/\s+/)
    return word ? instruction(word, argument, places) : []
  })
  const variables = Object.values(locals).map((type) => [1, TYPES[type]])
  const body = [...unsigned(variables.length), ...variables.flat(), ...code, 0x0b]
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [[0x60, ...sized(Object.values(parameters).map((type) => TYPES[type])), 1, TYPES.i32]]),
      ...section(2, [[...text('env'), ...text('memory'), 0x02, 0x00, 0x01]]),
      ...section(3, [[0]]),
      ...section(7, [[...text(name), 0x00, 0x00]]),
      ...section(10, [sized(body)]),
    ]),
  )
}

function instruction(word: string, argument: string | undefined, places: readonly string[]): number[] {
  const known = OPCODES[word]
  if (!known) throw new Error(`no such instruction: ${word}`)
  const [bytes, immediate] = known
  switch (immediate) {
    case 'none':
      return [...bytes]
    case 'void':
      return [...bytes, 0x40]
    case 'memory':
      return [...bytes, 0, 0] // alignment is a hint: loads are not aligned
    case 'memory16':
      return [...bytes, 0, 16]
    case 'depth':
      return [...bytes, ...unsigned(Number(argument))]
    case 'local':
      return [...bytes, ...unsigned(places.indexOf(argument ?? ''))]
    default:
      return [...bytes, ...signed(BigInt(argument ?? ''))]
  }
}
