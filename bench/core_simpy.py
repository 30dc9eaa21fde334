"""The queueing core of core.cpp as a user of SimPy would write it: a process for each request.

Run: python3 core_simpy.py [REQUESTS [SEED]]
Needs SimPy 3 or 4 (Debian and Ubuntu: apt-get install python3-simpy3, for /usr/bin/python3).
Prints one line of JSON: requests per second of wall time, the share that timed out, the mean wait
of those served [s], wall time and processor time [s].
"""

import json
import random
import sys
import time
from collections import deque

import simpy

SERVERS = 8
MAXCONN = 40
LOAD = 0.98
QUEUE_TIMEOUT = 0.05  # [s]
MEAN_SERVICE = 0.1  # [s]
ARRIVALS_PER_SECOND = LOAD * SERVERS * MAXCONN / MEAN_SERVICE


class Core:
    def __init__(self, seed):
        self.environment = simpy.Environment()
        self.random = random.Random(seed)
        self.in_service = [0] * SERVERS
        self.last_given = [0] * SERVERS
        self.given = 0
        self.queue = deque()
        self.done = 0
        self.timed_out = 0
        self.waited = 0.0

    def arrivals(self, requests):
        for _ in range(requests):
            yield self.environment.timeout(self.random.expovariate(ARRIVALS_PER_SECOND))
            self.environment.process(self.request())

    def request(self):
        born = self.environment.now
        server = self.leastconn()
        if server is None:
            turn = self.environment.event()
            self.queue.append(turn)
            yield turn | self.environment.timeout(QUEUE_TIMEOUT)
            if not turn.triggered:
                self.queue.remove(turn)
                self.timed_out += 1
                return
            server = turn.value
        else:
            self.give(server)
        self.waited += self.environment.now - born
        yield self.environment.timeout(self.random.expovariate(1 / MEAN_SERVICE))
        self.done += 1
        self.in_service[server] -= 1
        if self.queue:
            self.give(server)
            self.queue.popleft().succeed(server)

    def leastconn(self):
        """The server with room and the fewest requests; among equals the one given longest ago."""
        room = [server for server in range(SERVERS) if self.in_service[server] < MAXCONN]
        key = lambda server: (self.in_service[server], self.last_given[server])
        return min(room, key=key) if room else None

    def give(self, server):
        self.given += 1
        self.in_service[server] += 1
        self.last_given[server] = self.given


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    core = Core(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    core.environment.process(core.arrivals(requests))
    cpu_before = time.process_time()
    began = time.perf_counter()
    core.environment.run()
    wall = time.perf_counter() - began
    cpu = time.process_time() - cpu_before
    figures = {
        "requests_per_s": round(requests / wall),
        "timed_out": core.timed_out / requests,
        "mean_wait_s": core.waited / core.done,
        "wall_s": wall,
        "cpu_s": cpu,
    }
    print(json.dumps(figures))


main()
