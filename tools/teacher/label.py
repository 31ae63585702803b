"""Labels texts with a fine-tuned teacher.

usage: label.py TEACHER.pt LEARN.jsonl --odds LABELS.jsonl.gz
       label.py TEACHER.pt MEASURE.jsonl --names FOLDER
The first writes, for `xtask train entities`, how likely each label of each token is, in per cent and without the text;
the second the best names of each set in the form that score.py reads.
"""

import argparse
import gzip
import json
from pathlib import Path

import torch

import data
from model import LABELS, Tagger, weights_folder
from tokenizers import Tokenizer

OTHER = 13
TYPES = ["PER", "ORG", "LOC", "MISC"]


def read_label(label):
    """(type, position) of a label: 0 begin, 1 inside, 2 last, 3 the only one."""
    return ((label - 1) // 4, (label - 1) % 4) if label < OTHER else (3, label - OTHER)


def follows(a, b):
    open_ = a and a < OTHER and read_label(a)[1] < 2
    goes_on = b and (read_label(b)[1] in (1, 2) if b < OTHER else b > OTHER)
    if goes_on:
        return a and read_label(a)[0] == read_label(b)[0] and (open_ or a >= OTHER)
    return not open_


STEPS = torch.tensor([[0.0 if follows(a, b) else -1e9 for b in range(LABELS)] for a in range(LABELS)])
ENDS = torch.tensor([0.0 if follows(a, 0) else -1e9 for a in range(LABELS)])


def odds(tagger, windows):
    """The odds of each token of each window, in the order of the windows."""
    out = [None] * len(windows)
    place = {id(one): number for number, one in enumerate(windows)}
    with torch.inference_mode():
        for group in data.batches(windows, 4096):
            pieces, cases, mask, heads, _, _ = data.tensors(group)
            log = tagger(pieces, cases, mask)[heads].log_softmax(1)
            at = 0
            for one in group:
                out[place[id(one)]] = log[at : at + len(one.heads)]
                at += len(one.heads)
    return out


def best(log):
    """The best sequence of labels that names can have."""
    if not len(log):
        return []
    sums, back = log[0] + STEPS[0], []
    for own in log[1:]:
        most = (sums[:, None] + STEPS).max(0)
        back.append(most.indices)
        sums = most.values + own
    label = int((sums + ENDS).argmax())
    path = [label]
    for before in reversed(back):
        label = int(before[label])
        path.append(label)
    return path[::-1]


def spans(path):
    found, open_ = [], None
    for token, label in enumerate([*path, 0]):
        kind = read_label(label) if label else None
        goes_on = kind and (kind[1] in (1, 2) if label < OTHER else label > OTHER)
        if not goes_on:
            if open_:
                found.append((*open_, token))
            open_ = (kind[0], token) if kind else None
    return found


def write_odds(texts, windows, logs, path):
    gathered = [[] for _ in texts]
    for one, log in zip(windows, logs):
        gathered[one.text].append((one.first, (100 * log.exp()).round().int().tolist()))
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="", compresslevel=9) as out:
        for text, parts in zip(texts, gathered):
            entries, last = [], 0
            for first, rows in parts:
                for token, row in enumerate(rows, first):
                    entry = [part for label, share in enumerate(row) if label and share >= 2 for part in (label, share)]
                    if entry:
                        entries.append([token - last, *entry])
                        last = token
            line = {"set": text["set"], "id": text["id"], "tokens": len(text["tokens"]), "odds": entries}
            out.write((json.dumps(line, separators=(",", ":")) + "\n").encode())


def write_names(texts, windows, logs, folder):
    folder.mkdir(parents=True, exist_ok=True)
    names = [[] for _ in texts]
    for one, log in zip(windows, logs):
        tokens = texts[one.text]["tokens"]
        for kind, start, end in spans(best(log)):
            first, last = tokens[one.first + start][0], tokens[one.first + end - 1][1]
            names[one.text].append([first, last, TYPES[kind]])
    files = {}
    for text, found in zip(texts, names):
        out = files.setdefault(text["set"], open(folder / (text["set"] + ".jsonl"), "w") if text["set"] not in files else None)
        out.write(json.dumps({"id": text["id"], "entities": found}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher")
    parser.add_argument("texts")
    parser.add_argument("--odds", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--sets", nargs="*", help="only these sets")
    options = parser.parse_args()
    torch.set_num_threads(1)
    texts = [text for text in data.read(options.texts) if not options.sets or text["set"] in options.sets]
    windows = data.windows(texts, Tokenizer.from_file(str(weights_folder() / "tokenizer.json")))
    tagger = Tagger().bfloat16().eval()
    tagger.load_state_dict(torch.load(options.teacher))
    logs = odds(tagger, windows)
    if options.odds:
        write_odds(texts, windows, logs, options.odds)
    if options.names:
        write_names(texts, windows, logs, options.names)


if __name__ == "__main__":
    main()
