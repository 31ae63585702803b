"""Fine-tunes the encoder on pressline's training texts.

usage: train.py LEARN.jsonl OUT.pt [--seed 1] [--epochs 2]
A token's loss is the surprise that its label is among those its corpora allow.
"""

import argparse
import random
import time

import torch

import data
from model import Tagger, weights_folder
from tokenizers import Tokenizer


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("learn")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=1536, help="word pieces in a batch, padding included")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--news", type=float, default=0.5, help="share of the twice-labelled news in each epoch")
    return parser.parse_args()


def epoch(all_windows, options, rng):
    """Batches of windows; one of little weight is shown less often. News that only GMB has labelled is left out."""
    share = lambda one: options.news if one.set == "news" else one.weight
    return data.batches([one for one in all_windows if rng.random() < share(one)], options.batch, rng)


class Optimizer:
    """AdamW on weights in full precision; the tagger itself counts in bfloat16."""

    def __init__(self, tagger, rate, total):
        named = [(name, weights) for name, weights in tagger.named_parameters() if weights.requires_grad]
        self.short = [weights for _, weights in named]
        self.full = [weights.detach().float().clone() for weights in self.short]
        new = [name.startswith(("head", "cases")) for name, _ in named]
        pick = lambda which: [weights for weights, is_new in zip(self.full, new) if is_new == which]
        groups = [{"params": pick(False), "lr": rate}, {"params": pick(True), "lr": 8 * rate}]
        self.adam = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        warm = max(1, total // 20)
        self.plan = torch.optim.lr_scheduler.LambdaLR(
            self.adam, lambda step: min((step + 1) / warm, (total - step) / (total - warm))
        )

    def step(self):
        for full, short in zip(self.full, self.short):
            full.grad, short.grad = short.grad.float(), None
        torch.nn.utils.clip_grad_norm_(self.full, 1.0)
        self.adam.step()
        self.plan.step()
        with torch.no_grad():
            for full, short in zip(self.full, self.short):
                short.copy_(full)


def main():
    options = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    folder = weights_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    texts = [text for text in data.read(options.learn) if text["set"] != "more_news"]
    all_windows = data.windows(texts, tokenizer)
    tagger = Tagger()
    tagger.load_pretrained(folder / "model.safetensors")
    tagger.bfloat16().train()
    epochs = [epoch(all_windows, options, rng) for _ in range(options.epochs)]
    total = sum(map(len, epochs))
    optimizer = Optimizer(tagger, options.rate, total)
    print(f"{len(all_windows)} windows, {total} steps", flush=True)
    began, mean, seen = time.process_time(), 2.0, 0
    for step, group in enumerate((group for groups in epochs for group in groups), 1):
        pieces, cases, mask, heads, bits, _ = data.tensors(group, rng)
        scores = tagger(pieces, cases, mask)[heads]
        right = scores.masked_fill(bits == 0, float("-inf")).logsumexp(1)
        loss = (scores.logsumexp(1) - right).mean()
        loss.backward()
        optimizer.step()
        mean += 0.02 * (loss.item() - mean)
        seen += pieces.numel()
        if step % 50 == 0:
            print(f"step {step}/{total} loss {mean:.4f} {seen / (time.process_time() - began):.0f} pieces/s", flush=True)
        if step % 300 == 0:
            torch.save(tagger.state_dict(), options.out + ".early")
    torch.save(tagger.state_dict(), options.out)


if __name__ == "__main__":
    main()
