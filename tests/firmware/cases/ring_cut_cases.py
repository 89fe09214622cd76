"""The power is cut at every mutating flash operation of 120 appends that wrap: what was acknowledged stays."""

from checks.ring import Ring
from cuts import RECORDS, SECTOR_BYTES, SECTORS, content, count_operations, faults
from flash import DROPPED, LANDED, TORN, TORN_END, RamFlash


class EagerRing(Ring):
    """Wrong on purpose: says that a record is stored, and programs it with the next one."""

    _late = None

    def append(self, record):
        if self._late is not None:
            Ring.append(self, self._late)
            self._late = record
            return self.next_sequence
        self._late = record
        return self.next_sequence


def cut_everywhere(mode):
    """Fail with every cut that leaves something wrong, by its number, so that it can be run alone."""
    wrong = []
    for cut in range(count_operations()):
        found = faults(Ring, mode, cut)
        if found:
            wrong.append("%s at %d: %s" % (mode, cut, "; ".join(found)))
    assert not wrong, "\n".join(wrong[:10])


def test_the_run_wraps():
    total = sum([len(content(number)) for number in range(1, RECORDS + 1)])
    assert total > 1.5 * SECTOR_BYTES * SECTORS
    assert count_operations() > RECORDS + 2 * SECTORS


def test_cut_at_every_operation_when_it_is_dropped():
    cut_everywhere(DROPPED)


def test_cut_at_every_operation_when_its_first_half_lands():
    cut_everywhere(TORN)


def test_cut_at_every_operation_when_its_second_half_lands():
    cut_everywhere(TORN_END)


def test_cut_at_every_operation_when_it_lands_unreported():
    cut_everywhere(LANDED)


def test_a_store_that_acknowledges_before_it_programs_is_caught():
    caught = [cut for cut in range(2, 40) if faults_of_eager(cut)]
    assert len(caught) > 30, caught


def faults_of_eager(cut):
    return [one for one in faults(EagerRing, DROPPED, cut) if "were appended" in one]


def test_a_store_that_programs_twice_is_caught():
    flash = RamFlash(SECTOR_BYTES, SECTORS, unit_bytes=16)
    flash.writeblocks(0, bytes(16), 0)
    flash.writeblocks(0, bytes(16), 0)
    flash.writeblocks(0, bytes(8), 16)
    assert len(flash.violations) == 2
