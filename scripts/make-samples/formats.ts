import type { AnswerForm, Lang } from './draft.ts'

const EN: Record<AnswerForm['kind'], string> = {
  exact:
    'Think first between <think> and </think>. After </think> write nothing but the answer itself, spelled as in the text, with no full stop.',
  choice:
    'Think first between <think> and </think>. Then finish with "The correct answer is (X)", X being A, B, C or D.',
  line: 'Think first between <think> and </think>. Then write [Answer] on a line of its own and the answer on the next line, in exactly the asked form.',
  set: 'Think first between <think> and </think>. Then write [Answer] on a line of its own and below it one entry a line, nothing else. The order does not matter.',
  cover:
    'Think first between <think> and </think>. Then write [Answer] on a line of its own and below it one line for each, in the asked form.',
  ranked:
    'Think first between <think> and </think>. Then write [Answer] on a line of its own and below it one entry a line, the first in rank first.',
  ordered:
    'Think first between <think> and </think>. Then write [Answer] on a line of its own and below it one entry a line, in order, each once.',
  number: 'Think first between <think> and </think>. Then give the final answer inside \\boxed{}.',
  gather:
    'Think first between <think> and </think>. Then answer in three parts: <relevant_doc_ids> with the ids of all documents that count, such as <|doc_3|>, </relevant_doc_ids>; <summary> with what they say </summary>; <continue_reasoning> with the calculation and the final number inside \\boxed{} </continue_reasoning>.',
  table:
    'Think first between <think> and </think>. Then write between <answer> and </answer> one JSON object {"data": [[...], ...]}, one inner list for each row, cells in the asked order, all cells as strings.',
  summary:
    'Think first between <think> and </think>. Then write [Answer] on a line of its own and the summary below it.',
}

const ZH: Record<AnswerForm['kind'], string> = {
  exact: '请先在 <think> 和 </think> 之间思考。</think> 之后只写答案本身，与原文写法一致，不加标点。',
  choice: '请先在 <think> 和 </think> 之间思考。最后以“The correct answer is (X)”结尾，X 为 A、B、C 或 D。',
  line: '请先在 <think> 和 </think> 之间思考。然后单独一行写 [答案]，下一行按要求的格式写出答案。',
  set: '请先在 <think> 和 </think> 之间思考。然后单独一行写 [答案]，其下每行写一项，不写其他内容，顺序不限。',
  cover: '请先在 <think> 和 </think> 之间思考。然后单独一行写 [答案]，其下每项一行，按要求的格式书写。',
  ranked: '请先在 <think> 和 </think> 之间思考。然后单独一行写 [答案]，其下每行写一项，排名靠前的在前。',
  ordered: '请先在 <think> 和 </think> 之间思考。然后单独一行写 [答案]，其下按顺序每行写一项，每项只写一次。',
  number: '请先在 <think> 和 </think> 之间思考。最后把答案写在 \\boxed{} 里。',
  gather:
    '请先在 <think> 和 </think> 之间思考。然后分三部分作答：<relevant_doc_ids> 列出所有相关文档编号，如 <|doc_3|> </relevant_doc_ids>；<summary> 概述其内容 </summary>；<continue_reasoning> 写出计算过程，最后的数写在 \\boxed{} 里 </continue_reasoning>。',
  table:
    '请先在 <think> 和 </think> 之间思考。然后在 <answer> 和 </answer> 之间写一个 JSON 对象 {"data": [[...], ...]}，每行一个内层列表，单元格按要求的次序排列，全部写成字符串。',
  summary: '请先在 <think> 和 </think> 之间思考。然后单独一行写 [答案]，其下写摘要。',
}

/** How an answer of this form has to be written, as the prompt says it. A letter on a line is asked for like a line. */
export function formatOf(lang: Lang, kind: AnswerForm['kind']): string {
  return (lang === 'zh' ? ZH : EN)[kind]
}
