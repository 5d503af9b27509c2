"""What the journeys of all Python clients share."""

import asyncio
import base64
import json
import sys
import time

#: The test world, as python.e2e.ts hands it over.
world = json.loads(sys.argv[1])
server = world['server']

#: Unix seconds of a date that lies in the future for long.
NEXT_YEAR = int(time.time()) + 365 * 86_400
OPTIONS = {'title': 'My very normal title', 'expire_date': NEXT_YEAR, 'usage_limit': 43}

#: Longest wait for an update that is due, seconds.
DUE = 10


def code_of(phone):
    """The login code of a test number."""
    return phone.lstrip('+')[5] * 5


def modulus_of(pem):
    """The modulus out of a PKCS#1 PEM of a 2048-bit key."""
    der = base64.b64decode(''.join(pem.strip().splitlines()[1:-1]))
    return int.from_bytes(der[9:265], 'big')


def hash_of(link):
    """The part of an invite link that is its secret."""
    return link.split('+')[1]


class Heard:
    """Updates of one client, by the name of their type."""

    def __init__(self):
        self.updates = []
        self.came = asyncio.Event()

    def add(self, update):
        self.updates.append(update)
        self.came.set()

    async def find(self, wanted):
        """The first update for which `wanted` holds; waits for it."""

        async def search():
            while True:
                self.came.clear()
                for update in self.updates:
                    if wanted(update):
                        return update
                await self.came.wait()

        return await asyncio.wait_for(search(), DUE)


def finish(result):
    """Hands the outcome to the test."""
    print(json.dumps(result))
