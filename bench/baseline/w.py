"""W(M, K) on SimPy. Usage: w.py <actors> <rounds> <milliseconds>. See ../README.md for what the actors do."""

import json
import math
import sys
import time

import simpy

BLOCK_BYTES = 64
SLICE_MILLISECONDS = 25


class World:
    def __init__(self, actors):
        self.environment = simpy.Environment()
        self.locks = [simpy.Resource(self.environment, capacity=1) for _ in range(actors)]
        self.bytes = 0
        self.peak_bytes = 0
        self.events = 0


def latencies(seed):
    state = seed * 0x9E3779B1 & 0xFFFFFFFF
    while True:
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        yield 1 + (state >> 8 & 0xFF)


def actor(world, actors, rounds, run, index):
    draw = latencies(run * actors + index + 1)
    timeout = world.environment.timeout
    for number in range(rounds):
        lock = world.locks[(index + number) % actors]
        yield timeout(next(draw))
        world.events += 1
        request = lock.request()
        yield request
        world.events += 1
        yield timeout(next(draw))
        world.events += 1
        world.bytes += BLOCK_BYTES
        world.peak_bytes = max(world.peak_bytes, world.bytes)
        yield timeout(next(draw))
        world.events += 1
        yield timeout(next(draw))
        world.events += 1
        lock.release(request)
        yield timeout(next(draw))
        world.events += 1
        world.bytes -= BLOCK_BYTES


def simulate(actors, rounds, run):
    world = World(actors)
    for index in range(actors):
        world.environment.process(actor(world, actors, rounds, run, index))
    world.environment.run()
    assert world.bytes == 0
    return world


def main():
    actors, rounds, milliseconds = (int(argument) for argument in sys.argv[1:])
    first = simulate(actors, rounds, 0)
    # Slices, of which the fastest counts: see measure.ts.
    runs = 0
    least = math.inf
    spent = 0
    while spent < milliseconds:
        events = 0
        slice_milliseconds = 0
        started_at = time.perf_counter()
        while slice_milliseconds < SLICE_MILLISECONDS:
            events += simulate(actors, rounds, runs).events
            runs += 1
            slice_milliseconds = (time.perf_counter() - started_at) * 1000
        least = min(least, slice_milliseconds * 1e6 / events)
        spent += slice_milliseconds
    print(json.dumps({
        "events": first.events,
        "endTicks": first.environment.now,
        "nanosecondsPerEvent": least,
    }))


main()
