"""Writes a chat model of a few hundred thousand random weights: tiny_model.py FOLDER CONTEXT. Nothing is downloaded.

Its tokens are bytes. So the length of a prompt in tokens is known without asking, most characters come in several tokens,
and a response of random weights ends by itself now and then, as one of a real model does.
"""

import sys

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

folder, context = sys.argv[1], int(sys.argv[2])

END, BEGIN, STOP = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
vocabulary = {token: i for i, token in enumerate([END, BEGIN, STOP, *alphabet])}
tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.add_special_tokens([AddedToken(token, special=True) for token in (END, BEGIN, STOP)])

chat = PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, eos_token=STOP, pad_token=END, model_max_length=context, clean_up_tokenization_spaces=False
)
chat.chat_template = (
    "{%- for message in messages -%}"
    "{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\n' }}"
    "{%- if enable_thinking is defined and enable_thinking -%}{{ '<think>\n' }}{%- endif -%}"
    "{%- endif -%}"
)
chat.save_pretrained(folder)

torch.manual_seed(5)
shape = dict(hidden_size=128, intermediate_size=256, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, head_dim=64)
model = Qwen3ForCausalLM(
    Qwen3Config(
        **shape,
        vocab_size=len(vocabulary),
        max_position_embeddings=context,
        tie_word_embeddings=True,
        bos_token_id=vocabulary[BEGIN],
        eos_token_id=vocabulary[STOP],
        pad_token_id=vocabulary[END],
    )
).to(torch.bfloat16)
model.generation_config.eos_token_id = vocabulary[STOP]
model.generation_config.pad_token_id = vocabulary[END]
model.save_pretrained(folder)
