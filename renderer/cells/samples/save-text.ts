const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const

/** Hands a text to the browser as a file. */
export function saveText(name: string, text: string, form: keyof typeof TYPES): void {
  const url = URL.createObjectURL(new Blob([text], { type: TYPES[form] }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
