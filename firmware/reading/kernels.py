"""The network's integer kernels: bytes in, bytes out, sums of 32 bits.

Activations are 0..255, weights are stored +128. Biases are stored +2^24 because pointers of 32
bits load without sign on 64-bit machines. A sum becomes a byte by a shift, a factor of 16 bits
and a second, rounded shift. `geometry` holds, in this order: rows and columns of the result,
channels in and out, source row and pixel pitch (stride included), source row pitch without
stride, target start, target row and pixel pitch, first and second shift.
"""

from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr16, ptr32


@micropython.viper
def clear(target: object, count: int, value: int) -> int:
    """Fills the first `count` bytes."""
    out = ptr8(target)
    i = 0
    while i < count:
        out[i] = value
        i += 1
    return 0


@micropython.viper
def first(source: object, target: object, weights: object, biases: object, factors: object, geometry: object) -> int:
    """3 x 3 convolution of one channel; weights by channel, then tap."""
    a = ptr8(source)
    out = ptr8(target)
    w = ptr8(weights)
    b = ptr32(biases)
    factor = ptr16(factors)
    g = ptr32(geometry)
    channels = int(g[3])
    pitch = int(g[6])
    shift1 = int(g[10])
    shift2 = int(g[11])
    half = 1 << (shift2 - 1)
    y = 0
    while y < int(g[0]):
        x = 0
        while x < int(g[1]):
            i = y * int(g[4]) + x * int(g[5])
            o = int(g[7]) + y * int(g[8]) + x * int(g[9])
            a0 = int(a[i])
            a1 = int(a[i + 1])
            a2 = int(a[i + 2])
            a3 = int(a[i + pitch])
            a4 = int(a[i + pitch + 1])
            a5 = int(a[i + pitch + 2])
            a6 = int(a[i + 2 * pitch])
            a7 = int(a[i + 2 * pitch + 1])
            a8 = int(a[i + 2 * pitch + 2])
            offset = 16777216 + ((a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8) << 7)
            k = 0
            c = 0
            while c < channels:
                s = int(b[c]) - offset + a0 * int(w[k]) + a1 * int(w[k + 1]) + a2 * int(w[k + 2])
                s += a3 * int(w[k + 3]) + a4 * int(w[k + 4]) + a5 * int(w[k + 5])
                s += a6 * int(w[k + 6]) + a7 * int(w[k + 7]) + a8 * int(w[k + 8])
                s = ((s >> shift1) * int(factor[c]) + half) >> shift2
                if s < 0:
                    s = 0
                elif s > 255:
                    s = 255
                out[o + c] = s
                k += 9
                c += 1
            x += 1
        y += 1
    return 0


@micropython.viper
def depthwise3(
    source: object, target: object, weights: object, biases: object, factors: object, geometry: object
) -> int:
    """3 x 3 convolution of every channel with itself; weights by channel, then tap."""
    a = ptr8(source)
    out = ptr8(target)
    w = ptr8(weights)
    b = ptr32(biases)
    factor = ptr16(factors)
    g = ptr32(geometry)
    channels = int(g[3])
    twice = 2 * channels
    shift1 = int(g[10])
    shift2 = int(g[11])
    half = 1 << (shift2 - 1)
    y = 0
    while y < int(g[0]):
        x = 0
        while x < int(g[1]):
            i = y * int(g[4]) + x * int(g[5])
            j = i + int(g[6])
            m = j + int(g[6])
            o = int(g[7]) + y * int(g[8]) + x * int(g[9])
            k = 0
            c = 0
            while c < channels:
                v0 = int(a[i])
                v1 = int(a[i + channels])
                v2 = int(a[i + twice])
                total = v0 + v1 + v2
                s = int(b[c]) - 16777216 + v0 * int(w[k]) + v1 * int(w[k + 1]) + v2 * int(w[k + 2])
                v0 = int(a[j])
                v1 = int(a[j + channels])
                v2 = int(a[j + twice])
                total += v0 + v1 + v2
                s += v0 * int(w[k + 3]) + v1 * int(w[k + 4]) + v2 * int(w[k + 5])
                v0 = int(a[m])
                v1 = int(a[m + channels])
                v2 = int(a[m + twice])
                total += v0 + v1 + v2
                s += v0 * int(w[k + 6]) + v1 * int(w[k + 7]) + v2 * int(w[k + 8]) - (total << 7)
                s = ((s >> shift1) * int(factor[c]) + half) >> shift2
                if s < 0:
                    s = 0
                elif s > 255:
                    s = 255
                out[o + c] = s
                i += 1
                j += 1
                m += 1
                k += 9
                c += 1
            x += 1
        y += 1
    return 0


