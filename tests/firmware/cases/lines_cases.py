"""The ways to a laptop together: what the screen is told, and who may stay on the air."""

from disk import blank, boot
from laptop import Bench
from link.line import Line
from link.lines import Lines

GREET_MS = 10000


class Air:
    """Stands where the radio stands."""

    connected = False
    hung_up = 0

    def hang_up(self):
        self.hung_up += 1


class Greeted:
    """A line on which a paired laptop is, or is not."""

    connected = is_greeted = False
    progress = None


def lines():
    """Return `(bench, lines, air, line)` with a radio by hand, and how often the screen was told as a list."""
    boot(blank())
    bench = Bench()
    bench.pipe = None
    told = []
    one = Lines(bench, bench.store, bench.lists, lambda: told.append(1))
    one._radio, one._air = Air(), Greeted()
    one._pipes.append((one._radio, one._air))
    return bench, one, one._radio, one._air, told


def after(bench, one, wait_ms):
    bench.clock.ms += wait_ms
    one._part_from_strangers(one._radio, one._air)


def test_whoever_connects_and_does_not_greet_is_hung_up_on():
    bench, one, air, _, _ = lines()
    after(bench, one, 60000)
    air.connected = True
    after(bench, one, GREET_MS - 1)
    assert air.hung_up == 0
    after(bench, one, 2)
    assert air.hung_up == 1


def test_a_paired_laptop_stays_also_while_it_is_busy_and_silent():
    bench, one, air, line, _ = lines()
    air.connected = line.is_greeted = True
    for _ in range(10):
        after(bench, one, GREET_MS)
    assert air.hung_up == 0
    line.is_greeted = False
    after(bench, one, GREET_MS - 1)
    after(bench, one, 2)
    assert air.hung_up == 1


def test_without_a_radio_there_is_the_cable_alone():
    bench = Bench()
    bench.pipe = None
    one = Lines(bench, bench.store, bench.lists, lambda: None)
    assert [type(line) for _, line in one._pipes] == [Line]
    assert one.show() == (False, "")


def test_the_screen_shows_a_laptop_and_what_is_on_its_way():
    _, one, _, line, _ = lines()
    line.connected, line.progress = True, (420, 1000)
    assert one.show() == (True, "photo 42 %")
    line.progress = None
    assert one.show() == (True, "")
