"""Trains the line network on generated chunks; goes on where its checkpoint stopped.

`python -m viewmark.reading.training.train --lines DIR --out DIR --steps 20000`
"""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .data import Batch, Lines, batch_of, batches
from .network import CLASSES, EXTENT_PX, NOMINAL_PX, STRIDE_PX, LineNetwork, greedy, multiplications

WARM_UP = 0.12  # share of the steps in which the rate climbs
DECAY = 0.9995  # of the moving average of the weights
SAVE_EVERY = 1000
EXTENT_SHARE = 0.25  # of the loss about extents beside that about characters


def rate_at(step: int, steps: int, peak: float) -> float:
    """One-cycle rate: up along a cosine, then down to a thousandth."""
    share = step / steps
    if share < WARM_UP:
        return peak * (0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * share / WARM_UP)))
    rest = min(1.0, (share - WARM_UP) / (1 - WARM_UP))
    return peak * (0.001 + 0.999 * 0.5 * (1 + math.cos(math.pi * rest)))


class Average:
    """Exponential moving average of a network's weights and statistics."""

    def __init__(self, network: nn.Module) -> None:
        self.state = {name: value.clone() for name, value in network.state_dict().items()}

    def take(self, network: nn.Module, step: int) -> None:
        """Moves a step towards the network; early on faster."""
        decay = min(DECAY, (1 + step) / (10 + step))
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                self.state[name].lerp_(value, 1 - decay)
            else:
                self.state[name].copy_(value)


def exact(network: LineNetwork, lines: Lines, limit: int = 1000) -> float:
    """Share of lines read wholly right."""
    network.eval()
    right = 0
    count = min(limit, len(lines.strips))
    order = sorted(range(count), key=lambda i: lines.strips[i].shape[1])
    with torch.no_grad():
        for start in range(0, count, 50):
            group = order[start : start + 50]
            texts = greedy(network(batch_of([lines.strips[i] for i in group])))
            right += sum(text == lines.labels[i] for text, i in zip(texts, group, strict=True))
    network.train()
    return right / max(1, count)


def loss_of(scores: Tensor, batch: Batch) -> Tensor:
    """CTC over the classes, and how far the extents are off at the steps where strokes are."""
    likely = functional.log_softmax(scores[:, :CLASSES], 1).permute(2, 0, 1)
    spelt = functional.ctc_loss(likely, batch.labels, batch.steps, batch.lengths, zero_infinity=True)
    left, top, right, bottom = batch.extents.unbind(1)
    middles = (torch.arange(scores.shape[2]) + 0.5) * STRIDE_PX
    within = ((middles >= left[:, None]) & (middles < right[:, None]))[:, None].float()
    wanted = torch.stack([top - NOMINAL_PX[0], bottom - NOMINAL_PX[1]], 1)[:, :, None] / EXTENT_PX
    off = functional.smooth_l1_loss(scores[:, CLASSES:], wanted.expand(-1, -1, scores.shape[2]), reduction="none")
    return spelt + EXTENT_SHARE * (off * within).sum() / (2 * within.sum() + 1)


def grown(state: dict[str, Tensor], network: nn.Module) -> dict[str, Tensor]:
    """The state of a narrower network in a wider one that says the same: nothing listens yet to what is new."""
    found: dict[str, Tensor] = {}
    for name, fresh in network.state_dict().items():
        old, new = state[name], fresh.clone()
        if old.shape == fresh.shape:
            found[name] = old
            continue
        kept = tuple(slice(0, size) for size in old.shape)
        if old.dim() > 1 and old.shape[1] < fresh.shape[1]:
            new[: old.shape[0], old.shape[1] :] = 0
        new[kept] = old
        found[name] = new
    return found


def train(folder: Path, out: Path, steps: int, size: int, peak: float, seed: int, start: Path | None) -> None:
    """Writes `checkpoint.pt` in `out` as it goes; `average` in it is the network to use.

    `start` is the checkpoint of an earlier training, whose average a new cycle begins from.
    """
    torch.manual_seed(seed)
    network = LineNetwork().to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]  twice as fast on a CPU
    print(f"{multiplications(network) / 1e6:.2f} M MACs at 160 px", flush=True)
    if start:
        network.load_state_dict(grown(torch.load(start)["average"], network))
    optimiser = torch.optim.AdamW(network.parameters(), peak, weight_decay=0.01, betas=(0.9, 0.99))
    average = Average(network)
    step, epoch = 0, 0
    path = out / "checkpoint.pt"
    if path.exists():
        saved = torch.load(path)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        average.state = saved["average"]
        step, epoch = saved["step"], saved["epoch"]
    unseen, judged = Lines(), LineNetwork()
    for chunk in sorted(folder.glob("test-*[0-9].npz")):
        unseen.add(chunk)
    lines, known = Lines(), set[Path]()
    started = time.monotonic()
    losses: list[float] = []
    while step < steps:
        # Chunks made meanwhile join at the next pass.
        for chunk in sorted(set(folder.glob("train-*[0-9].npz")) - known):
            lines.add(chunk)
            known.add(chunk)
        for batch in batches(lines, size, np.random.default_rng([seed, epoch])):
            for group in optimiser.param_groups:
                group["lr"] = rate_at(step, steps, peak)
            loss = loss_of(network(batch.strips.to(memory_format=torch.channels_last)), batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            step += 1
            average.take(network, step)
            losses.append(loss.item())
            if step % SAVE_EVERY == 0 or step >= steps:
                judged.load_state_dict(average.state)
                took = time.monotonic() - started
                print(
                    f"step {step} epoch {epoch} lines {len(lines.strips)} {took:.0f} s"
                    f" loss {np.mean(losses):.3f} unseen fonts {exact(judged, unseen):.3f}",
                    flush=True,
                )
                losses.clear()
                state = {
                    "network": network.state_dict(),
                    "average": average.state,
                    "optimiser": optimiser.state_dict(),
                    "step": step,
                    "epoch": epoch,
                }
                torch.save(state, path.with_suffix(".part"))
                path.with_suffix(".part").rename(path)
            if step >= steps:
                break
        epoch += 1


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(
        arguments.lines,
        arguments.out,
        arguments.steps,
        arguments.batch,
        arguments.rate,
        arguments.seed,
        arguments.start,
    )


if __name__ == "__main__":
    main()
