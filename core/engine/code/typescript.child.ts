/**
 * Runs one code cell in QuickJS-WASM: no files, no network, no environment, capped memory; its parent kills this process
 * when even the interrupt does not come through.
 */
import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from 'quickjs-emscripten-core'
import { LOG_LIMITS, RESULT_LIMITS } from '../../notebook/code.ts'
import type { CodeAnswer, CodeFailure, CodeQuestion } from './messages.ts'
import type { RowTable } from './tables.ts'

const STACK_BYTES = 512 * 1024
const INITIAL_PAGES = 256
const PAGES_PER_MB = 16

/** Node's types name no WebAssembly global. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Memory: new (pages: { initial: number; maximum: number }) => WebAssembly.Memory }
}

const log: string[] = []
let logLeft = 0
let printed = 0

function print(line: string): void {
  const rest = LOG_LIMITS.characters - printed
  if (log.length >= LOG_LIMITS.lines || rest <= 0) logLeft++
  else log.push(line.length > rest ? `${line.slice(0, rest)}…` : line)
  printed += line.length
}

/** Puts the guest in place, hands it the rows, runs the cell's code. */
async function run({ code, guest, tables, deadlineMs, memoryMb }: CodeQuestion): Promise<CodeAnswer> {
  // setMemoryLimit does nothing in this build; the WASM memory's own maximum does.
  const wasmMemory = new wasm.Memory({ initial: INITIAL_PAGES, maximum: memoryMb * PAGES_PER_MB })
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }))
  const runtime = quickjs.newRuntime()
  runtime.setMaxStackSize(STACK_BYTES)
  process.send?.('ready')
  const deadline = Date.now() + deadlineMs
  runtime.setInterruptHandler(() => Date.now() > deadline)
  const vm = runtime.newContext()
  const failed = (failure: CodeFailure): CodeAnswer => ({ log, logLeft, failed: failure })
  const late = () => Date.now() > deadline
  try {
    vm.newFunction('__print', (line) => print(vm.getString(line))).consume((f) => vm.setProp(vm.global, '__print', f))
    vm.unwrapResult(vm.evalCode(guest, 'guest.js')).dispose()
    const load = vm.getProp(vm.global, '__load')
    const finish = vm.getProp(vm.global, '__finish')
    for (const table of tables) hand(vm, load, table)
    const value = vm.evalCode(code, 'cell.js', { type: 'global', strict: true })
    if (value.error) return failed(failure(vm, value.error, late()))
    const said = vm.callFunction(finish, vm.undefined, value.value)
    if (said.error) return failed(failure(vm, said.error, late()))
    const result = vm.getString(said.value)
    if (result.length > RESULT_LIMITS.characters) {
      return failed({
        why: 'result',
        detail: `The result is ${result.length.toLocaleString('en-US')} characters long.`,
      })
    }
    return { log, logLeft, result }
  } catch (error) {
    // The interpreter itself gave up: its memory is full, or its stack.
    const detail = error instanceof Error ? error.message : String(error)
    return failed(late() ? { why: 'timeout', detail } : { why: 'memory', detail })
  }
}

function hand(vm: QuickJSContext, load: QuickJSHandle, table: RowTable): void {
  const head = {
    ...table,
    columns: table.columns.map(({ name, type, ...data }) => ({
      name,
      type,
      ...('words' in data && { words: data.words }),
    })),
  }
  const buffers = table.columns.map((column) => {
    const { buffer, byteOffset, byteLength } = 'words' in column ? column.codes : column.values
    return vm.newArrayBuffer(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer)
  })
  const json = vm.newString(JSON.stringify(head))
  try {
    vm.unwrapResult(vm.callFunction(load, vm.undefined, json, ...buffers)).dispose()
  } finally {
    for (const handle of [json, ...buffers]) handle.dispose()
  }
}

/** The guest's error in words, with its place in the cell's code. Reading it may itself fail when memory is full. */
function failure(vm: QuickJSContext, error: QuickJSHandle, late: boolean): CodeFailure {
  const dumped: unknown = vm.dump(error)
  if (typeof dumped !== 'object' || dumped === null) return { why: 'thrown', detail: `It threw ${String(dumped)}` }
  const { name, message, stack } = dumped as { name?: unknown; message?: unknown; stack?: unknown }
  const detail = `${String(name ?? 'Error')}: ${String(message ?? '')}`
  const at = /cell\.js:(\d+)(?::(\d+))?/.exec(String(stack ?? ''))
  const place = at ? { line: Number(at[1]), ...(at[2] && { column: Number(at[2]) }) } : {}
  if (late) return { why: 'timeout', detail, ...place }
  return { why: /out of memory/i.test(detail) ? 'memory' : 'thrown', detail, ...place }
}

process.on('message', (question: CodeQuestion) => {
  run(question)
    .catch((error: unknown): CodeAnswer => {
      const detail = error instanceof Error ? error.message : String(error)
      return { log, logLeft, failed: { why: 'memory', detail } }
    })
    .then((answer) => process.send?.(answer, () => process.disconnect()))
})