@micropython.viper
def depthwise5(
    source: object, target: object, weights: object, biases: object, factors: object, geometry: object
) -> int:
    """1 x 5 convolution of every channel with itself; weights by channel, then tap."""
    a = ptr8(source)
    out = ptr8(target)
    w = ptr8(weights)
    b = ptr32(biases)
    factor = ptr16(factors)
    g = ptr32(geometry)
    channels = int(g[3])
    shift1 = int(g[10])
    shift2 = int(g[11])
    half = 1 << (shift2 - 1)
    x = 0
    while x < int(g[1]):
        i = x * int(g[5])
        o = int(g[7]) + x * int(g[9])
        k = 0
        c = 0
        while c < channels:
            v0 = int(a[i])
            v1 = int(a[i + channels])
            v2 = int(a[i + 2 * channels])
            v3 = int(a[i + 3 * channels])
            v4 = int(a[i + 4 * channels])
            s = int(b[c]) - 16777216 - ((v0 + v1 + v2 + v3 + v4) << 7)
            s += v0 * int(w[k]) + v1 * int(w[k + 1]) + v2 * int(w[k + 2])
            s += v3 * int(w[k + 3]) + v4 * int(w[k + 4])
            s = ((s >> shift1) * int(factor[c]) + half) >> shift2
            if s < 0:
                s = 0
            elif s > 255:
                s = 255
            out[o + c] = s
            i += 1
            k += 5
            c += 1
        x += 1
    return 0


@micropython.viper
def pointwise(
    source: object, target: object, weights: object, biases: object, factors: object, geometry: object
) -> int:
    """Every result from all channels of its pixel, a multiple of 8; weights by result."""
    a = ptr8(source)
    out = ptr8(target)
    w = ptr8(weights)
    b = ptr32(biases)
    factor = ptr16(factors)
    g = ptr32(geometry)
    inputs = int(g[2])
    outputs = int(g[3])
    shift1 = int(g[10])
    shift2 = int(g[11])
    half = 1 << (shift2 - 1)
    y = 0
    while y < int(g[0]):
        x = 0
        while x < int(g[1]):
            start = y * int(g[4]) + x * int(g[5])
            end = start + inputs
            o = int(g[7]) + y * int(g[8]) + x * int(g[9])
            total = 0
            i = start
            while i < end:
                total += int(a[i])
                i += 1
            offset = 16777216 + (total << 7)
            k = 0
            c = 0
            while c < outputs:
                s = int(b[c]) - offset
                i = start
                while i < end:
                    s += int(a[i]) * int(w[k]) + int(a[i + 1]) * int(w[k + 1])
                    s += int(a[i + 2]) * int(w[k + 2]) + int(a[i + 3]) * int(w[k + 3])
                    s += int(a[i + 4]) * int(w[k + 4]) + int(a[i + 5]) * int(w[k + 5])
                    s += int(a[i + 6]) * int(w[k + 6]) + int(a[i + 7]) * int(w[k + 7])
                    i += 8
                    k += 8
                s = ((s >> shift1) * int(factor[c]) + half) >> shift2
                if s < 0:
                    s = 0
                elif s > 255:
                    s = 255
                out[o + c] = s
                c += 1
            x += 1
        y += 1
    return 0
