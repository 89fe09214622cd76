"""The line network: fully convolutional, 32 x W strip in, one row of class scores per 4 pixels out.

Behind the classes each row says where the line's strokes lie: how far their first row is below NOMINAL_PX[0], and
their end below NOMINAL_PX[1], in EXTENT_PX pixels.
"""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import torch
from torch import Tensor, nn

# Class 0 is the CTC blank; `?` is a character that is there but cannot be read.
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./?"
CLASSES = len(CHARACTERS) + 1
CHANNELS = (24, 48, 64, 80, 72, 128)
CONTEXT_LAYERS = 3
STRIDE_PX = 4
OUTPUTS = CLASSES + 2
NOMINAL_PX = (4.0, 28.0)
EXTENT_PX = 2.0
EXTENT_GAIN = 4.0  # of the device's two over these: its scores are coarse


def _convolution(
    inputs: int,
    outputs: int,
    kernel: tuple[int, int],
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
    groups: int = 1,
) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def _separable(inputs: int, outputs: int, kernel: tuple[int, int], stride: tuple[int, int]) -> list[nn.Module]:
    padding = (kernel[0] // 2, kernel[1] // 2)
    return [
        _convolution(inputs, inputs, kernel, stride, padding, inputs),
        _convolution(inputs, outputs, (1, 1)),
    ]


class LineNetwork(nn.Module):
    """Strips (batch, 1, 32, W), about -4..4, to scores (batch, OUTPUTS, W / 4)."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e, f = CHANNELS
        layers: list[nn.Module] = [_convolution(1, a, (3, 3), (2, 2), (1, 1))]
        layers += _separable(a, b, (3, 3), (2, 2))
        layers += _separable(b, c, (3, 3), (1, 1))
        layers += _separable(c, d, (3, 3), (2, 1))
        layers += _separable(d, e, (3, 3), (1, 1))
        layers.append(_convolution(e, f, (4, 1)))
        for _ in range(CONTEXT_LAYERS):
            layers += _separable(f, f, (1, 5), (1, 1))
        self.layers = nn.Sequential(*layers)
        self.head = nn.Conv2d(f, OUTPUTS, 1)

    def forward(self, strips: Tensor) -> Tensor:
        """Class scores before softmax, then the two of the strokes' extent."""
        return self.head(self.layers(strips))[:, :, 0]


def multiplications(network: LineNetwork, width_px: int = 160) -> int:
    """Multiply-accumulates of one strip."""
    total = 0

    def count(module: nn.Module, _: object, output: Tensor) -> None:
        nonlocal total
        assert isinstance(module, nn.Conv2d)
        total += output[0].numel() * module.weight[0].numel()

    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, nn.Conv2d)]
    with torch.no_grad():
        network(torch.zeros(1, 1, 32, width_px))
    for hook in hooks:
        hook.remove()
    return total


def greedy(scores: Tensor) -> list[str]:
    """The likeliest text of each strip: repeated classes merged, blanks dropped."""
    texts = []
    for row in scores[:, :CLASSES].argmax(1).tolist():
        previous = 0
        text = ""
        for index in row:
            if index and index != previous:
                text += CHARACTERS[index - 1]
            previous = index
        texts.append(text)
    return texts
