"""Under any schedule of faults the link delivers exactly what was sent, or says that the connection is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from protocol_helpers.pair import Pair

from viewmark_protocol.errors import LinkLostError

PERCENT = st.integers(0, 30)


@settings(max_examples=150, deadline=None)
@given(
    faults=st.tuples(PERCENT, PERCENT, PERCENT, st.integers(0, 60)),
    seed=st.integers(0, 1 << 20),
    payload_bytes=st.integers(9, 80),
    nonce=st.binary(min_size=4, max_size=4),
    down=st.binary(max_size=900),
    up=st.binary(max_size=900),
)
def test_the_link_delivers_exactly_or_is_lost(faults, seed, payload_bytes, nonce, down, up):
    pair = Pair(payload_bytes, faults, seed, nonce)
    try:
        pair.open()
        pair.laptop.send(down)
        pair.handheld.send(up)
        pair.settle()
    except LinkLostError:
        assert down.startswith(pair.at_handheld)
        assert up.startswith(pair.at_laptop)
        return
    if pair.handheld.connections == 1 and pair.handheld.is_open:
        assert pair.at_handheld == down
        assert pair.at_laptop == up


@settings(max_examples=100, deadline=None)
@given(
    outages=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 150)), max_size=5),
    data=st.binary(min_size=200, max_size=2000),
)
def test_outages_shorter_than_the_deadline_cost_nothing_but_time(outages, data):
    pair = Pair(payload_bytes=32).open()
    pair.laptop.send(data)
    for running, silent in outages:
        pair.run(running)
        pair.up.cut = pair.down.cut = True
        pair.run(silent)
        pair.up.cut = pair.down.cut = False
        pair.run(150)
    pair.settle()
    assert pair.at_handheld == data


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=30))
def test_a_listener_never_raises_whatever_comes(chunks):
    pair = Pair().open()
    for one in chunks:
        pair.now_ms += 500
        pair.handheld.feed(one, pair.now_ms)
        pair.handheld.send(one)
        pair.handheld.poll(pair.now_ms)
