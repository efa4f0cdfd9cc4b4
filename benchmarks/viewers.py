"""Fifty viewers at once, speaking Streamlit's own protocol, with four seconds to think between looks."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

VIEWERS, THINK_SECONDS, LOOKS = 50, 4.0, 8
PAGES = ("overview", "ranking", "risk_map", "targets")
MONTHS = ("2026-10", "2026-09", "2026-08", "2026-07")


@dataclass
class Looks:
    """Milliseconds of every look, and how many went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0

    def percentile(self, share: float) -> float:
        """The value below which ``share`` of the looks lie."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


async def _viewer(address: str, looks: Looks, seed: int) -> None:
    chance = random.Random(seed)
    await asyncio.sleep(chance.random() * THINK_SECONDS)
    stream = address.replace("http", "ws") + "/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=None, origin=address) as socket:  # type: ignore[arg-type]
        for number in range(LOOKS + 1):
            message = BackMsg()
            message.rerun_script.page_name = chance.choice(PAGES)
            message.rerun_script.query_string = f"month={chance.choice(MONTHS)}"
            begun = time.perf_counter()
            await socket.send(message.SerializeToString())
            fine = await _finished(socket)
            # The first look opens the session; the others are what a viewer waits for.
            if number:
                looks.milliseconds.append((time.perf_counter() - begun) * 1000)
                looks.errors += not fine
            await asyncio.sleep(THINK_SECONDS * chance.uniform(0.5, 1.5))


async def _finished(socket: object) -> bool:
    """Wait for the end of the run; whether it ended well."""
    fine = True
    while True:
        raw = await asyncio.wait_for(socket.recv(), timeout=60)  # type: ignore[attr-defined]
        message = ForwardMsg()
        message.ParseFromString(raw)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            fine = False
        if kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            return fine and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


def watch(address: str) -> Looks:
    """Let all viewers look at the dashboard at ``address``."""
    looks = Looks()

    async def everyone() -> None:
        results = await asyncio.gather(
            *(_viewer(address, looks, seed) for seed in range(VIEWERS)), return_exceptions=True
        )
        looks.errors += sum(isinstance(result, BaseException) for result in results)

    asyncio.run(everyone())
    return looks


if __name__ == "__main__":
    seen = watch(sys.argv[1])
    print(
        json.dumps(
            {
                "looks": len(seen.milliseconds),
                "p50_ms": round(seen.percentile(0.5)),
                "p95_ms": round(seen.percentile(0.95)),
                "errors": seen.errors,
            }
        )
    )
