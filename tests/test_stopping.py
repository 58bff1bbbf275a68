"""What hangs although it was asked to stop."""

import signal
import subprocess
import sys

HANGS = """
import asyncio, os, signal, sys, threading
from bot.stopping import until_stopped

async def main():
    with until_stopped(seconds=0.2):
        asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()
    print("in good order", flush=True)

asyncio.run(main())
"""


def test_what_hangs_in_a_thread_is_left_behind() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "in good order\n")
    assert ended.stderr == "The stop took more than 0.2 seconds: what still hangs is left behind.\n"


def test_a_second_signal_has_its_usual_meaning() -> None:
    again = "signal.raise_signal(signal.SIGINT)"
    program = HANGS.replace('print("in good order", flush=True)', again)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGINT
