"""Texts in pressline's tokens, cut into windows of word pieces and put into batches."""

import json
import random

import torch

WINDOW = 126
START, END = 101, 102


class Window:
    """Some sentences of a text: pieces, their case, and for each token its first piece and its labels."""

    __slots__ = ("set", "text", "first", "pieces", "cases", "heads", "masks", "weight")

    def __init__(self, set_, text, first, weight):
        self.set, self.text, self.first, self.weight = set_, text, first, weight
        self.pieces, self.cases, self.heads, self.masks = [], [], [], []


def case(word):
    if not any(c.isalpha() for c in word):
        return 1
    if word.islower():
        return 2
    if word.isupper():
        return 4 if sum(c.isalpha() for c in word) == 1 else 5
    if word[0].isupper() and word[1:].islower():
        return 3
    return 6


def read(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def windows(texts, tokenizer, longest=WINDOW):
    """Cuts each text at ends of sentences so that a window holds as many sentences as fit."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    out = []
    for number, text in enumerate(texts):
        words = [text["text"][start:end] for start, end in text["tokens"]]
        encoded = tokenizer.encode_batch(words, add_special_tokens=False)
        pieces = [one.ids[:12] or [100] for one in encoded]
        open_ = None
        for start, end in text["sentences"]:
            at = start
            while at < end:
                stop, length = at, 0
                while stop < end and length + len(pieces[stop]) <= longest:
                    length += len(pieces[stop])
                    stop += 1
                if open_ is None or len(open_.pieces) + length > longest:
                    open_ = Window(text["set"], number, at, text["weight"])
                    out.append(open_)
                for token in range(at, stop):
                    open_.heads.append(len(open_.pieces))
                    kind = case(words[token])
                    for place, piece in enumerate(pieces[token]):
                        open_.pieces.append(piece)
                        open_.cases.append(kind if place == 0 else 7)
                if text["masks"]:
                    open_.masks.extend(text["masks"][at:stop])
                at = stop
    return out


def batches(windows_, size, rng=None):
    """Windows of like length together, at most `size` pieces with padding; in random order where there is a generator."""
    noise = (lambda: rng.random() * 16) if rng else (lambda: 0)
    order = sorted(windows_, key=lambda one: len(one.pieces) + noise())
    groups, group = [], []
    for one in order:
        if group and (len(group) + 1) * (len(one.pieces) + 2) > size:
            groups.append(group)
            group = []
        group.append(one)
    if group:
        groups.append(group)
    if rng:
        rng.shuffle(groups)
    return groups


def tensors(group, rng=None):
    """(pieces, cases, mask of padding, heads as (row, column), labels allowed, weights); cases are hidden at times."""
    length = max(len(one.pieces) for one in group) + 2
    pieces = torch.zeros(len(group), length, dtype=torch.long)
    cases = torch.zeros(len(group), length, dtype=torch.long)
    mask = torch.zeros(len(group), length, dtype=torch.bool)
    rows, columns, allowed, weights = [], [], [], []
    for row, one in enumerate(group):
        count = len(one.pieces)
        pieces[row, : count + 2] = torch.tensor([START, *one.pieces, END])
        kinds = one.cases
        dice = rng.random() if rng else 1.0
        if dice < 0.06:
            flat = 2 if dice < 0.03 else 5
            kinds = [flat if 2 <= kind <= 6 else kind for kind in kinds]
        cases[row, 1 : count + 1] = torch.tensor(kinds)
        mask[row, : count + 2] = True
        rows.extend([row] * len(one.heads))
        columns.extend(head + 1 for head in one.heads)
        allowed.extend(one.masks)
        weights.extend([one.weight] * len(one.heads))
    bits = torch.tensor(allowed, dtype=torch.long)[:, None] >> torch.arange(15) & 1 if allowed else None
    return pieces, cases, mask, (torch.tensor(rows), torch.tensor(columns)), bits, torch.tensor(weights)
