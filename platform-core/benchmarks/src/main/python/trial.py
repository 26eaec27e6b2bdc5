"""A trial of a sweep as one writes it in PyTorch: a language model of characters, trained and evaluated.

    python trial.py TEXT CHECKPOINT STEPS LEARNING_RATE

The last tenth of the text is for testing, the tenth before it for validation. The only line of the
output is the loss on the test part.
"""

import sys

import torch
from torch import nn

from gpt import Gpt

WIDTH, LAYERS, HEADS, LENGTH, BATCH, WARMUP_STEPS = 64, 2, 2, 64, 32, 10


def windows(ids):
    """All windows of a part of the text, one after the other."""
    count = (len(ids) - 1) // LENGTH
    tokens = ids[: count * LENGTH].view(count, LENGTH)
    labels = ids[1 : count * LENGTH + 1].view(count, LENGTH)
    return tokens, labels


@torch.no_grad()
def loss_on(gpt, ids):
    tokens, labels = windows(ids)
    losses = [gpt(*pair).item() * len(pair[0]) for pair in zip(tokens.split(64), labels.split(64))]
    return sum(losses) / len(tokens)


def main(text, checkpoint, steps, learning_rate):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    with open(text, encoding="utf-8") as file:
        characters = file.read()
    vocabulary = {c: i for i, c in enumerate(sorted(set(characters)))}
    ids = torch.tensor([vocabulary[c] for c in characters])
    tenth = len(ids) // 10
    train, validation, test = ids[: -2 * tenth], ids[-2 * tenth : -tenth], ids[-tenth:]
    tokens, labels = windows(train)
    gpt = Gpt(WIDTH, LAYERS, HEADS, LENGTH, len(vocabulary))
    optimizer = torch.optim.AdamW(
        gpt.parameters(), lr=learning_rate, betas=(0.9, 0.99), weight_decay=0.1, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARMUP_STEPS)
    )
    for _ in range(steps):
        rows = torch.randint(len(tokens), (BATCH,))
        optimizer.zero_grad()
        loss = gpt(tokens[rows], labels[rows])
        loss.backward()
        nn.utils.clip_grad_norm_(gpt.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    loss_on(gpt, validation)
    torch.save({"model": gpt.state_dict(), "optimizer": optimizer.state_dict()}, checkpoint)
    print(loss_on(gpt, test))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
