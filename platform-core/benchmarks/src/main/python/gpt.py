"""The decoder of PlatformGpt in PyTorch, trained a step at a time.

    python gpt.py MODE WIDTH LAYERS HEADS LENGTH BATCH VOCABULARY THREADS

MODE is eager or compiled. Every line of the standard input asks for a step; the answer is a line
with its nanoseconds and its loss. Parameters are drawn as PlatformGpt draws them.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm_1 = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x):
        batch, length, width = x.shape
        split = self.query_key_value(self.norm_1(x)).view(batch, length, 3, self.heads, -1)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each [batch, head, position, head_dim]
        mixed = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(functional.gelu(self.up(self.norm_2(x))))


class Gpt(nn.Module):
    def __init__(self, width, layers, heads, length, vocabulary):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(length, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.tokens.weight, std=0.02)
        nn.init.normal_(self.places.weight, std=0.02)

    def forward(self, tokens, labels):
        x = self.tokens(tokens) + self.places.weight  # [batch, position, d_model]
        for block in self.blocks:
            x = block(x)
        logits = self.norm(x) @ self.tokens.weight.T  # [batch, position, token]
        return functional.cross_entropy(logits.flatten(0, 1), labels.flatten())


def main(mode, width, layers, heads, length, batch, vocabulary, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    gpt = Gpt(width, layers, heads, length, vocabulary)
    loss_of = torch.compile(gpt) if mode == "compiled" else gpt
    optimizer = torch.optim.AdamW(
        gpt.parameters(), lr=1e-3, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1, fused=True
    )
    for _ in sys.stdin:
        tokens = torch.randint(vocabulary, (batch, length))
        labels = torch.randint(vocabulary, (batch, length))
        start = time.perf_counter_ns()
        optimizer.zero_grad()
        loss = loss_of(tokens, labels)
        loss.backward()
        nn.utils.clip_grad_norm_(gpt.parameters(), 1.0)
        optimizer.step()
        value = loss.item()
        print(time.perf_counter_ns() - start, value, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
