/**
 * Runs one user's reward in QuickJS-WASM: the guest has no files, no network, no environment, capped memory, and this
 * process is killed by its parent when even the interrupt does not come through (a native loop such as string repeat).
 */
import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from 'quickjs-emscripten-core'
import { rewardData } from '../reward-data.ts'
import {
  ALIVE_MS,
  type SandboxAnswer,
  type SandboxBatch,
  type SandboxLimits,
  type SandboxResult,
  type SandboxStart,
} from './messages.ts'

const STACK_BYTES = 256 * 1024
const INITIAL_PAGES = 256
/** Evaluating the bundle, once: with every built-in in it that takes a moment. */
const LOAD_MS = 8000

/** Node's types name no WebAssembly global. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Memory: new (pages: { initial: number; maximum: number }) => WebAssembly.Memory }
}

interface Guest {
  readonly vm: QuickJSContext
  readonly group: QuickJSHandle
  readonly call: QuickJSHandle
  readonly limits: SandboxLimits
}

/** The call that first cuts Chinese takes the dictionary in (349,045 words, seconds in QuickJS): once a child. */
const DICTIONARY_MS = 30_000

let deadline = Number.POSITIVE_INFINITY
let hasDictionary = false
let guest: Guest | null = null

const answer = (message: SandboxAnswer) => process.send?.(message)

async function start({ code, limits }: SandboxStart): Promise<void> {
  // setMemoryLimit does nothing in this build; the WASM memory's own maximum does.
  const wasmMemory = new wasm.Memory({ initial: INITIAL_PAGES, maximum: limits.memoryPages })
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }))
  const runtime = quickjs.newRuntime()
  runtime.setMaxStackSize(STACK_BYTES)
  runtime.setInterruptHandler(() => Date.now() > deadline)
  const vm = runtime.newContext()
  vm.newFunction('__longviewData', () => {
    if (!hasDictionary) {
      hasDictionary = true
      deadline = Date.now() + DICTIONARY_MS
      answer({ kind: 'alive', quietMs: DICTIONARY_MS })
    }
    return vm.newString(JSON.stringify(rewardData().jieba()))
  }).consume((read) => {
    vm.setProp(vm.global, '__longviewData', read)
  })
  deadline = Date.now() + LOAD_MS
  const evaluated = vm.evalCode(code, 'reward.js')
  deadline = Number.POSITIVE_INFINITY
  if (evaluated.error) {
    const detail = thrown(vm, evaluated.error)
    answer({ kind: 'refused', detail })
    return
  }
  evaluated.value.dispose()
  guest = { vm, group: vm.getProp(vm.global, '__group'), call: vm.getProp(vm.global, '__call'), limits }
  answer({ kind: 'ready' })
}

/** The guest's error in words. Reading it may itself fail when memory is full. */
function thrown(vm: QuickJSContext, error: QuickJSHandle): string {
  try {
    const dumped: unknown = vm.dump(error)
    if (typeof dumped !== 'object' || dumped === null) return String(dumped)
    const { name, message, stack } = dumped as { name?: unknown; message?: unknown; stack?: unknown }
    const at = /reward\.js:(\d+)/.exec(String(stack ?? ''))
    return `${String(name ?? 'Error')}: ${String(message ?? '')}${at ? ` (line ${at[1]} of the bundle)` : ''}`
  } finally {
    error.dispose()
  }
}

function run({ batch, group, calls }: SandboxBatch): void {
  if (!guest) throw new Error('a batch came before the start')
  const { vm, limits } = guest
  const results: SandboxResult[] = []
  try {
    deadline = Date.now() + limits.deadlineMs
    const set = vm.newString(JSON.stringify(group)).consume((json) => vm.callFunction(guest!.group, vm.undefined, json))
    vm.unwrapResult(set).dispose()
    let told = Date.now()
    for (const call of calls) {
      const now = Date.now()
      if (now - told > ALIVE_MS) {
        told = now
        answer({ kind: 'alive' })
      }
      deadline = now + limits.deadlineMs
      results.push(one(guest, call.text, call.finishReason, call.tokens))
    }
    answer({ kind: 'answer', batch, results, fatal: false })
  } catch (error) {
    // Out of memory, or a broken interpreter: this child is spent. What was answered stands.
    answer({ kind: 'answer', batch, results, fatal: true })
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.disconnect()
  }
}

function one({ vm, call }: Guest, text: string, finishReason: string | null, tokens: number | null): SandboxResult {
  const args = [
    vm.newString(text),
    finishReason === null ? vm.null : vm.newString(finishReason),
    tokens === null ? vm.null : vm.newNumber(tokens),
  ]
  const late = () => Date.now() > deadline
  try {
    const result = vm.callFunction(call, vm.undefined, ...args)
    if (result.error) {
      const timeout = late()
      const detail = thrown(vm, result.error)
      if (timeout) return { failed: 'timeout', detail: 'the call took longer than its deadline' }
      return { failed: /out of memory/i.test(detail) ? 'memory' : 'thrown', detail }
    }
    return result.value.consume((value) => (vm.typeof(value) === 'number' ? vm.getNumber(value) : vm.getString(value)))
  } finally {
    for (const arg of args) if (arg !== vm.null) arg.dispose()
  }
}

process.on('message', (message: SandboxStart | SandboxBatch) => {
  if (message.kind === 'batch') run(message)
  else
    start(message).catch((error: unknown) => {
      answer({ kind: 'refused', detail: error instanceof Error ? error.message : String(error) })
    })
})
