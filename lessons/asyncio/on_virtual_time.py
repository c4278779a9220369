"""Runs an asyncio program on virtual time: when every task waits, the clock jumps to the next timer.

Usage: python3 on_virtual_time.py PROGRAM.py

The Python programs of the book are run like this, so that their output is the same on every run and no test waits.
"""

import asyncio
import runpy
import selectors
import sys
import time


class JumpingSelector(selectors.DefaultSelector):
    """Does not wait for a timer, but tells how long the wait would have been."""

    passed = 0.0

    def select(self, timeout=None):
        if timeout is None:
            raise SystemExit("stalled: no task is ready and no timer is set")
        self.passed += max(timeout, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock is that of its selector."""

    def __init__(self):
        self.clock = JumpingSelector()
        super().__init__(self.clock)

    def time(self):
        return self.clock.passed


def block(seconds):
    """Stands for `time.sleep`: the thread is held, and nobody else runs until the time has passed."""
    asyncio.get_running_loop().clock.passed += seconds


def run(main, *, debug=None):
    """As `asyncio.run`, on such a loop."""
    with asyncio.Runner(debug=debug, loop_factory=VirtualLoop) as runner:
        return runner.run(main)


if __name__ == "__main__":
    asyncio.run = run
    time.sleep = block
    runpy.run_path(sys.argv[1], run_name="__main__")
